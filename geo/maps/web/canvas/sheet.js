/** A sheet of pixels that becomes part of a tile: each pixel shows the class that is drawn last. */
import { newCanvas, penOf } from './pen.js';

export class Sheet {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.top = new Uint8Array(size * size); // 1 + rank of the class on top
    this.marked = new Uint32Array(1 << 12); // pixels, some more than once; grows
    this.found = 0; // how many of them
    this.canvas = newCanvas(size);
    this.pen = penOf(this.canvas, { willReadFrequently: true });
    this.picture = this.pen.createImageData(size, size);
    this.colours = new Uint32Array(this.picture.data.buffer);
  }

  /** Forget everything. */
  begin() {
    const { top, marked, found } = this;
    for (let k = 0; k < found; k++) top[marked[k]] = 0;
    this.found = 0;
  }

  /**
   * Mark pixels, those of a list from `begin` up to `end`, for a class.
   * @param {Uint32Array} pixels
   * @param {number} begin
   * @param {number} end
   * @param {number} rank
   */
  mark(pixels, begin, end, rank) {
    if (this.found + end - begin > this.marked.length) {
      const more = new Uint32Array(2 * this.marked.length + end - begin);
      more.set(this.marked);
      this.marked = more;
    }
    const { top, marked } = this;
    for (let k = begin; k < end; k++) {
      const p = pixels[k];
      if (top[p] <= rank) {
        top[p] = rank + 1;
        marked[this.found++] = p;
      }
    }
  }

  /**
   * Put the pixels of one class onto a tile.
   * @param {boolean} bare whether nothing is on the tile yet: then they need not be blended
   * @param {CanvasRenderingContext2D} pen
   * @param {number} rank
   * @param {number} colour
   * @returns {boolean} whether there were any
   */
  show(pen, rank, colour, bare) {
    const { colours, top, size, marked, found } = this;
    let [west, north, east, south] = [size, size, -1, -1];
    for (let k = 0; k < found; k++) {
      const p = marked[k];
      if (top[p] !== rank + 1) continue;
      colours[p] = colour;
      const y = (p / size) | 0;
      const x = p - y * size;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    if (east < 0) return false;
    /** @type {[number, number, number, number]} */
    const box = [west, north, east - west + 1, south - north + 1];
    (bare ? pen : this.pen).putImageData(this.picture, 0, 0, ...box); // replaces all in the box
    if (!bare) pen.drawImage(this.canvas, ...box, ...box);
    for (let k = 0; k < found; k++) colours[marked[k]] = 0;
    return true;
  }
}
