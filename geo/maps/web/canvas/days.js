/** The days of a layer's features, since 1970-01-01: the first, the last, and how many have none. */

/** @import { Shapes } from './types' */

const ALWAYS = -(2 ** 31);
const FOR_EVER = 2 ** 31 - 1;

/**
 * First and last day on which anything changes; nothing where no feature has a day.
 * @param {Shapes} data
 * @returns {number[]}
 */
export function firstAndLastDay({ from, to, known }) {
  let [first, last] = [Infinity, -Infinity];
  for (const list of [from, to, known]) {
    for (const day of list ?? [])
      if (day !== ALWAYS && day !== FOR_EVER) {
        first = Math.min(first, day);
        last = Math.max(last, day);
      }
  }
  return first > last ? [] : [first, last];
}

/**
 * How many features on the map have no date of a kind: 'on' (from, to), 'known', or 'both'.
 * @param {Shapes} data
 * @param {'on' | 'known' | 'both'} kind
 */
export function countUndated({ n, from, to, known, fault }, kind) {
  /**
   * @param {Int32Array | undefined} list
   * @param {number} edge
   */
  const open = (list, edge) => (/** @type {number} */ i) => !list || list[i] === edge;
  const tests = [
    ...(kind === 'known' ? [] : [open(from, ALWAYS), open(to, FOR_EVER)]),
    ...(kind === 'on' ? [] : [open(known, ALWAYS)]),
  ];
  let count = 0;
  for (let i = 0; i < n; i++) if (!fault[i] && tests.every((test) => test(i))) count++;
  return count;
}
