/** Painting one tile: class after class, from the bottom up. */
import { penOf } from './pen.js';
import { AREA, LINE, POINT } from './unpack.js';

/** @import { Look } from './look.js' */
/** @import { Shapes, Style, View } from './types' */

const LARGE = 24; // pixels from which a hatch can be recognised and an outline may be wide
// Pixels; a vertex of a hazard that is nearer to the one before, each way, is left out. What is cut off
// by it is less than half a pixel wide (0.35·√2), and the outline of a pixel or more covers it.
const NEAR = 0.35;

/**
 * What of a layer is painted, and with what.
 * @typedef {object} Painted
 * @property {Shapes} data
 * @property {import('./look.js').Look} look
 * @property {import('./sheet.js').Sheet} sheet
 * @property {import('./age.js').Ages} [ages]
 * @property {Uint8Array} shown
 */

/**
 * Paint a tile.
 * @param {HTMLCanvasElement} canvas
 * @param {import('./scene.js').Scene} scene what lies on it
 * @param {Painted} layer `shown` says which features pass the
 *   filters, `ages` draws the clocks of old ones
 * @returns {number[]} the features that were painted
 */
export const paint = (canvas, scene, layer) => {
  const {
    data: { classOf },
    look,
    sheet,
    ages,
    shown,
  } = layer;
  const pen = penOf(canvas);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineJoin = 'round';
  /** @type {number[]} */
  const painted = [];
  const piles = look.classes.map(() => /** @type {{i: number, west: number}[]} */ ([]));
  for (const one of scene.larger) {
    if (!shown[one.i]) continue;
    painted.push(one.i);
    piles[classOf[one.i]].push(one);
  }
  sheet.begin();
  const { small, ends, pixels } = scene;
  for (let k = 0, begin = 0; k < small.length; begin = ends[k++]) {
    if (!shown[small[k]]) continue;
    painted.push(small[k]);
    sheet.mark(pixels, begin, ends[k], look.rank[classOf[small[k]]]);
  }
  /** @param {{west: number}} given */
  const view = ({ west }) => ({ west, north: scene.north, scale: scene.scale, zoom: scene.zoom });
  let bare = true;
  for (const style of look.inOrder) {
    if (sheet.show(pen, look.rank[style.code], style.speck, bare)) bare = false;
    for (const one of piles[style.code]) {
      feature(pen, layer, style, one.i, view(one));
      bare = false;
    }
  }
  if (ages) for (const one of piles.flat()) ages.show(pen, one.i, view(one), look.scale);
  return painted;
};

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Pick<Painted, 'data' | 'look'>} given
 * @param {Style} style
 * @param {number} i
 * @param {View} view
 */
function feature(pen, { data, look }, style, i, view) {
  const { form, kind, firstRing, statusOf, box } = data;
  /** @param {(kind: number) => boolean} wanted */
  const rings = (wanted) => {
    pen.beginPath();
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (wanted(kind[r])) trace(pen, data, r, view, kind[r] < 2, style.outward ? NEAR : 0);
    }
  };
  if (form[i] & AREA) {
    const width = Math.max(box[4 * i + 2] - box[4 * i], box[4 * i + 3] - box[4 * i + 1]) * view.scale;
    rings((k) => k < 2);
    const large = width > LARGE * look.scale;
    if (large && style.cell) style.pattern ??= pen.createPattern(style.cell, 'repeat');
    pen.fillStyle = large ? (style.pattern ?? style.plain) : style.outward ? style.plain : style.dense;
    // By itself, and non-zero: what overlaps never cancels out.
    pen.fill('nonzero');
    look.outline(pen, style, statusOf[i]);
    if (style.outward) strokeAround(pen, style, large);
    else if (large) strokeInside(pen);
  }
  if (form[i] & LINE) {
    rings((k) => k === 2);
    look.line(pen, style);
    pen.stroke();
  }
  if (form[i] & POINT) stampAll(pen, data, look, style, i, view);
}

/**
 * The outline of a hazard has no gaps: between its dashes goes a hairline of the class.
 * @param {CanvasRenderingContext2D} pen
 * @param {Style} style
 * @param {boolean} large
 */
function strokeAround(pen, style, large) {
  const [colour, width, dash] = [pen.strokeStyle, pen.lineWidth, pen.getLineDash()];
  if (!large || dash.length) {
    pen.setLineDash([]);
    pen.lineWidth = 1; // many times quicker than a wide line
    if (large) pen.strokeStyle = style.fill;
    pen.stroke();
    if (!large) return;
    Object.assign(pen, { strokeStyle: colour, lineWidth: width });
    pen.setLineDash(dash);
  }
  pen.stroke();
}

/**
 * The outline of released land stays on the land; where it is small, it has only its fill.
 * @param {CanvasRenderingContext2D} pen
 */
function strokeInside(pen) {
  pen.save();
  pen.clip();
  pen.lineWidth *= 2;
  pen.stroke();
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Shapes} given
 * @param {number} r
 * @param {View} given
 * @param {boolean} closed
 * @param {number} near
 */
function trace(pen, { x, y, firstVertex }, r, { scale, west, north }, closed, near) {
  const begin = firstVertex[r];
  const end = firstVertex[r + 1];
  let lx = (x[begin] - west) * scale;
  let ly = (y[begin] - north) * scale;
  pen.moveTo(lx, ly);
  for (let v = begin + 1; v < end; v++) {
    const px = (x[v] - west) * scale;
    const py = (y[v] - north) * scale;
    if (v < end - 1 && Math.abs(px - lx) < near && Math.abs(py - ly) < near) continue;
    pen.lineTo(px, py);
    lx = px;
    ly = py;
  }
  if (closed) pen.closePath();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Shapes} given
 * @param {Look} look
 * @param {Style} style
 * @param {number} i
 * @param {View} given
 */
function stampAll(pen, { x, y, kind, firstRing, firstVertex, statusOf }, look, style, i, { scale, west, north, zoom }) {
  const { picture, half } = look.stamp(style, statusOf[i], zoom);
  for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
    if (kind[r] !== 3) continue;
    const v = firstVertex[r];
    pen.drawImage(picture, (x[v] - west) * scale - half * look.scale, (y[v] - north) * scale - half * look.scale);
  }
}
