/** Who takes a click on the map. */
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { openEarlierAt, sideAt } from '../time/swipe.js';
import { measureAt } from '../tools/measure.js';
import { openChangeAt } from './compare.js';
import { openLarge } from './large.js';

/** @import { MapClick } from '../types' */

/**
 * Open the topmost large feature at a place, with a way to those below it.
 * @param {L.LatLng} latlng
 * @returns {boolean} whether there is one
 */
export const selectLargeAt = (latlng) => {
  /** @type {[string, number][]} */
  const hits = ['events', 'hazards', 'released'].flatMap((name) =>
    page.large[name] && page.map.hasLayer(page.large[name])
      ? sideAt(name, latlng)
          .flatMap((layer) => layer.hit(latlng))
          .map((i) => /** @type {[string, number]} */ ([name, i]))
      : [],
  );
  if (hits.length) openLarge(hits, latlng);
  return hits.length > 0;
};

/**
 * Give a click on a shape or a mark to whoever it is meant for.
 * @param {MapClick} given
 */
export function takeClick({ at, list, item, spot }) {
  if (page.measuring) {
    measureAt(at);
    return;
  }
  // Canvas tiles have no element of their own to click on; what they show lies over districts.
  if (list !== 'sites' && openChangeAt(at)) return;
  if (list === 'districts' && (openEarlierAt(at) || selectLargeAt(at))) return;
  if (item) select(item.key, { at: spot });
}
