/** Online base maps: asked for by the reader, never before. */
import { page } from '../data/state.js';
import { byId } from '../text/dom.js';

/** @type {Record<string, L.TileLayer>} */
const tiles = {};

/** @type {L.Rectangle | undefined} */
let sea;

/** Colour as sea what the base map covers and holds no land; beyond it nobody says which is which. */
export const showSea = () => {
  const { layers, map } = page;
  if (!layers.base_land.getLayers().length) return;
  sea ??= L.rectangle(/** @type {L.LatLngBounds} */ (layers.base_land.getBounds()), {
    pane: 'atlas-land',
    className: 'sea',
    stroke: false,
    fillColor: '#dfe6ea',
    fillOpacity: 1,
    interactive: false,
  });
  sea.addTo(map).bringToBack();
};

/**
 * An online base map: made when the reader first asks for it, never before; one at a time.
 * @param {string} id
 * @param {boolean} on
 */
export const onlineBaseMap = (id, on) => {
  const { data, map } = page;
  const wanted = data.online.find((one) => one.id === id);
  if (!wanted) return;
  const { url, credit, max_zoom: maxZoom } = wanted;
  if (on) {
    for (const other of data.online) {
      if (other.id === id) continue;
      tiles[other.id]?.remove();
      byId(`mark-online-${other.id}`).checked = false;
    }
    tiles[id] ??= L.tileLayer(url, { maxZoom, attribution: credit, noWrap: true });
    tiles[id].addTo(map);
  } else tiles[id]?.remove();
  if (on) sea?.remove();
  else showSea();
  for (const name of ['base_land', 'base_lake', 'base_river']) {
    if (on) page.layers[name].remove();
    else page.layers[name].addTo(map);
  }
  byId('page').classList.toggle('over-tiles', on);
};
