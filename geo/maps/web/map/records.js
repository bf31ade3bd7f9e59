/** Error bands of minefield records, and their items when near: rings, since nobody found them there. */

import { page } from '../data/state.js';
import { areaInTime } from '../data/time.js';
import { band } from './band.js';
import { theme } from './theme.js';

/** @import { Drawing } from '../types' */

const ITEMS_FROM = 16; // zoom
const MOST = 4000; // items at once

/**
 * What the scale lets one see of the records in view.
 * @param {Drawing} layer
 * @returns {(L.Layer | null)[]}
 */
export const recordsNear = (layer) => {
  const { map, data } = page;
  if (!map.hasLayer(/** @type {any} */ (layer))) return [];
  const bounds = map.getBounds();
  const colour = theme.symbols.record;
  /** @type {(L.Layer | null)[]} */
  const found = [];
  let left = map.getZoom() < ITEMS_FROM ? 0 : MOST;
  layer.eachLayer((outline) => {
    const area = data.areas[outline.feature.properties.i];
    if (!areaInTime(area) || !bounds.pad(0.2).intersects(outline.getBounds())) return;
    if (area.ce95_m) found.push(band(outline, area.ce95_m, colour, 'atlas-records'));
    for (const at of area.items ?? []) {
      if (left <= 0) break;
      if (!bounds.contains(at)) continue;
      left -= 1;
      found.push(
        L.circleMarker(at, {
          pane: 'atlas-records',
          radius: 4,
          weight: 1.6,
          color: colour,
          fill: false,
          interactive: false,
          className: 'recorded-item',
        }),
      );
    }
  });
  return found;
};
