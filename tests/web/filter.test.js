/** The filter of claims and the figures worked out again from what it leaves, by hand. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { bounds, filteredCells } from '../../geo/maps/web/data/cells.js';
import { choose, hiddenIn, kept, shows } from '../../geo/maps/web/data/filter.js';
import { sift } from '../../geo/maps/web/data/sift.js';
import { page } from '../../geo/maps/web/data/state.js';
import { noteDates, showDay, showUndated } from '../../geo/maps/web/data/time.js';

const claim = (claimant, districts, more) => ({ claimant, districts, subject: 'area_cleared', source: 1, ...more });

beforeEach(() => {
  const figure = {
    id: 'cleared_ha_2023',
    cells: { 0: { at: 10, low: 10, high: 30, claims: [0, 1] }, 1: { at: 5, claims: [2] } },
  };
  page.data = {
    claims: [
      claim('North (A. Person)', 'Aldmoor', { quantity: 10, unit: 'ha', as_of: '2023-05' }),
      claim('South', 'Aldmoor', { quantity_min: 0.2, quantity_max: 0.3, unit: 'km2', as_of: '2023-12-31' }),
      claim('South', 'Bray', { quantity: 5, unit: 'ha' }),
    ],
    sources: [{ source_id: 's', published: '2024-01-15' }],
    districts: [{ district: 'Aldmoor' }, { district: 'Bray' }],
    accidents: [],
    terms: { Subject: {} },
    units: { ha: ['m2', 10_000], km2: ['m2', 1e6] },
    figures: [figure],
  };
  noteDates(page.data);
  showDay(null);
  showUndated(false);
  choose({});
  sift();
});

test('without a filter nothing is hidden and the cells are those of Python', () => {
  assert.equal(hiddenIn([0, 1, 2]), 0);
  assert.equal(filteredCells(page.data.figures[0]), page.data.figures[0].whole);
});

test('a claimant is chosen without the person in brackets', () => {
  choose({ who: 'North' });
  sift();
  assert.deepEqual(kept([0, 1, 2]), [0]);
  assert.equal(shows(2), false);
});

test('what is no value of the data chooses nothing', () => {
  choose({ who: '__proto__', from: 'yesterday' });
  sift();
  assert.deepEqual(kept([0, 1, 2]), [0, 1, 2]);
});

test('cells are worked out in hectares, and a hidden district is not one without a figure', () => {
  choose({ who: ['South'], from: '2023-06-01' });
  sift();
  const [figure] = page.data.figures;
  assert.deepEqual(figure.cells, { 0: { at: 20, low: 20, high: 30, claims: [1] } });
  assert.deepEqual(figure.hidden, { 0: 1, 1: 1 });
});

test('a month reaches into the range that begins in it', () => {
  choose({ from: '2023-05-31', to: '2023-06-30' });
  sift();
  assert.deepEqual(kept([0, 1, 2]), [0]);
});

test('a day leaves what is so by then; undated claims only where asked for', () => {
  showDay({ day: Date.UTC(2023, 5, 1) / 86_400_000, mode: 'on' });
  sift();
  assert.deepEqual(kept([0, 1, 2]), [0]);
  showUndated(true);
  sift();
  assert.deepEqual(kept([0, 1, 2]), [0, 2]);
  showDay({ day: Date.UTC(2024, 0, 14) / 86_400_000, mode: 'known' });
  sift();
  assert.deepEqual(kept([0, 1, 2]), []);
});

test('bounds in the unit of the claim, or in another of the same kind', () => {
  assert.deepEqual(bounds({ quantity: 2, unit: 'km2' }), { low: 2, high: 2 });
  assert.deepEqual(bounds({ quantity_min: 2, unit: 'km2' }, 10_000), { low: 200, high: undefined });
});
