'use strict';
/** Painting one tile: class after class, from the bottom up. */
(() => {
  const { AREA, LINE, POINT, WORLD } = canvasTiles;
  const LARGE = 24; // pixels from which a hatch can be recognised and an outline may be wide
  // Pixels; a vertex of a hazard that is nearer to the one before, each way, is left out. What is cut off
  // by it is less than half a pixel wide (0.35·√2), and the outline of a pixel or more covers it.
  const NEAR = 0.35;
  const RIM = 12; // pixels around a tile in which something may reach into it
  const LOW = 8; // zoom up to which points are specks

  /**
   * Paint a tile.
   * @param {HTMLCanvasElement} canvas
   * @param {{x: number, y: number, z: number}} coords of the tile
   * @param {{data, index, look, specks, shown: Uint8Array}} layer `shown` says which features
   *   pass the filters
   * @returns {number[]} the features that were painted
   */
  canvasTiles.paint = (canvas, coords, layer) => {
    const { data, index, look, specks, shown } = layer;
    const size = canvas.width;
    const pen = canvas.getContext('2d');
    const cells = WORLD / 2 ** coords.z; // of one tile
    const scale = size / cells;
    const rim = (RIM * look.scale) / scale;
    const north = coords.y * cells;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, size, size);
    pen.lineJoin = 'round';
    specks.begin(look.classes.length);
    const piles = look.classes.map(() => []);
    const painted = [];
    // Shapes past ±180 also show on the other side of the world.
    for (let turn = Math.floor((index.west - rim) / WORLD); turn * WORLD <= index.east + rim; turn++) {
      const west = coords.x * cells + turn * WORLD;
      if (west > index.east + rim || west + cells < index.west - rim) continue;
      const sort = sorter(layer, piles, { scale, west, north, zoom: coords.z, turn });
      index.search(west - rim, north - rim, west + cells + rim, north + cells + rim, (i) => {
        if (!shown[i]) return;
        painted.push(i);
        sort(i);
      });
    }
    for (const style of look.inOrder) {
      for (const { i, turn } of piles[style.code]) {
        feature(pen, layer, style, i, { scale, north, west: coords.x * cells + turn * WORLD, zoom: coords.z });
      }
      specks.show(pen, look.rank[style.code], style.speck);
    }
    return painted;
  };

  /** Put a feature on the pile of its class, or among the specks if it is tiny. */
  function sorter({ data, look, specks }, piles, { scale, west, north, zoom, turn }) {
    const { box, form, classOf, firstRing } = data;
    const { rank, classes } = look;
    const most = canvasTiles.Specks.MOST;
    return (i) => {
      const width = (box[4 * i + 2] - box[4 * i]) * scale;
      const height = (box[4 * i + 3] - box[4 * i + 1]) * scale;
      const code = classOf[i];
      if (form[i] === AREA && width < most && height < most) {
        specks.area(data, i, scale, west, north, rank[code], classes[code].outward);
      } else if (form[i] === POINT && zoom <= LOW && firstRing[i + 1] - firstRing[i] === 1) {
        const x = Math.floor((box[4 * i] - west) * scale);
        const y = Math.floor((box[4 * i + 1] - north) * scale);
        for (let row = y - 1; row <= y + 1; row++) specks.row(row, x - 1, x + 1, rank[code]);
      } else piles[code].push({ i, turn });
    };
  }

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
