/** What a minefield record says, how exact it is, and what was found of what it states. */

import { page } from '../data/state.js';
import { el, fold } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { recordLinks } from './records.js';

/** @import { Leg, Scored } from '../payload' */
/** @import { Area, Child } from '../types' */

/** @param {number} share */
const percent = (share) => `${words.number(Math.round(100 * share))} %`;

/** @param {number} value */
const metres = (value) => `${words.number(Math.round(10 * value) / 10)} ${say('m')}`;

/** @type {Record<string, () => string>} */
const POINTS = {
  reference_point: () => say('reference point'),
  benchmark: () => say('benchmark'),
  start_point: () => say('start point'),
  turning_point: () => say('turning point'),
  intermediate_point: () => say('intermediate point'),
  end_point: () => say('end point'),
};
/** @type {Record<string, () => string>} */
const NORTHS = {
  true: () => say('true north'),
  magnetic: () => say('magnetic north'),
  grid: () => say('grid north'),
};
/** @type {Record<string, () => string>} */
const UNITS = {
  degrees: () => '°',
  mils_6000: () => ` ${say('mils of 6000')}`,
  mils_6400: () => ` ${say('mils of 6400')}`,
};

/** @param {Leg} leg */
const bearing = ({ bearing: value, unit, north, declination_deg: declination, grid }) =>
  [
    `${value}${UNITS[unit ?? 'degrees']()}`,
    NORTHS[north ?? 'true'](),
    north === 'magnetic' && declination !== undefined && say('declination {d}°', { d: words.number(declination) }),
    north === 'grid' && grid,
  ]
    .filter(Boolean)
    .join(', ');

/** @param {Leg} leg */
const distance = ({ distance: value, distance_unit: unit, distance_m: m }) =>
  unit === 'paces' && value !== undefined
    ? say('{n} paces ({m})', { n: words.number(value), m: metres(m) })
    : metres(m);

/** @param {Leg[]} legs */
const legsTable = (legs) =>
  el(
    'table',
    { class: 'record-legs' },
    el('caption', { class: 'unseen' }, say('Legs as written')),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        [say('Leg'), say('Bearing'), say('Distance'), say('Leads to')].map((text) => el('th', { scope: 'col' }, text)),
      ),
    ),
    el(
      'tbody',
      {},
      legs.map((leg, k) =>
        el(
          'tr',
          {},
          el('td', {}, words.number(k + 1)),
          el('td', {}, bearing(leg)),
          el('td', {}, distance(leg)),
          el('td', {}, POINTS[leg.to]?.() ?? leg.to),
        ),
      ),
    ),
  );

/** @param {Leg} first */
const reference = ({ reference: written, latitude, longitude }) =>
  written ?? (latitude === undefined || longitude === undefined ? null : `${latitude}, ${longitude} (WGS 84)`);

/**
 * Found of recorded, where people searched.
 * @param {Area} record
 * @returns {Child}
 */
const found = ({ scored, items }) => {
  if (!scored?.recorded) {
    return el(
      'p',
      {},
      items?.length
        ? say('None of its {n} recorded items lies on ground that was searched: nobody knows whether it is right.', {
            n: words.number(items.length),
          })
        : say('It states no rows of mines, so nothing can be compared with what was found.'),
    );
  }
  const { found: n, recorded, recorded_anywhere: all, tolerance_m: within, low, high } = scored;
  return [
    el(
      'p',
      { class: 'record-found' },
      el('b', {}, say('{n} of {all}', { n: words.number(n), all: words.number(recorded) })),
      ' ',
      say(
        'recorded items on searched ground have a find within {m} of them: {share} (95 % interval {low} to {high}).',
        {
          m: metres(within),
          share: percent(n / recorded),
          low: percent(low ?? 0),
          high: percent(high ?? 1),
        },
      ),
    ),
    all > recorded &&
      el('p', {}, say('{n} more lie where nobody searched, and are not counted.', { n: words.number(all - recorded) })),
    moved(scored),
  ];
};

/** @param {Scored} scored */
const moved = ({ east_m: east, north_m: north, pairs, tolerance_m: within }) => {
  if (east === undefined || north === undefined || Math.hypot(east, north) <= within) return null;
  return el(
    'p',
    {},
    say('Moved {east} and {north}, {n} finds fit its items best: it may be displaced.', {
      east: east < 0 ? say('{m} west', { m: metres(-east) }) : say('{m} east', { m: metres(east) }),
      north: north < 0 ? say('{m} south', { m: metres(-north) }) : say('{m} north', { m: metres(north) }),
      n: words.number(pairs ?? 0),
    }),
  );
};

/**
 * All that the card of a record has beside that of an area; nothing for other areas.
 * @param {Area} area
 * @returns {Child}
 */
export const recordView = (area) => {
  if (area.layer !== 'minefield_records') return null;
  const legs = area.legs ?? [];
  const hazard = page.data.areas.filter((a) => a.layer === 'hazard_areas' && a.id === area.hazard_id);
  const types = (area.mines_by_type ?? '')
    .split(';')
    .filter(Boolean)
    .map((part) => part.split('='))
    .map(([type, n]) => `${words.number(Number(n))} ${words.term('Ordnance', type)}`);
  return [
    el(
      'p',
      { class: 'card-caution' },
      say('A paper: it says where somebody meant to lay mines, not where mines are, and nothing of other ground.'),
    ),
    el(
      'dl',
      { class: 'facts' },
      [
        [say('Record number'), area.record_number],
        [say('Laid by'), area.laid_by],
        [say('Laid on'), area.laid_on && words.date(area.laid_on)],
        [say('Handed over'), area.handed_over && words.date(area.handed_over)],
        [
          say('Mines stated'),
          area.mines_stated !== undefined && [
            words.number(area.mines_stated),
            types.length > 0 && ` (${types.join(', ')})`,
          ],
        ],
        [
          say('Closure error'),
          area.closure_m === undefined
            ? say('does not lead back to its start')
            : say('{e} on {way}: how carefully it was made, not where it lies', {
                e: metres(area.closure_m),
                way: metres(area.perimeter_m ?? 0),
              }),
        ],
        [
          say('Error'),
          area.ce95_m !== undefined &&
            say('within {a} in 50 of 100 cases (CE50), within {b} in 95 (CE95)', {
              a: metres(area.ce50_m ?? 0),
              b: metres(area.ce95_m),
            }),
        ],
        [say('Reference point'), legs.length > 0 && reference(legs[0])],
        [say('Datum'), area.datum],
        [say('Hazardous area'), hazard.length > 0 && recordLinks(hazard)],
      ]
        .filter(([, v]) => v)
        .map(([name, v]) => [el('dt', {}, name), el('dd', {}, v)]),
    ),
    el('h4', { class: 'card-section' }, say('What was found of what it states')),
    found(area),
    legs.length > 0 &&
      fold(
        [el('span', { class: 'fold-title' }, say('Legs as written')), el('span', { class: 'count' }, legs.length)],
        () => [legsTable(legs)],
      ),
  ];
};

/**
 * The minefield records of a hazardous area.
 * @param {Area} area
 * @returns {Child}
 */
export const recordsOfHazard = (area) => {
  if (area.layer !== 'hazard_areas') return null;
  const records = page.data.areas.filter((a) => a.layer === 'minefield_records' && a.hazard_id === area.id);
  return records.length > 0 && el('p', { class: 'card-note' }, say('Minefield records: '), recordLinks(records));
};
