'use strict';
/**
 * Areas of a few pixels, painted straight into pixels: far quicker than paths, and the pixel
 * shows the class that is drawn last. A hazard covers every pixel it touches (outward); released
 * land covers only pixels that lie wholly inside it, or one pixel as a mark (inward).
 */
(() => {
  const MOST = 8; // pixels; larger areas are drawn as paths
  const ALL = (1 << (MOST + 3)) - 1;
  // Of each row of pixels, as bits: those the outline goes through, and those whose middle is inside.
  const touched = new Int32Array(MOST + 3);
  const inside = new Int32Array(MOST + 3);

  /** Note the outline of a ring. A pixel it does not touch is inside or outside as a whole. */
  function trace({ x, y, firstVertex }, r, scale, ox, oy, left, top) {
    const begin = firstVertex[r];
    const end = firstVertex[r + 1];
    let ax = (x[end - 1] - ox) * scale - left;
    let ay = (y[end - 1] - oy) * scale - top;
    for (let v = begin; v < end; v++) {
      const bx = (x[v] - ox) * scale - left;
      const by = (y[v] - oy) * scale - top;
      const slope = by === ay ? 0 : (bx - ax) / (by - ay);
      const upper = Math.min(ay, by);
      const lower = Math.max(ay, by);
      for (let row = Math.floor(upper); row <= lower; row++) {
        // The part of the edge that lies in this row.
        let from = upper === lower ? ax : ax + slope * (Math.max(upper, row) - ay);
        let to = upper === lower ? bx : ax + slope * (Math.min(lower, row + 1) - ay);
        if (from > to) [from, to] = [to, from];
        touched[row] |= (2 << Math.floor(to)) - (1 << Math.max(0, Math.floor(from)));
        const middle = row + 0.5;
        if ((ay <= middle) !== (by <= middle)) {
          // Pixels whose middle is to the right of the crossing change sides.
          const first = Math.ceil(ax + slope * (middle - ay) - 0.5);
          inside[row] ^= ALL & ~((1 << first) - 1);
        }
      }
      ax = bx;
      ay = by;
    }
  }

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

    /** An area, at `scale` pixels a cell and with the tile's corner at `ox`, `oy`. */
    area(data, i, scale, ox, oy, rank, outward) {
      const { box, kind, firstRing } = data;
      const west = (box[4 * i] - ox) * scale;
      const north = (box[4 * i + 1] - oy) * scale;
      const east = (box[4 * i + 2] - ox) * scale;
      const south = (box[4 * i + 3] - oy) * scale;
      const [left, top] = [Math.floor(west), Math.floor(north)];
      const tiny = east - west <= 2 && south - north <= 2;
      if (outward && tiny) {
        const right = Math.max(Math.floor(east), left + 1); // never under two pixels: it must be seen
        for (let y = top, last = Math.max(Math.floor(south), top + 1); y <= last; y++) this.row(y, left, right, rank);
        return;
      }
      const rows = Math.floor(south) - top + 1;
      let any = false;
      if (!tiny) {
        touched.fill(0);
        inside.fill(0);
        for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
          // Outward each part by itself, so that parts that overlap leave no gap.
          if (outward && kind[r] === 1) continue;
          trace(data, r, scale, ox, oy, left, top);
          if (outward) { this.bits(left, top, rows, rank, true); inside.fill(0); touched.fill(0); }
        }
        any = outward || this.bits(left, top, rows, rank, false);
      }
      if (any) return;
      const x = Math.floor((west + east) / 2);
      this.row(Math.floor((north + south) / 2), x, x, rank);
    }

    /** Pixels that are inside, with those on the outline or without them. */
    bits(left, top, rows, rank, outline) {
      let any = false;
      for (let row = 0; row < rows; row++) {
        const bits = outline ? inside[row] | touched[row] : inside[row] & ~touched[row];
        for (let x = 0; bits >> x; x++) {
          if ((bits >> x) & 1) { this.row(top + row, left + x, left + x, rank); any = true; }
        }
      }
      return any;
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
