/** The days of a canvas layer, counted by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countUndated, firstAndLastDay } from '../../geo/maps/web/canvas/days.js';

const [ALWAYS, FOR_EVER] = [-(2 ** 31), 2 ** 31 - 1];
const shapes = (/** @type {any} */ days) => ({ n: 3, fault: Uint8Array.of(0, 0, 1), ...days });
const from = Int32Array.of(ALWAYS, 18_000, 17_000);
const to = Int32Array.of(FOR_EVER, 18_500, FOR_EVER);
const known = Int32Array.of(19_000, ALWAYS, ALWAYS);

test('open ends are no days', () => {
  assert.deepEqual(firstAndLastDay(shapes({ from, to, known })), [17_000, 19_000]);
  assert.deepEqual(firstAndLastDay(shapes({ from, to })), [17_000, 18_500]);
  assert.deepEqual(firstAndLastDay(shapes({})), []);
  assert.deepEqual(firstAndLastDay(shapes({ from: Int32Array.of(ALWAYS, ALWAYS, ALWAYS) })), []);
});

test('what has no place on the map is not counted as undated', () => {
  assert.equal(countUndated(shapes({ from, to, known }), 'on'), 1);
  assert.equal(countUndated(shapes({ from, to, known }), 'known'), 1);
  assert.equal(countUndated(shapes({ from, to, known }), 'both'), 0);
  assert.equal(countUndated(shapes({}), 'both'), 2);
});
