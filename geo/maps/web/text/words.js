/** Numbers, dates and claims in words. */
import { page } from '../data/state.js';
import { leftToRight, noun, own, say } from './language.js';

/** @import { Accident, Claim } from '../types' */

// Marks and months come from the language's file: browsers lack them for Azerbaijani or Armenian.
const { decimal, group, months } = own ?? {
  decimal: '.',
  group: ',',
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
};

const marks = /** @type {Record<string, string>} */ ({ decimal, group });

/** @param {number} digits behind the decimal mark, at most */
const written = (digits) => {
  const english = new Intl.NumberFormat('en', { maximumFractionDigits: digits });
  return {
    format: (/** @type {number} */ value) =>
      english
        .formatToParts(value)
        .map((p) => marks[p.type] ?? p.value)
        .join(''),
  };
};
const formatter = written(2);
const stated = written(6); // what a source states is not rounded

/** @param {number} value */
export const number = (value) => formatter.format(value);

/**
 * '1 claim', '3 claims'.
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export const count = (n, one, many) => `${formatter.format(n)} ${noun(n, one, many)}`;

/**
 * A partial ISO date as exact as it is: '2023', 'Apr 2023', '5 Apr 2023'.
 * @param {string | null | undefined} text
 */
export const date = (text) => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? '');
  if (!match) return text ?? '';
  const [, year, month, day] = match;
  return [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(' ');
};

/**
 * The span a claim speaks of; whole years and months are named as such.
 * @param {Claim} claim
 */
export const period = (claim) => {
  const { period_start: start, period_end: end, as_of: asOf } = claim;
  if (start && end) {
    if (start === end) return date(start);
    const year = start.slice(0, 4);
    if (end.startsWith(year)) {
      if (/^\d{4}(-01)?(-01)?$/.test(start) && /^\d{4}(-12)?(-31)?$/.test(end) && start.length === end.length)
        return year;
      if (start.length === 10 && end.length === 10 && start.slice(0, 7) === end.slice(0, 7)) {
        const last = new Date(Date.UTC(Number(year), Number(start.slice(5, 7)), 0)).getUTCDate();
        if (start.endsWith('-01') && Number(end.slice(8)) === last) return date(start.slice(0, 7));
        return `${Number(start.slice(8))}–${date(end)}`;
      }
    }
    return `${date(start)} – ${date(end)}`;
  }
  if (start)
    return asOf && asOf !== start
      ? say('from {date}, as of {day}', { date: date(start), day: date(asOf) })
      : say('from {date}', { date: date(start) });
  if (end) return say('until {date}', { date: date(end) });
  return asOf ? say('as of {date}', { date: date(asOf) }) : say('no date stated');
};

/** @type {Record<string, string>} */
const SINGULAR = {
  persons: 'person',
  devices: 'device',
  mines: 'mine',
  vehicles: 'vehicle',
  incidents: 'incident',
  maps: 'map',
};

// Hedges of a source that tell on which side of a bound its figure is.
const FROM_BELOW = ['over', 'at_least'];
const FROM_ABOVE = ['below', 'nearly', 'up_to'];

// Other units stay as the source has them.
/** @type {Record<string, string>} */
const UNITS = { percent: '%', ha: say('ha'), km: say('km'), m2: say('m²'), km2: say('km²') };

/**
 * @param {string | undefined} name
 * @param {number} [n]
 */
const unit = (name, n = 5) =>
  name
    ? `${name === 'percent' ? '\u202f' : ' '}${SINGULAR[name] ? noun(n, SINGULAR[name]) : (UNITS[name] ?? name)}`
    : '';

/**
 * The figure with its bounds in words, or null where the claim has none. As `geo.model.wording`
 * words it, by the same table of cases: a bound is 'at least' or 'up to'; 'over' and other hedges
 * are said only where the source says them.
 * @param {Claim} claim
 * @returns {?string}
 */
export const figure = (claim) => {
  const { quantity: q, quantity_min: low, quantity_max: high } = claim;
  const f = stated.format;
  const hedge = claim.qualifier ? `${term('Qualifier', claim.qualifier)} ` : '';
  /** @param {number | undefined} v */
  const has = (v) => v !== undefined;
  if (has(low) && low === high && (q === undefined || q === low)) return f(low) + unit(claim.unit, low);
  if (has(q)) {
    if (has(low) && has(high))
      return say('about {figure} ({low}–{high})', { figure: f(q) + unit(claim.unit, q), low: f(low), high: f(high) });
    if (has(low) && low < q)
      return say('{figure}, at least {low}', { figure: f(q) + unit(claim.unit, q), low: f(low) });
    if (has(low)) return say('at least {figure}', { figure: f(low) + unit(claim.unit, low) });
    if (has(high) && high > q)
      return say('{figure}, up to {high}', { figure: f(q) + unit(claim.unit, q), high: f(high) });
    if (has(high)) return say('up to {figure}', { figure: f(high) + unit(claim.unit, high) });
    return hedge + f(q) + unit(claim.unit, q);
  }
  if (has(low) && has(high)) return `${leftToRight(`${f(low)}–${f(high)}`)}${unit(claim.unit)}`;
  const hedged = claim.qualifier ?? '';
  if (has(low)) {
    const text = f(low) + unit(claim.unit, low);
    return FROM_BELOW.includes(hedged) ? hedge + text : say('at least {figure}', { figure: text });
  }
  if (has(high)) {
    const text = f(high) + unit(claim.unit, high);
    return FROM_ABOVE.includes(hedged) ? hedge + text : say('up to {figure}', { figure: text });
  }
  return null;
};

/**
 * 'a', 'a–b' or null, for a range of counts.
 * @param {number | undefined} low
 * @param {number | undefined} high
 */
export const range = (low, high) => {
  if (low === undefined && high === undefined) return null;
  const [a, b] = [Number(low ?? high), Number(high ?? low)];
  return a === b ? number(a) : leftToRight(`${number(a)}–${number(b)}`);
};

/**
 * Label of a term, or the code itself where it is not in the vocabulary.
 * @param {string} vocabulary
 * @param {string} code
 */
export const term = (vocabulary, code) => page.data.terms[vocabulary]?.[code]?.[0] ?? code;

/**
 * What a term means, for a hint.
 * @param {string} vocabulary
 * @param {string} code
 */
export const meaning = (vocabulary, code) => page.data.terms[vocabulary]?.[code]?.[1] ?? '';

/**
 * Accuracy of a position in words.
 * @param {number} metres
 */
export const accuracy = (metres) =>
  say('within about {length}', {
    length:
      metres >= 1000 ? `${formatter.format(metres / 1000)} ${say('km')}` : `${formatter.format(metres)} ${say('m')}`,
  });

/**
 * A count of which one end may be open: '2–3', 'at least 5', 'up to 4'; null where nothing is stated.
 * @param {number | undefined} low
 * @param {number | undefined} high
 */
export const persons = (low, high) => {
  if (low === undefined && high !== undefined) return say('up to {figure}', { figure: number(high) });
  if (low !== undefined && high === undefined) return say('at least {figure}', { figure: number(low) });
  return range(low, high);
};

/**
 * Casualties of an accident: 'killed 1, injured 2–3'.
 * @param {Accident} accident
 */
export const casualties = (accident) => {
  const killed = persons(accident.killed_min, accident.killed_max);
  const injured = persons(accident.injured_min, accident.injured_max);
  const parts = [killed && say('{n} killed', { n: killed }), injured && say('{n} injured', { n: injured })].filter(
    Boolean,
  );
  return parts.length ? parts.join(', ') : say('number of casualties not stated');
};

/**
 * The day a claim is about, for sorting: newest first, undated last.
 * @param {Claim} claim
 */
export const sortKey = (claim) => claim.period_end ?? claim.as_of ?? claim.period_start ?? '';

/**
 * A length in words.
 * @param {number | null} m
 */
export const metres = (m) =>
  m === null
    ? say('not known')
    : m < 1000
      ? `${number(Math.round(m))} ${say('m')}`
      : `${number(Math.round(m / 10) / 100)} ${say('km')}`;

/**
 * An area in words.
 * @param {number | null} m2
 */
export const squareMetres = (m2) =>
  m2 === null
    ? say('not known')
    : m2 < 10_000
      ? `${number(Math.round(m2))} ${say('m²')}`
      : m2 < 1e8
        ? `${number(Math.round(m2 / 100) / 100)} ${say('ha')}`
        : `${number(Math.round(m2 / 1e4) / 100)} ${say('km²')}`;
