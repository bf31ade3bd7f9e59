/**
 * What all parts of the page share. folium's scripts and the tests know it as `window.atlas`; folium puts the map and
 * its layers in before `start` runs, and `start` the data.
 */

/** @type {import('../types').Page} */
export const page = Object.assign(/** @type {any} */ (globalThis).atlas ?? {}, {
  layers: {},
  large: {},
  wasLarge: {},
  selected: null,
  tab: null,
  measuring: false,
});
