/** What folium's scripts, and the page, know of the canvas layer: `window.canvasTiles`. */
import { inside } from './age.js';
import { clicks } from './clicks.js';
import { toGrid, toLatLng, WORLD } from './grid.js';
import { addLayer, finish, Tiles } from './layer.js';
import { AREA, POINT } from './unpack.js';
import { words } from './words.js';

export const canvasTiles = Object.assign(/** @type {any} */ (globalThis).canvasTiles, {
  AREA,
  POINT,
  Tiles,
  WORLD,
  clicks,
  finish,
  inside,
  layer: addLayer,
  toGrid,
  toLatLng,
  words,
});
