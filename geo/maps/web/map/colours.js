/** Colour the districts by a figure, with its legend; and the list of districts by that figure. */
import { remember } from '../data/address.js';
import { spread, step } from '../data/classes.js';
import { page } from '../data/state.js';
import { tell } from '../signals.js';
import { hider } from '../text/counts.js';
import { byId, el } from '../text/dom.js';
import { claimants } from '../text/figures.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { theme } from './theme.js';

/** @import { Cell, Figure } from '../types' */

/**
 * Fill of a district: where claims differ by a class or more, stripes of both, neither first.
 * @param {Figure} figure
 * @param {Cell | undefined} cell
 * @param {number | undefined} covered
 */
export const fillOf = (figure, cell, covered) => {
  if (!cell) return covered ? 'url(#hatch-hidden)' : 'url(#hatch-none)';
  const classes = figure.breaks.length + 1;
  const [low, high] = spread(figure, cell).map((k) => step(k, classes));
  return low === high ? theme.ramp[low] : `url(#stripes-${low}-${high})`;
};

/** The figure chosen, for the address. */
export const inFigure = () => (page.figure?.id ? { fig: page.figure.id } : {});

/**
 * Choose the figure and paint.
 * @param {string | undefined} id
 */
export const chooseFigure = (id) => {
  const { data } = page;
  page.figure = data.figures.find((f) => f.id === id) ?? data.figures[0] ?? NO_FIGURES;
  paintFigure();
  tell('figure');
  remember();
};

/** Paint the districts and the legend by the figure chosen. */
export const paintFigure = () => {
  page.layers.districts.eachLayer((layer) => {
    const { i } = layer.feature.properties;
    layer.setStyle({ fillColor: fillOf(page.figure, page.figure.cells[i], page.figure.hidden?.[i]) });
  });
  legend();
};

/** @type {Figure} */
const NO_FIGURES = {
  id: '',
  title: say('No figures of districts'),
  unit: '',
  by: [],
  note: '',
  what: '',
  breaks: [],
  cells: {},
};

/**
 * @param {Figure} figure
 * @param {number} k
 */
function classLabel(figure, k) {
  const { breaks, unit } = figure;
  const f = words.number;
  const suffix = unit === '%' ? '\u202f%' : '';
  if (!breaks.length) return `${say('all figures')}${suffix}`;
  if (k === 0) return say('below {figure}', { figure: `${f(breaks[0])}${suffix}` });
  if (k === breaks.length) return say('{figure} and more', { figure: `${f(breaks[k - 1])}${suffix}` });
  return `${f(breaks[k - 1])} – ${f(breaks[k])}${suffix}`;
}

/** @param {string | null} colour */
const swatch = (colour) =>
  el('span', {
    class:
      /** @type {Record<string, string>} */ ({ striped: 'swatch swatch-striped', hidden: 'swatch swatch-hidden' })[
        colour ?? ''
      ] ?? (colour ? 'swatch' : 'swatch swatch-none'),
    style: colour && !['striped', 'hidden'].includes(colour) ? `background:${colour}` : null,
  });

function legend() {
  const { data, figure } = page;
  const box = byId('legend-figure');
  const classes = figure.breaks.length + 1;
  const shown = data.districts.filter((d) => d.drawn).map((d) => figure.cells[data.districts.indexOf(d)]);
  /** @param {number} k */
  const agreed = (k) => (/** @type {Cell | undefined} */ c) => c && spread(figure, c).every((end) => end === k);
  const counts = Array.from({ length: classes }, (_, k) => shown.filter(agreed(k)).length);
  const differ = shown.filter((c) => c && spread(figure, c)[0] !== spread(figure, c)[1]).length;
  const covered = data.districts.filter((d, i) => d.drawn && !figure.cells[i] && figure.hidden?.[i]).length;
  const none = shown.filter((c) => !c).length - covered;
  /**
   * @param {string | null} colour
   * @param {string} label
   * @param {number} n
   */
  const row = (colour, label, n) =>
    el('li', {}, swatch(colour), el('span', {}, label), el('span', { class: 'count' }, n));
  const classless = row(null, say('no figure reported'), none);
  box.hidden = figure === NO_FIGURES && none <= 0; // an empty box would look as if something were missing
  if (figure === NO_FIGURES) {
    // the hatching still has to be explained
    box.replaceChildren(el('ul', { class: 'classes' }, none > 0 && classless));
    return;
  }
  box.replaceChildren(
    el(
      'p',
      { class: 'legend-what' },
      [figure.unit === '%' ? say('per cent') : figure.unit, figure.what].filter(Boolean).join(' · '),
    ),
    el(
      'ul',
      { class: 'classes', 'aria-label': say('Classes and number of districts') },
      counts.map((n, k) => row(theme.ramp[step(k, classes)], classLabel(figure, k), n)),
      differ > 0 && row('striped', say('claims differ: both classes'), differ),
      covered > 0 && row('hidden', say('hidden by {by}', { by: hider() }), covered),
      classless,
    ),
    el(
      'p',
      { class: 'close-note' },
      say('So near, districts are not coloured: outlines are read. Zoom out for the colours.'),
    ),
    el(
      'p',
      { class: 'legend-note' },
      [claimants(figure), figure.note].filter(Boolean).map((t) => el('span', {}, t)),
    ),
  );
}
