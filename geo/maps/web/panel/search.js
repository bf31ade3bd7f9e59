/**
 * Search for districts and places by any name they carry, for whatever has an id, for positions, and for claims by
 * their words. Another kind of hit: an `Entry` with its own `open`, in `all` if it is found by its texts, else in
 * `update` as positions are.
 */
import { findClaims, readyToFind } from '../data/claims.js';
import { kept } from '../data/filter.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { findLarge } from '../map/large.js';
import { tell } from '../signals.js';
import { areaKind } from '../text/areas.js';
import { byId, el, folded } from '../text/dom.js';
import { formats } from '../text/grid.js';
import { districtName, say } from '../text/language.js';
import { readPosition } from '../text/position.js';
import * as words from '../text/words.js';
import { pinAt } from '../tools/coordinates.js';

/** @import { Area } from '../types' */

/**
 * What can be found.
 * @typedef {object} Entry
 * @property {string} name
 * @property {string[]} also
 * @property {string} kind
 * @property {string} key
 * @property {() => void} [open] what going there does, if nothing is selected
 * @property {number} weight
 * @property {string[]} haystack
 */

/** All that is found by its names and ids. */
function all() {
  const { data } = page;
  return [
    ...data.districts.map((d) => ({
      name: districtName(d.district),
      also: [d.district, d.name_az, d.name_hy, d.name_ru, d.name_local, ...d.aliases].filter((n) => n !== undefined),
      kind: d.drawn ? say('district') : say('district, not drawn'),
      key: d.key,
      weight: d.claims.length,
    })),
    ...data.sites.map((s) => ({
      name: s.name,
      also: s.places.flatMap((p) => [p.name, ...p.also]),
      kind: s.districts.map(districtName).join(', '),
      key: s.key,
      weight: s.claims.length,
    })),
    ...data.areas.map((a) => ({ name: a.name ?? a.id, also: [a.id], kind: areaKind(a), key: a.key, weight: 0 })),
    ...data.accidents.map((a) => ({
      name: a.name,
      also: [a.event_id],
      kind: say('Accident'),
      key: '',
      open: () => openClaim(a.claims[0]),
      weight: 0,
    })),
  ].map((e) => ({ ...e, haystack: [] }));
}

/** @type {Record<string, string>} */
const FAULTS = {
  range: say('No such position: latitude goes to 90°, longitude to 180°'),
  axis: say('Not a position: both numbers are latitudes, or both longitudes'),
  sixty: say('Not a position: minutes and seconds are less than 60'),
  square: say('There is no such square of MGRS'),
  unclear: say('Not clear as a position: write it as 39.99 N 46.93 E, or in MGRS'),
};

/**
 * Positions that a text may mean; more than one where it does not say which number is the latitude.
 * @param {string} typed
 * @returns {Entry[]}
 */
function positions(typed) {
  const found = readPosition(typed)?.positions ?? [];
  return found.map(({ lat, lon, metres }) => ({
    name: formats.DD(lat, lon, metres ?? 1),
    also: [],
    kind:
      found.length > 1
        ? say('position, if this is the order; N or S, E or W would say')
        : metres
          ? say('middle of a square of {length}', { length: words.metres(metres) })
          : say('position'),
    key: '',
    open: () => {
      const at = L.latLng(lat, lon);
      page.map.setView(at, Math.max(page.map.getZoom(), metres && metres > 5000 ? 9 : 13), { animate: false });
      pinAt(at, { typed, metres });
    },
    weight: 0,
    haystack: [],
  }));
}

/**
 * Claims and sources of exactly this id.
 * @param {string} needle folded
 * @returns {Entry[]}
 */
function ofId(needle) {
  const { data } = page;
  const sources = data.sources.flatMap((s, k) =>
    folded(s.source_id) === needle ? [{ name: s.source_id, kind: say('Source {n}', { n: k + 1 }), n: k + 1 }] : [],
  );
  const claims = data.claims.flatMap((c, i) =>
    folded(c.claim_id) === needle ? [{ name: c.claim_id, kind: say('claim of {name}', { name: c.claimant }), i }] : [],
  );
  return [
    ...sources.map(({ name, kind, n }) => ({ name, kind, open: () => tell('source', n) })),
    ...claims.map(({ name, kind, i }) => ({ name, kind, open: () => openClaim(i) })),
  ].map((e) => ({ ...e, also: [], key: '', weight: 0, haystack: [] }));
}

/**
 * Show what a claim hangs on, or where it has no place, its source.
 * @param {number} i
 */
function openClaim(i) {
  const [home] = page.data.homes.get(i) ?? [];
  if (home) select(home, { fly: true });
  else tell('source', page.data.claims[i].source);
}

export const buildSearch = () => {
  /** @type {Entry[]} */
  const entries = all().map((e) => ({ ...e, haystack: [e.name, ...e.also].map(folded) }));
  /** @type {Entry[]} */
  let shown = [];
  let active = -1;
  let sought = false; // everywhere
  let closed = true;
  let told = 0; // claims that hold the words
  const list = el('ul', { id: 'search-list', role: 'listbox', 'aria-label': say('Places found'), hidden: true });
  const input = el('input', {
    type: 'search',
    id: 'search-input',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'search-list',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    placeholder: say('Find a place, an id, a position, or words of claims'),
    'aria-label': say('Find a place, an id, a position, or words of claims'),
    input: update,
    keydown: keys,
    focus: () => {
      readyToFind();
      update();
    },
    blur: () => setTimeout(close, 150),
  });

  function update() {
    const needle = folded(input.value.trim());
    /** @param {Entry} e */
    const score = (e) =>
      Math.min(...e.haystack.map((h) => (h === needle ? 0 : h.startsWith(needle) ? 1 : h.includes(needle) ? 2 : 9)));
    const typed = input.value.trim();
    const found = needle
      ? entries
          .map((e) => /** @type {[number, Entry]} */ ([score(e), e]))
          .filter(([s]) => s < 9)
          .sort(([sa, a], [sb, b]) => sa - sb || b.weight - a.weight)
          .slice(0, 9)
          .map(([, e]) => e)
      : [];
    shown = needle ? [...positions(typed), ...ofId(needle), ...found].slice(0, 9) : [];
    told = needle.length < 2 ? 0 : kept(findClaims(input.value)).length;
    active = shown.length || told ? 0 : -1;
    sought = false;
    closed = false;
    render();
    more(needle);
  }
  // Ids of large layers lie compressed: they come when they are found.
  /** @param {string} needle */
  async function more(needle) {
    /** @type {Area[]} */
    const found = needle.length < 2 ? [] : await findLarge(needle, 9 - shown.length);
    if (closed || needle !== folded(input.value.trim())) return; // the reader went on meanwhile
    sought = true;
    const others = found.filter(({ key }) => !shown.some((e) => e.key === key));
    shown = [
      ...shown,
      ...others.map((a) => ({
        name: a.name ?? a.id,
        also: [a.id],
        kind: areaKind(a),
        key: a.key,
        weight: 0,
        haystack: [],
      })),
    ].slice(0, 9);
    if (shown.length) active = Math.max(active, 0);
    render();
  }
  function render() {
    const needle = folded(input.value.trim());
    const fault = FAULTS[readPosition(input.value)?.fault ?? ''];
    list.replaceChildren(
      ...shown.map((e, k) => {
        const via = e.also.find((n) => folded(n).includes(needle) && !folded(e.name).includes(needle));
        return el(
          'li',
          {
            role: 'option',
            id: `search-${k}`,
            mousedown: (event) => {
              event.preventDefault();
              go(k);
            },
          },
          el('b', {}, e.name),
          via && el('span', {}, ` ${via}`),
          el('small', {}, e.kind),
        );
      }),
      ...(told
        ? [
            el(
              'li',
              {
                role: 'option',
                id: `search-${shown.length}`,
                class: 'search-claims',
                mousedown: (event) => {
                  event.preventDefault();
                  go(shown.length);
                },
              },
              say('Claims with these words'),
              el('small', {}, words.number(told)),
            ),
          ]
        : []),
      ...(needle && sought && !shown.length && (fault || !told)
        ? [el('li', { class: 'empty' }, fault ?? say('Nothing by that name, and no claim with these words'))]
        : []),
    );
    list.hidden = !list.children.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    mark();
  }
  function mark() {
    [...list.children].forEach((li, k) => li.setAttribute('aria-selected', String(k === active)));
    if (active >= 0) input.setAttribute('aria-activedescendant', `search-${active}`);
    else input.removeAttribute('aria-activedescendant');
  }
  function close() {
    closed = true;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  }
  /** @param {number} k */
  function go(k) {
    if (k === shown.length && told) {
      close();
      tell('sought', input.value.trim());
      return;
    }
    if (!shown[k]) return;
    input.value = shown[k].name;
    close();
    if (shown[k].open) shown[k].open();
    else select(shown[k].key, { fly: true });
  }
  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key === 'ArrowDown') active = Math.min(active + 1, shown.length - (told ? 0 : 1));
    else if (event.key === 'ArrowUp') active = Math.max(active - 1, 0);
    else if (event.key === 'Enter') {
      go(active);
      return;
    } else if (event.key === 'Escape') {
      close();
      return;
    } else return;
    event.preventDefault();
    mark();
  }
  byId('search').append(input, list);
};
