/** Which features are in a box, and which are at a point. */
import { AREA, LINE, POINT } from './unpack.js';

/** @import { Shapes } from './types' */

const BLOCK = 64; // features that follow each other are neighbours (Hilbert order)

export class Index {
  /** @param {Shapes} data */
  constructor(data) {
    this.data = data;
    this.blocks = new Int32Array(4 * Math.ceil(data.n / BLOCK));
    const { box } = data;
    this.west = Infinity;
    this.east = -Infinity;
    for (let b = 0; 4 * b < this.blocks.length; b++) {
      let [west, north, east, south] = [0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000];
      for (let i = b * BLOCK; i < Math.min(data.n, (b + 1) * BLOCK); i++) {
        west = Math.min(west, box[4 * i]);
        north = Math.min(north, box[4 * i + 1]);
        east = Math.max(east, box[4 * i + 2]);
        south = Math.max(south, box[4 * i + 3]);
      }
      this.blocks.set([west, north, east, south], 4 * b);
      if (west <= east) {
        this.west = Math.min(this.west, west);
        this.east = Math.max(this.east, east);
      }
    }
  }

  /**
   * Call `visit` with each feature whose box touches the one given, in ascending order.
   * @param {number} west
   * @param {number} north
   * @param {number} east
   * @param {number} south
   * @param {(i: number) => void} visit
   */
  search(west, north, east, south, visit) {
    const {
      blocks,
      data: { n, box },
    } = this;
    for (let b = 0; 4 * b < blocks.length; b++) {
      if (blocks[4 * b] > east || blocks[4 * b + 2] < west || blocks[4 * b + 1] > south || blocks[4 * b + 3] < north)
        continue;
      for (let i = b * BLOCK, end = Math.min(n, i + BLOCK); i < end; i++) {
        const q = 4 * i;
        if (box[q] <= east && box[q + 2] >= west && box[q + 1] <= south && box[q + 3] >= north) visit(i);
      }
    }
  }

  /**
   * Features at a point, or with a line or point nearer than `near`; all in grid cells.
   * @param {number} x
   * @param {number} y
   * @param {number} near
   */
  at(x, y, near) {
    /** @type {number[]} */
    const found = [];
    this.search(x - near, y - near, x + near, y + near, (i) => {
      if (this.holds(i, x, y, near)) found.push(i);
    });
    return found;
  }

  /**
   * True if feature `i` is at the point. A feature smaller than `near` is drawn as a mark.
   * @param {number} i
   * @param {number} x
   * @param {number} y
   * @param {number} near
   */
  holds(i, x, y, near) {
    const { box, form } = this.data;
    if (form[i] & AREA && this.inside(i, x, y)) return true;
    if (form[i] & AREA && box[4 * i + 2] - box[4 * i] < near && box[4 * i + 3] - box[4 * i + 1] < near) return true;
    return Boolean(form[i] & (LINE | POINT)) && this.distance(i, x, y) <= near;
  }

  /**
   * Point in polygon by winding number; a hole is outside.
   * @param {number} i
   * @param {number} px
   * @param {number} py
   */
  inside(i, px, py) {
    const { x, y, kind, firstRing, firstVertex } = this.data;
    let winding = 0;
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (kind[r] > 1) continue;
      const end = firstVertex[r + 1];
      for (let v = firstVertex[r], u = end - 1; v < end; u = v++) {
        if (y[u] <= py === y[v] <= py) continue;
        const cross = (x[v] - x[u]) * (py - y[u]) - (px - x[u]) * (y[v] - y[u]);
        if (y[u] <= py) {
          if (cross > 0) winding++;
        } else if (cross < 0) winding--;
      }
    }
    return winding !== 0;
  }

  /**
   * Distance to the lines and points of a feature, in cells.
   * @param {number} i
   * @param {number} px
   * @param {number} py
   */
  distance(i, px, py) {
    const { x, y, kind, firstRing, firstVertex } = this.data;
    let best = Infinity;
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (kind[r] < 2) continue;
      for (let v = firstVertex[r], u = v; v < firstVertex[r + 1]; u = v++) {
        const dx = x[v] - x[u];
        const dy = y[v] - y[u];
        const along = dx || dy ? ((px - x[u]) * dx + (py - y[u]) * dy) / (dx * dx + dy * dy) : 0;
        const t = Math.max(0, Math.min(1, along));
        best = Math.min(best, Math.hypot(px - x[u] - t * dx, py - y[u] - t * dy));
      }
    }
    return best;
  }
}
