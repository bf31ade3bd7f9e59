/** What is in view, as a table: rows follow the map, the map follows the row. */
import { isoDay, newestOf } from '../data/cells.js';
import { kept } from '../data/filter.js';
import { lookUp, naming, newestFirst } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { areaInTime, toldInTime } from '../data/time.js';
import { highlightSelection, outlineDistricts, showSpot } from '../map/highlight.js';
import { largeInView } from '../map/large.js';
import { areaKind } from '../text/areas.js';
import { countOf } from '../text/counts.js';
import { byId, el, folded } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';

/** @import { Area, District, Site } from '../types' */

/**
 * A row of the table.
 * @typedef {object} Row
 * @property {string} key
 * @property {string} name
 * @property {string} kind
 * @property {number} order
 * @property {number[]} claims
 * @property {number} n
 * @property {string | undefined} newest
 */

const MOST = 300;

/** @type {[string, string, (row: Row) => string | number][]} */
const COLUMNS = [
  ['name', say('Name'), (r) => folded(r.name)],
  ['kind', say('What it is'), (r) => r.order],
  ['claims', say('Claims'), (r) => -r.n],
  ['newest', say('Newest'), (r) => (r.newest ? -Number(r.newest.replaceAll('-', '').padEnd(8, '0')) : 0)],
];

let sorted = 'kind';
let turned = false;
/** @type {HTMLTableSectionElement} */
let body;

/** @param {number[]} claims */
const newest = (claims) => newestFirst(kept(claims)).map((i) => words.sortKey(page.data.claims[i]))[0];

/**
 * @param {District | Site | Area} item
 * @param {string} name
 * @param {string} kind
 * @param {number} order
 * @param {number[]} [claims]
 * @returns {Row}
 */
const row = (item, name, kind, order, claims = item.claims) => ({
  key: item.key,
  name,
  kind,
  order,
  claims,
  n: kept(claims).length,
  newest:
    newest(claims) ??
    ('known_from' in item ? item.known_from : undefined) ??
    ('valid_from' in item ? item.valid_from : undefined),
});

/** What lies in the part of the map that is shown: rows, and how many are not in force on the day. */
function inView() {
  const { data, map } = page;
  const bounds = map.getBounds();
  const sites = data.sites.filter((s) => bounds.contains(s.at));
  const areas = data.areas.filter((a) => bounds.intersects(a.box));
  const told = sites.filter(toldInTime);
  const drawn = areas.filter((a) => areaInTime(a));
  const rows = [
    ...data.districts
      .filter((d) => d.drawn && bounds.intersects(d.box))
      .map((d) => {
        const newest = newestOf(d);
        const found = row(d, districtName(d.district), say('District'), 0, naming(d));
        return { ...found, newest: newest === null ? undefined : isoDay(newest) };
      }),
    ...told.map((s) => row(s, s.name, words.term('Support', s.support), 1)),
    ...drawn.map((a) => rowOfArea(a)),
  ];
  return { rows, away: sites.length + areas.length - told.length - drawn.length };
}

/**
 * Show on the map what a row is about.
 * @param {string | null | undefined} key
 */
function point(key) {
  const found = key ? lookUp(key) : null;
  outlineDistricts(found?.kind === 'district' ? [found.item.district] : []);
  showSpot(found);
}

/** @param {Area} a */
const rowOfArea = (a) => row(a, a.name ?? a.id, areaKind(a), 2);

let turn = 0;

/** Fill the table; features of large layers are unpacked first. */
async function fill() {
  turn += 1;
  const mine = turn;
  const small = inView();
  const large = await largeInView(page.map.getBounds(), MOST);
  if (mine !== turn || !body.isConnected) return; // the view moved on meanwhile
  const held = body.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.key
    : null;
  const of = (COLUMNS.find(([id]) => id === sorted) ?? COLUMNS[1])[2];
  /**
   * @param {any} a
   * @param {any} b
   */
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const rows = [...small.rows, ...large.areas.map((a) => rowOfArea(a))].sort(
    (a, b) => (turned ? -1 : 1) * compare(of(a), of(b)) || compare(folded(a.name), folded(b.name)),
  );
  const all = small.rows.length + large.n;
  const away = small.away + large.away;
  byId('in-view').textContent =
    `${say('In view: {what}', { what: words.count(all, 'feature') })}${all > MOST ? say(', the first {n} shown; zoom in for the rest', { n: MOST }) : ''}${away ? say('; {n} not on this day', { n: words.number(away) }) : ''}. ${say('What is not in the table was not recorded here: that says nothing about contamination.')}`;
  body.replaceChildren(
    ...rows.slice(0, MOST).map((r, k) =>
      el(
        'tr',
        {
          'data-key': r.key,
          tabindex: k ? -1 : 0,
          'aria-selected': String(r.key === page.selected),
          click: () => choose(r.key),
          dblclick: () => open(r.key),
        },
        el('th', { scope: 'row' }, r.name),
        el('td', {}, r.kind),
        el('td', { class: 'value' }, r.order === 2 && !r.claims.length ? '–' : countOf(r.claims)),
        el('td', { class: 'value' }, words.date(r.newest)),
      ),
    ),
  );
  body.parentElement?.setAttribute('aria-rowcount', String(all + 1));
  if (held) [...body.rows].find((tr) => tr.dataset.key === held)?.focus();
}

/** @param {HTMLTableRowElement | undefined} tr */
function stand(tr) {
  if (!tr) return;
  for (const other of body.rows) other.tabIndex = other === tr ? 0 : -1;
  tr.focus();
}

/** @param {string} key */
function choose(key) {
  select(key, { quiet: true });
  for (const tr of body.rows) tr.setAttribute('aria-selected', String(tr.dataset.key === key));
  point(key);
}

/** @param {string} key */
const open = (key) => {
  select(key, { fly: true });
};

/** @param {any} event */
function keys(event) {
  const tr = event.target.closest('tbody tr');
  if (!tr) return;
  const all = [...body.rows];
  const at = all.indexOf(tr);
  /** @type {Record<string, number>} */
  const keysTo = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: all.length - 1,
    PageDown: Math.min(at + 10, all.length - 1),
    PageUp: Math.max(at - 10, 0),
  };
  const to = keysTo[event.key];
  if (to !== undefined) stand(all[to]);
  else if (event.key === ' ') choose(tr.dataset.key);
  else if (event.key === 'Enter') open(tr.dataset.key);
  else return;
  event.preventDefault();
}

export const tableView = () => {
  body = el('tbody', {});
  const heads = COLUMNS.map(([id, title]) =>
    el(
      'th',
      { scope: 'col', 'data-column': id },
      el(
        'button',
        {
          type: 'button',
          click: () => {
            turned = sorted === id && !turned;
            sorted = id;
            mark();
            fill();
          },
        },
        title,
      ),
    ),
  );
  const mark = () =>
    heads.forEach((th) => {
      const on = th.dataset.column === sorted;
      if (on)
        th.setAttribute('aria-sort', turned !== ['claims', 'newest'].includes(sorted) ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    });
  mark();
  const table = el(
    'table',
    {
      class: 'in-view',
      role: 'grid',
      'aria-label': say('Features in view'),
      'aria-multiselectable': 'false',
      keydown: keys,
      focusin: (e) => {
        const tr = e.target.closest('tbody tr');
        if (tr) point(tr.dataset.key);
      },
      focusout: (e) => {
        if (!table.contains(e.relatedTarget)) highlightSelection();
      },
      mouseover: (e) => {
        const tr = e.target.closest('tbody tr');
        if (tr) point(tr.dataset.key);
      },
      mouseleave: () => highlightSelection(),
    },
    el('thead', {}, el('tr', {}, heads)),
    body,
  );
  const view = el(
    'div',
    {},
    el('p', { class: 'lead' }, say('What is in the part of the map shown. The table follows the map.')),
    el('p', { class: 'sub', id: 'in-view', role: 'status' }),
    el(
      'p',
      { class: 'claim-note' },
      say('Arrow keys walk the rows and outline each on the map; space selects, Enter opens what is recorded there.'),
    ),
    table,
  );
  queueMicrotask(() => fill()); // once it stands in the page
  return view;
};

export const followMap = () =>
  page.map.on('moveend', () => {
    if (page.tab === 'table' && body?.isConnected) fill();
  });
