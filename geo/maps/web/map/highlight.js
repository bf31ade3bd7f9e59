/** What the map outlines: the selection, and what the pointer or a row of a table is on. */

import { lookUp } from '../data/find.js';
import { page } from '../data/state.js';
import { tell } from '../signals.js';
import { isPosition } from '../text/areas.js';

/** @import { Area, Asked, Found, Site } from '../types' */

/** @type {L.Circle | null} */
let ring = null;

/**
 * The circle within which a site lies; drawn where it is large enough to see.
 * @param {Site | null} site
 */
export const showRing = (site) => {
  ring?.remove();
  ring = null;
  const chosen = page.selected ? lookUp(page.selected) : null;
  site ??= chosen?.kind === 'site' ? chosen.item : null;
  if (!site?.accuracy_m || page.map.getZoom() < 10) return;
  ring = L.circle(site.at, {
    radius: site.accuracy_m,
    pane: 'atlas-highlight',
    interactive: false,
    color: '#333',
    weight: 1.2,
    dashArray: '3 4',
    fillColor: '#fff',
    fillOpacity: 0.25,
  }).addTo(page.map);
};

/** @type {L.LayerGroup | null} */
let spot = null;

/** @param {Site | Area} item */
const boxOf = (item) => /** @type {Area} */ (item).box;

/**
 * The outlines that small layers draw of an area.
 * @param {Area} item
 * @returns {any[]}
 */
function outlinesOf(item) {
  const i = page.data.areas.indexOf(item);
  return ['hazards', 'released', 'lines', 'records']
    .flatMap((name) => page.layers[name].getLayers())
    .filter((layer) => layer.feature.properties.i === i)
    .map((layer) => layer.feature);
}

/**
 * Outline a site or an area, as found by `lookUp`; nothing else.
 * @param {Found | null} found
 */
export const showSpot = (found) => {
  spot?.remove();
  spot = null;
  if (!found || found.kind === 'district' || found.kind === 'group') return;
  /** @param {L.PathOptions} style */
  const line = (style) => {
    const look = { pane: 'atlas-highlight', interactive: false, fill: false, ...style };
    if (found.kind === 'here') return hereDrawn(found.item, look);
    if (found.kind !== 'area') return L.circleMarker(found.item.at ?? boxOf(found.item)[0], { ...look, radius: 15 });
    // On canvas tiles a feature has no shape of its own here: its extent stands for it.
    if (isPosition(found.item)) return L.circleMarker(found.item.at ?? boxOf(found.item)[0], { ...look, radius: 15 });
    if (found.item.of) return L.rectangle(found.item.box, look);
    return L.geoJSON(outlinesOf(found.item), { ...look, style: look });
  };
  spot = L.layerGroup([
    line({ color: '#fff', weight: 6, opacity: 0.9 }),
    line({ color: '#1b1e22', weight: 2.4 }),
  ]).addTo(page.map);
};

/** @type {L.LayerGroup | null} */
let highlight = null;

/**
 * Outline the districts of a selection.
 * @param {string[]} names
 */
export const outlineDistricts = (names) => {
  highlight?.remove();
  const wanted = new Set(names);
  const found = page.layers.districts
    .getLayers()
    .filter((layer) => wanted.has(page.data.districts[layer.feature.properties.i].district))
    .map((layer) => layer.feature);
  /** @param {L.PathOptions} style */
  const line = (style) =>
    L.geoJSON(found, { pane: 'atlas-highlight', interactive: false, style: { fill: false, ...style } });
  highlight = L.layerGroup([
    line({ color: '#fff', weight: 6, opacity: 0.9 }),
    line({ color: '#1b1e22', weight: 2.4 }),
  ]).addTo(page.map);
};

/** Show what is selected. */
export const highlightSelection = () => {
  const found = page.selected ? lookUp(page.selected) : null;
  outlineDistricts(
    found?.kind === 'district' ? [found.item.district] : found?.kind === 'group' ? found.item.districts : [],
  );
  showRing(null);
  showSpot(found);
  tell('areas');
};

/**
 * What the map shows of the question.
 * @param {Asked} given
 * @param {L.PathOptions} style
 */
export const hereDrawn = ({ form, points, within: metres }, style) => {
  if (form === 'at')
    return L.layerGroup([
      L.circleMarker(points[0], { ...style, radius: 6 }),
      L.circle(points[0], { ...style, weight: (style.weight ?? 2) / 2, radius: metres, dashArray: '4 5' }),
    ]);
  return form === 'in' ? L.polygon(points, style) : L.polyline(points, style);
};
