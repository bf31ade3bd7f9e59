/** Places that the reader asks about, as keys of a selection. */

import { formats } from '../text/grid.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { geodesicArea, geodesicLength } from '../tools/geodesy.js';

/** @import { Asked, At, Form } from '../types' */

export const FORMS = ['at', 'along', 'in']; // of one point, of two, of three and more
/** How far around a place the reader may ask, in metres. */
export const DISTANCES = [100, 500, 1000, 5000];
/** Points of a question at most. */
export const MOST = 60;
let within = 1000;

/**
 * How far around the next place is asked, in metres.
 * @param {number} metres
 */
export const reach = (metres) => {
  within = metres;
};

/**
 * The key of a question.
 * @param {Form} form
 * @param {At[]} points
 */
export const keyOf = (form, points) =>
  `here:${within}:${form}:${points.map((p) => p.map((v) => v.toFixed(6)).join(',')).join(';')}`;

/**
 * The question that a key holds, as an item to select; null if it is none.
 * @param {string} key
 * @returns {Asked | null}
 */
export const hereAsked = (key) => {
  const [, metres, form, text = ''] = key.split(':');
  const points = text.split(';').map((pair) => pair.split(',').map(Number));
  const sound = points.every(
    (p) => p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]) < 90 && Math.abs(p[1]) <= 540,
  );
  const enough = FORMS.indexOf(form) + 1;
  if (!sound || !DISTANCES.includes(Number(metres)) || !enough || points.length < enough || points.length > MOST)
    return null;
  const asked = /** @type {At[]} */ (points);
  const asks = /** @type {Form} */ (form);
  const box = L.latLngBounds(asked);
  return {
    key,
    form: asks,
    points: asked,
    within: Number(metres),
    claims: /** @type {number[]} */ ([]),
    at: asked[0],
    name: title(asks, asked),
    box: [
      [box.getSouth(), box.getWest()],
      [box.getNorth(), box.getEast()],
    ],
  };
};

/**
 * @param {Form} form
 * @param {At[]} points
 */
const title = (form, points) => {
  const [first] = Object.values(formats);
  if (form === 'along') return say('Along {length}', { length: words.metres(geodesicLength(points)) });
  if (form === 'in') return say('In {area}', { area: words.squareMetres(geodesicArea(points)) });
  return first(points[0][0], points[0][1], 1);
};
