/** Put it together: unpack, dress the map, build the text, restore the view. */
import { followLinks, recalled, rememberAlso, startRemembering } from './data/address.js';
import { disputed, disputeShown } from './data/disputes.js';
import { filterChosen, hiddenCount, sourceShown } from './data/filter.js';
import { load } from './data/load.js';
import { select } from './data/selection.js';
import { page } from './data/state.js';
import { timeChosen } from './data/time.js';
import { takeClick } from './map/clicks.js';
import { showAges, watchAges } from './map/clocks.js';
import { chooseFigure, inFigure } from './map/colours.js';
import { changesView, showChanges, showDifference } from './map/compare.js';
import { extent, home } from './map/extent.js';
import { showRing } from './map/highlight.js';
import { placeNames } from './map/labels.js';
import { largeReady, seek, showLarge, speakLarge } from './map/large.js';
import { countMarks, dress, dressMarks, showLayers } from './map/layers.js';
import { buildLegend } from './map/legend.js';
import { reachMarks } from './map/marks.js';
import { drawScale, followScale } from './map/scale.js';
import { answer, closePopup, inSelection, placeView } from './map/selection.js';
import { addHatches, drawIcon } from './map/symbols.js';
import { inTheme, offerThemes } from './map/theme.js';
import { claimsSought, claimsView, recallClaims, showClaims } from './panel/claims.js';
import { disputesView, showDispute } from './panel/disputes.js';
import { buildFilter, setFilter, tellFilter } from './panel/filter.js';
import { overviewView, refreshRanking } from './panel/overview.js';
import { buildPanel, inPanel, narrow, refreshTabs, showTab } from './panel/panel.js';
import { buildSearch } from './panel/search.js';
import { showSource, sourcesView } from './panel/sources.js';
import { followMap, tableView } from './panel/table.js';
import { countUndrawn, undrawnView } from './panel/undrawn.js';
import { on } from './signals.js';
import { byId, el, first, outward, trouble } from './text/dom.js';
import { inLanguage, say, speak } from './text/language.js';
import * as words from './text/words.js';
import { followSwitches, recallSwipe, swipeAgain, swipeChosen, swipeNow, swipeRow } from './time/swipe.js';
import { buildTimeline, recallTime, tellTotals } from './time/timeline.js';
import { addCoordinates } from './tools/coordinates.js';
import { followMeasuring, measure } from './tools/measure.js';
import { addMinimap } from './tools/minimap.js';
import { readyToPrint } from './tools/print.js';
import { saveMapRow } from './tools/save.js';

/** @import { View } from './types' */

const OUTLINES_FROM = 13; // zoom from which outlines are what is read

/** Show everything again after the filter changed. */
function refilter() {
  closePopup();
  dressMarks();
  countMarks();
  showAges();
  tellTotals();
  swipeAgain();
  chooseFigure(page.figure.id);
  refreshTabs();
}

function furnish() {
  const { data, map } = page;
  const { meta } = data;
  // The address is the link to this view: it does not become that of a part of the page.
  first('.skip').addEventListener('click', (/** @type {Event} */ event) => {
    event.preventDefault();
    byId('panel').focus();
  });
  byId('title').textContent = meta.title;
  document.title = meta.title;
  byId('strapline').textContent = say('Claims, not truths. Newest information: {date}', {
    date: words.date(meta.data_date) || say('date unknown'),
  });
  byId('synthetic').hidden = !meta.synthetic;
  byId('cautions').replaceChildren(
    el(
      'p',
      { class: 'cautions-main' },
      data.cautions.map((c) => [el('strong', {}, c), ' ']),
      el(
        'span',
        { class: 'data-date' },
        say('Data to {date}.', { date: words.date(meta.data_date) || say('an unknown date') }),
      ),
    ),
    el(
      'p',
      { class: 'cautions-note', tabindex: narrow() ? 0 : null },
      meta.boundaries_note,
      ' ',
      el(
        'span',
        { class: 'cautions-credits' },
        meta.credits.map((c, k) => [
          k ? ' · ' : say('Data: '),
          c.url ? outward(c.url, c.text) : c.text,
          ` (${c.licence})`,
        ]),
      ),
    ),
  );
  map.attributionControl.setPrefix('Leaflet');
  L.control.zoom({ position: 'topright', zoomInTitle: say('Zoom in'), zoomOutTitle: say('Zoom out') }).addTo(map);
  L.control.scale({ position: 'bottomright', imperial: false }).addTo(map);
  const Tools = L.Control.extend({
    onAdd: () => {
      /**
       * @param {Node} text
       * @param {string} title
       * @param {() => void} click
       */
      const button = (text, title, click) =>
        el(
          'a',
          {
            href: '#',
            role: 'button',
            title,
            'aria-label': title,
            click: (e) => {
              e.preventDefault();
              click();
            },
          },
          text,
        );
      const box = el(
        'div',
        { class: 'leaflet-bar' },
        button(drawIcon('home'), say('Whole map'), () => home({ animate: false })),
        button(drawIcon('here'), say('What is recorded at a place?'), () => measure(!page.measuring, { ask: true })),
        button(drawIcon('ruler'), say('Measure distance and area'), () => measure(!page.measuring)),
        button(drawIcon('print'), say('Print map, legend and sources'), () => window.print()),
        document.fullscreenEnabled &&
          button(drawIcon('full'), say('Full screen'), () =>
            document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
          ),
      );
      L.DomEvent.disableClickPropagation(box);
      return box;
    },
  });
  new Tools({ position: 'topright' }).addTo(map);
  for (const id of ['legend', 'tools']) {
    L.DomEvent.disableClickPropagation(byId(id));
    L.DomEvent.disableScrollPropagation(byId(id));
  }
  const outlines =
    page.layers.hazards.getLayers().length + page.layers.released.getLayers().length > 0 ||
    'hazards' in page.large ||
    'released' in page.large;
  map.on('zoomend', () => {
    // So near, one district fills the view: its colour says nothing any more, and dulls those of the outlines.
    byId('page').classList.toggle('close', outlines && map.getZoom() >= OUTLINES_FROM);
    map.getContainer().dataset.scale = map.getZoom() < 8.5 ? 'far' : map.getZoom() < 10 ? 'middle' : 'near';
    showRing(null);
  });
}

/** Who listens to what. */
function connect() {
  on('select', answer);
  on('source', showSource);
  on('dispute', showDispute);
  on('sought', showClaims);
  on('click', takeClick);
  on('figure', refreshRanking);
  on('figure', swipeAgain);
  on('sifted', tellFilter);
  on('filter', refilter);
  on('marks', dressMarks);
  on('areas', drawScale);
  on('day', swipeNow);
  on('swipe', (what) => showDifference(what !== 'before'));
  rememberAlso([
    inTheme,
    inLanguage,
    inFigure,
    inSelection,
    inPanel,
    claimsSought,
    filterChosen,
    timeChosen,
    swipeChosen,
  ]);
}

/**
 * The tabs of the panel, in order.
 * @returns {View[]}
 */
function views() {
  const { data } = page;
  return [
    { id: 'overview', title: say('Overview'), build: overviewView },
    ...(data.changes ? [{ id: 'changes', title: say('Changes'), build: changesView }] : []),
    { id: 'place', title: say('Place'), build: placeView },
    { id: 'table', title: say('In view'), build: tableView },
    ...(data.claims.length
      ? [
          {
            id: 'claims',
            title: say('Claims'),
            build: claimsView,
            count: () => data.claims.length - hiddenCount(),
          },
        ]
      : []),
    {
      id: 'disputes',
      title: say('Disputes'),
      build: disputesView,
      count: () => disputed(data.disputes).filter(disputeShown).length,
    },
    {
      id: 'sources',
      title: say('Sources'),
      build: sourcesView,
      count: () => data.sources.filter((_, k) => sourceShown(k + 1)).length,
    },
    { id: 'undrawn', title: say('Not drawn'), build: undrawnView, count: countUndrawn },
  ];
}

/**
 * Wait until there is room for the map: in a hidden frame there is none yet.
 * @param {HTMLElement} box
 * @returns {Promise<void>}
 */
const sized = (box) =>
  new Promise((resolve) => {
    const look = () => {
      if (!box.clientWidth || !box.clientHeight) return;
      observer.disconnect();
      resolve();
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    look();
  });

async function begin() {
  const { map } = page;
  connect();
  followLinks();
  speak();
  speakLarge();
  offerThemes();
  await Promise.all([load(), largeReady()]);
  await sized(map.getContainer());
  const asked = recalled();
  recallClaims(asked);
  map
    .getContainer()
    .setAttribute('aria-label', say('Map of districts. The list of districts in the overview says the same in words.'));
  furnish();
  addHatches();
  dress();
  buildPanel(views());
  buildFilter();
  buildTimeline(swipeRow());
  setFilter(asked, { quiet: true });
  map.invalidateSize({ pan: false });
  buildLegend();
  first('.legend-card').append(saveMapRow());
  buildSearch();
  if (asked.view) map.setView(asked.view.centre, asked.view.zoom, { animate: false });
  else home({ animate: false });
  map.setMaxBounds(
    L.latLngBounds([
      [-85, -220],
      [85, 220],
    ]).extend(extent()),
  );
  chooseFigure(asked.fig);
  byId('figure').value = page.figure.id;
  showLayers();
  showLarge();
  showChanges();
  countMarks();
  addMinimap();
  addCoordinates();
  followMeasuring();
  readyToPrint();
  reachMarks();
  followMap();
  showTab(asked.tab ?? 'overview');
  placeNames();
  if (asked.sel) {
    await seek(asked.sel);
    select(asked.sel);
    if (asked.tab) showTab(asked.tab); // what was read beside the selection
  }
  recallTime(asked);
  recallSwipe(asked);
  followScale();
  watchAges();
  followSwitches();
  startRemembering();
  requestAnimationFrame(() =>
    setTimeout(() => {
      byId('incomplete').remove();
      page.ready = performance.now();
      document.documentElement.dataset.ready = 'true';
    }),
  );
}

/** Start the page, once folium's map and the data are in it. */
export const start = () =>
  begin()
    .catch((error) => {
      trouble(String(error.message ?? error));
      throw error;
    })
    .finally(() => byId('waiting').remove());
