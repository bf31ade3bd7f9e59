/** Numbers, dates and claims in words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { page } from '../../geo/maps/web/data/state.js';
import * as words from '../../geo/maps/web/text/words.js';

test('a date is as exact as it is', () => {
  assert.deepEqual(['2023', '2023-04', '2023-04-05', 'soon', undefined].map(words.date), [
    '2023',
    'Apr 2023',
    '5 Apr 2023',
    'soon',
    '',
  ]);
});

test('whole years and months are named as such', () => {
  const period = (start, end) => words.period({ period_start: start, period_end: end });
  assert.equal(period('2022-01-01', '2022-12-31'), '2022');
  assert.equal(period('2022-02-01', '2022-02-28'), 'Feb 2022');
  assert.equal(period('2022-02-03', '2022-02-09'), '3–9 Feb 2022');
  assert.equal(period('2022-12-26', '2023-01-01'), '26 Dec 2022 – 1 Jan 2023');
  assert.equal(period(undefined, undefined), 'no date stated');
});

test('a figure is worded as geo.model.wording words it', () => {
  const qualifiers = ['about', 'nearly', 'over', 'below', 'at_least', 'up_to'];
  const labels = Object.fromEntries(qualifiers.map((q) => [q, [q.replace('_', ' '), '']]));
  page.data = { terms: { Qualifier: labels } };
  const cases = JSON.parse(readFileSync(new URL('../model/figures.json', import.meta.url), 'utf8'));
  assert.ok(cases.length > 20);
  for (const { claim, words: expected } of cases) assert.equal(words.figure(claim), expected);
});

test('percent is a sign on the page', () => {
  assert.equal(words.figure({ quantity_min: 20, quantity_max: 25, unit: 'percent' }), '20–25\u202f%');
});

test('one is singular, nothing is not one', () => {
  assert.deepEqual(
    [0, 1, 2, 1000].map((n) => words.count(n, 'claim')),
    ['0 claims', '1 claim', '2 claims', '1,000 claims'],
  );
});

test('casualties with an open end', () => {
  assert.equal(words.casualties({ killed_min: 1, killed_max: 1, injured_min: 2 }), '1 killed, at least 2 injured');
  assert.equal(words.casualties({}), 'number of casualties not stated');
});
