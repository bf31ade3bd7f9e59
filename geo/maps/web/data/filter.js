/**
 * The filter of claims. What it hides stays counted wherever it would have stood, marks stay on
 * the map in grey, and no district turns into one without figures because of it.
 */

import { gradeMeaning, UNGRADED } from '../text/grades.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { page } from './state.js';

/** @import { Claim } from '../types' */

/**
 * Who speaks, without the person in brackets.
 * @param {unknown} claimant
 */
export const bodyOf = (claimant) => String(claimant).split(' (')[0].trim();

/** @param {Claim} claim */
const sourceOf = (claim) => page.data.sources[claim.source - 1];

const UNKNOWN = say('not stated');

/**
 * A field of the filter.
 * @typedef {object} Field
 * @property {string} id its name in the link
 * @property {string} title
 * @property {(claim: Claim) => string} of the value of a claim
 * @property {(value: string, i: number) => string} [label] of a value, with a claim that has it
 * @property {(i: number) => number} [order] of the values, by a claim that has it
 */

/** @type {Field[]} */
export const FIELDS = [
  { id: 'who', title: say('Claimant'), of: (c) => bodyOf(c.claimant) },
  {
    id: 'aff',
    title: say('Affiliation of the publisher'),
    of: (c) => sourceOf(c).affiliation ?? UNKNOWN,
    label: (v) => (v === UNKNOWN ? say('not stated') : v),
  },
  {
    id: 'grade',
    title: say('Grade of source and information'),
    of: (c) => `${sourceOf(c).grade ?? UNGRADED}${c.grade ?? UNGRADED}`,
    label: (v) => `${v}: ${gradeMeaning('SourceGrade', v[0])}, ${gradeMeaning('InformationGrade', v.slice(1))}`,
  },
  {
    id: 'src',
    title: say('Source'),
    of: (c) => sourceOf(c).source_id,
    label: (_v, i) => `[${page.data.claims[i].source}] ${sourceOf(page.data.claims[i]).title}`,
    order: (i) => page.data.claims[i].source,
  },
  {
    id: 'sub',
    title: say('Subject'),
    of: (c) => c.subject,
    label: (v) => words.term('Subject', v),
    order: (i) => Object.keys(page.data.terms.Subject).indexOf(page.data.claims[i].subject),
  },
];

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** @type {Record<string, any>} Values chosen, by name of field: {who: [one, or several], from: …}. */
export let chosen = {};
/** @type {Set<number> | null} Claims; null where none is hidden. */
let hidden = null;

/**
 * Whether a claim is shown.
 * @param {number} i
 */
export const shows = (i) => !hidden?.has(i);

/**
 * The claims of a list that are shown.
 * @param {number[]} claims
 */
export const kept = (claims) => (hidden ? claims.filter(shows) : claims);

/**
 * How many claims of a list the filter hides.
 * @param {number[]} claims
 */
export const hiddenIn = (claims) => (hidden ? claims.length - kept(claims).length : 0);

/** Whether the filter or the day may hide claims. */
export const filtered = () => hidden !== null;

/** What is chosen, for the link: {who: [one, or several], from: …}. */
export const filterChosen = () => ({ ...chosen });

/**
 * Choose values; what is not a value of the data is left out.
 * @param {Record<string, string | string[] | undefined>} wanted
 */
export function choose(wanted) {
  chosen = {};
  for (const f of FIELDS) {
    const asked = new Set([wanted[f.id] ?? []].flat());
    const known = asked.size ? [...new Set(page.data.claims.map(f.of))].filter((value) => asked.has(value)) : [];
    if (known.length) chosen[f.id] = known;
  }
  for (const end of ['from', 'to']) if (DATE.test(String(wanted[end] ?? ''))) chosen[end] = wanted[end];
}

/** How many claims are hidden. */
export const hiddenCount = () => hidden?.size ?? 0;

/**
 * Hide all claims but those that pass a test; none without one.
 * @param {((i: number) => boolean) | null} test
 */
export function hideBut(test) {
  hidden = test && new Set([...page.data.claims.keys()].filter((i) => !test(i)));
}

/** Whether the reader chose anything. */
export const filtering = () => Object.keys(chosen).length > 0;

/**
 * First and last day of what a partial date may mean.
 * @param {string} text
 */
const days = (text) => {
  const [y, m, d] = text.split('-').map(Number);
  if (d) return [text, text];
  const last = m ? new Date(Date.UTC(y, m, 0)).getUTCDate() : 31;
  return m ? [`${text}-01`, `${text}-${last}`] : [`${y}-01-01`, `${y}-12-31`];
};

/**
 * Whether the filter leaves a claim.
 * @param {Claim} claim
 */
export function passes(claim) {
  if (FIELDS.some((f) => chosen[f.id] && !chosen[f.id].includes(f.of(claim)))) return false;
  if (!chosen.from && !chosen.to) return true;
  const said = words.sortKey(claim);
  if (!said) return false;
  const [first, last] = days(said);
  return (!chosen.from || last >= chosen.from) && (!chosen.to || first <= chosen.to);
}

/**
 * Whether a source is shown: all are without a filter, else those with a claim that is. One that
 * no claim cites stands behind areas or events, which the filter leaves alone.
 * @param {number} n
 */
export const sourceShown = (n) =>
  !filtered() || !page.data.citedBy.has(n) || kept(page.data.citedBy.get(n) ?? []).length > 0;
