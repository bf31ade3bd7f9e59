/** Figures of districts in words. */
import { hider } from './counts.js';
import { say } from './language.js';
import * as words from './words.js';

/** @import { Figure } from '../types' */

/**
 * The figure of a district in words, or that there is none.
 * @param {Figure} figure
 * @param {number} i
 */
export const cellText = (figure, i) => {
  const cell = figure.cells[i];
  const n = figure.hidden?.[i];
  if (!cell)
    return n
      ? say('hidden by {by}: {what}', { by: hider(), what: words.count(n, 'claim') })
      : say('no figure reported');
  if (figure.id === 'age') return words.date(cell.day);
  const { low, high } = cell;
  const unit = figure.unit === '%' ? '\u202f%' : ` ${figure.unit}`;
  const text = `${words.range(round(low), round(high))}${unit}`;
  return low === undefined
    ? say('up to {figure}', { figure: text })
    : high === undefined
      ? say('at least {figure}', { figure: text })
      : text;
};

/** @param {number | undefined} v */
const round = (v) => (v === undefined ? v : Math.round(v * 100) / 100);

/**
 * Who claims it, shortly: everybody where few, a count where many.
 * @param {Figure} figure
 */
export const claimants = (figure) => {
  if (!figure.by.length) return null;
  const shown = figure.by.slice(0, 2).join('; ');
  return figure.by.length > 2
    ? say('Claimed by {names} and others ({n} more)', { names: shown, n: words.number(figure.by.length - 2) })
    : say('Claimed by {names}', { names: shown });
};
