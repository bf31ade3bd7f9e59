/** How classes look: fills, hatches, symbols, and the samples of the legend. */
import { newCanvas, penOf } from './pen.js';
import { LINE, POINT } from './unpack.js';

/** @import { CanvasTheme, ClassStyle, OutlineStyle, Style } from './types' */

const CELL = 8; // of a hatch; tiles are a multiple of it, so hatches meet

/** @param {string} colour */
const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
/**
 * @param {string} colour
 * @param {number} alpha
 */
const rgba = (colour, alpha) => `rgba(${rgb(colour).join(',')},${alpha})`;

/**
 * A cell of the hatch of a style, filled, or null for a plain fill.
 * @param {ClassStyle} style
 * @param {number} scale
 */
function hatchCell(style, scale) {
  if (style.hatch === 'none') return null;
  const cell = newCanvas(CELL * scale);
  const pen = penOf(cell);
  pen.scale(scale, scale);
  pen.fillStyle = rgba(style.fill, style.opacity);
  pen.fillRect(0, 0, CELL, CELL);
  pen.fillStyle = pen.strokeStyle = rgba(style.fill, 0.9);
  pen.lineWidth = 1.2;
  pen.beginPath();
  if (style.hatch === 'dots') {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ]) {
      pen.moveTo(x + 1.1, y);
      pen.arc(x, y, 1.1, 0, 7);
    }
    pen.fill();
    return cell;
  }
  // Drawn past the edges, so that the lines of neighbouring cells meet.
  for (const shift of [-CELL, 0, CELL]) {
    pen.moveTo(shift - 1, CELL + 1);
    pen.lineTo(shift + CELL + 1, -1);
    if (style.hatch === 'cross') {
      pen.moveTo(shift - 1, -1);
      pen.lineTo(shift + CELL + 1, CELL + 1);
    }
  }
  pen.stroke();
  return cell;
}

/** @type {Record<ClassStyle['symbol'], (pen: CanvasRenderingContext2D, r: number) => void>} */
const SYMBOLS = {
  disc: (pen, r) => {
    pen.arc(0, 0, r, 0, 2 * Math.PI);
  },
  square: (pen, r) => {
    pen.rect(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r);
  },
  triangle: (pen, r) => {
    pen.moveTo(0, -r);
    pen.lineTo(0.95 * r, 0.8 * r);
    pen.lineTo(-0.95 * r, 0.8 * r);
    pen.closePath();
  },
  diamond: (pen, r) => {
    pen.moveTo(0, -1.2 * r);
    pen.lineTo(1.2 * r, 0);
    pen.lineTo(0, 1.2 * r);
    pen.lineTo(-1.2 * r, 0);
    pen.closePath();
  },
  cross: (pen, r) => {
    for (const s of [-1, 1]) {
      pen.moveTo(-0.8 * r, s * -0.8 * r);
      pen.lineTo(0.8 * r, s * 0.8 * r);
    }
  },
};

/**
 * Symbol of a point as a small picture, with a white rim that lifts it off the ground.
 * @param {Style} style
 * @param {OutlineStyle | null} outline
 * @param {number} radius
 * @param {number} scale
 */
function stamp(style, outline, radius, scale) {
  const half = Math.ceil(radius) + 3;
  const picture = newCanvas(2 * half * scale);
  const pen = penOf(picture);
  pen.scale(scale, scale);
  pen.translate(half, half);
  pen.beginPath();
  SYMBOLS[style.symbol](pen, radius);
  const hollow = style.symbol === 'cross';
  pen.strokeStyle = '#fff';
  pen.lineWidth = hollow ? 4 : 3;
  pen.stroke();
  pen.strokeStyle = hollow ? style.fill : outline?.colour || style.outline || style.fill;
  pen.fillStyle = style.fill;
  pen.lineWidth = hollow ? 2 : 1.2;
  if (!hollow) pen.fill();
  pen.stroke();
  return { picture, half };
}

/**
 * Points grow as one zooms in.
 * @param {number} zoom
 */
const radiusAt = (zoom) => (zoom < 9 ? 2.5 : zoom < 13 ? 4 : 5.5);

export class Look {
  /**
   * @param {CanvasTheme} theme
   * @param {number} scale
   */
  constructor(theme, scale) {
    this.scale = scale;
    this.outlines = theme.outlines.length ? theme.outlines : [null];
    /** @type {Style[]} */
    this.classes = theme.classes.map((style, code) => ({
      ...style,
      code,
      plain: rgba(style.fill, style.opacity),
      dense: rgba(style.fill, Math.max(style.opacity, 0.7)), // without an outline
      cell: hatchCell(style, scale),
      // As the bytes of a picture lie in memory (little-endian): alpha, blue, green, red.
      speck: ((255 << 24) | (rgb(style.fill)[2] << 16) | (rgb(style.fill)[1] << 8) | rgb(style.fill)[0]) >>> 0,
      outward: style.generalise === 'outward',
      stamps: new Map(),
    }));
    this.inOrder = [...this.classes].sort((a, b) => a.draw_order - b.draw_order || a.code - b.code);
    this.rank = new Uint8Array(this.classes.length);
    this.inOrder.forEach((style, rank) => {
      this.rank[style.code] = rank;
    });
  }

  /**
   * Set pen colours and dashes for the outlines of a class with a status.
   * @param {CanvasRenderingContext2D} pen
   * @param {Style} style
   * @param {number} status
   */
  outline(pen, style, status) {
    const own = this.outlines[status];
    const { width, dash } = own ?? style;
    pen.strokeStyle = own?.colour || style.outline || style.fill;
    pen.lineWidth = width * this.scale;
    pen.setLineDash(dash.map((part) => part * this.scale));
  }

  /**
   * @param {Style} style
   * @param {number} status
   * @param {number} zoom
   */
  stamp(style, status, zoom) {
    const radius = radiusAt(zoom);
    const key = `${status} ${radius}`;
    const there = style.stamps.get(key) ?? stamp(style, this.outlines[status], radius, this.scale);
    style.stamps.set(key, there);
    return there;
  }

  /**
   * A sample for the legend; without a status the outline is that of the class.
   * @param {Style} style
   * @param {number} form
   * @param {number} [status]
   */
  sample(style, form, status = -1) {
    const canvas = newCanvas(30 * this.scale, 18 * this.scale);
    canvas.className = 'canvas-sample';
    canvas.setAttribute('aria-hidden', 'true');
    const pen = penOf(canvas);
    if (form === POINT) {
      const { picture, half } = this.stamp(style, status, 13);
      pen.drawImage(picture, (15 - half) * this.scale, (9 - half) * this.scale);
      return canvas;
    }
    pen.beginPath();
    if (form === LINE) {
      pen.moveTo(0, 9 * this.scale);
      pen.lineTo(30 * this.scale, 9 * this.scale);
      this.line(pen, style);
    } else {
      pen.rect(2 * this.scale, 2 * this.scale, 26 * this.scale, 14 * this.scale);
      pen.fillStyle = (style.cell && pen.createPattern(style.cell, 'repeat')) ?? style.plain;
      pen.fill();
      this.outline(pen, style, status);
    }
    pen.stroke();
    return canvas;
  }

  /**
   * Set the pen for a line of a class.
   * @param {CanvasRenderingContext2D} pen
   * @param {Style} style
   */
  line(pen, style) {
    pen.strokeStyle = style.fill;
    pen.lineWidth = (style.width + 1.5) * this.scale;
    pen.setLineDash(style.dash.map((part) => part * this.scale));
  }

  /**
   * A sample of an outline alone.
   * @param {number} status
   */
  outlineSample(status) {
    const canvas = newCanvas(30 * this.scale, 18 * this.scale);
    canvas.className = 'canvas-sample';
    canvas.setAttribute('aria-hidden', 'true');
    const pen = penOf(canvas);
    this.outline(pen, this.classes[0], status);
    pen.strokeRect(2 * this.scale, 2 * this.scale, 26 * this.scale, 14 * this.scale);
    return canvas;
  }
}
