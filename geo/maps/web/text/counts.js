/** Counts while some claims are hidden. */
import { filtering, hiddenIn } from '../data/filter.js';
import { page } from '../data/state.js';
import { timeOn } from '../data/time.js';
import { el } from './dom.js';
import { say } from './language.js';
import * as words from './words.js';

/** What hides claims: the filter, the day, or either. */
export const hider = () =>
  [filtering() && say('the filter'), timeOn() && say('the day chosen')].filter(Boolean).join(say(' or '));

/**
 * A line that says how many claims of a list are hidden; nothing if none is.
 * @param {number[]} claims
 */
export const hiddenNote = (claims) => {
  const n = hiddenIn(claims);
  return n
    ? el('p', { class: 'hidden-note' }, say('Hidden by {by}: {what}.', { by: hider(), what: words.count(n, 'claim') }))
    : null;
};

/**
 * A number of claims, or 'n of m' while some are hidden.
 * @param {number[]} claims
 */
export const countOf = (claims) => {
  const n = hiddenIn(claims);
  return n
    ? say('{n} of {all}', { n: words.number(claims.length - n), all: words.number(claims.length) })
    : words.number(claims.length);
};

/**
 * Shown where everything of a kind is hidden.
 * @param {number} n
 * @param {number} all
 */
export const shareOf = (n, all) =>
  n === all ? words.number(all) : say('{n} of {all}', { n: words.number(n), all: words.number(all) });

/**
 * '12 sources, 2 origins': what repeats another counts as a source, not as an origin. Without the
 * origins where they are more, because the claims are about many things.
 * @param {number[]} claims
 */
export const sourcesAndOrigins = (claims) => {
  const sources = new Set(claims.map((c) => page.data.claims[c].source)).size;
  const origins = new Set(claims.map((c) => page.data.claims[c].origin)).size;
  const counted = words.count(sources, 'source');
  return origins > sources ? counted : `${counted}, ${words.count(origins, 'origin')}`;
};
