/** Claims that do not agree. */
import { shows } from './filter.js';

/** @import { Dispute } from '../types' */

/** @param {Dispute} d */
export const concerned = (d) =>
  d.a === undefined || d.b === undefined ? (d.claims ?? []) : [d.a, d.b, ...(d.also ?? [])];

/**
 * The disputes among what differs: a later figure, a rounding, another scope or measure is none.
 * @param {Dispute[]} list
 */
export const disputed = (list) => list.filter((d) => d.dispute);

/**
 * Whether it is shown: whole, as soon as the filter leaves one side of it.
 * @param {Dispute} d
 */
export const disputeShown = (d) => concerned(d).some(shows);
