/**
 * Layers with too many features for an element each: canvas tiles that behave as the small layers
 * do. A feature becomes an area of the page, with a card and a key, when somebody asks for it.
 */
import { areaKey, lookUp, opened } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { areaKind } from '../text/areas.js';
import { action, el, folded, trouble } from '../text/dom.js';
import { say, sayOfData } from '../text/language.js';
import * as words from '../text/words.js';
import { theme } from './theme.js';

/** @import { Area } from '../types' */

/** @type {Record<string, string>} */
const LAYERS = { hazards: 'hazard_areas', released: 'land_release', events: 'events' };
/** @type {{name: string, i: number, id: string}[] | null} Every feature, once somebody has searched. */
let names = null;

/** Tell the canvas layers the words that the page shows of them. */
export const speakLarge = () => {
  if (typeof canvasTiles === 'undefined') return;
  Object.assign(canvasTiles.words, {
    number: words.number,
    unnamed: say('(no name)'),
    walk: (/** @type {string} */ name) => say('Features of {name} in view', { name: sayOfData(name) }),
    walkHelp: say('Arrow keys go from feature to feature, Enter opens one.'),
    nothingInView: say('Nothing of this layer is in view.'),
    broken: (/** @type {string} */ why) => say('This layer cannot be shown completely: {why}', { why }),
    missing: (/** @type {number} */ n) => say('{n} features in view were not drawn', { n: words.number(n) }),
  });
};

/** Wait for the data of the large layers. */
export const largeReady = () =>
  Promise.all(
    [...Object.values(page.large), ...Object.values(page.wasLarge), page.changeLayer]
      .filter((layer) => layer !== undefined)
      .map((layer) => layer.ready),
  );

/**
 * Features of large layers by value of their class: {confirmed: n, …}.
 * @param {string} name
 */
export const largeCounts = (name) =>
  /** @type {Record<string, number>} */ (
    Object.fromEntries((page.large[name]?.counts().classes ?? []).map(({ value, count }) => [value, count]))
  );

/**
 * All features of a class that have a place, whatever the day.
 * @param {string} name
 * @param {string} status
 */
export const largeTotal = (name, status) => {
  const layer = page.large[name];
  if (!layer) return 0;
  layer.totals ??= layer.data.classOf.reduce(
    (/** @type {number[]} */ sums, code, i) => {
      sums[code] += layer.data.fault[i] ? 0 : 1;
      return sums;
    },
    layer.head.classes.map(() => 0),
  );
  return layer.totals[layer.head.classes.indexOf(status)] ?? 0;
};

/** @type {Record<string, Set<string>>} Classes of large layers that the reader switched off. */
const off = { hazards: new Set(), released: new Set(), events: new Set() };

/**
 * Show a class of a large layer, or hide it.
 * @param {string} name
 * @param {string} status
 * @param {boolean} on
 */
export const switchLarge = (name, status, on) => {
  if (on) off[name].delete(status);
  else off[name].add(status);
  page.large[name]?.setHidden(off[name]);
};

/**
 * Classes of a layer that the reader switched off.
 * @param {string} name
 */
export const switchedOff = (name) => off[name] ?? new Set();

/**
 * Area `i` of a large layer, as the small ones are in the data.
 * @param {string} name
 * @param {number} i
 * @returns {Promise<Area>}
 */
export async function largeArea(name, i) {
  const layer = page.large[name];
  const { head, data } = layer;
  const [[, id], ...rest] = await layer.attributes.of(i);
  const key = areaKey(LAYERS[name], id);
  let found = opened.get(key);
  if (!found) {
    const box = data.box.subarray(4 * i, 4 * i + 4);
    const [northWest, southEast] = [canvasTiles.toLatLng(box[0], box[1]), canvasTiles.toLatLng(box[2], box[3])];
    found = /** @type {Area} */ ({
      ...Object.fromEntries(rest.filter(([, value]) => value !== null && value !== '')),
      layer: LAYERS[name],
      id: String(id),
      key,
      status: head.classes[data.classOf[i]],
      claims: [],
      box: [
        [southEast.lat, northWest.lng],
        [northWest.lat, southEast.lng],
      ],
      of: [name, i],
    });
    opened.set(key, found);
  }
  return found;
}

/**
 * How many features of large layers reach into a view on the day shown, how many do on other days, and the first `most` as areas.
 * @param {L.LatLngBounds} bounds
 * @param {number} most
 */
export const largeInView = async (bounds, most) => {
  if (!Object.keys(page.large).length) return { n: 0, away: 0, areas: /** @type {Area[]} */ ([]) };
  const [west, north] = canvasTiles.toGrid(bounds.getNorthWest());
  const [east, south] = canvasTiles.toGrid(bounds.getSouthEast());
  /** @type {[string, number][]} */
  const hits = [];
  let away = 0;
  for (const [name, layer] of Object.entries(page.large)) {
    layer.index.search(west, north, east, south, (i) => {
      if (layer.filter.holds(i)) hits.push([name, i]);
      else away += 1;
    });
  }
  return { n: hits.length, away, areas: await Promise.all(hits.slice(0, most).map(([name, i]) => largeArea(name, i))) };
};

const LISTED = 20; // of the areas that lie over each other, in a card
let asked = 0;

/**
 * Open the first of some features, with a way to the others.
 * @param {[string, number][]} hits
 * @param {L.LatLng} latlng
 */
export async function openLarge(hits, latlng) {
  asked += 1;
  const mine = asked;
  const areas = await Promise.all(hits.slice(0, LISTED + 1).map(([name, i]) => largeArea(name, i)));
  areas.forEach((one) => {
    one.beside = { areas: areas.filter((a) => a !== one), n: hits.length - 1 };
  });
  if (mine === asked) select(areas[0].key, { at: latlng }); // else another place was clicked meanwhile
}

/**
 * Other areas at the place that was clicked.
 * @param {Area} item
 */
export const besideView = (item) => {
  if (!item.beside?.n) return null;
  const left = item.beside.n - item.beside.areas.length;
  return [
    el(
      'h4',
      { class: 'card-section' },
      say('Also at this place '),
      el('span', { class: 'count' }, words.number(item.beside.n)),
    ),
    el(
      'ul',
      { class: 'plain' },
      item.beside.areas.map((a) =>
        el(
          'li',
          {},
          action(a.name ?? a.id, () => select(a.key)),
          ` ${areaKind(a)}`,
        ),
      ),
      left > 0 && el('li', {}, say('{n} more: zoom in to tell them apart', { n: words.number(left) })),
    ),
  ];
};

async function everyName() {
  if (names) return names;
  /** @type {{name: string, i: number, id: string}[]} */
  const found = [];
  for (const [name, layer] of Object.entries(page.large)) {
    for (let at = 0; at < layer.data.n; at += layer.head.chunk) {
      const labels = await layer.attributes.labels(at / layer.head.chunk);
      labels.forEach((/** @type {unknown} */ id, /** @type {number} */ k) =>
        found.push({ name, i: at + k, id: String(id) }),
      );
    }
  }
  names ??= found;
  return names;
}

/**
 * Areas of large layers whose id holds a text, at most `most`.
 * @param {string} needle
 * @param {number} most
 */
export const findLarge = async (needle, most) => {
  if (!Object.keys(page.large).length) return [];
  /** @type {{name: string, i: number}[]} */
  const hits = [];
  for (const one of await everyName()) {
    if (hits.length >= most) break;
    if (folded(one.id).includes(needle)) hits.push(one);
  }
  return Promise.all(hits.map(({ name, i }) => largeArea(name, i)));
};

/**
 * Which features of a large layer have one of some ids.
 * @param {string} name
 * @param {string[]} ids
 */
export const largeNamed = async (name, ids) => {
  const wanted = new Set(ids);
  return new Set(
    wanted.size ? (await everyName()).filter((one) => one.name === name && wanted.has(one.id)).map(({ i }) => i) : [],
  );
};

/**
 * Make what a link names ready to be selected.
 * @param {string} key
 */
export const seek = async (key) => {
  if (!/^(area|event):/.test(key ?? '') || lookUp(key)) return;
  const hit = (await everyName()).find(({ name, id }) => areaKey(LAYERS[name], id) === key);
  if (hit) await largeArea(hit.name, hit.i);
};

/** Put the large layers on the map, and check that nothing is missing. */
export const showLarge = () => {
  for (const [name, layer] of Object.entries(page.large)) {
    layer.on('trouble', (/** @type {any} */ { why }) => trouble(why));
    layer.on('select', (/** @type {any} */ { features, latlng }) => {
      if (features.length)
        openLarge(
          features.map((/** @type {number} */ i) => [name, i]),
          latlng,
        );
    });
    layer.setTheme(theme.name);
    layer.addTo(page.map);
  }
};
