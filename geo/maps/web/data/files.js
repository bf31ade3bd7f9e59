/**
 * Claims as files: CSV for spreadsheets, GeoJSON for maps. Each says what it is, of which data, and the cautions. Columns
 * have the names of the dataset.
 */
import { language } from '../text/language.js';
import { questionText } from './claims.js';
import { page } from './state.js';

/** @import { Claim } from '../types' */

const OF_CLAIM = /** @type {const} */ ([
  ...['claim_id', 'claimant', 'subject', 'category', 'stance', 'quantity', 'quantity_min', 'quantity_max', 'unit'],
  ...['qualifier', 'place', 'districts', 'support', 'period_start', 'period_end', 'as_of', 'paraphrase', 'grade'],
  ...['locator', 'confidence_note', 'withheld'],
]);
const OF_SOURCE = ['title', 'publisher', 'author', 'published', 'url', 'language', 'grade'];
// The support that is a position, or near enough: a figure of a district is not a point of it.
const LOCATED = new Set(['point', 'settlement']);

/** What every file says of itself. */
export const about = () => {
  const { meta, cautions } = page.data;
  return {
    dataset: meta.title,
    dataset_version: meta.version,
    data_date: meta.data_date ?? '',
    caution: `Claims, not truths. ${cautions.join(' ')}${meta.synthetic ? ' Synthetic data: nothing here is about a real place.' : ''}`,
  };
};

/**
 * A claim with its source and its question, flat; only what is stated.
 * @param {number} i
 */
function flat(i) {
  const { claims, sources, questions } = page.data;
  const claim = claims[i];
  const source = sources[claim.source - 1];
  /** @type {Record<string, string | number>} */
  const out = {};
  for (const name of OF_CLAIM) {
    const value = /** @type {Record<string, any>} */ (claim)[name];
    if (value !== undefined) out[name] = value;
  }
  const counters = claim.counters === undefined ? claim.counters_missing : claims[claim.counters].claim_id;
  if (counters) out.counterclaim_of = counters;
  out.questions = questions
    .filter((heading) => heading.claims.includes(i))
    .map(questionText)
    .join(' | ');
  out.source_id = source.source_id;
  for (const name of OF_SOURCE) {
    const value = /** @type {Record<string, any>} */ (source)[name];
    if (value !== undefined) out[`source_${name}`] = value;
  }
  return out;
}

/**
 * A text that no spreadsheet takes for a formula, also where it splits lines at ';' rather than at ','. Numbers stay.
 * @param {unknown} value
 */
export const harmless = (value) =>
  typeof value === 'string' ? value.replace(/(^|;|[\r\n])([\s"']*[=+@\t\r-])/g, "$1'$2") : String(value ?? '');

/**
 * An address that stays one: the sign that a formula could start with is written in per cent.
 * @param {string} text
 */
const harmlessAddress = (text) =>
  text.replace(/;([=+@-])/g, (_, sign) => `;%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {unknown} value */
const cell = (value) => {
  const text = harmless(typeof value === 'string' && /^https?:/.test(value) ? harmlessAddress(value) : value);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * Claims as CSV: UTF-8 with a byte order mark, so that spreadsheets read all scripts.
 * @param {number[]} claims
 */
export const claimsCsv = (claims) => {
  const told = about();
  const columns = [
    ...OF_CLAIM,
    ...['counterclaim_of', 'questions', 'source_id'],
    ...OF_SOURCE.map((name) => `source_${name}`),
    ...Object.keys(told),
  ];
  const lines = claims.map((i) => {
    /** @type {Record<string, any>} */
    const row = { ...flat(i), ...told };
    return columns.map((name) => cell(row[name])).join(',');
  });
  return `\ufeff${[columns.join(','), ...lines, ''].join('\r\n')}`;
};

/**
 * The position that a claim has on the map.
 * @param {number} i
 * @returns {GeoJSON.Point | GeoJSON.MultiPoint | null}
 */
function pointOf(i) {
  if (!LOCATED.has(page.data.claims[i].support)) return null;
  const points = page.data.sites.filter((s) => s.claims.includes(i)).map(({ at: [lat, lon] }) => [lon, lat]);
  if (!points.length) return null;
  return points.length === 1 ? { type: 'Point', coordinates: points[0] } : { type: 'MultiPoint', coordinates: points };
}

/**
 * Claims as GeoJSON (RFC 7946), one feature each. Only settlements and points have a position; the figure of a district
 * or a region is none, and its feature has no geometry.
 * @param {number[]} claims
 */
export const claimsGeojson = (claims) => {
  const { meta, sources } = page.data;
  const cited = [...new Set(claims.map((i) => page.data.claims[i].source))].sort((a, b) => a - b);
  return `${JSON.stringify(
    {
      type: 'FeatureCollection',
      ...about(),
      language,
      licence: meta.licence,
      credits: meta.credits.map((c) => `${c.text} (${c.licence})`),
      note: 'Positions say: somewhere in or around here. Claims of districts and regions have no geometry.',
      sources: cited.map((n) => sources[n - 1]),
      features: claims.map((i) => ({
        type: 'Feature',
        id: page.data.claims[i].claim_id,
        geometry: pointOf(i),
        properties: flat(i),
      })),
    },
    null,
    1,
  )}\n`;
};
