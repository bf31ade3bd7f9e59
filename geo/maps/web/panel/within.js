/** What is recorded inside a district, beside what is claimed of it. */
import { kept } from '../data/filter.js';
import { page } from '../data/state.js';
import { drawArea, drawSymbol, symbolOfEvent } from '../map/symbols.js';
import { shareOf } from '../text/counts.js';
import { el } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

/** @import { District } from '../types' */
/** @import { Within } from '../payload' */

/** @type {Record<string, string>} */
const VOCABULARY = { hazards: 'Classification', released: 'ReleaseProduct', events: 'EventKind' };

/** @param {Within} found */
const recorded = ({ layer, status, n, points, m2 }) =>
  el(
    'tr',
    { 'data-within': status },
    el(
      'th',
      { scope: 'row' },
      el(
        'span',
        { class: 'mark-sample small' },
        layer === 'events' ? drawSymbol(symbolOfEvent(status)) : drawArea(status),
      ),
      words.term(VOCABULARY[layer], status),
      points ? el('small', {}, say('{n} known by position only', { n: words.number(points) })) : null,
    ),
    el('td', { class: 'count-cell' }, words.number(n)),
    el('td', {}, m2 === undefined || n === points ? null : words.squareMetres(m2)),
  );

/**
 * @param {string} id
 * @param {string} text
 * @param {string} symbol
 * @param {number[][]} claims of each thing that is counted
 */
const told = (id, text, symbol, claims) =>
  claims.length
    ? el(
        'tr',
        { 'data-within': id },
        el('th', { scope: 'row' }, el('span', { class: 'mark-sample small' }, drawSymbol(symbol)), text),
        el(
          'td',
          { class: 'count-cell' },
          shareOf(claims.filter((some) => kept(some).length > 0).length, claims.length),
        ),
        el('td', {}),
      )
    : null;

/**
 * Hazards, releases, accidents and finds inside a district, with their numbers and areas.
 * @param {District} district
 */
export function withinView(district) {
  const { data } = page;
  const sites = district.sites.map((s) => data.sites[s]);
  const rows = [
    ...district.within.map(recorded),
    told(
      'claimed-accidents',
      say('Accidents that claims tell of'),
      'accident',
      data.accidents.filter((a) => a.districts === district.district).map((a) => a.claims),
    ),
    told(
      'claimed-finds',
      say('Places where claims tell of ordnance found'),
      'find',
      sites.filter((site) => site.kinds.includes('find')).map((site) => site.marked.find ?? site.claims),
    ),
  ].filter((row) => row !== null);
  return [
    el('h4', { class: 'card-section' }, say('Recorded inside this district')),
    rows.length
      ? el(
          'table',
          { class: 'key-figures within' },
          el('caption', { class: 'unseen' }, say('Recorded inside this district')),
          el('tbody', {}, rows),
        )
      : null,
    district.within.some(({ m2 }) => m2 !== undefined)
      ? el(
          'p',
          { class: 'card-note' },
          say(
            'Outlines as reported, whatever their date. One across the border counts in both districts, with its ground inside; where outlines of one class overlap, their ground counts once.',
          ),
        )
      : el(
          'p',
          { class: 'card-note' },
          district.drawn
            ? say('No outline or position of a hazardous area or of released land is recorded inside.')
            : say('Nothing can be counted inside, because its outline is not known.'),
        ),
    el('p', { class: 'card-caution' }, say('No record here does not mean that land is safe.')),
  ];
}
