/** Classes of the figures of districts. */
import { theme } from '../map/theme.js';

/** @import { Cell, Figure } from '../types' */

/**
 * Which colour of the ramp a class has; fewer classes than colours spread over all of it.
 * @param {number} k
 * @param {number} classes
 */
export const step = (k, classes) => (classes === 1 ? 2 : Math.round((k * (theme.ramp.length - 1)) / (classes - 1)));

/**
 * @param {Figure} figure
 * @param {number} value
 */
const classOf = (figure, value) => {
  const k = figure.breaks.findIndex((bound) => value < bound);
  return k < 0 ? figure.breaks.length : k;
};

/**
 * Classes of the lowest and of the highest claim.
 * @param {Figure} figure
 * @param {Cell} cell
 */
export const spread = (figure, cell) => [classOf(figure, cell.at), classOf(figure, cell.high ?? cell.at)];
