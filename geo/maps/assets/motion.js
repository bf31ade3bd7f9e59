'use strict';
/** What moves by itself: nothing for a reader who asked for less motion, and nothing before the page is ready. */
(() => {
  const less = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** Whether something may move by itself now. */
  atlas.moves = () => !less && atlas.ready !== undefined;

  if (less) L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, inertia: false });
  // Leaflet slides the map under an opening popup and on arrow keys without asking. A view that still slides
  // when the page says it is ready would be another one than the address tells.
  const { panBy } = L.Map.prototype;
  L.Map.include({ panBy(offset, options) { return panBy.call(this, offset, atlas.moves() ? options : { ...options, animate: false }); } });
})();
