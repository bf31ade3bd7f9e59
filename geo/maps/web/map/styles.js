/** How folium's layers look before the data is unpacked, and how areas and events do after it. */
import { isPosition } from '../text/areas.js';
import { drawSymbol, symbolOfEvent } from './symbols.js';
import { theme } from './theme.js';

/** @import { Area, Numbered } from '../types' */

/** How shapes look, by the name of their layer. */
export const styles = {
  base_land: () => ({ fillColor: '#ecebe6', fillOpacity: 1, color: '#cfccc4', weight: 1, interactive: false }),
  base_lake: () => ({ fillColor: '#d3e0e8', fillOpacity: 1, color: '#b3c6d2', weight: 0.7, interactive: false }),
  base_river: () => ({ color: '#b3c9d8', weight: 1.1, fill: false, interactive: false }),
  base_boundary: () => ({ color: '#77736b', weight: 1.3, dashArray: '6 3 1.5 3', fill: false, interactive: false }),
  districts: () => ({ fillColor: 'url(#hatch-none)', fillOpacity: 1, color: '#9a9a96', weight: 0.8 }),
  outlines: () => ({
    fill: false,
    color: theme.symbols.zone,
    weight: 2,
    opacity: 0.9,
    dashArray: '7 4',
    interactive: false,
  }),
  lines: () => ({ fill: false, color: theme.symbols.zone, weight: 3, dashArray: '2 5' }),
  // What a paper draws: a line, no ground.
  records: () => ({ fill: false, color: theme.symbols.record, weight: 3, dashArray: '9 4 2 4' }),
  hazards: () => ({ color: '#444', weight: 1 }),
  released: () => ({ color: '#444', weight: 1 }),
};

/** @type {Record<string, (feature: Numbered, at: L.LatLng) => L.Marker>} What stands for a point, by the name of its layer. */
export const points = {};

for (const kind of ['zone', 'find', 'accident', 'other']) {
  const pane = `atlas-${kind}s`.replace('others', 'other');
  points[kind] = (_, latlng) =>
    L.marker(latlng, {
      pane,
      keyboard: false,
      riseOnHover: true,
      icon: L.divIcon({ className: `mark mark-${kind}`, html: drawSymbol(kind), iconSize: [24, 24] }),
    });
}

// What an event was is not known before the data is unpacked: `dress` gives it its symbol.
points.events = (_, latlng) =>
  L.marker(latlng, {
    pane: 'atlas-finds',
    keyboard: false,
    riseOnHover: true,
    icon: L.divIcon({ className: 'mark mark-event', iconSize: [24, 24] }),
  });

/** A diamond of the same size in every zoom: where something is of which nobody knows how far it reaches. */
const diamond = {
  /** @this {any} */
  _updatePath() {
    const { x, y } = this._point;
    const r = this._radius;
    this._renderer._setPath(this, `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`);
  },
  /** @this {any} */
  getBounds() {
    return L.latLngBounds(this._latlng, this._latlng);
  },
};
for (const name of ['hazards', 'released'])
  points[name] = (_, latlng) => /** @type {any} */ (Object.assign(L.circleMarker(latlng, { radius: 7 }), diamond));

points.base_town = (_, latlng) =>
  L.marker(latlng, {
    pane: 'atlas-labels',
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: 'label label-town', iconSize: [0, 0] }),
  });

/**
 * The pane of an area, and with `-marks` that of its symbol, clock, band and vertices: no release is ever over a
 * hazard, nor anything suspected over what is confirmed.
 * @param {string} name
 * @param {string} status
 */
export const paneOf = (name, status) =>
  status === 'confirmed' ? 'atlas-confirmed' : name === 'hazards' ? 'atlas-hazards' : 'atlas-released';

/** Panes of areas and of their marks. */
export const AREA_PANES = ['atlas-released', 'atlas-hazards', 'atlas-confirmed'].flatMap((pane) => [
  pane,
  `${pane}-marks`,
]);

/**
 * How an area of the page is drawn: its fill says what it is, its outline the land status.
 * @param {string} name
 * @param {Area} area
 */
export const areaStyle = (name, area) => {
  if (name === 'lines') return styles.lines();
  const style = theme.areas[area.status];
  if (isPosition(area)) return { fillColor: style.colour, fillOpacity: 1, color: '#fff', weight: 1.5 };
  const status = area.support === 'reconstructed_polygon' ? area.support : name === 'hazards' ? area.land_status : '';
  const outline = theme.outlines[status ?? ''];
  return {
    fillColor: `url(#hatch-${area.status})`,
    fillOpacity: 1,
    color: outline?.colour || style.colour,
    weight: outline?.width ?? 1.8,
    dashArray: outline?.dash.join(' ') || style.dash || undefined,
  };
};

/**
 * The symbol of a delivered event.
 * @param {string} status
 */
export const eventIcon = (status) =>
  L.divIcon({ className: 'mark mark-event', html: drawSymbol(symbolOfEvent(status)), iconSize: [24, 24] });
