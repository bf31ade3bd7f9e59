/** Where in an outline there is room for a rectangle. */

/** @import { Drawn } from '../types' */

/**
 * In pixels of the map.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Rectangle
 */

/** @typedef {[x: number, y: number]} Point */

const ROWS = 48; // tried at most
const FINE = 0.4; // pixels; nearer vertices do not matter

/**
 * The rings of an outline in pixels of the map.
 * @param {L.Map} map
 * @param {Drawn} outline
 * @returns {Point[][]}
 */
export function outlineOf(map, outline) {
  const shape = outline.feature.geometry;
  /** @type {number[][][]} */
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat(1);
  return rings.map((ring) => {
    /** @type {Point[]} */
    const line = [];
    for (const [lng, lat] of ring) {
      const { x, y } = map.latLngToContainerPoint([lat, lng]);
      const last = line[line.length - 1];
      if (!last || Math.abs(last[0] - x) > FINE || Math.abs(last[1] - y) > FINE) line.push([x, y]);
    }
    return line;
  });
}

/**
 * What lies inside on a band of rows: pairs of left and right, between which no part of the outline reaches in.
 * @param {Point[][]} rings
 * @param {number} top
 * @param {number} bottom
 * @returns {[left: number, right: number][]}
 */
export function insideBand(rings, top, bottom) {
  /** @type {number[]} Where the outline crosses the middle of the band. */
  const crossings = [];
  /** @type {[number, number][]} What the outline takes of the band. */
  const touched = [];
  const middle = (top + bottom) / 2;
  for (const ring of rings) {
    for (let k = 0, j = ring.length - 1; k < ring.length; j = k, k += 1) {
      const [[ax, ay], [bx, by]] = [ring[j], ring[k]];
      if (Math.max(ay, by) < top || Math.min(ay, by) > bottom) continue;
      /** @param {number} y */
      const at = (y) => (ay === by ? ax : ax + ((y - ay) / (by - ay)) * (bx - ax));
      const ends = ay === by ? [ax, bx] : [at(Math.max(top, Math.min(ay, by))), at(Math.min(bottom, Math.max(ay, by)))];
      touched.push([Math.min(...ends), Math.max(...ends)]);
      if (ay > middle !== by > middle) crossings.push(at(middle));
    }
  }
  crossings.sort((a, b) => a - b);
  touched.sort((a, b) => a[0] - b[0]);
  /** @type {[number, number][]} */
  const found = [];
  for (let k = 0; k + 1 < crossings.length; k += 2) {
    let left = crossings[k];
    const end = crossings[k + 1];
    for (const [from, to] of touched) {
      if (to <= left) continue;
      if (from >= end) break;
      if (from > left) found.push([left, Math.min(from, end)]);
      left = Math.max(left, to);
    }
    if (left < end) found.push([left, end]);
  }
  return found;
}

/**
 * A place for a rectangle inside an outline: the one that costs least, and of these the one nearest to a point.
 * @param {Point[][]} rings
 * @param {{x: number, y: number}} near
 * @param {{width: number, height: number}} size
 * @param {number} gap to the outline
 * @param {(place: Rectangle) => boolean} free whether a place may be taken
 * @param {(place: Rectangle) => number} cost of a place
 * @returns {Rectangle | null} null where it does not fit
 */
export function freeRoom(rings, near, { width, height }, gap, free, cost) {
  const ys = rings.flatMap((ring) => ring.map(([, y]) => y));
  const [north, south] = [
    ys.reduce((a, b) => Math.min(a, b), Infinity),
    ys.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const step = Math.max(3, (south - north - height) / ROWS);
  let best = null;
  let least = Infinity;
  for (let top = north + gap; top + height + gap <= south; top += step) {
    for (const [left, right] of insideBand(rings, top - gap, top + height + gap)) {
      const room = right - left - width - 2 * gap;
      if (room < 0) continue;
      const middle = Math.max(0, Math.min(room, near.x - width / 2 - left - gap));
      for (const shift of new Set([middle, 0, room / 2, room])) {
        const place = { left: left + gap + shift, right: left + gap + shift + width, top, bottom: top + height };
        const away = Math.hypot((place.left + place.right) / 2 - near.x, top + height / 2 - near.y);
        const price = 1000 * cost(place) + away;
        if (price < least && free(place)) [best, least] = [place, price];
      }
    }
  }
  return best;
}
