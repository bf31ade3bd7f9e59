/** Names on the map: districts first, then towns by rank; what would overlap is left out. */
import { page } from '../data/state.js';
import { el } from '../text/dom.js';
import { districtName } from '../text/language.js';
import { ageOnLabel } from './clocks.js';

/**
 * A name on the map.
 * @typedef {object} Label
 * @property {L.Marker} marker
 * @property {boolean} [district]
 * @property {number} w width in pixels
 * @property {number} rank
 * @property {number} from zoom
 */

/** @typedef {{x: number, y: number, left: number, right: number, top: number, bottom: number}} Spot */

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
  pen.font = `${font} Arial, sans-serif`;
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
  data.districts.forEach((district) => {
    if (!district.drawn) return;
    const icon = L.divIcon({
      className: 'label label-district',
      html: el('span', {}, districtName(district.district)),
      iconSize: [0, 0],
    });
    const marker = L.marker(district.at, { icon, pane: 'atlas-labels', interactive: false, keyboard: false }).addTo(
      map,
    );
    ageOnLabel(district, nameOf(marker));
    const known = district.claims.length + district.groups.length > 0;
    if (!known) marker.getElement()?.classList.add('quiet');
    labels.push({
      marker,
      district: true,
      w: width(districtName(district.district), known ? '600 12.5px' : '11px'),
      rank: known ? 0 : 5,
      from: known ? 7.5 : 8.75,
    });
    named.add(district.district).add(districtName(district.district));
  });
  layers.base_town.eachLayer((marker) => {
    const town = data.basemap.town[marker.feature.properties.i];
    if (!town.name) return;
    marker.getElement()?.append(el('i'), el('span', {}, town.name));
    const rank = town.rank ?? 5;
    // A town called like the district it lies in would read like a second district.
    const from = named.has(town.name) ? 10.5 : ([5, 7, 8.5, 9.5, 10.25][rank - 1] ?? 10.25);
    labels.push({ marker: /** @type {any} */ (marker), rank, from, w: width(town.name, '11.5px') });
  });
  labels.sort((a, b) => a.rank - b.rank);
  map.on('zoomend', place);
  place();
};

// Where a name may stand, in pixels from its point; the first that covers no mark is taken.
const DISTRICT_SPOTS = [
  [0, 0],
  [0, -16],
  [0, 16],
  [-26, 0],
  [26, 0],
  [0, -30],
  [0, 30],
  [-34, -16],
  [34, -16],
  [-34, 16],
  [34, 16],
];

function place() {
  const { map } = page;
  const zoom = map.getZoom();
  const marks = ['zone', 'find', 'accident', 'other']
    .flatMap((name) => page.layers[name].getLayers())
    .map((mark) => map.latLngToContainerPoint(mark.getLatLng()));
  /** @type {Spot[]} */
  const taken = [];
  for (const { marker, from } of labels) show(marker, zoom >= from);
  const shown = labels.filter(({ from }) => zoom >= from).map((label) => ({ ...label, text: nameOf(label.marker) }));
  for (const { marker, text, w, district } of shown) {
    const point = map.latLngToContainerPoint(marker.getLatLng());
    const spots = district
      ? DISTRICT_SPOTS
      : [
          [w / 2 + 7, 0],
          [-w / 2 - 7, 0],
        ];
    const boxes = spots
      .map(([x, y]) => ({
        x,
        y,
        left: point.x + x - w / 2,
        right: point.x + x + w / 2,
        top: point.y + y - 8,
        bottom: point.y + y + 8,
      }))
      .filter(
        (b) => !taken.some((t) => b.left < t.right + 3 && b.right > t.left - 3 && b.top < t.bottom && b.bottom > t.top),
      );
    /** @param {Spot} b */
    const covered = (b) =>
      marks.filter((m) => m.x > b.left - 6 && m.x < b.right + 6 && m.y > b.top - 5 && m.y < b.bottom + 5).length;
    const best = boxes.reduce((/** @type {{b: Spot, n: number} | null} */ found, b) => {
      const n = covered(b);
      return !found || n < found.n ? { b, n } : found;
    }, null);
    if (!best || (!district && best.n)) {
      show(marker, false);
      continue;
    }
    text.style.translate = `${best.b.x}px ${best.b.y}px`;
    taken.push(best.b);
  }
}
/** @param {boolean} on */
export const showLabels = (on) => {
  const pane = page.map.getPane('atlas-labels');
  if (pane) pane.style.display = on ? '' : 'none';
};
