'use strict';
/** Painting one tile: class after class, from the bottom up. */
(() => {
  const { AREA, LINE, POINT } = canvasTiles;
  const LARGE = 24; // pixels from which a hatch can be recognised and an outline may be wide
  // Pixels; a vertex of a hazard that is nearer to the one before, each way, is left out. What is cut off
  // by it is less than half a pixel wide (0.35·√2), and the outline of a pixel or more covers it.
  const NEAR = 0.35;

  /**
   * Paint a tile.
   * @param {HTMLCanvasElement} canvas
   * @param {canvasTiles.Scene} scene what lies on it
   * @param {{data, look, sheet, ages, shown: Uint8Array}} layer `shown` says which features pass the
   *   filters, `ages` draws the clocks of old ones
   * @returns {number[]} the features that were painted
   */
  canvasTiles.paint = (canvas, scene, layer) => {
    const { data: { classOf }, look, sheet, ages, shown } = layer;
    const pen = canvas.getContext('2d');
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineJoin = 'round';
    const painted = [];
    const piles = look.classes.map(() => []);
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
    const view = ({ west }) => ({ west, north: scene.north, scale: scene.scale, zoom: scene.zoom });
    let bare = true;
    for (const style of look.inOrder) {
      if (sheet.show(pen, look.rank[style.code], style.speck, bare)) bare = false;
      for (const one of piles[style.code]) { feature(pen, layer, style, one.i, view(one)); bare = false; }
    }
    for (const one of ages ? piles.flat() : []) ages.show(pen, one.i, view(one), look.scale);
    return painted;
  };

  function feature(pen, { data, look }, style, i, view) {
    const { form, kind, firstRing, statusOf, box } = data;
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
      pen.fillStyle = large ? (style.cell && (style.pattern ??= pen.createPattern(style.cell, 'repeat'))) || style.plain
        : style.outward ? style.plain : style.dense;
      // By itself, and non-zero: what overlaps never cancels out.
      pen.fill('nonzero');
      look.outline(pen, style, statusOf[i]);
      if (style.outward) strokeAround(pen, style, large); else if (large) strokeInside(pen);
    }
    if (form[i] & LINE) {
      rings((k) => k === 2);
      look.line(pen, style);
      pen.stroke();
    }
    if (form[i] & POINT) stampAll(pen, data, look, style, i, view);
  }

  /** The outline of a hazard has no gaps: between its dashes goes a hairline of the class. */
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

  /** The outline of released land stays on the land; where it is small, it has only its fill. */
  function strokeInside(pen) {
    pen.save();
    pen.clip();
    pen.lineWidth *= 2;
    pen.stroke();
    pen.restore();
  }

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

  function stampAll(pen, { x, y, kind, firstRing, firstVertex, statusOf }, look, style, i, { scale, west, north, zoom }) {
    const { picture, half } = look.stamp(style, statusOf[i], zoom);
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (kind[r] !== 3) continue;
      const v = firstVertex[r];
      pen.drawImage(picture, (x[v] - west) * scale - half * look.scale, (y[v] - north) * scale - half * look.scale);
    }
  }
})();
