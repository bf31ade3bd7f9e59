/** Claims found by their words, and claims as files that no spreadsheet runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClaims } from '../../geo/maps/web/data/claims.js';
import { claimsCsv, claimsGeojson, harmless } from '../../geo/maps/web/data/files.js';
import { page } from '../../geo/maps/web/data/state.js';

const claim = (claim_id, paraphrase, more) => ({
  claim_id,
  paraphrase,
  claimant: 'North',
  subject: 'record_accuracy',
  stance: 'asserts',
  support: 'district',
  source: 1,
  ...more,
});

page.data = {
  meta: { title: 'Moor', version: '0a1b2c3d', data_date: '2024-05-01', synthetic: true, credits: [], licence: 'CC0' },
  cautions: ['No record is not evidence.'],
  terms: { Subject: { record_accuracy: ['Accuracy of records', ''] }, Question: { accuracy: ['How accurate?', ''] } },
  sources: [{ source_id: 's-1', title: 'A paper; =cmd', publisher: 'Daily' }],
  districts: [],
  districtAt: new Map(),
  sites: [{ at: [40.5, 46.25], claims: [1] }],
  questions: [
    { question: 'accuracy', claims: [0, 1, 2, 3] },
    { question: 'accuracy', since: '2020-11-10', claims: [4] },
  ],
  claims: [
    claim('a', 'Accuracy does not exceed 25 percent', { quantity_max: 25, unit: 'percent' }),
    claim('b', 'All maps were given on 3 May 2025', { support: 'settlement', place: 'Ağdərə' }),
    claim('c', 'Some 1,250 maps, 0.25 of them exact'),
    claim('d', '=HYPERLINK("x"), said so;=cmd|calc!A1\n+1', { quantity: -5, unit: 'maps', counters: 0 }),
    claim('e', 'Weekly report of 25 May', { claimant: '-North' }),
  ],
};
const ids = (text) => findClaims(text).map((i) => page.data.claims[i].claim_id);

test('a number is the whole number, a word may go on', () => {
  assert.deepEqual(ids('25'), ['a', 'e']);
  assert.deepEqual(ids('25%'), ['a']);
  assert.deepEqual(ids('25 per cent'), ['a']);
  assert.deepEqual(ids('1250'), ['c']);
  assert.deepEqual(ids('accur 25'), ['a', 'e']); // of the subject
  assert.deepEqual(ids('eport'), []);
  assert.deepEqual(ids(''), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(ids('no such words'), []);
  assert.deepEqual(ids('(*['), []);
  for (const sign of '\\^$.*+?()[]{}|/-"\'') assert.deepEqual(ids(`x${sign}1`), []); // none is a pattern
});

test('names are found without their accents, and what the source is called', () => {
  assert.deepEqual(ids('agdara'), ['b']);
  assert.deepEqual(ids('paper daily'), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(ids('since'), ['e']);
});

test('no text is a formula, at the start or behind a semicolon or a line break', () => {
  assert.equal(harmless('=1+1'), "'=1+1");
  assert.equal(harmless(' @x'), "' @x");
  assert.equal(harmless('a;=1'), "a;'=1");
  assert.equal(harmless('a; "-1'), 'a;\' "-1');
  assert.equal(harmless('a\n+1'), "a\n'+1");
  assert.equal(harmless('Aghdam;Fuzuli'), 'Aghdam;Fuzuli');
  assert.equal(harmless(-5), '-5');
});

test('a spreadsheet that splits lines at semicolons finds no formula either', () => {
  const text = claimsCsv([0, 3, 4]);
  assert.equal(text[0], '\ufeff');
  for (const line of text.slice(1).split(/\r?\n/))
    for (const part of line.split(';'))
      for (const cell of [part, part.replace(/^"+/, '')]) assert.doesNotMatch(cell, /^\s*[=+@]/);
});

test('a point where the place is one, none for a district', () => {
  const { features, caution, dataset_version: version, sources } = JSON.parse(claimsGeojson([0, 1]));
  assert.deepEqual(
    features.map((f) => f.geometry),
    [null, { type: 'Point', coordinates: [46.25, 40.5] }],
  );
  assert.match(caution, /Synthetic/);
  assert.equal(version, '0a1b2c3d');
  assert.equal(sources.length, 1);
});
