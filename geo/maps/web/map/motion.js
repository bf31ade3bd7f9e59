/** What moves by itself: nothing for a reader who asked for less motion, and nothing before the page is ready. */
import { page } from '../data/state.js';

const less = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Whether something may move by itself now. */
export const moves = () => !less && page.ready !== undefined;

/** Keep Leaflet from moving more than the reader wants; before folium makes the map. */
export function restrain() {
  if (less) L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, inertia: false });
  // Leaflet slides the map under an opening popup and on arrow keys without asking. A view that still slides
  // when the page says it is ready would be another one than the address tells.
  const { panBy } = L.Map.prototype;
  L.Map.include({
    /** @this {L.Map} @param {L.PointExpression} offset @param {L.PanOptions} options */
    panBy(offset, options) {
      return panBy.call(this, offset, moves() ? options : { ...options, animate: false });
    },
  });
}
