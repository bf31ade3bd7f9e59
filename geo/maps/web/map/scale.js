/**
 * What the scale lets one see of an area: a symbol where its outline would be a speck, the outline
 * nearer, its vertices and the band of its accuracy when near. Outlines are drawn exactly as they
 * are given at every scale: nothing is simplified, smoothed or moved.
 */

import { lookUp } from '../data/find.js';
import { page } from '../data/state.js';
import { areaInTime } from '../data/time.js';
import { isPosition } from '../text/areas.js';
import { svg } from '../text/dom.js';
import { swipedAreas } from '../time/swipe.js';
import { band } from './band.js';
import { clockAt } from './clocks.js';
import { recordsNear } from './records.js';
import { paneOf } from './styles.js';
import { theme } from './theme.js';

/** @import { Area, Drawn } from '../types' */

const SPECK = 9; // pixels; a smaller outline cannot be read
const VERTICES_FROM = 14; // zoom
const MOST = 3000; // vertices at once
/** @type {L.LayerGroup | null} */
let drawn = null;

/**
 * Outer and inner vertices of a shape, the closing one of each ring left out.
 * @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} shape
 */
const vertices = (shape) =>
  (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat(1)).flatMap((ring) => ring.slice(0, -1));

/** @param {Drawn} layer */
const extent = (layer) => {
  const [a, b] = [layer.getBounds().getNorthWest(), layer.getBounds().getSouthEast()].map((corner) =>
    page.map.latLngToLayerPoint(corner),
  );
  return Math.max(b.x - a.x, b.y - a.y);
};

/**
 * What stands for an area that is too small to be seen.
 * @param {string} name
 * @param {Area} area
 * @param {string} pane
 */
const symbol = (name, area, pane) =>
  L.marker(area.at, {
    pane,
    keyboard: false,
    icon: L.divIcon({
      className: 'speck',
      iconSize: [12, 12],
      html: svg(
        'svg',
        { viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' },
        svg('path', {
          d: name === 'hazards' ? 'M6 1L11 11H1Z' : 'M2 2h8v8H2Z',
          fill: theme.areas[area.status].colour,
          stroke: '#fff',
          'stroke-width': 1.2,
        }),
      ),
    }),
  });

function draw() {
  const { map, layers, data } = page;
  drawn?.remove();
  const zoom = map.getZoom();
  const bounds = map.getBounds();
  /** @type {(L.Layer | null)[]} */
  const found = [];
  let left = MOST;
  for (const name of ['hazards', 'released']) {
    layers[name].eachLayer((layer) => {
      const area = data.areas[layer.feature.properties.i];
      if (!areaInTime(area) || !bounds.intersects(layer.getBounds())) return;
      const { colour } = theme.areas[area.status];
      const pane = `${paneOf(name, area.status)}-marks`;
      const pixels = extent(layer);
      found.push(clockAt(area, pixels, pane));
      if (isPosition(area)) return;
      if (pixels < SPECK) {
        found.push(symbol(name, area, pane).on('click', (event) => layer.fire('click', event)));
        return;
      }
      if (area.horizontal_accuracy_m) found.push(band(layer, area.horizontal_accuracy_m, colour, pane));
      if (zoom < VERTICES_FROM) return;
      for (const [lng, lat] of vertices(layer.feature.geometry)) {
        if (left > 0 && bounds.contains([lat, lng])) {
          left -= 1;
          found.push(
            L.circleMarker([lat, lng], {
              pane,
              radius: 2.5,
              weight: 1.2,
              color: '#222',
              fillColor: '#fff',
              fillOpacity: 1,
              interactive: false,
              className: 'vertex',
            }),
          );
        }
      }
    });
  }
  found.push(...recordsNear(layers.records));
  for (const { name, layer, area } of swipedAreas()) {
    if (!isPosition(area) && bounds.intersects(layer.getBounds()) && extent(layer) < SPECK)
      found.push(
        symbol(name, area, `${paneOf(name, area.status)}-marks-was`).on('click', (event) => layer.fire('click', event)),
      );
  }
  const chosen = page.selected ? lookUp(page.selected) : null;
  const uncertainty = chosen?.kind === 'district' ? chosen.item.uncertainty_m : undefined;
  if (chosen && uncertainty) {
    layers.districts.eachLayer((layer) => {
      if (data.districts[layer.feature.properties.i] === chosen.item)
        found.push(band(layer, uncertainty, '#1b1e22', 'atlas-bands'));
    });
  }
  drawn = L.layerGroup(found.filter((one) => one !== null)).addTo(map);
}
/** Draw again what the scale lets one see. */
export const drawScale = () => draw();

/** Draw it whenever the map has moved. */
export const followScale = () => {
  draw();
  page.map.on('moveend', draw);
};
