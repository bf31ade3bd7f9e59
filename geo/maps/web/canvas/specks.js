/**
 * Areas of a few pixels, traced straight into pixels: far quicker than paths. A hazard covers every
 * pixel it touches (outward); released land covers only pixels that lie wholly inside it, or one
 * pixel as a mark (inward).
 */

/** @import { Shapes } from './types' */

const MOST = 8; // pixels; larger areas are drawn as paths
const ALL = (1 << (MOST + 3)) - 1;
// Of each row of pixels, as bits: those the outline goes through, and those whose middle is inside.
const touched = new Int32Array(MOST + 3);
const inside = new Int32Array(MOST + 3);

/**
 * Note the pixels of a row that a piece of an outline goes through.
 * @param {number} row
 * @param {number} from
 * @param {number} to
 */
function touch(row, from, to) {
  touched[row] |= from < to ? (2 << to) - (1 << from) : (2 << from) - (1 << to);
}

/**
 * Note the outline of a ring. A pixel it does not touch is inside or outside as a whole.
 * @param {Shapes} given
 * @param {number} r
 * @param {number} scale
 * @param {number} ox
 * @param {number} oy
 * @param {number} left
 * @param {number} top
 */
function trace({ x, y, firstVertex }, r, scale, ox, oy, left, top) {
  const begin = firstVertex[r];
  const end = firstVertex[r + 1];
  let ax = (x[end - 1] - ox) * scale - left;
  let ay = (y[end - 1] - oy) * scale - top;
  for (let v = begin; v < end; v++) {
    const bx = (x[v] - ox) * scale - left;
    const by = (y[v] - oy) * scale - top;
    const slope = (bx - ax) / (by - ay); // used only where the ends differ
    const upper = Math.min(ay, by);
    const lower = Math.max(ay, by);
    if ((ay | 0) === (by | 0))
      touch(ay | 0, ax, bx); // as most edges, which are shorter than a pixel
    else
      for (let row = upper | 0; row <= lower; row++)
        touch(row, ax + slope * (Math.max(upper, row) - ay), ax + slope * (Math.min(lower, row + 1) - ay));
    // Pixels whose middle is to the right of the edge change sides.
    for (let row = Math.ceil(upper - 0.5) | 0; row + 0.5 < lower; row++) {
      // | 0: an index of -0 is slow
      inside[row] ^= ALL & ~((1 << Math.ceil(ax + slope * (row + 0.5 - ay) - 0.5)) - 1);
    }
    ax = bx;
    ay = by;
  }
}

export class Specks {
  static MOST = MOST;

  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.pixels = new Uint32Array(1 << 12); // of what was traced, one after the other; grows
    this.found = 0; // how many of them
  }

  /** Start collecting pixels. */
  forget() {
    this.found = 0;
  }

  /**
   * Make room for more pixels.
   * @param {number} more
   */
  room(more) {
    if (this.found + more <= this.pixels.length) return;
    const larger = new Uint32Array(2 * this.pixels.length + more);
    larger.set(this.pixels);
    this.pixels = larger;
  }

  /**
   * Pixels of one row, `from` to `to`, both included.
   * @param {number} y
   * @param {number} from
   * @param {number} to
   */
  row(y, from, to) {
    const { size } = this;
    if (y < 0 || y >= size) return;
    this.room(size);
    for (let p = y * size + Math.max(0, from), end = y * size + Math.min(size - 1, to); p <= end; p++)
      this.pixels[this.found++] = p;
  }

  /**
   * An area, at `scale` pixels a cell and with the tile's corner at `ox`, `oy`.
   * @param {Shapes} data
   * @param {number} i
   * @param {number} scale
   * @param {number} ox
   * @param {number} oy
   * @param {boolean} outward
   */
  area(data, i, scale, ox, oy, outward) {
    const { box, kind, firstRing } = data;
    const west = (box[4 * i] - ox) * scale;
    const north = (box[4 * i + 1] - oy) * scale;
    const east = (box[4 * i + 2] - ox) * scale;
    const south = (box[4 * i + 3] - oy) * scale;
    const [left, top] = [Math.floor(west), Math.floor(north)];
    const tiny = east - west <= 2 && south - north <= 2;
    if (outward && tiny) {
      const right = Math.max(Math.floor(east), left + 1); // never under two pixels: it must be seen
      for (let y = top, last = Math.max(Math.floor(south), top + 1); y <= last; y++) this.row(y, left, right);
      return;
    }
    const rows = Math.floor(south) - top + 1;
    let any = false;
    if (!tiny) {
      for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
        // Outward each part by itself, so that parts that overlap leave no gap.
        if (outward && kind[r] === 1) continue;
        trace(data, r, scale, ox, oy, left, top);
        if (outward) this.bits(left, top, rows, true);
      }
      any = outward || this.bits(left, top, rows, false);
    }
    if (any) return;
    const x = Math.floor((west + east) / 2);
    this.row(Math.floor((north + south) / 2), x, x);
  }

  /**
   * Pixels that are inside, with those on the outline or without them; whether there are any.
   * @param {number} left
   * @param {number} top
   * @param {number} rows
   * @param {boolean} outline
   */
  bits(left, top, rows, outline) {
    const { size } = this;
    this.room(rows * (MOST + 3));
    const { pixels } = this;
    let any = 0;
    for (let row = 0; row < rows; row++) {
      let bits = outline ? inside[row] | touched[row] : inside[row] & ~touched[row];
      any |= bits;
      inside[row] = touched[row] = 0; // for the next one
      const y = top + row;
      if (y < 0 || y >= size) continue;
      for (let x = left; bits; bits >>= 1, x++) if (bits & 1 && x >= 0 && x < size) pixels[this.found++] = y * size + x;
    }
    return any !== 0;
  }
}
