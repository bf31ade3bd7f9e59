/** Tooltips of what is on the map. */
import { ageOfArea, ageOfSite, ageText } from '../data/age.js';
import { hiddenIn } from '../data/filter.js';
import { page } from '../data/state.js';
import { areaKind } from '../text/areas.js';
import { hider } from '../text/counts.js';
import { el } from '../text/dom.js';
import { cellText } from '../text/figures.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';

/**
 * The tooltip of something on the map.
 * @param {'districts' | 'areas' | 'sites'} list
 * @param {any} item
 * @param {number} [i]
 */
export const hintOf = (list, item, i) => {
  if (list === 'districts') {
    return el(
      'div',
      {},
      el('b', {}, districtName(item.district)),
      el('br'),
      `${page.figure.title}: ${cellText(page.figure, i ?? -1)}`,
    );
  }
  if (list === 'areas')
    return el(
      'div',
      {},
      el('b', {}, item.name ?? item.id),
      el('br'),
      [areaKind(item), ageText(ageOfArea(item))].filter(Boolean).join('; '),
    );
  const kinds = [
    item.kinds.includes('zone') && say('clearance claimed'),
    item.kinds.includes('find') && say('ordnance found'),
    hiddenIn(item.claims) > 0 &&
      say('hidden by {by}: {what}', { by: hider(), what: words.count(hiddenIn(item.claims), 'claim') }),
    item.accidents.length && words.count(item.accidents.length, 'accident'),
    item.kinds.includes('other') && words.count(item.claims.length, 'claim'),
    ageText(ageOfSite(item)),
  ].filter(Boolean);
  return el('div', {}, el('b', {}, item.name), el('br'), kinds.join(', '));
};
