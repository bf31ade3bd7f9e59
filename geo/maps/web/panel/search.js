/** Search for districts and places by any name they carry, and for claims by their words. */
import { findClaims, readyToFind } from '../data/claims.js';
import { kept } from '../data/filter.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { findLarge } from '../map/large.js';
import { tell } from '../signals.js';
import { areaKind } from '../text/areas.js';
import { byId, el, folded } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';

/** @import { Area } from '../types' */

/**
 * What can be found.
 * @typedef {object} Entry
 * @property {string} name
 * @property {string[]} also
 * @property {string} kind
 * @property {string} key
 * @property {number} weight
 * @property {string[]} haystack
 */

export const buildSearch = () => {
  const { data } = page;
  const entries = [
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
  ].map((e) => ({ ...e, haystack: [e.name, ...e.also].map(folded) }));
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
    placeholder: say('Find a place, or words of claims'),
    'aria-label': say('Find a place, or words of claims'),
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
    shown = needle
      ? entries
          .map((e) => /** @type {[number, Entry]} */ ([score(e), e]))
          .filter(([s]) => s < 9)
          .sort(([sa, a], [sb, b]) => sa - sb || b.weight - a.weight)
          .slice(0, 9)
          .map(([, e]) => e)
      : [];
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
      ...(needle && sought && !shown.length && !told
        ? [el('li', { class: 'empty' }, say('Nothing by that name, and no claim with these words'))]
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
    select(shown[k].key, { fly: true });
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
