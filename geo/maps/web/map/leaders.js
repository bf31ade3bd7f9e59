/**
 * Names beside their districts, where they do not fit inside: each on ground that belongs to no district, with a line
 * to a dot inside its own. What finds no such place waits for a nearer zoom.
 */
import { narrow } from '../panel/panel.js';
import { svg } from '../text/dom.js';
import { freeRoom } from './room.js';

/** @import { Point, Rectangle } from './room.js' */

/** @typedef {{from: Point, to: Point}} Line a leader line, from the dot to the name */

const CELL = 3; // pixels of the map in one of the mask
const STEP = [12, 8]; // pixels between places tried
const ROOM = 3; // pixels between a name and anything else
const DOT = 5; // pixels
const REACH = 0.5; // of the smaller side of the map, at most
const REACH_NARROW = 0.3; // on a phone: few lines, or a thicket
const NEAREST = 300; // places looked at closely
const ORDERS = 16; // tried, each beginning with those that the one before left out
const MARK = 7; // pixels around a mark
const ACROSS_MARK = 12; // pixels that a line may be longer to spare one mark
const OVER = '.leaflet-control, .legend-card, .time-open, .timeline, .tools > *';

/**
 * What lies over the map.
 * @param {L.Map} map
 * @returns {Rectangle[]}
 */
export function controlsOver(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(narrow() ? `${OVER}, #panel` : OVER)]
    .map((node) => node.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .map(({ left, right, top, bottom }) => ({
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
    }));
}

/**
 * What of the map a name may stand on beside its district: neither on a district nor under marks or controls.
 * @param {L.Map} map
 * @param {Point[][][]} outlines
 * @param {{x: number, y: number}[]} marks
 * @param {Rectangle[]} controls
 * @returns {(place: Rectangle) => boolean}
 */
export function groundOfNone(map, outlines, marks, controls) {
  const { x: width, y: height } = map.getSize();
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const sheet = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
  const pen = sheet.getContext('2d', { willReadFrequently: true });
  if (!pen || !columns || !rows) return () => false;
  pen.scale(1 / CELL, 1 / CELL);
  pen.lineWidth = 2 * CELL;
  for (const rings of outlines) {
    pen.beginPath();
    for (const ring of rings) {
      for (const [x, y] of ring) pen.lineTo(x, y);
      pen.closePath();
    }
    pen.fill('evenodd');
    pen.stroke();
  }
  for (const { x, y } of marks) pen.fillRect(x - MARK, y - MARK, 2 * MARK, 2 * MARK);
  for (const { left, top, right, bottom } of controls) pen.fillRect(left, top, right - left, bottom - top);
  const { data } = pen.getImageData(0, 0, columns, rows);
  // How much is taken above and to the left of each corner: a rectangle is asked in four looks.
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y += 1)
    for (let x = 0, line = 0; x < columns; x += 1) {
      line += data[4 * (y * columns + x) + 3] ? 1 : 0;
      sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + line;
    }
  return ({ left, right, top, bottom }) => {
    if (left < ROOM || top < ROOM || right > width - ROOM || bottom > height - ROOM) return false;
    const [w, n] = [left, top].map((value) => Math.floor((value - ROOM) / CELL));
    const [e, s] = [
      Math.min(columns, Math.ceil((right + ROOM) / CELL)),
      Math.min(rows, Math.ceil((bottom + ROOM) / CELL)),
    ];
    /**
     * @param {number} y
     * @param {number} x
     */
    const upTo = (y, x) => sums[y * (columns + 1) + x];
    return upTo(s, e) - upTo(n, e) - upTo(s, w) + upTo(n, w) === 0;
  };
}

/**
 * On which side of the line from a to b a point lies.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 */
const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

/**
 * @param {Line} one
 * @param {Line} other
 */
const crosses = (one, other) =>
  side(one.from, one.to, other.from) !== side(one.from, one.to, other.to) &&
  side(other.from, other.to, one.from) !== side(other.from, other.to, one.to);

/**
 * Whether a line runs through a rectangle.
 * @param {Line} line
 * @param {Rectangle} place
 */
export function runsThrough(line, { left, right, top, bottom }) {
  const [[ax, ay], [bx, by]] = [line.from, line.to];
  if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < top || Math.min(ay, by) > bottom)
    return false;
  /** @type {Point[]} */
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return new Set(corners.map((corner) => side(line.from, line.to, corner))).size > 1;
}

/**
 * @param {Rectangle} b
 * @param {Rectangle} t
 */
const meets = (b, t) => b.left < t.right + ROOM && b.right > t.left - ROOM && b.top < t.bottom && b.bottom > t.top;

/**
 * @param {Line} line
 * @param {{x: number, y: number}} mark
 */
function nearLine({ from: [ax, ay], to: [bx, by] }, { x, y }) {
  if (x < Math.min(ax, bx) - MARK || x > Math.max(ax, bx) + MARK) return false;
  if (y < Math.min(ay, by) - MARK || y > Math.max(ay, by) + MARK) return false;
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy) < MARK;
}

/**
 * A name that waits for a place beside its district.
 * @template T
 * @typedef {object} Waiting
 * @property {T} label
 * @property {Point[][]} rings of its district
 * @property {{x: number, y: number}} near
 * @property {{width: number, height: number}} size
 * @property {number} weight
 */

/**
 * @template T
 * @typedef {{label: T, place: Rectangle, line: Line}} Placed
 */

/**
 * Places for the dot: near the middle, and towards each side, from where another way may be free.
 * @param {Point[][]} rings
 * @param {{x: number, y: number}} near
 * @param {(place: Rectangle) => number} cost
 */
function dotsIn(rings, near, cost) {
  const box = L.bounds(rings.flat().map(([x, y]) => L.point(x, y)));
  const [{ x: west, y: north }, { x: east, y: south }] = [box.getTopLeft(), box.getBottomRight()];
  const aims = [near, { x: west, y: near.y }, { x: east, y: near.y }, { x: near.x, y: north }, { x: near.x, y: south }];
  const dots = aims.flatMap((aim) => freeRoom(rings, aim, { width: DOT, height: DOT }, 0.5, () => true, cost) ?? []);
  /** @type {Point[]} */
  const middles = dots.map(({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2]);
  return middles.filter(([x, y], k) => middles.findIndex(([a, b]) => a === x && b === y) === k);
}

/**
 * Places beside their districts, the first asked for first; lines cross neither each other nor names.
 * @template T
 * @param {L.Map} map
 * @param {Waiting<T>[]} waiting
 * @param {(place: Rectangle) => boolean} ground
 * @param {Rectangle[]} taken by other names and by controls
 * @param {{x: number, y: number}[]} marks
 * @returns {Placed<T>[]}
 */
export function placesBeside(map, waiting, ground, taken, marks) {
  const { x: width, y: height } = map.getSize();
  const seen = marks.filter(({ x, y }) => x > -MARK && y > -MARK && x < width + MARK && y < height + MARK);
  const reach = (narrow() ? REACH_NARROW : REACH) * Math.min(width, height);
  /** @param {Rectangle} b */
  const cost = (b) =>
    seen.filter(({ x, y }) => x > b.left - 4 && x < b.right + 4 && y > b.top - 4 && y < b.bottom + 4).length;
  const asked = waiting.flatMap(({ label, rings, near, size, weight }) => {
    /** @type {{place: Rectangle, line: Line, price: number}[]} */
    const places = [];
    for (const from of dotsIn(rings, near, cost)) {
      if (from[0] < 0 || from[1] < 0 || from[0] > width || from[1] > height) continue;
      for (let top = ROOM; top + size.height < height; top += STEP[1])
        for (let left = ROOM; left + size.width < width; left += STEP[0]) {
          const place = { left, right: left + size.width, top, bottom: top + size.height };
          /** @type {Point} The middle of a side, or of an end: where a line meets a name without touching its letters. */
          const to =
            from[0] < left - 4
              ? [left, top + size.height / 2]
              : from[0] > place.right + 4
                ? [place.right, top + size.height / 2]
                : [left + size.width / 2, from[1] < top ? top : place.bottom];
          const away = Math.hypot(to[0] - from[0], to[1] - from[1]);
          if (away > reach || !ground(place)) continue;
          places.push({ place, line: { from, to }, price: away });
        }
    }
    places.sort((a, b) => a.price - b.price);
    /** @type {typeof places} */
    const nearest = [];
    for (const one of places) {
      if (nearest.length === NEAREST) break;
      if (!taken.some((t) => meets(one.place, t) || runsThrough(one.line, t))) nearest.push(one);
    }
    for (const one of nearest) one.price += ACROSS_MARK * seen.filter((mark) => nearLine(one.line, mark)).length;
    nearest.sort((a, b) => a.price - b.price);
    return nearest.length ? [{ label, places: nearest, weight }] : [];
  });
  /** @type {Placed<T>[]} */
  let best = [];
  let most = 0;
  for (let k = 0; k < ORDERS; k += 1) {
    const found = inOrder(asked);
    const without = new Set(asked.filter(({ label }) => !found.some((one) => one.label === label)));
    const weight = asked.reduce((all, one) => all + (without.has(one) ? 0 : one.weight), 0);
    if (weight > most) [best, most] = [found, weight];
    if (!without.size) break;
    asked.sort((a, b) => Number(without.has(b)) - Number(without.has(a)));
  }
  return best;
}

/**
 * Give each its nearest place that is left.
 * @template T
 * @param {{label: T, places: {place: Rectangle, line: Line}[]}[]} asked
 * @returns {Placed<T>[]}
 */
function inOrder(asked) {
  /** @type {Placed<T>[]} */
  const found = [];
  for (const { label, places } of asked) {
    const best = places.find(
      ({ place, line }) =>
        !found.some(
          (other) =>
            meets(place, other.place) ||
            runsThrough(line, other.place) ||
            crosses(line, other.line) ||
            runsThrough(other.line, place),
        ),
    );
    if (best) found.push({ label, place: best.place, line: best.line });
  }
  return found;
}

/**
 * The line and the dot, drawn around a point of the map.
 * @param {Line} line
 * @param {{x: number, y: number}} origin
 */
export function drawLine({ from, to }, origin) {
  const [left, top] = [Math.min(from[0], to[0]) - DOT, Math.min(from[1], to[1]) - DOT];
  const [width, height] = [Math.abs(from[0] - to[0]) + 2 * DOT, Math.abs(from[1] - to[1]) + 2 * DOT];
  const way = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  const node = svg(
    'svg',
    { viewBox: `${left} ${top} ${width} ${height}`, width, height, class: 'leader', 'aria-hidden': 'true' },
    svg('line', { ...way, stroke: '#fff', 'stroke-width': 3, 'stroke-opacity': 0.8 }),
    svg('line', { ...way, stroke: '#26222f', 'stroke-width': 1 }),
    svg('circle', { cx: from[0], cy: from[1], r: DOT / 2, fill: '#26222f', stroke: '#fff', 'stroke-width': 1 }),
  );
  node.style.left = `${left - origin.x}px`;
  node.style.top = `${top - origin.y}px`;
  return node;
}
