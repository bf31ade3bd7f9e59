/** Figures of districts again, from the claims that the filter leaves. */
import { filtered, hiddenIn, kept } from './filter.js';
import { naming, namingOnly } from './find.js';
import { page } from './state.js';

/** @import { Cell, Claim, District, Figure } from '../types' */

/**
 * What a unit is an exact multiple of, and how much of it; itself, if it does not convert.
 * @param {string | undefined} unit
 */
export const inBase = (unit) => page.data.units[unit ?? ''] ?? [unit, 1];

/**
 * Lowest and highest value a claim states; undefined where open. As `geo.claims.values.bounds`.
 * @param {Claim} claim
 * @param {number} [size] Of the unit wanted, in what it is a multiple of; else the claim's own.
 */
export const bounds = ({ quantity, quantity_min: low, quantity_max: high, unit }, size) => {
  const own = quantity === undefined || (low !== undefined && high !== undefined);
  const factor = size === undefined ? 1 : inBase(unit)[1] / size;
  return { low: own ? low && low * factor : quantity * factor, high: own ? high && high * factor : quantity * factor };
};

/** @param {string | undefined} text */
const lastDay = (text) => {
  if (!text) return null;
  const [y, m, d] = text.split('-').map(Number);
  return Date.UTC(y, m ? (d ? m - 1 : m) : 12, d || 0);
};
const YEAR = 365.25 * 86400e3;
/** @param {number} ms */
export const isoDay = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * The day a claim's information is of; plans are not information. As `geo.claims.summary`.
 * @param {Claim} claim
 */
const newsOf = (claim) => {
  if (claim.stance === 'plans') return null;
  const said = lastDay(claim.as_of);
  const last = lastDay(claim.period_end ?? claim.as_of ?? claim.period_start);
  return said === null ? null : last !== null && said > last ? last : said;
};

/** @param {(number | undefined)[]} values */
const sum = (values) => {
  const known = values.filter((v) => v !== undefined);
  return known.length ? known.reduce((a, b) => a + b, 0) : undefined;
};
/**
 * The newest day of what the claims shown tell of a district, in milliseconds; null without one.
 * @param {District} district
 */
export const newestOf = (district) => {
  const days = kept(naming(district))
    .map((i) => newsOf(page.data.claims[i]))
    .filter((day) => day !== null);
  return days.length ? days.reduce((a, b) => Math.max(a, b)) : null;
};
/**
 * @param {number | undefined} low
 * @param {number | undefined} high
 */
const ends = (low, high) => {
  const known = [low, high].filter((v) => v !== undefined);
  return known.length
    ? { at: Math.min(...known), ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
    : null;
};

/** What the claims of a district are in a figure: all of them, and the cell from those shown. */
/** @type {Record<string, (district: District, old: Cell) => [claims: number[], cell: Cell | null]>} */
const kinds = {
  claims(district) {
    const all = namingOnly(district);
    const n = kept(all).length;
    return [all, n ? { at: n, low: n, high: n, claims: [] } : null];
  },
  age(district, old) {
    const all = naming(district);
    const newest = newestOf(district);
    if (newest === null) return [all, null];
    const years = old.at + (Number(lastDay(old.day)) - newest) / YEAR;
    return [all, { at: years, low: years, high: years, day: isoDay(newest), claims: [] }];
  },
  casualties(district) {
    const of = page.data.accidents.filter((a) => a.districts === district.district);
    const shown = of.filter((a) => kept(a.claims).length);
    const [low, high] = /** @type {const} */ (['min', 'max']).map((end) =>
      sum(shown.flatMap((a) => [a[`killed_${end}`], a[`injured_${end}`]])),
    );
    const cell = ends(low, high);
    return [of.flatMap((a) => a.claims), cell && { ...cell, claims: shown.flatMap((a) => kept(a.claims)) }];
  },
  reported(_, old) {
    const some = kept(old.claims);
    // Areas are shown in hectares, whatever they were printed in.
    /** @param {string | undefined} unit */
    const size = (unit) => (inBase(unit)[0] === 'm2' ? inBase('ha')[1] : undefined);
    const stated = some.map((i) => page.data.claims[i]).map((claim) => bounds(claim, size(claim.unit)));
    /**
     * @param {'low' | 'high'} end
     * @param {(...values: number[]) => number} pick
     */
    const outer = (end, pick) =>
      stated.some((s) => s[end] === undefined) ? undefined : pick(...stated.map((s) => Number(s[end])));
    const cell = some.length ? ends(outer('low', Math.min), outer('high', Math.max)) : null;
    return [old.claims, cell && { ...cell, claims: some }];
  },
};

/**
 * The cells of a figure under the filter. Where all of a district's claims are hidden the cell
 * is left out and counted in `figure.hidden`: that is not 'no figure reported'.
 * @param {Figure} figure
 */
export const filteredCells = (figure) => {
  figure.whole ??= figure.cells;
  figure.hidden = {};
  if (!filtered()) return figure.whole;
  return cellsAgain(figure);
};

/**
 * The cells worked out from the claims shown, whatever Python worked out.
 * @param {Figure} figure
 */
export const cellsAgain = (figure) => {
  const work = kinds[figure.id] ?? kinds.reported;
  /** @type {Record<string, Cell>} */
  const cells = {};
  figure.hidden ??= {};
  for (const [i, old] of Object.entries(figure.whole ?? figure.cells)) {
    const [claims, cell] = work(page.data.districts[Number(i)], old);
    if (cell) cells[i] = cell;
    const n = hiddenIn(claims);
    if (n) figure.hidden[Number(i)] = n;
  }
  return cells;
};
