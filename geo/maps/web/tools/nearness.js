/**
 * How far shapes are apart. Nearest points are looked for on the Mercator plane of the ellipsoid,
 * which is conformal (Snyder 1987, eq. 7-7 and 7-9), and their distance is geodesic: as the
 * package does it (`geo.geodesy.nearest`), so that the page and the command say the same.
 *
 * A shape is {area, rings}: rings of [lat, lng]; a position is a ring of one, an area's are closed.
 */
import { geodesic } from './geodesy.js';

/** @import { At } from '../types' */

/**
 * A shape on the plane: whether it is an area, its lines, and the box around them.
 * @typedef {object} Shape
 * @property {boolean} area
 * @property {At[][]} lines
 * @property {number[]} box
 */

/** @typedef {[At, At]} Side */

const E = Math.sqrt(0.0066943799901413165); // first eccentricity of WGS 84
const RAD = Math.PI / 180;
const NEARLY = 89.9 * RAD;
const STEP = 0.05; // degrees; a side that is straight in degrees bends on the plane
const PIECES = 60; // of a side at most: a longer one is of no parcel

/**
 * @param {At} given
 * @returns {At}
 */
const onPlane = ([lat, lng]) => {
  const sine = Math.sin(Math.max(-NEARLY, Math.min(NEARLY, lat * RAD)));
  return [lng * RAD, Math.atanh(sine) - E * Math.atanh(E * sine)];
};
/**
 * @param {At} given
 * @returns {At}
 */
const offPlane = ([x, y]) => {
  let sine = Math.tanh(y);
  for (let k = 0; k < 6; k += 1) sine = Math.tanh(y + E * Math.atanh(E * sine));
  return [Math.asin(sine) / RAD, x / RAD];
};

/**
 * The same line with points where it bends on the plane.
 * @param {At[]} ring
 */
const bent = (ring) =>
  ring.flatMap((to, k) => {
    const from = ring[k - 1];
    const length = from ? Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) : 0;
    const n = Math.max(1, Math.min(PIECES, Math.ceil(length / STEP)));
    return Array.from({ length: n }, (_, s) =>
      s + 1 < n ? /** @type {At} */ ([0, 1].map((c) => from[c] + ((to[c] - from[c]) * (s + 1)) / n)) : to,
    );
  });

/**
 * A shape on the plane, made once: its lines, and the box around them.
 * @param {{area: boolean, rings: At[][]}} given
 * @returns {Shape}
 */
export const projectShape = ({ area, rings }) => {
  const lines = rings.map((ring) => bent(ring).map(onPlane));
  const [xs, ys] = [0, 1].map((c) => lines.flatMap((line) => line.map((p) => p[c])));
  /** @param {number[]} list */
  const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  /** @param {number[]} list */
  const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return { area, lines, box: [least(xs), least(ys), most(xs), most(ys)] };
};

/**
 * Whether the lines of an area go round a point: inside once or, round a hole, twice.
 * @param {Shape} given
 * @param {At} given
 */
const holds = ({ area, lines }, [px, py]) =>
  area &&
  lines.reduce((/** @type {boolean} */ odd, line) => {
    for (let k = 0, j = line.length - 1; k < line.length; j = k, k += 1) {
      const [[ax, ay], [bx, by]] = [line[j], line[k]];
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) odd = !odd;
    }
    return odd;
  }, false);

/**
 * @param {At[]} line
 * @returns {Side[]}
 */
const sides = (line) => (line.length === 1 ? [[line[0], line[0]]] : line.slice(1).map((to, k) => [line[k], to]));

/**
 * The point of a side that is nearest to a point.
 * @param {At} given
 * @param {Side} given
 */
const foot = ([px, py], [[ax, ay], [bx, by]]) => {
  const [dx, dy] = [bx - ax, by - ay];
  const t = dx || dy ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return [ax + t * dx, ay + t * dy];
};
/**
 * @param {At} given
 * @param {At} given
 * @param {At} given
 */
const turn = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
/**
 * Less than this far from a box no point of a side is.
 * @param {Side} given
 * @param {number[]} given
 */
const beyond = ([[ax, ay], [bx, by]], [west, south, east, north]) =>
  Math.hypot(
    Math.max(0, west - Math.max(ax, bx), Math.min(ax, bx) - east),
    Math.max(0, south - Math.max(ay, by), Math.min(ay, by) - north),
  );
/**
 * @param {Side} given
 * @param {Side} given
 */
const cross = ([a, b], [c, d]) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

/**
 * How far a shape is from another, both as `projectShape` gives them.
 * @param {Shape} one
 * @param {Shape} other
 * @returns {{metres: number, azimuth: ?number}} azimuth in degrees from the first to the second;
 *   null where they meet
 */
export const distanceBetween = (one, other) => {
  const there = { metres: 0, azimuth: null };
  if (other.lines.some((line) => holds(one, line[0])) || one.lines.some((line) => holds(other, line[0]))) return there;
  /** @type {{d: number, p: At, q: At}} */
  let best = { d: Infinity, p: [0, 0], q: [0, 0] };
  const theirs = other.lines.flatMap(sides);
  for (const mine of one.lines.flatMap(sides)) {
    if (beyond(mine, other.box) >= best.d) continue;
    for (const side of theirs) {
      if (cross(mine, side)) return there;
      for (const [p, q] of /** @type {Side[]} */ ([
        [mine[0], foot(mine[0], side)],
        [mine[1], foot(mine[1], side)],
        [foot(side[0], mine), side[0]],
        [foot(side[1], mine), side[1]],
      ])) {
        const d = Math.hypot(p[0] - q[0], p[1] - q[1]);
        if (d < best.d) best = { d, p, q };
      }
    }
  }
  if (best.d === 0) return there;
  return geodesic(offPlane(best.p), offPlane(best.q)) ?? { metres: NaN, azimuth: null };
};

/**
 * Length on the plane that no distance on the ground exceeds at a latitude or nearer to the equator.
 * @param {number} metres
 * @param {number} lat
 */
export const reachOnPlane = (metres, lat) =>
  (1.01 * metres) / (6_356_752 * Math.cos(Math.min(Math.abs(lat) + 1, 89) * RAD));
