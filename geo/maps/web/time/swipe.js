/**
 * Two states on one map, with a line between them that can be moved. To the right the page as it
 * is; to the left an earlier day, or, where two datasets are compared, the one before. What the
 * legend switches off is off on both sides.
 */
import { remember } from '../data/address.js';
import { page } from '../data/state.js';
import { areaInTime, atDay, dayShown, daysAt, plainPlaces, siteInTime } from '../data/time.js';
import { largeNamed, switchedOff } from '../map/large.js';
import { onEach, siteShown } from '../map/layers.js';
import { AREA_PANES, areaStyle, eventIcon, paneOf, points } from '../map/styles.js';
import { narrow } from '../panel/panel.js';
import { classes } from '../settings.js';
import { tell } from '../signals.js';
import { areaKind } from '../text/areas.js';
import { byId, el, first } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { districtsThen } from './districts.js';
import { setTime } from './timeline.js';

/** @import { Tiles } from '../canvas/layer.js' */
/** @import { Numbered, Site, TimeMode } from '../types' */

const AREAS = ['released', 'hazards', 'lines', 'events'];
const LAYERS = [...AREAS, 'zone', 'find', 'accident', 'other'];
const DISTRICTS = 'districts';
const UPWARDS = [...classes.hazards, ...classes.released].reverse();
const BEFORE = 'before'; // the other dataset
/**
 * What is shown to the left of the line.
 * @typedef {object} Swipe
 * @property {string} what a day, or BEFORE
 * @property {TimeMode | undefined} mode
 * @property {number} share how far to the right the line is, 0…1
 * @property {Record<string, L.GeoJSON>} small
 * @property {Record<string, Tiles[]>} large
 * @property {(HTMLElement | undefined)[][]} panes those of the right side, each with its twin
 * @property {HTMLElement} box
 * @property {HTMLElement} line
 */

/** @type {Swipe | null} */
let state = null;
/** What is shown; that something is, the caller knows. */
const now = () => /** @type {Swipe} */ (state);
/** @type {any} */
let controls = {};
let run = 0;

/**
 * The pane of a layer as folium made it.
 * @param {string} name
 */
const ownPane = (name) => String((page.layers[name] ?? page.large[name]).options.pane);
/** What only one of two datasets draws; that there are two, the caller knows. */
const was = () => /** @type {import('../payload').Was} */ (page.data.changes?.was);

/**
 * A pane and its twin of the same height, for the left side.
 * @param {string} name
 */
function twinPane(name) {
  const { map } = page;
  const own = map.getPane(name);
  const twin = map.getPane(`${name}-was`) ?? map.createPane(`${name}-was`);
  twin.style.zIndex = own ? getComputedStyle(own).zIndex : '';
  return [own, twin];
}

function linePane() {
  const { map } = page;
  const pane = map.getPane('atlas-swipe') ?? map.createPane('atlas-swipe');
  pane.style.zIndex = '640'; // those of tooltips and popups are 650 and 700
  pane.style.pointerEvents = 'none';
  return pane;
}

/**
 * What the running number of a feature on the left stands for.
 * @param {string} name
 * @param {Numbered} given
 * @returns {any}
 */
const itemOf = (name, { properties: { i, was: k } }) => {
  const list = AREAS.includes(name) ? 'areas' : 'sites';
  return k === undefined ? page.data[list][i] : was()[list][k];
};

/**
 * Features to the left of the line, of those that are switched on.
 * @param {string} name
 */
function features(name) {
  const own = page.layers[name].toGeoJSON().features;
  if (now().what !== BEFORE) {
    const there = AREAS.includes(name) ? areaInTime : (/** @type {Site} */ item) => siteInTime(name, item);
    const lasting = name === 'other' ? own.filter((feature) => itemOf(name, feature).kinds.includes('other')) : own;
    return atDay(now().what, () => [
      ...lasting.filter((feature) => there(itemOf(name, feature))),
      ...(name === 'other' ? plainPlaces() : []),
    ]);
  }
  const later = new Set(was().own[name]);
  const off = switchedOff(name);
  const all = [
    ...own.filter(({ properties }) => !later.has(properties.i)),
    ...was().layers[name].features.filter((/** @type {Numbered} */ one) => !off.has(itemOf(name, one).status)),
  ];
  /** @param {Numbered} one */
  const rank = (one) => UPWARDS.indexOf(itemOf(name, one).status);
  return all.sort((a, b) => rank(a) - rank(b));
}

/**
 * A small layer to the left: what both sides have opens its card, what only the left has says what it was.
 * @param {string} name
 */
function small(name) {
  const pane = `${ownPane(name)}-was`;
  return L.geoJSON(/** @type {GeoJSON.FeatureCollection} */ ({ type: 'FeatureCollection', features: features(name) }), {
    pane,
    style: (feature) => {
      const item = itemOf(name, /** @type {Numbered} */ (feature));
      return /** @type {L.PathOptions} */ ({ ...areaStyle(name, item), pane: `${paneOf(name, item.status)}-was` });
    },
    pointToLayer: (feature, at) => {
      const mark = points[name](feature, at);
      if (name === 'events') mark.setIcon(eventIcon(itemOf(name, feature).status));
      mark.options.pane = pane;
      return mark;
    },
    onEachFeature: (feature, /** @type {any} */ layer) => {
      const item = itemOf(name, feature);
      if (feature.properties.was === undefined) {
        onEach(name)(feature, layer);
        if (!AREAS.includes(name))
          layer.on('add', () => layer.getElement().classList.toggle('filtered', !siteShown(name, item)));
        return;
      }
      layer.on('add', () => layer.getElement()?.setAttribute('tabindex', -1));
      layer.bindTooltip(
        () =>
          el(
            'div',
            {},
            el('b', {}, item.name ?? item.id),
            el('br'),
            [item.status && areaKind(item), names()[0]].filter(Boolean).join('; '),
          ),
        { sticky: true, className: 'hint', direction: 'top', offset: [0, -10], opacity: 1 },
      );
      layer.on('click', (/** @type {L.LeafletMouseEvent} */ event) => {
        L.DomEvent.stopPropagation(event);
        layer.openTooltip(event.latlng);
      });
    },
  });
}

/**
 * Canvas tiles to the left, with the data of the right where both sides have it.
 * @param {string} name
 */
async function large(name) {
  const both = now().what === BEFORE;
  const [own, old] = [page.large[name], both ? page.wasLarge[name] : undefined];
  const drawn = [own, old].filter((of) => of !== undefined);
  const later = both && own ? await largeNamed(name, was().ownLarge[name] ?? []) : new Set();
  /** @type {[number | null, number | null]} */
  const time = both ? [null, null] : daysAt(now().what);
  const off = switchedOff(name);
  const sheets = drawn
    .flatMap((of) => of.head.classes.map((value, code) => ({ of, value, rank: of.look.rank[code] })))
    .filter(({ value }) => !off.has(String(value)))
    .sort((a, b) => a.rank - b.rank);
  // A sheet a class where two sources are drawn over each other: what is confirmed stays on top.
  const single = own && old ? sheets : drawn.map((of) => ({ of, value: null }));
  return Promise.all(
    single.map(async ({ of, value }, k) => {
      const sheet = new canvasTiles.Tiles(null, {
        of,
        pane: `${ownPane(name)}-was`,
        legend: false,
        popup: false,
        walk: false,
        zIndex: k + 1,
      });
      await sheet.ready;
      sheet.setHidden(value === null ? off : of.head.classes.filter((one) => one !== value));
      sheet.setTime(...time);
      if (of === own && later.size) sheet.setMask((/** @type {number} */ i) => !later.has(i));
      return sheet;
    }),
  );
}

const remove = () => {
  for (const layer of [...Object.values(now().small), ...Object.values(now().large).flat()]) layer.remove();
};

/** Draw the left side; again whenever what is switched on, or how time is asked for, changed. */
async function fill() {
  const mine = ++run;
  const { map } = page;
  const names = Object.keys({ ...page.large, ...(now().what === BEFORE && page.wasLarge) });
  const sheets = await Promise.all(names.map(async (name) => /** @type {const} */ ([name, await large(name)])));
  if (mine !== run || !state) return;
  remove();
  state.small = Object.fromEntries(
    LAYERS.filter((name) => map.hasLayer(/** @type {any} */ (page.layers[name]))).map((name) => [name, small(name)]),
  );
  state.small[DISTRICTS] = districtsThen(now().what === BEFORE ? null : now().what, `${ownPane(DISTRICTS)}-was`);
  state.large = Object.fromEntries(sheets);
  for (const layer of [...Object.values(now().small), ...Object.values(now().large).flat()]) layer.addTo(map);
  tell('areas');
  state.box.dataset.drawn = String(mine);
}

function clip() {
  if (!state) return;
  const { map } = page;
  const size = map.getSize();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const edges = [corner.x, corner.x + size.x * state.share, corner.x + size.x];
  /**
   * @param {number} left
   * @param {number} right
   */
  const rect = (left, right) => `rect(${corner.y}px, ${right}px, ${corner.y + size.y}px, ${left}px)`;
  for (const [own, then] of state.panes) {
    if (own) own.style.clip = rect(edges[1], edges[2]);
    if (then) then.style.clip = rect(edges[0], edges[1]);
  }
  state.line.style.height = `${size.y}px`;
  L.DomUtil.setPosition(state.line, L.point(edges[1], corner.y));
}

function stop() {
  if (!state) return;
  run += 1;
  remove();
  for (const pane of state.panes.flat()) if (pane) pane.style.clip = '';
  state.box.remove();
  state.line.remove();
  page.map.off('move zoomend viewreset resize', clip);
  state = null;
}

/** What stands to the left and to the right of the line. */
const names = () =>
  now().what === BEFORE
    ? (page.data.changes?.names ?? [])
    : [words.date(now().what), words.date(dayShown()?.day ?? '')];

function label() {
  const [left, right] = names();
  /**
   * @param {string} css
   * @param {string} text
   */
  const set = (css, text) => {
    const node = first(css, now().line);
    node.textContent = text;
    node.title = text;
  };
  set('.swipe-was', left);
  set('.swipe-now', right);
  const percent = Math.round(100 * now().share);
  first('input', now().box).setAttribute('aria-valuetext', `${percent} % ${left}, ${100 - percent} % ${right}`);
}

/** The middle of what the legend leaves of the map. */
const middle = () => {
  const size = page.map.getSize().x;
  const covered = narrow() ? 0 : byId('legend').offsetLeft + byId('legend').offsetWidth;
  return Math.round((100 * (size + covered)) / 2 / size) / 100;
};

/**
 * Show another state to the left of a line; null takes the line away.
 * @param {string|null} what 'YYYY-MM-DD', or 'before' for the other dataset of a comparison
 * @param {number} [share] how far to the right the line stands, 0…1
 * @returns {Promise<void>} resolves when the left side is on the map
 */
export const swipe = (what, share = state?.share ?? middle()) => {
  stop();
  if (what === BEFORE) setTime(null);
  if (controls.on) {
    controls.on.checked = Boolean(what) && what !== BEFORE;
    controls.day.hidden = controls.note.hidden = !controls.on.checked;
  }
  tell('swipe', what);
  tell('areas');
  remember();
  if (!what) return Promise.resolve();
  if (what !== BEFORE) controls.day.value = what;
  const { map } = page;
  const range = el('input', {
    type: 'range',
    id: 'swipe',
    min: 0,
    max: 100,
    step: 1,
    value: Math.round(100 * share),
    'aria-label': say('Line between the two sides'),
    input: (event) => {
      now().share = Number(event.target.value) / 100;
      clip();
      label();
    },
    change: remember,
  });
  const line = el(
    'div',
    { class: 'swipe-line' },
    el('span', { class: 'swipe-side swipe-was' }),
    el('span', { class: 'swipe-side swipe-now' }),
  );
  const box = el('div', { class: 'swipe' }, range);
  L.DomEvent.disableClickPropagation(range);
  first('.chart').append(box);
  linePane().append(line); // over the marks, under what is to be read
  // Bands and vertices are drawn of the right side only.
  state = {
    what,
    mode: dayShown()?.mode,
    share,
    small: {},
    large: {},
    panes: [...new Set([...[DISTRICTS, ...LAYERS].map(ownPane), ...AREA_PANES])]
      .map(twinPane)
      .concat([[map.getPane('atlas-bands')]]),
    box,
    line,
  };
  label();
  map.on('move zoomend viewreset resize', clip);
  clip();
  remember();
  return fill();
};

/** After the day, the mode or a switch changed. */
export const swipeNow = () => {
  if (!state) return;
  if (Boolean(dayShown()) === (state.what === BEFORE)) {
    swipe(null);
    return;
  }
  label();
  if (dayShown()?.mode !== state.mode) {
    state.mode = dayShown()?.mode;
    fill();
  }
};
export const swipeAgain = () => state && fill();

/** Small areas drawn to the left: {name, layer, area}. */
export const swipedAreas = () =>
  ['hazards', 'released'].flatMap(
    (name) =>
      state?.small[name]
        ?.getLayers()
        .map((/** @type {any} */ layer) => ({ name, layer, area: itemOf(name, layer.feature) })) ?? [],
  );

/** @param {L.LatLng} latlng */
const isLeft = (latlng) =>
  state !== null && page.map.latLngToContainerPoint(latlng).x < page.map.getSize().x * state.share;
/**
 * Canvas layers that show, at a place, features of the large layer of a name.
 * @param {string} name
 * @param {L.LatLng} latlng
 */
export const sideAt = (name, latlng) =>
  (isLeft(latlng) ? (now().large[name] ?? []) : [page.large[name]]).filter(
    (layer) => (layer.options.of ?? layer) === page.large[name],
  );
/**
 * Open what only the earlier dataset has, at a place left of the line; true if there is something.
 * @param {L.LatLng} latlng
 */
export const openEarlierAt = (latlng) => {
  if (!isLeft(latlng)) return false;
  const hits = Object.entries(now().large).flatMap(([name, sheets]) =>
    sheets
      .filter(({ options }) => options.of === page.wasLarge[name])
      .flatMap((sheet) => sheet.hit(latlng).map((i) => /** @type {[Tiles, number]} */ ([sheet, i]))),
  );
  if (hits.length) canvasTiles.clicks.show(page.map, latlng, hits);
  return hits.length > 0;
};

/**
 * Whether the earlier dataset draws something of a class that this one may not have.
 * @param {string} name
 * @param {string} status
 */
export const wasDrawn = (name, status) =>
  Boolean(
    was()?.layers[name]?.features.some((/** @type {Numbered} */ one) => itemOf(name, one).status === status) ||
      page.wasLarge[name]?.counts().classes.some(({ value, count }) => value === status && count),
  );

/** What the link carries: sw=YYYY-MM-DD or 'before', sp=per cent of the map to the left. */
export const swipeChosen = () => (state ? { sw: state.what, sp: String(Math.round(100 * state.share)) } : {});
/** @param {Record<string, any>} given */
export const recallSwipe = ({ sw, sp }) => {
  const day =
    /^\d{4}-\d\d-\d\d$/.test(sw ?? '') &&
    !Number.isNaN(Date.parse(`${sw}T00:00:00Z`)) &&
    new Date(`${sw}T00:00:00Z`).toISOString().startsWith(sw);
  const share = /^\d{1,3}$/.test(sp ?? '') && Number(sp) <= 100 ? Number(sp) / 100 : undefined;
  if (dayShown() ? day : sw === BEFORE && was()) swipe(sw, share);
};

/** The switch in the bar of days. */
export const swipeRow = () => {
  const before = () => {
    const day = dayShown()?.day ?? '';
    const [y, rest] = [Number(day.slice(0, 4)), day.slice(4)];
    return `${y - 1}${rest === '-02-29' ? '-02-28' : rest}`;
  };
  controls = {
    on: el('input', {
      type: 'checkbox',
      id: 'swipe-on',
      change: (e) => {
        if (e.target.checked && !dayShown()) setTime(byId('time-date').value);
        swipe(e.target.checked && dayShown() ? before() : null);
      },
    }),
    day: el('input', {
      type: 'date',
      id: 'swipe-day',
      hidden: true,
      'aria-label': say('Day to the left of the line'),
      change: (e) => {
        if (e.target.value) swipe(e.target.value);
      },
    }),
    note: el('span', { hidden: true }, say('Clocks are those of the right side.')),
  };
  return el(
    'div',
    { class: 'time-swipe' },
    el('label', {}, controls.on, ` ${say('compare with another day')}`),
    controls.day,
    controls.note,
  );
};

/** Draw the left side again after a switch of the legend itself. */
export const followSwitches = () =>
  document.addEventListener('change', (event) => {
    if (/^mark-/.test(/** @type {Element} */ (event.target).id)) swipeAgain();
  });
