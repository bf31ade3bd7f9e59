/** Positions as people type them; MGRS against the mgrs package (values in mgrs.json: text, latitude, longitude). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { squareOf } from '../../geo/maps/web/text/mgrs.js';
import { readPosition } from '../../geo/maps/web/text/position.js';

const { pathname } = new URL('./mgrs.json', import.meta.url);

/** @param {string} text */
const read = (text) => {
  const found = readPosition(text);
  return (
    found?.fault ?? found?.positions.map(({ lat, lon }) => [Number(lat.toFixed(5)), Number(lon.toFixed(5))]) ?? null
  );
};

test('the middle of a square of MGRS is that of the mgrs package, to 0.1 m', () => {
  const table = JSON.parse(readFileSync(pathname, 'utf8'));
  assert.ok(table.length >= 50);
  for (const [text, lat, lon] of table) {
    const at = /** @type {any} */ (squareOf(text));
    const far = Math.hypot(at.lat - lat, (at.lon - lon) * Math.cos((lat * Math.PI) / 180)) * 111_320;
    assert.ok(far < 0.1 + at.metres / 1e4, `${text}: ${far} m`);
  }
});

test('a square with and without spaces, in small letters, of any size', () => {
  assert.equal(/** @type {any} */ (squareOf('38S NJ 123 456')).metres, 100);
  assert.deepEqual(read('38snj123456'), read('38S NJ 123 456'));
  assert.equal(/** @type {any} */ (squareOf('38S NJ')).metres, 100_000);
  for (const none of ['38S NJ 123 45', '38S AJ 12 12', '38N NU 12 12', '61S NJ 1 1', '0S NJ 1 1'])
    assert.equal(read(none), 'square', none);
});

test('decimals with points and commas; letters before and after', () => {
  const here = [[39.99, 46.93]];
  for (const text of [
    '39.99N 46.93E', '39.99 N, 46.93 E', 'N39.99 E46.93', 'N 39.99, E 46.93', '46.93E 39.99N', '39,99 N 46,93 E',
    '39,99N; 46,93E', 'lat 39.99 lon 46.93', 'lon: 46.93, lat: 39.99', '39.99° с. ш. 46.93° в. д.', '46.93 E 39.99',
    '39° 59′ 24″ N, 46° 55′ 48″ E', '39°59\'24"N 46°55\'48"E', '39 59 24 N 46 55 48 E', '39 59.4 N 46 55.8 E',
    '٣٩٫٩٩N ٤٦٫٩٣E',
  ]) // biome-ignore format: a list
    assert.deepEqual(read(text), here, text);
  assert.deepEqual(read('15 30 20 S 35 10 5 E'), [[-15.50556, 35.16806]]);
  assert.deepEqual(read('33.9S 70.7W'), [[-33.9, -70.7]]);
});

test('both orders where neither letters nor sizes tell', () => {
  const both = [
    [39.99, 46.93],
    [46.93, 39.99],
  ];
  for (const text of ['39.99 46.93', '39.99, 46.93', '39,99 46,93', '39,99; 46,93', '39°59.4′ 46°55.8′'])
    assert.deepEqual(read(text), both, text);
  assert.deepEqual(read('-15.5 100.1'), [[-15.5, 100.1]]);
  assert.deepEqual(read('120.5, 20'), [[20, 120.5]]);
  assert.deepEqual(read('45 45'), [[45, 45]]);
});

test('what is no position says why, or is left to the search for names', () => {
  assert.equal(read('95 200'), 'range');
  assert.equal(read('95N 20E'), 'range');
  assert.equal(read('39.99N 46.93N'), 'axis');
  assert.equal(read("39°75' N 46° E"), 'sixty');
  assert.equal(read('39,99,46,93'), 'unclear');
  assert.equal(read('-15.5 S 35 E'), 'unclear');
  for (const text of ['Aghdam', 'HA-12', '12', 'S12', '', 'W', 'ESE', '225 mines'])
    assert.equal(read(text), null, text);
});
