/** Figures of the same thing as bars with bounds: one scale, one colour, in the order of time. */
import { bounds, inBase } from '../data/cells.js';
import { kept } from '../data/filter.js';
import { page } from '../data/state.js';
import { el } from '../text/dom.js';
import { districtName } from '../text/language.js';
import * as words from '../text/words.js';
import { cite } from './cite.js';

/** @import { Child, Claim } from '../types' */

/** What a unit is a multiple of, and how much of it; itself, if it does not convert. */
/**
 * Figures side by side. A full bar reaches to the lowest value stated, a hatched one from there
 * to the highest; a bar that fades out has no upper bound. Ordered by day, then by claimant.
 * @param {number[]} claims
 * @param {Child} title
 * @returns {HTMLElement}
 */
export const figureBars = (claims, title) => {
  const { data } = page;
  const rows = [...claims]
    .sort((a, b) => {
      /** @param {number} i */
      const key = (i) => `${words.sortKey(data.claims[i])} ${data.claims[i].claimant}`;
      return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b;
    })
    .map((i) => ({ i, claim: data.claims[i], ...bounds(data.claims[i], 1) }));
  const highest = Math.max(...rows.map((r) => r.high ?? r.low ?? 0));
  const open = rows.some((r) => r.high === undefined);
  const scale = (highest > 0 ? highest : 1) * (open ? 1.15 : 1); // room for what has no upper bound
  /** @param {number} [value] */
  const width = (value = 0) => `${Math.max(0, (value / scale) * 100).toFixed(2)}%`;
  /** @param {{low?: number, high?: number}} given */
  const bar = ({ low, high }) => {
    const parts = [];
    if (low !== undefined) parts.push(el('span', { class: 'bar-least', style: `width:${width(low)}` }));
    if (high === undefined) parts.push(el('span', { class: 'bar-open', style: `left:${width(low)}` }));
    else if (high > (low ?? 0))
      parts.push(
        el('span', { class: 'bar-between', style: `left:${width(low ?? 0)};width:${width(high - (low ?? 0))}` }),
      );
    return el('span', { class: 'bounds-bar' }, parts);
  };
  return el(
    'table',
    { class: 'bounds' },
    el('caption', {}, title),
    el(
      'tbody',
      {},
      rows.map((r) =>
        el(
          'tr',
          { 'data-of': r.claim.claim_id },
          el(
            'th',
            { scope: 'row' },
            r.claim.claimant,
            el('small', {}, words.period(r.claim), ' ', cite(r.claim.source)),
          ),
          el('td', { class: 'bounds-cell', 'aria-hidden': 'true' }, bar(r)),
          el('td', { class: 'value' }, words.figure(r.claim)),
        ),
      ),
    ),
  );
};

/**
 * Whether claims differ in a figure and can stand on one scale.
 * @param {number[]} claims
 */
export const comparable = (claims) => {
  const all = claims.map((i) => page.data.claims[i]);
  /** @param {Claim} c */
  const stated = (c) => {
    const { low, high } = bounds(c);
    return c.unit && !c.withheld && (low ?? high) !== undefined && (low ?? 0) >= 0 && (high ?? 0) >= 0;
  };
  const differ = new Set(all.map((c) => JSON.stringify(bounds(c, 1)))).size > 1;
  return differ && all.every((c) => stated(c) && inBase(c.unit)[0] === inBase(all[0].unit)[0]);
};

/**
 * All competing figures that some claims take part in, each thing once.
 * @param {number[]} claims
 */
export const competingBars = (claims) => {
  const { data } = page;
  const things = [...new Set(claims.flatMap((i) => data.competingOf.get(i) ?? []))].map((t) => data.competing[t]);
  return things
    .filter((t) => kept(t).length)
    .map((t) => {
      const claim = data.claims[t[0]];
      const where = claim.place ?? claim.districts?.split(';').map(districtName).join(', ');
      // A disagreement stays whole, as in the list of disputes.
      return figureBars(t, [
        el('b', {}, words.term('Subject', claim.subject)),
        [claim.category, where].filter(Boolean).map((text) => `, ${text}`),
      ]);
    });
};
