/** Claims that do not agree. */
import { shows } from './filter.js';

/** @import { Dispute } from '../types' */

/** @param {Dispute} d */
export const concerned = (d) =>
  d.a === undefined || d.b === undefined ? (d.claims ?? []) : [d.a, d.b, ...(d.also ?? [])];

/**
 * What is only worth a look is no disagreement, and not counted as one.
 * @param {Dispute[]} list
 */
export const disagreements = (list) => list.filter((d) => d.kind !== 'review');

/**
 * Whether a disagreement is shown: whole, as soon as the filter leaves one side of it.
 * @param {Dispute} d
 */
export const disputeShown = (d) => concerned(d).some(shows);
