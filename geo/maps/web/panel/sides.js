/** Who speaks, counted by side, and where a side says nothing. */
import { page } from '../data/state.js';
import { el, fold } from '../text/dom.js';
import { districtName, lower, say } from '../text/language.js';
import * as words from '../text/words.js';

/** @typedef {[string | null, number][]} Counts what, or null where nobody recorded it, and how many */

/** @param {string | null} party */
const side = (party) => (party === null ? say('not stated') : party === 'none' ? say('no side') : party);

/**
 * Counts of a district, or of all.
 * @param {string} district
 * @param {string} by
 * @returns {Counts}
 */
const counts = (district, by) => page.data.sides.counts[district]?.[by] ?? [];

/** @param {[string | null, number]} counted */
const byOrigin = ([origin, n]) => `${lower(originName(origin))} ${words.number(n)}`;

/** @param {string | null} origin */
const originName = (origin) => (origin === null ? say('not stated') : words.term('Origin', origin));

/** For the overview; nothing where the data record no sides. */
export const sidesView = () => {
  const made = new Map(counts('', 'claimant'));
  const printed = new Map(counts('', 'publisher'));
  const origins = counts('', 'origin');
  if (!made.size && !printed.size && !origins.length) return null;
  const { silent } = page.data.sides;
  /** @param {number} [n] */
  const value = (n) => el('td', { class: 'value' }, n === undefined ? '–' : words.number(n));
  return [
    el('h3', {}, say('Who speaks, by side')),
    el(
      'p',
      { class: 'sub' },
      say('Claims by the side of who makes them and of who prints them; all claims, whatever a filter hides.'),
    ),
    made.size + printed.size > 0 &&
      el(
        'table',
        { class: 'plain-table', id: 'sides' },
        el('caption', { class: 'unseen' }, say('Who speaks, by side')),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            [say('Side'), say('Made by'), say('Printed by')].map((text, k) =>
              el('th', { scope: 'col', class: k ? 'value' : null }, text),
            ),
          ),
        ),
        el(
          'tbody',
          {},
          [...new Set([...made.keys(), ...printed.keys()])].map((party) =>
            el(
              'tr',
              { 'data-side': party ?? '' },
              el('th', { scope: 'row' }, side(party)),
              value(made.get(party)),
              value(printed.get(party)),
            ),
          ),
        ),
      ),
    origins.length > 0 && [
      el('h4', {}, say('Where sources have it from')),
      el(
        'table',
        { class: 'plain-table', id: 'origins' },
        el('caption', { class: 'unseen' }, say('Where sources have it from')),
        el(
          'tbody',
          {},
          origins.map(([origin, n]) => el('tr', {}, el('th', { scope: 'row' }, originName(origin)), value(n))),
        ),
      ),
    ],
    silent.length > 0 && [
      el('h4', {}, say('Gaps: of which districts a side says nothing')),
      el(
        'div',
        { id: 'gaps' },
        silent.map((gap) =>
          fold(
            [
              el('span', { class: 'fold-title' }, gap.party),
              el(
                'span',
                { class: 'count' },
                say('{n} of {all}', { n: words.number(gap.n), all: words.number(gap.of) }),
              ),
            ],
            () => [el('p', { class: 'sub' }, gap.districts.map(districtName).join(', '))],
          ),
        ),
      ),
    ],
  ];
};

/**
 * Who speaks of a district, and who does not; nothing where the data record no sides.
 * @param {string} district
 */
export const sidesOf = (district) => {
  const made = counts(district, 'claimant');
  const printed = counts(district, 'publisher');
  const origins = counts(district, 'origin');
  if (!made.length) return null;
  const without = page.data.sides.silent.filter((gap) => gap.districts.includes(district)).map((gap) => gap.party);
  /** @param {Counts} counted */
  const listed = (counted) => counted.map(([party, n]) => `${side(party)} ${words.number(n)}`).join(', ');
  return el(
    'p',
    { class: 'card-note', 'data-sides': district },
    say('Claims by side, with those about several districts: {sides}', { sides: listed(made) }),
    without.length > 0 && ` · ${say('nothing from: {sides}', { sides: without.join(', ') })}`,
    printed.length > 0 && ` · ${say('printed by: {sides}', { sides: listed(printed) })}`,
    origins.length > 0 && ` · ${say('sources by origin: {origins}', { origins: origins.map(byOrigin).join(', ') })}`,
  );
};
