/** What the filter and the day leave. */

import { tell } from '../signals.js';
import { filteredCells } from './cells.js';
import { filtering, hideBut, passes } from './filter.js';
import { page } from './state.js';
import { inTime, timeOn } from './time.js';

/** @import { Figure } from '../types' */

/**
 * Work out again which claims are hidden, and the figures of districts from the rest.
 * @param {Figure[]} [figures] which; all if not given
 */
export const sift = (figures = page.data.figures) => {
  hideBut(filtering() || timeOn() ? (i) => passes(page.data.claims[i]) && inTime(i) : null);
  for (const figure of figures) if (figure.id) figure.cells = filteredCells(figure);
  tell('sifted');
};
