/** Figures over time, drawn: those of one organisation, measure and ground are one line, and only they are joined. */
import { kept } from '../data/filter.js';
import { page } from '../data/state.js';
import { el, fold, svg } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { cite } from './cite.js';
import { claimView } from './claim.js';

/** @import { Curve, Point } from '../types' */

/** @typedef {{curve: Curve, look: number, points: Point[]}} Line */

// Okabe and Ito's colours that stand out on paper, each with a mark of its own.
const COLOURS = ['#0072b2', '#b34a00', '#007a5a', '#a3487f', '#333333', '#8a6d00'];
const OTHER = '#8c8c8c';
const [WIDTH, HEIGHT, LEFT, BELOW, ABOVE] = [380, 170, 8, 20, 18];
const MOST = 60; // rows of the table at first

/** @param {string} text */
const time = (text) => Date.parse(`${text}T00:00:00Z`);
/** @param {Point} p */
const middle = (p) => ((p.low ?? p.high ?? 0) + (p.high ?? p.low ?? 0)) / 2;

/**
 * A figure with its unit, open bounds in words.
 * @param {Point} p
 * @param {string} unit
 */
function figure(p, unit) {
  const claim = /** @type {any} */ ({ unit });
  if (p.low === p.high) claim.quantity = p.low;
  else Object.assign(claim, { quantity_min: p.low, quantity_max: p.high });
  return words.figure(claim) ?? '';
}

/**
 * What needs care at a point, in words.
 * @param {Point} p
 */
const marked = (p) => [
  ...(p.contested ? [say('contested')] : []),
  ...(p.fell_from === undefined ? [] : [say('lower than an earlier cumulative figure')]),
  ...(p.ground ? [say('other ground than before: {what}', { what: p.ground })] : []),
];

/** @param {Point} p */
const when = (p) =>
  words.period(/** @type {any} */ ({ period_start: p.since, period_end: p.since && p.to, as_of: p.to }));

/** @param {Curve} curve */
const nameOf = ({ claimant, scope }) => [claimant, ...scope.filter((s) => s !== claimant)].join(', ');

/**
 * The name of a line, with what tells it from others of the same name.
 * @param {Curve} curve
 * @param {Line[]} lines
 */
function labelOf(curve, lines) {
  const name = nameOf(curve);
  if (lines.filter((l) => nameOf(l.curve) === name).length < 2) return name;
  const { since } = curve.points[0];
  return [
    name,
    curve.kind === 'cumulative' && since && say('from {date}', { date: words.date(since) }),
    curve.members.length ? words.count(curve.members.length, 'district') : say('districts not stated'),
  ]
    .filter(Boolean)
    .join(', ');
}

/**
 * The mark of a point, by the number of its line.
 * @param {number} look
 * @param {number} x
 * @param {number} y
 */
function mark(look, x, y) {
  const fill = COLOURS[look] ?? OTHER;
  const shapes = [
    `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0`,
    `M${x - 3} ${y - 3}h6v6h-6z`,
    `M${x} ${y - 4}l4 7h-8z`,
    `M${x} ${y - 4.5}l4 4.5l-4 4.5l-4 -4.5z`,
    `M${x} ${y + 4}l4 -7h-8z`,
    `M${x - 4} ${y - 1.5}h8v3h-8z`,
  ];
  return svg('path', { d: shapes[look] ?? shapes[0], fill, stroke: '#ffffff', 'stroke-width': 0.8 });
}

/**
 * Lines of one kind and unit.
 * @param {Line[]} lines
 * @param {(p: Point) => void} open
 */
function chart(lines, open) {
  const points = lines.flatMap((l) => l.points);
  const { kind, unit } = lines[0].curve;
  const times = points.flatMap((p) => (kind === 'period' && p.since ? [time(p.since), time(p.to)] : [time(p.to)]));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const highest = Math.max(...points.map((p) => p.high ?? p.low ?? 0), 1e-9);
  /** @param {number} t */
  const x = (t) => LEFT + 6 + ((t - from) / (to - from || 1)) * (WIDTH - LEFT - 20);
  /** @param {number} v */
  const y = (v) => HEIGHT - BELOW - (v / highest) * (HEIGHT - BELOW - ABOVE);
  const nodes = [
    svg('path', { d: `M${LEFT} ${y(highest)}H${WIDTH - 4}`, stroke: '#dddddd', 'stroke-width': 1 }),
    svg('path', { d: `M${LEFT} ${y(0)}H${WIDTH - 4}`, stroke: '#888888', 'stroke-width': 1 }),
    svg(
      'text',
      { x: LEFT, y: y(highest) - 5, class: 'curve-text' },
      figure({ claims: [], to: '', low: highest, high: highest }, unit),
    ),
    svg('text', { x: LEFT, y: HEIGHT - 5, class: 'curve-text' }, words.date(new Date(from).toISOString().slice(0, 10))),
  ];
  if (to > from)
    nodes.push(
      svg(
        'text',
        { x: WIDTH - 4, y: HEIGHT - 5, class: 'curve-text', 'text-anchor': 'end' },
        words.date(new Date(to).toISOString().slice(0, 10)),
      ),
    );
  for (const day of new Set(points.flatMap((p) => (p.ground ? p.ground.split('; ') : [])))) {
    const t = Date.parse(`${day.split(':')[0].padEnd(7, '-01').padEnd(10, '-01')}T00:00:00Z`);
    if (!(t >= from && t <= to)) continue;
    nodes.push(
      svg('path', { d: `M${x(t)} ${ABOVE}V${y(0)}`, stroke: '#444444', 'stroke-dasharray': '2 3' }),
      svg(
        'text',
        {
          x: x(t) + (x(t) > WIDTH / 2 ? -3 : 3),
          y: ABOVE + 8,
          class: 'curve-text curve-ground',
          'text-anchor': x(t) > WIDTH / 2 ? 'end' : 'start',
        },
        x(t) > WIDTH / 2 ? say('other ground after') : say('other ground from here'),
      ),
    );
  }
  for (const { curve, look, points: own } of lines) {
    const colour = COLOURS[look] ?? OTHER;
    // Figures of single periods are not joined: between them nothing is said.
    if (['cumulative', 'state'].includes(kind))
      own.slice(1).forEach((p, k) => {
        const ends = [own[k], p].map((q) => `${x(time(q.to)).toFixed(1)} ${y(middle(q)).toFixed(1)}`);
        // Across a change of the ground the two figures are not of the same: dashed.
        const dash = p.ground ? '2 4' : 'none';
        nodes.push(
          svg('path', {
            d: `M${ends.join('L')}`,
            fill: 'none',
            stroke: colour,
            'stroke-width': 1.3,
            'stroke-dasharray': dash,
          }),
        );
      });
    for (const p of own) {
      const [at, over] = [x(time(p.to)), y(middle(p))];
      const parts = [];
      const vague = kind === 'period' ? p.since : p.reached;
      if (vague && vague < p.to)
        parts.push(svg('path', { d: `M${x(time(vague))} ${over}H${at}`, stroke: colour, 'stroke-width': 2 }));
      if (p.low !== undefined && p.high !== undefined && p.low < p.high)
        parts.push(svg('path', { d: `M${at} ${y(p.low)}V${y(p.high)}`, stroke: colour, 'stroke-width': 2 }));
      if (p.high === undefined)
        parts.push(svg('path', { d: `M${at} ${over - 5}v-8m-3 3l3 -3l3 3`, fill: 'none', stroke: colour }));
      if (p.low === undefined)
        parts.push(svg('path', { d: `M${at} ${over + 5}v8m-3 -3l3 3l3 -3`, fill: 'none', stroke: colour }));
      if (p.contested) parts.push(svg('circle', { cx: at, cy: over, r: 6.5, fill: 'none', stroke: '#000000' }));
      if (p.fell_from !== undefined)
        parts.push(svg('path', { d: `M${at - 6} ${over - 6}l12 12m0 -12l-12 12`, stroke: '#000000' }));
      const told = [nameOf(curve), figure(p, unit), when(p), ...marked(p)].join('; ');
      const node = svg('g', { role: 'button', tabindex: -1, 'aria-label': told, class: 'curve-point' });
      node.append(
        svg('title', {}, told),
        svg('circle', { cx: at, cy: over, r: 9, fill: '#ffffff', 'fill-opacity': 0 }),
        ...parts,
        mark(look, at, over),
      );
      /** @type {any} */ (node).dataset.claims = p.claims.map((i) => page.data.claims[i].claim_id).join(';');
      node.addEventListener('click', () => open(p));
      node.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open(p);
      });
      nodes.push(node);
    }
  }
  const title = `${words.term('Subject', lines[0].curve.subject)}: ${words.term('Span', kind)}`;
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'curve', role: 'group', 'aria-label': title },
    ...nodes,
  );
}

/**
 * The table of what is drawn.
 * @param {Line[]} lines
 * @param {(p: Point) => void} open
 */
function table(lines, open) {
  const rows = lines
    .flatMap(({ curve, points }) => points.map((p) => ({ curve, p })))
    .sort((a, b) => (a.p.to < b.p.to ? 1 : a.p.to > b.p.to ? -1 : 0));
  const body = el('tbody', {});
  /** @param {number} from */
  const add = (from) => {
    body.append(
      ...rows
        .slice(from, from + MOST)
        .map(({ curve, p }) =>
          el(
            'tr',
            {},
            el('td', {}, when(p)),
            el(
              'td',
              { class: 'value' },
              el('button', { type: 'button', class: 'action', click: () => open(p) }, figure(p, curve.unit)),
            ),
            el(
              'td',
              {},
              nameOf(curve),
              ' ',
              [...new Set(p.claims.map((i) => page.data.claims[i].source))].slice(0, 3).map(cite),
              el('small', {}, marked(p).join('; ')),
            ),
          ),
        ),
    );
    if (rows.length > from + MOST) {
      const more = el(
        'tr',
        {},
        el(
          'td',
          { colspan: 3 },
          el(
            'button',
            {
              type: 'button',
              class: 'action',
              click: () => {
                more.remove();
                add(from + MOST);
              },
            },
            say('Show more'),
          ),
        ),
      );
      body.append(more);
    }
  };
  add(0);
  return el(
    'table',
    { class: 'curve-table' },
    el('caption', { class: 'unseen' }, say('Figures over time')),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        [say('Time'), say('Figure'), say('Claimant')].map((t) => el('th', { scope: 'col' }, t)),
      ),
    ),
    body,
  );
}

/** @type {Record<string, string>} The subject and place last chosen, by where the curves stand. */
const chosen = {};

/**
 * Curves with a choice of their subject, and of their place where there are several; null where there are none.
 * @param {string} id where they stand
 * @param {Curve[]} all
 * @returns {HTMLElement | null}
 */
export function curvesView(id, all) {
  const own = all
    .map((curve) => ({ ...curve, points: curve.points.filter((p) => kept(p.claims).length) }))
    .filter((curve) => curve.points.length);
  if (!own.length) return null;
  const drawn = el('div', {});
  const opened = el('div', { class: 'curve-claims', role: 'status' });
  /** @param {Point} p */
  const open = (p) => {
    opened.replaceChildren(...kept(p.claims).map((i) => claimView(i, { place: true, subject: true })));
    opened.scrollIntoView({ block: 'nearest' });
  };
  /**
   * @param {string} name
   * @param {string} label
   * @param {(c: Curve) => string} of
   * @param {(value: string) => string} text
   * @param {Curve[]} from
   */
  const choice = (name, label, of, text, from) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const c of from) counts.set(of(c), (counts.get(of(c)) ?? 0) + c.points.length);
    const values = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 20);
    const key = `${id}-${name}`;
    if (!counts.has(chosen[key])) chosen[key] = counts.has('area_cleared') ? 'area_cleared' : (values[0]?.[0] ?? '');
    return el(
      'select',
      {
        id: `curve-${key}`,
        'aria-label': label,
        change: (event) => {
          chosen[key] = event.target.value;
          fill();
        },
      },
      values.map(([value, n]) =>
        el('option', { value, selected: value === chosen[key] }, `${text(value)} (${words.number(n)})`),
      ),
    );
  };
  const selects = el('div', { class: 'filters' });
  function fill() {
    const subject = choice(
      'subject',
      say('Subject'),
      (c) => c.subject,
      (v) => words.term('Subject', v),
      own,
    );
    const about = own.filter((c) => c.subject === chosen[`${id}-subject`]);
    const several = new Set(about.map((c) => c.place)).size > 1;
    const place =
      several &&
      choice(
        'place',
        say('Place as the sources call it'),
        (c) => c.place,
        (v) => v,
        about,
      );
    selects.replaceChildren(subject, ...(place ? [place] : []));
    const shown = several ? about.filter((c) => c.place === chosen[`${id}-place`]) : about;
    opened.replaceChildren();
    /** @type {Map<string, Line[]>} */
    const panels = new Map();
    for (const curve of [...shown].sort((a, b) => b.points.length - a.points.length)) {
      const key = `${Object.keys(page.data.terms.Span).indexOf(curve.kind)} ${curve.unit}`;
      const list = panels.get(key) ?? [];
      list.push({ curve, look: list.length, points: curve.points });
      panels.set(key, list);
    }
    const lines = [...panels.values()].flat();
    drawn.replaceChildren(
      ...[...panels]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, list]) =>
          el(
            'figure',
            { class: 'curve-panel' },
            el(
              'figcaption',
              {},
              el('b', {}, words.term('Span', list[0].curve.kind)),
              ` · ${words.meaning('Span', list[0].curve.kind)}`,
            ),
            chart(list, open),
            el(
              'ul',
              { class: 'curve-lines' },
              list
                .slice(0, COLOURS.length)
                .map(({ curve, look }) =>
                  el(
                    'li',
                    {},
                    svg(
                      'svg',
                      { viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' },
                      mark(look, 6, 6),
                    ),
                    ' ',
                    labelOf(curve, list),
                  ),
                ),
              list.length > COLOURS.length &&
                el('li', {}, say('and {n} more, in grey', { n: words.number(list.length - COLOURS.length) })),
            ),
          ),
        ),
      opened,
      fold(
        [
          el('span', { class: 'fold-title' }, say('The figures as a table')),
          el('span', { class: 'count' }, words.number(lines.flatMap((l) => l.points).length)),
        ],
        () => table(lines, open),
      ),
    );
  }
  fill();
  return el(
    'section',
    { class: 'curves' },
    el('h3', {}, say('Figures over time')),
    el(
      'p',
      { class: 'sub' },
      say(
        'Only figures of one claimant, measure and ground are joined. Arrows: at least, at most. Ring: contested. Cross: lower than an earlier cumulative figure.',
      ),
    ),
    selects,
    drawn,
  );
}

/**
 * Curves of a district as a whole.
 * @param {string} district
 */
export const districtCurves = (district) =>
  curvesView(
    'district',
    page.data.curves.filter((c) => c.district === district),
  );

/** Curves of regions and countries, by the words of the sources. */
export const wholeCurves = () =>
  curvesView(
    'whole',
    page.data.curves.filter((c) => c.district === undefined),
  );
