/** Coordinates in words against PROJ's UTM and the mgrs package. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formats, mgrs, utm } from '../../geo/maps/web/text/grid.js';

test('UTM is that of PROJ', () => {
  const { zone, easting, northing } = utm(39.99, 46.93);
  assert.equal(zone, 38);
  assert.ok(Math.hypot(easting - 664773.7386248822, northing - 4428431.173450906) < 1e-3);
});

test('MGRS is cut off, not rounded', () => {
  assert.equal(mgrs(39.99, 46.93)?.replaceAll(' ', ''), '38SPK6477328431');
  assert.equal(mgrs(-34.9, -20)?.replaceAll(' ', ''), '27HWB9136437590');
  assert.equal(mgrs(84.1, 0), null);
});

test('no more places than a pixel is wide', () => {
  assert.equal(formats.DD(39.99, 46.93, 1), '39.99000° N, 46.93000° E');
  assert.equal(formats.DD(-34.9, -20, 2000), '34.9° S, 20.0° W');
  assert.equal(formats.DMS(39.999999, -46.5, 100), '40° 00′ 00″ N, 46° 30′ 00″ W');
});
