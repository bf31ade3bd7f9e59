/** What this is, what it is not, and the districts by the chosen figure. */
import { disputed, disputeShown } from '../data/disputes.js';
import { kept, sourceShown } from '../data/filter.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { countOf, hider, shareOf } from '../text/counts.js';
import { action, el, outward } from '../text/dom.js';
import { cellText, claimants } from '../text/figures.js';
import { districtName, language, noun, own, say, unnamed } from '../text/language.js';
import * as words from '../text/words.js';
import { wholeCurves } from './curve.js';
import { showTab } from './panel.js';
import { sidesView } from './sides.js';

/** @import { Cell, Child, District } from '../types' */

export const overviewView = () => {
  const { data } = page;
  const { meta } = data;
  const ranking = el('div', { id: 'ranking' });
  list = ranking;
  refreshRanking();
  return el(
    'div',
    { class: 'overview' },
    el(
      'p',
      { class: 'lead' },
      say(
        'This map shows claims, not truths: who says what about mines and their clearance, where it was printed, and who disagrees.',
      ),
    ),
    el('p', {}, meta.description),
    language !== 'en' &&
      el(
        'p',
        { class: 'sub' },
        say('Claims are given as they were recorded, not translated.'),
        own?.read_by ? null : say(' This translation awaits a native reader.'),
        namesLacking(),
      ),
    numbers(),
    ranking,
    wholeCurves(),
    sidesView(),
    el('h3', {}, say('How to read it')),
    el(
      'ul',
      { class: 'plain' },
      el(
        'li',
        {},
        say(
          'A figure of a district is a figure of the whole district. It is never drawn as a minefield, and no colour means that land is safe.',
        ),
      ),
      el('li', {}, say('Hatched districts: no figure was reported. That is not zero.')),
      el(
        'li',
        {},
        say(
          'Symbols mark a settlement or a point “somewhere in or around here”; from zoom 10 a dashed circle shows how exact the position is.',
        ),
      ),
      el('li', {}, say('Claims that disagree stand side by side. The map picks no winner.')),
      el('li', {}, say('Numbers in brackets lead to the source; from there back to all it is cited for.')),
    ),
    el('h3', {}, say('What is drawn')),
    drawnTable(),
    el(
      'p',
      {},
      action(say('What is not drawn, and why'), () => showTab('undrawn')),
    ),
    el('h3', {}, say('Boundaries and names')),
    el('p', {}, meta.boundaries_note),
    el('h3', {}, say('Credits and licence')),
    el(
      'ul',
      { class: 'plain' },
      meta.credits.map((c) => el('li', {}, c.url ? outward(c.url, c.text) : c.text, ` (${c.licence})`)),
      el(
        'li',
        {},
        outward('https://leafletjs.com', 'Leaflet'),
        ' (BSD-2-Clause) · ',
        outward('https://python-visualization.github.io/folium/', 'folium'),
        ' (MIT)',
      ),
    ),
    el('p', {}, meta.licence),
  );
};

/** How many districts have no name in the language. */
function namesLacking() {
  const { districts } = page.data;
  const n = districts.filter((d) => unnamed(d.district)).length;
  return n
    ? say(' Districts without a name in this language keep that of the dataset: {n} of {all}.', {
        n: words.number(n),
        all: words.number(districts.length),
      })
    : null;
}

/** @type {HTMLElement | null} */
let list = null;
/** Rank the districts by the figure chosen. */
export const refreshRanking = () => list?.replaceChildren(...rank());

function numbers() {
  const { data } = page;
  const delivered = data.delivered_accidents;
  /**
   * @param {Child} value
   * @param {string} text
   */
  const cell = (value, text) => el('div', {}, el('b', {}, value), el('span', {}, text));
  return el(
    'div',
    { class: 'numbers' },
    cell(countOf([...data.claims.keys()]), noun(data.claims.length, 'claim')),
    cell(
      shareOf(data.sources.filter((_s, k) => sourceShown(k + 1)).length, data.sources.length),
      noun(data.sources.length, 'source'),
    ),
    cell(
      shareOf(disputed(data.disputes).filter(disputeShown).length, disputed(data.disputes).length),
      noun(disputed(data.disputes).length, 'dispute'),
    ),
    cell(
      shareOf(
        data.accidents.filter((a) => kept(a.claims).length).length + delivered,
        data.accidents.length + delivered,
      ),
      noun(data.accidents.length + delivered, 'accident'),
    ),
  );
}

/** @param {Cell} cell */
const top = (cell) => cell.high ?? cell.at;

/** Districts by the chosen figure, the reported ones first. Also the way in by keyboard. */
function rank() {
  const { data, figure } = page;
  const items = data.districts.map((d, i) => ({ d, i, cell: figure.cells[i] }));
  const reported = items
    .filter((x) => x.cell)
    .sort((a, b) => (figure.id === 'age' ? a.cell.at - b.cell.at : top(b.cell) - top(a.cell)));
  const covered = items.filter((x) => !x.cell && figure.hidden?.[x.i]);
  const silent = items.filter(
    (x) => !x.cell && !figure.hidden?.[x.i] && x.d.claims.length + x.d.groups.length + x.d.sites.length > 0,
  );
  const most = Math.max(...reported.map((x) => top(x.cell)), 1e-9);
  /** @param {{d: District}} given */
  const name = ({ d }) => action(districtName(d.district), () => select(d.key, { fly: true }));
  const listed = silent.map((x, k) => [k ? ', ' : '', name(x)]);
  if (!data.figures.length) {
    return silent.length
      ? [el('h3', {}, say('Districts named in claims')), el('p', { class: 'sub' }, listed, '.')]
      : [];
  }
  /** @param {Cell} cell */
  const bar = (cell) =>
    el(
      'span',
      { class: 'bar', 'aria-hidden': 'true' },
      el('span', { class: 'bar-low', style: `width:${(cell.at / most) * 100}%` }),
      top(cell) > cell.at && el('span', { class: 'bar-high', style: `width:${((top(cell) - cell.at) / most) * 100}%` }),
    );
  return [
    el('h3', {}, figure.title),
    el(
      'p',
      { class: 'sub' },
      [figure.unit === '%' ? say('Per cent') : figure.unit, figure.what].filter(Boolean).join(', '),
      '. ',
      claimants(figure) ? `${claimants(figure)}. ` : '',
      figure.note,
      figure.id === 'age' ? say(' Newest day:') : null,
    ),
    el(
      'table',
      { class: 'ranking' },
      el('caption', { class: 'unseen' }, say('Districts by: {figure}', { figure: figure.title })),
      el(
        'tbody',
        {},
        reported.map((x) =>
          el(
            'tr',
            { 'data-district': x.d.district },
            el('th', { scope: 'row' }, name(x)),
            el('td', { class: 'bar-cell' }, figure.id === 'age' ? null : bar(x.cell)),
            el('td', { class: 'value' }, cellText(figure, x.i).replace(` ${figure.unit}`, '')),
          ),
        ),
      ),
    ),
    covered.length
      ? el(
          'p',
          { class: 'hidden-note' },
          say('Hidden by {by}: {what}. ', { by: hider(), what: words.count(covered.length, 'district') }),
          covered.map((x, k) => [k ? ', ' : '', name(x)]),
          '.',
        )
      : null,
    silent.length
      ? el('p', { class: 'sub' }, say('No figure reported, but named in other claims: '), listed, '.')
      : null,
  ].filter((node) => node !== null);
}

const NAMES = {
  districts: say('District outlines'),
  outlines: say('Districts with claims of clearance'),
  zone: say('Clearance claimed in or near a place'),
  find: say('Ordnance found in or near a place'),
  accident: say('Places of accidents'),
  other: say('Other places with claims'),
  hazards: say('Hazardous areas with an outline'),
  released: say('Released land with an outline'),
  events: say('Accidents, finds and other events as delivered'),
  lines: say('Roads and lines'),
};

function drawnTable() {
  const rows = Object.entries(NAMES).map(([id, name]) =>
    el(
      'tr',
      { 'data-layer': id },
      el('th', { scope: 'row' }, name),
      el('td', { class: 'value' }, words.number(page.drawn[id] ?? 0)),
    ),
  );
  return el(
    'table',
    { class: 'plain-table' },
    el('caption', { class: 'unseen' }, say('Number of drawn features')),
    el('tbody', {}, rows),
  );
}
