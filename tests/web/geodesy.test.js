/** Distances and areas against PROJ (pyproj.Geod, ellps WGS84). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geodesic, geodesicArea, geodesicLength } from '../../geo/maps/web/tools/geodesy.js';

const near = (found, expected, tolerance) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found}, not ${expected}`);

test('distances and azimuths are those of PROJ', () => {
  for (const [from, to, metres, azimuth] of [
    [[39.99, 46.93], [39.81, 46.75], 25226.741797167535, -142.33848005922647],
    [[0, 0], [0.5, 179.5], 19936288.578965314, 25.67187286829188],
    [[-34.9, -20], [51.5, -0.1], 9767025.134700635, 12.29746878575633],
  ]) {
    const line = geodesic(from, to);
    near(line.metres, metres, 0.001);
    near(line.azimuth, azimuth, 1e-6);
  }
});

test('a distance that cannot be told is null, and so is a line with it', () => {
  assert.equal(geodesic([0, 0], [0, 180]), null);
  assert.equal(
    geodesicLength([
      [0, 0],
      [0, 180],
      [1, 1],
    ]),
    null,
  );
});

test('the area and the perimeter of a field are those of PROJ', () => {
  const ring = [
    [40, 47],
    [40, 47.1],
    [40.05, 47.12],
    [40.08, 47.02],
  ];
  near(geodesicArea(ring) / 64448114.09880257, 1, 1e-6);
  near(geodesicLength([...ring, ring[0]]), 32551.59423250587, 0.001);
  near(geodesicArea(ring) / geodesicArea([...ring].reverse()), 1, 1e-7); // whichever way round
});
