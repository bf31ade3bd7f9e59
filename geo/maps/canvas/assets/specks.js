'use strict';
/**
 * Areas of a few pixels, painted straight into pixels: far quicker than paths, and the pixel
 * shows the class that is drawn last. A hazard covers every pixel it touches (outward); released
 * land covers only pixels that lie inside it, or one pixel as a mark (inward).
 */
(() => {
  const MOST = 8; // pixels; larger areas are drawn as paths
  const lo = new Float64Array(MOST + 3);
  const hi = new Float64Array(MOST + 3);

  canvasTiles.Specks = class {
    static MOST = MOST;

    constructor(size) {
      this.size = size;
      this.top = new Uint8Array(size * size); // 1 + rank of the class on top
      this.touched = [];
      this.canvas = document.createElement('canvas');
      this.canvas.width = this.canvas.height = size;
      this.pen = this.canvas.getContext('2d', { willReadFrequently: true });
      this.picture = this.pen.createImageData(size, size);
      this.pixels = new Uint32Array(this.picture.data.buffer);
    }

    /** Forget everything, for a look with `n` classes. */
    begin(n) {
      for (const list of this.touched) for (const p of list) this.top[p] = 0;
      this.touched = Array.from({ length: n }, () => []);
    }

    /** Pixels of one row, `from` to `to`, both included. */
    row(y, from, to, rank) {
      const { size, top } = this;
      if (y < 0 || y >= size) return;
      const list = this.touched[rank];
      for (let p = y * size + Math.max(0, from), end = y * size + Math.min(size - 1, to); p <= end; p++) {
        if (top[p] <= rank) { top[p] = rank + 1; list.push(p); }
      }
    }

    /** An area whose box, in pixels of the tile, is given. */
    area(data, i, scale, ox, oy, rank, outward) {
      const { box } = data;
      const west = (box[4 * i] - ox) * scale;
      const north = (box[4 * i + 1] - oy) * scale;
      const east = (box[4 * i + 2] - ox) * scale;
      const south = (box[4 * i + 3] - oy) * scale;
      if (outward && east - west <= 2 && south - north <= 2) {
        const [left, top] = [Math.floor(west), Math.floor(north)];
        const right = Math.max(Math.floor(east), left + 1); // never under two pixels: it must be seen
        for (let y = top, last = Math.max(Math.floor(south), top + 1); y <= last; y++) this.row(y, left, right, rank);
        return;
      }
      let any = false;
      if (outward || east - west > 2 || south - north > 2) {
        const { kind, firstRing } = data;
        for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
          if (kind[r] === 0) any = this.ring(data, r, scale, ox, oy, rank, outward) || any;
        }
      }
      if (!any) {
        const [x, y] = [Math.floor((west + east) / 2), Math.floor((north + south) / 2)];
        this.row(y, x, x, rank);
      }
    }

    /** Fill the rows of a ring from its leftmost to its rightmost point in the row. */
    ring(data, r, scale, ox, oy, rank, outward) {
      const { x, y, firstVertex } = data;
      const begin = firstVertex[r];
      const end = firstVertex[r + 1];
      let north = Infinity;
      let south = -Infinity;
      for (let v = begin; v < end; v++) { if (y[v] < north) north = y[v]; if (y[v] > south) south = y[v]; }
      const top = Math.floor((north - oy) * scale);
      const rows = Math.floor((south - oy) * scale) - top + 1;
      lo.fill(Infinity);
      hi.fill(-Infinity);
      let ax = (x[end - 1] - ox) * scale;
      let ay = (y[end - 1] - oy) * scale - top;
      for (let v = begin; v < end; v++) {
        const bx = (x[v] - ox) * scale;
        const by = (y[v] - oy) * scale - top;
        const slope = by === ay ? 0 : (bx - ax) / (by - ay);
        const [upper, lower] = ay < by ? [ay, by] : [by, ay];
        for (let row = Math.floor(upper); row <= lower; row++) {
          // The part of the edge that lies in this row.
          const at = upper === lower ? ax : ax + slope * (Math.max(upper, row) - ay);
          const to = upper === lower ? bx : ax + slope * (Math.min(lower, row + 1) - ay);
          if (at < lo[row]) lo[row] = at;
          if (to < lo[row]) lo[row] = to;
          if (at > hi[row]) hi[row] = at;
          if (to > hi[row]) hi[row] = to;
        }
        ax = bx;
        ay = by;
      }
      let any = false;
      for (let row = 0; row < rows; row++) {
        if (outward) this.row(top + row, Math.floor(lo[row]), Math.floor(hi[row]), rank);
        else if (row > 0 && row < rows - 1) {
          const [from, to] = [Math.ceil(lo[row]) + 1, Math.floor(hi[row]) - 2];
          if (from <= to) { this.row(top + row, from, to, rank); any = true; }
        }
      }
      return outward || any;
    }

    /** Put what was collected for one class onto a tile. */
    show(pen, rank, colour) {
      const list = this.touched[rank];
      if (!list.length) return;
      const { pixels, top, size } = this;
      let first = size;
      let last = 0;
      for (const p of list) {
        if (top[p] !== rank + 1) continue;
        pixels[p] = colour;
        const y = (p / size) | 0;
        if (y < first) first = y;
        if (y > last) last = y;
      }
      if (first > last) return;
      this.pen.putImageData(this.picture, 0, 0, 0, first, size, last - first + 1);
      pen.drawImage(this.canvas, 0, first, size, last - first + 1, 0, first, size, last - first + 1);
      for (const p of list) pixels[p] = 0;
      // What is on the helper canvas now must not show up with the next class.
      this.pen.clearRect(0, first, size, last - first + 1);
    }
  };
})();
