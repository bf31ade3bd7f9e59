/** The page on paper: the map at a size that fits A4 landscape, and the sources of what it shows. */
import { kept } from '../data/filter.js';
import { lookUp } from '../data/find.js';
import { page } from '../data/state.js';
import { narrow } from '../panel/panel.js';
import { byId, el, first } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

const PIXEL = 0.0254 / 96; // metres on paper at 100 %
/** @type {{centre: L.LatLng, zoom: number, bounds: L.LatLngBounds, open: boolean} | null} */
let before = null;

/** Claims behind what the map shows: the districts' figure and the marks in view, what is selected. */
function claimsShown() {
  const { data, map, figure } = page;
  const bounds = map.getBounds();
  const selected = page.tab === 'place' && page.selected ? lookUp(page.selected)?.item : null;
  return kept([
    ...new Set([
      ...data.districts.flatMap((d, i) => (d.drawn && bounds.intersects(d.box) ? (figure.cells[i]?.claims ?? []) : [])),
      ...data.sites.flatMap((s) => (bounds.contains(s.at) ? s.claims : [])),
      ...data.areas.flatMap((a) => (bounds.intersects(a.box) ? a.claims : [])),
      ...(selected?.claims ?? []),
    ]),
  ]);
}

/** Numbers of the sources of what the map shows. */
export const sourcesShown = () => {
  const { data, map } = page;
  const bounds = map.getBounds();
  return [
    ...new Set([
      ...claimsShown().map((i) => data.claims[i].source),
      ...data.areas.filter((a) => bounds.intersects(a.box)).flatMap((a) => a.source ?? []),
    ]),
  ].sort((a, b) => a - b);
};

function facts() {
  const { map, data } = page;
  const { lat } = map.getCenter();
  const ground = (40_075_017 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  const scale = Number((ground / PIXEL).toPrecision(2));
  return [
    say('Printed {date}', { date: words.date(new Date().toISOString().slice(0, 10)) }),
    say('Data to {date}.', { date: words.date(data.meta.data_date) || say('an unknown date') }).replace(/[.։]$/, ''),
    say('scale about 1:{scale} at {latitude} if printed at 100 %', {
      scale: words.number(scale),
      latitude: `${Math.abs(lat).toFixed(1)}° ${lat < 0 ? 'S' : 'N'}`,
    }),
    'Mercator, WGS 84',
    data.claims.length && byId('filter-state').textContent,
  ]
    .filter(Boolean)
    .join(' · ');
}

function fill() {
  const { data } = page;
  // Features on canvas tiles are too many to ask each for its source.
  const large = Object.keys(page.large).length > 0;
  const numbers = large ? data.sources.map((_s, k) => k + 1) : sourcesShown();
  byId('print-facts').textContent = facts();
  byId('print-sources').replaceChildren(
    el(
      'h2',
      {},
      large ? say('All sources of this dataset') : say('Sources of what this map shows'),
      el('span', { class: 'count' }, words.number(numbers.length)),
    ),
    el(
      'ol',
      {},
      numbers.map((n) => {
        const s = data.sources[n - 1];
        return el(
          'li',
          {},
          `[${n}] `,
          el('b', {}, s.title),
          ' ',
          [s.publisher, words.date(s.published) || say('undated'), s.url].filter(Boolean).join(', '),
        );
      }),
    ),
  );
}

const legendCard = () => /** @type {HTMLDetailsElement | null} */ (document.querySelector('.legend-card'));

/** The part of the map that the legend does not cover. */
function uncovered() {
  const { map } = page;
  const { x, y } = map.getSize();
  const legend = legendCard();
  const left =
    legend?.open && !narrow()
      ? Math.min(legend.getBoundingClientRect().right - map.getContainer().getBoundingClientRect().left, x / 2)
      : 0;
  return L.latLngBounds(map.containerPointToLatLng([left, y]), map.containerPointToLatLng([x, 0]));
}

/** @param {boolean} on */
function dress(on) {
  const { map } = page;
  if (on === (before !== null)) return;
  if (on) {
    const legend = legendCard();
    before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: uncovered(), open: legend?.open ?? false };
    if (legend) legend.open = true; // folded on the screen or not: colours and marks on paper need their meaning
    document.documentElement.classList.add('printing');
    document.documentElement.dataset.tab = page.tab ?? '';
    map.invalidateSize({ pan: false, animate: false });
    map.fitBounds(before.bounds, { animate: false });
    /** @type {any} */ (window).canvasTiles?.finish(); // the page is taken as it stands when this returns
    fill();
  } else {
    const { centre, zoom, open } = /** @type {{centre: L.LatLng, zoom: number, open: boolean}} */ (before);
    before = null;
    const legend = legendCard();
    if (legend) legend.open = open;
    document.documentElement.classList.remove('printing');
    map.invalidateSize({ pan: false, animate: false });
    map.setView(centre, zoom, { animate: false });
  }
}

export const readyToPrint = () => {
  first('.chart').append(el('p', { id: 'print-facts', class: 'print-facts' }));
  byId('page').append(
    el('section', { id: 'print-sources', class: 'print-sources', 'aria-label': say('Sources of what the map shows') }),
  );
  window.addEventListener('beforeprint', () => dress(true));
  window.addEventListener('afterprint', () => dress(false));
  window.matchMedia('print').addEventListener('change', (event) => dress(event.matches));
};
