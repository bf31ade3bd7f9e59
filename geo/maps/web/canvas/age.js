/**
 * The age of features: a clock inside an outline, at the corner of a point. Never a paler colour,
 * which would read as less dangerous. Features of a few pixels have no room for one.
 */
import { newCanvas, penOf } from './pen.js';
import { POINT } from './unpack.js';

/** @import { AgeStep, Shapes, View } from './types' */

const ROOM = 24; // pixels of an area in which a clock can stand
const EDGE = 2 ** 31 - 1;
const UNDATED = 'undated';
// In a square of 12, as the clocks of the page.
const HANDS = 'M6 3.1V6.2L8.3 7.5';
const QUESTION = 'M4.6 4.9C4.6 3.4 7.4 3.4 7.4 4.9C7.4 6 6 6 6 7M6 8.6V8.7';

/**
 * Place of a clock or a focus in the grid: in the widest part of an area at half its height.
 * @param {Shapes} data
 * @param {number} i
 * @returns {[x: number, y: number]}
 */
export const inside = (data, i) => {
  const { x, y, kind, box, firstRing, firstVertex } = data;
  const row = Math.floor((box[4 * i + 1] + box[4 * i + 3]) / 2) + 0.5; // between vertices
  /** @type {[x: number, turn: number][]} */
  const crossings = [];
  for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
    if (kind[r] > 1) continue;
    for (let v = firstVertex[r], u = firstVertex[r + 1] - 1; v < firstVertex[r + 1]; u = v++) {
      if (y[u] < row === y[v] < row) continue;
      crossings.push([x[u] + ((row - y[u]) / (y[v] - y[u])) * (x[v] - x[u]), y[u] < row ? 1 : -1]);
    }
  }
  crossings.sort((a, b) => a[0] - b[0]);
  /** @type {{width: number, at: number} | null} */
  let best = null;
  let winding = 0;
  for (let k = 0; k + 1 < crossings.length; k++) {
    winding += crossings[k][1];
    const width = crossings[k + 1][0] - crossings[k][0];
    if (winding && width > (best?.width ?? 0)) best = { width, at: crossings[k][0] + width / 2 };
  }
  const v = firstVertex[firstRing[i]];
  return best ? [best.at, row] : [x[v], y[v]];
};

export class Ages {
  /**
   * @param {Shapes} data
   * @param {AgeStep[]} steps the oldest first
   * @param {boolean} undated show a clock where there is no date
   */
  constructor(data, steps, undated) {
    this.data = data;
    /** @type {{age: number | string, shown: boolean}[]} */
    this.kinds = [...steps, { age: UNDATED, shown: undated }];
    this.of = new Uint8Array(data.n); // 1 + place in `kinds`
    const { n, from, known } = data;
    /**
     * @param {Int32Array | undefined} list
     * @param {number} i
     */
    const day = (list, i) => (list && Math.abs(list[i]) < EDGE ? list[i] : -Infinity);
    for (let i = 0; i < n; i++) {
      const newest = Math.max(day(from, i), day(known, i));
      this.of[i] = newest === -Infinity ? this.kinds.length : 1 + steps.findIndex((step) => newest < step.before);
    }
    /** @type {Map<string, HTMLCanvasElement>} */
    this.pictures = new Map();
  }

  /**
   * How many of the features shown are of each age.
   * @param {Uint8Array} shown
   */
  counts(shown) {
    const found = Object.fromEntries(this.kinds.map(({ age }) => [age, 0]));
    this.of.forEach((code, i) => {
      if (code && shown[i]) found[this.kinds[code - 1].age] += 1;
    });
    return found;
  }

  /**
   * Draw the clock of a feature on a tile, if it has one and there is room.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} i
   * @param {View} given
   * @param {number} dots
   */
  show(pen, i, { scale, west, north }, dots) {
    const kind = this.kinds[this.of[i] - 1];
    if (!kind?.shown) return;
    const { box, form, x, y, firstRing, firstVertex } = this.data;
    const pixels = Math.max(box[4 * i + 2] - box[4 * i], box[4 * i + 3] - box[4 * i + 1]) * scale;
    const area = form[i] !== POINT;
    if (area && pixels < ROOM * dots) return;
    const v = firstVertex[firstRing[i]];
    const [cx, cy] = area ? inside(this.data, i) : [x[v] + (5 * dots) / scale, y[v] + (5 * dots) / scale];
    const picture = this.picture(kind.age, (area ? 14 : 11) * dots);
    pen.drawImage(picture, (cx - west) * scale - picture.width / 2, (cy - north) * scale - picture.width / 2);
  }

  /**
   * The clock, as `atlas.clock` draws it: dark for the oldest, a question mark without a date.
   * @param {number | string} age
   * @param {number} size
   */
  picture(age, size) {
    const key = `${age}/${size}`;
    const there = this.pictures.get(key);
    if (there) return there;
    const picture = newCanvas(Math.round(size));
    const pen = penOf(picture);
    pen.scale(size / 12, size / 12);
    const oldest = age === this.kinds[0].age && age !== UNDATED;
    pen.fillStyle = '#fff';
    pen.beginPath();
    pen.arc(6, 6, 5.9, 0, 7);
    pen.fill();
    pen.fillStyle = oldest ? '#1b1e22' : '#fff';
    pen.strokeStyle = '#1b1e22';
    pen.lineWidth = 1.1;
    pen.beginPath();
    pen.arc(6, 6, 4.7, 0, 7);
    pen.fill();
    pen.stroke();
    pen.strokeStyle = oldest ? '#fff' : '#1b1e22';
    pen.lineWidth = 1.2;
    pen.lineCap = 'round';
    pen.stroke(new Path2D(age === UNDATED ? QUESTION : HANDS));
    this.pictures.set(key, picture);
    return picture;
  }
}
