/** The grid that vertices are cells of: Web Mercator, 2^29 cells around the world. */

/** Cells around the world. */
export const WORLD = 2 ** 29;

/**
 * Latitude and longitude to the grid.
 * @param {{lat: number, lng: number}} given
 * @returns {[x: number, y: number]}
 */
export const toGrid = ({ lat, lng }) => {
  const bounded = Math.max(-89.9999995, Math.min(89.9999995, lat)) * (Math.PI / 180);
  return [(lng / 360 + 0.5) * WORLD, (0.5 - Math.asinh(Math.tan(bounded)) / (2 * Math.PI)) * WORLD];
};

/**
 * And back.
 * @param {number} x
 * @param {number} y
 */
export const toLatLng = (x, y) =>
  L.latLng(Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) * (180 / Math.PI), (x / WORLD - 0.5) * 360);
