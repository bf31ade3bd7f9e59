/** What a popup shows of the features at a place. All of it is text, whatever it looks like. */
import { el } from '../text/dom.js';
import { words } from './words.js';

/** @import { Tiles } from './layer.js' */

const FIRST = 8; // features shown at once

/**
 * A web address as a link, anything else as text.
 * @param {string | number} value
 */
function cell(value) {
  const text = typeof value === 'number' ? words.number(value) : String(value);
  let address = null;
  if (/^https?:\/\//i.test(text))
    try {
      address = new URL(text);
    } catch {
      /* text then */
    }
  if (!address || !['http:', 'https:'].includes(address.protocol)) return text;
  return el('a', { href: address.href, target: '_blank', rel: 'noopener noreferrer' }, text);
}

/**
 * @param {Tiles} layer
 * @param {number} i
 */
async function one(layer, i) {
  const [[, label], ...rest] = await layer.attributes.of(i);
  const style = layer.look.classes[layer.data.classOf[i]];
  const outline = layer.head.statuses.length ? layer.look.outlines[layer.data.statusOf[i]] : null;
  const rows = rest
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, cell(value))));
  return el(
    'section',
    { class: 'canvas-card', 'data-feature': i },
    el('h3', {}, label === null || label === '' ? words.unnamed : String(label)),
    el(
      'p',
      {},
      layer.look.sample(style, layer.mainForm(i), layer.data.statusOf[i]),
      ' ',
      style.label,
      layer.head.statuses.length ? ` · ${outline?.label ?? words.noStatus}` : null,
    ),
    el('table', {}, el('tbody', {}, rows)),
  );
}

/**
 * A card for several features of several layers.
 * @param {[Tiles, number][]} hits layer and number of each feature, topmost first
 */
export const cardOf = async (hits) => {
  // Leaflet would take a click on a button that goes away by it for one on the map.
  const box = el('div', { class: 'canvas-cards', click: (event) => event.stopPropagation() });
  if (hits.length > 1) box.append(el('p', { class: 'canvas-here' }, words.here(hits.length)));
  /** @param {number} from */
  const add = async (from) => {
    const some = await Promise.all(hits.slice(from, from + FIRST).map(([layer, i]) => one(layer, i)));
    box.append(...some);
    const left = hits.length - from - FIRST;
    if (left <= 0) return;
    const more = el(
      'button',
      {
        type: 'button',
        click: () => {
          more.remove();
          add(from + FIRST);
        },
      },
      words.more(left),
    );
    box.append(more);
  };
  await add(0);
  return box;
};
