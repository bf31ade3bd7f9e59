/**
 * Names on the map: districts first, then towns by rank. The name of a district lies whole inside its outline, or beside
 * all districts with a line into its own, or waits for a nearer zoom: over its neighbour it would read as the
 * neighbour's. What would overlap is left out.
 */
import { page } from '../data/state.js';
import { el } from '../text/dom.js';
import { districtName } from '../text/language.js';
import { ageOnLabel } from './clocks.js';
import { controlsOver, drawLine, groundOfNone, placesBeside, runsThrough } from './leaders.js';
import { freeRoom, outlineOf } from './room.js';

/** @import { Drawn } from '../types' */
/** @import { Line } from './leaders.js' */
/** @import { Point, Rectangle } from './room.js' */

/**
 * A name on the map.
 * @typedef {object} Label
 * @property {L.Marker} marker
 * @property {Drawn} [district] the outline that it has to stay in
 * @property {number} w width in pixels, without a clock
 * @property {number} rank
 * @property {number} told how many claims speak of it: of districts, the most spoken of come first
 * @property {number} from zoom
 */

const HALF = 8; // of a line of text, in pixels
const CLOCK = 17; // pixels that a clock after the name takes
const GAP = 2; // between a name and its outline
const COVERED = 1; // marks that a name may lie under, where there is no better room
const MOST_LINES = 40; // where more names wait, lines would be a thicket

/** @type {Label[]} */
const labels = [];

// Measured on a canvas: asking the page itself would lay it out over and over.
const pen = document.createElement('canvas').getContext('2d');
/**
 * @param {string} text
 * @param {string} font
 */
const width = (text, font) => {
  if (!pen) return 10 * text.length;
  pen.font = `${font} ${getComputedStyle(page.map.getContainer()).fontFamily}`;
  return pen.measureText(text).width + 4;
};

/** @param {L.Marker} marker */
const nameOf = (marker) => /** @type {HTMLElement} */ (marker.getElement()?.lastChild);

/**
 * @param {L.Marker} marker
 * @param {boolean} on
 */
const show = (marker, on) => {
  const node = marker.getElement();
  if (node) node.hidden = !on;
};

/** Fill the labels once the data is there. */
export const placeNames = () => {
  const { data, layers, map } = page;
  const named = new Set();
  layers.districts.eachLayer((outline) => {
    const district = data.districts[outline.feature.properties.i];
    const name = districtName(district.district);
    const icon = L.divIcon({ className: 'label label-district', html: el('span', {}, name), iconSize: [0, 0] });
    const options = { icon, pane: 'atlas-labels', interactive: false, keyboard: false };
    const marker = L.marker(district.at, options).addTo(map);
    ageOnLabel(district, nameOf(marker));
    const told = district.claims.length + district.groups.length;
    const known = told > 0;
    if (!known) marker.getElement()?.classList.add('quiet');
    const w = width(name, known ? '600 12.5px' : '11px');
    labels.push({ marker, district: outline, w, rank: known ? 0 : 5, told, from: known ? 0 : 8.75 });
    named.add(district.district).add(name);
  });
  layers.base_town.eachLayer((marker) => {
    const town = data.basemap.town[marker.feature.properties.i];
    if (!town.name) return;
    marker.getElement()?.append(el('i'), el('span', {}, town.name));
    const rank = town.rank ?? 5;
    // A town called like the district it lies in would read like a second district.
    const from = named.has(town.name) ? 10.5 : ([5, 7, 8.5, 9.5, 10.25][rank - 1] ?? 10.25);
    labels.push({ marker: /** @type {any} */ (marker), rank, told: 0, from, w: width(town.name, '11.5px') });
  });
  labels.sort((a, b) => a.rank - b.rank || b.told - a.told);
  map.on('moveend', place); // after a zoom, too
  place();
};

/** What a name may not cover: marks, and symbols of areas too small to be seen. */
function marks() {
  const { map, layers, data } = page;
  const sites = ['zone', 'find', 'accident', 'other'].flatMap((name) => layers[name].getLayers());
  const specks = data.areas.map((area) => area.at);
  return [...sites.map((mark) => mark.getLatLng()), ...specks].map((at) => map.latLngToContainerPoint(at));
}

/**
 * Put a name where there is room for it.
 * @param {Label} label
 * @param {Rectangle} spot
 * @param {Line} [line] to its district
 */
function put({ marker }, spot, line) {
  const text = nameOf(marker);
  const point = page.map.latLngToContainerPoint(marker.getLatLng());
  text.style.translate = `${(spot.left + spot.right) / 2 - point.x}px ${(spot.top + spot.bottom) / 2 - point.y}px`;
  if (line) marker.getElement()?.prepend(drawLine(line, point));
  marker.getElement()?.classList.toggle('beside', Boolean(line));
  show(marker, true);
}

function place() {
  const { map } = page;
  const zoom = map.getZoom();
  const covered = marks();
  /** @type {Rectangle[]} */
  const taken = [];
  /** @type {Line[]} */
  const lines = [];
  for (const { marker } of labels) {
    show(marker, false);
    marker.getElement()?.querySelector('.leader')?.remove();
  }
  /** @param {Rectangle} b */
  const free = (b) =>
    !taken.some((t) => b.left < t.right + 3 && b.right > t.left - 3 && b.top < t.bottom && b.bottom > t.top) &&
    !lines.some((line) => runsThrough(line, b));
  /** @param {Rectangle} b */
  const cost = (b) =>
    covered.filter((m) => m.x > b.left - 6 && m.x < b.right + 6 && m.y > b.top - 5 && m.y < b.bottom + 5).length;
  /** @param {Label} label */
  const about = ({ marker, w }) => ({
    near: map.latLngToContainerPoint(marker.getLatLng()),
    size: { width: w + (nameOf(marker).querySelector('.clock') ? CLOCK : 0), height: 2 * HALF },
  });
  /** @type {Map<Label, Point[][]>} */
  const outlines = new Map();
  for (const label of labels) if (label.district) outlines.set(label, outlineOf(map, label.district));
  /**
   * Put a name inside its outline, or a town's at its side; false where there is no room.
   * @param {Label} label
   */
  const inside = (label) => {
    const { near, size } = about(label);
    const rings = outlines.get(label);
    const spot = rings
      ? freeRoom(rings, near, size, GAP, free, cost)
      : [size.width / 2 + 7, -size.width / 2 - 7]
          .map((x) => ({
            left: near.x + x - size.width / 2,
            right: near.x + x + size.width / 2,
            top: near.y - HALF,
            bottom: near.y + HALF,
          }))
          .find((b) => free(b) && !cost(b));
    if (!spot || cost(spot) > COVERED) return false;
    put(label, spot);
    taken.push(spot);
    return true;
  };
  const due = labels.filter(({ from }) => zoom >= from);
  const waiting = due.filter((label) => label.rank === 0 && !inside(label));
  if (waiting.length && waiting.length <= MOST_LINES) {
    const controls = controlsOver(map);
    const ground = groundOfNone(map, [...outlines.values()], covered, controls);
    const asked = waiting.map((label) => ({
      label,
      rings: outlines.get(label) ?? [],
      weight: 1 + Math.sqrt(label.told),
      ...about(label),
    }));
    for (const { label, place: spot, line } of placesBeside(map, asked, ground, [...taken, ...controls], covered)) {
      put(label, spot, line);
      taken.push(spot);
      lines.push(line);
    }
  }
  for (const label of due) if (label.rank !== 0) inside(label);
}

/**
 * Show the names, or hide them.
 * @param {boolean} on
 */
export const showLabels = (on) => {
  const pane = page.map.getPane('atlas-labels');
  if (pane) pane.style.display = on ? '' : 'none';
};
