/** What the filter and the day leave. */

import { tell } from '../signals.js';
import { filteredCells } from './cells.js';
import { filtering, hideBut, passes } from './filter.js';
import { page } from './state.js';
import { atDay, inTime, timeOn } from './time.js';

/** @import { Figure } from '../types' */

const hide = () => hideBut(filtering() || timeOn() ? (i) => passes(page.data.claims[i]) && inTime(i) : null);

/**
 * Cells of a figure on another day; what is shown stays as it is.
 * @param {Figure} figure
 * @param {string} day
 */
export const cellsOn = (figure, day) => {
  const { cells, hidden } = figure;
  if (!figure.id) return { cells, hidden };
  const then = atDay(day, () => {
    hide();
    return { cells: filteredCells(figure), hidden: figure.hidden };
  });
  hide();
  Object.assign(figure, { cells, hidden });
  return then;
};

/**
 * Work out again which claims are hidden, and the figures of districts from the rest.
 * @param {Figure[]} [figures] which; all if not given
 */
export const sift = (figures = page.data.figures) => {
  hide();
  for (const figure of figures) if (figure.id) figure.cells = filteredCells(figure);
  tell('sifted');
};
