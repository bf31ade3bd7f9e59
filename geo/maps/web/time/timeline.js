/**
 * The map on one day. 'As on' a day: claims whose time ends on it or before, areas in force on it
 * (from <= day < to). 'As known on' a day: claims whose source was published, areas reported, on it
 * or before. The rules are those of `geo.claims.times` and `geo.land.validity`.
 */

import { remember } from '../data/address.js';
import { shows } from '../data/filter.js';
import { sift } from '../data/sift.js';
import { page } from '../data/state.js';
import {
  areaInTime,
  dayOf,
  daysOfClaims,
  iso,
  isUndated,
  lastDay,
  noteDates,
  plainPlaces,
  showDay,
  shownDay,
  showUndated,
  time,
  undated,
} from '../data/time.js';
import { ageLarge, showAges } from '../map/clocks.js';
import { paintFigure } from '../map/colours.js';
import { largeTotal } from '../map/large.js';
import { countMarks, dressMark, dressMarks, onEach } from '../map/layers.js';
import { moves } from '../map/motion.js';
import { refreshPopup } from '../map/selection.js';
import { points } from '../map/styles.js';
import { claimView } from '../panel/claim.js';
import { refreshTabs } from '../panel/panel.js';
import { classes } from '../settings.js';
import { tell } from '../signals.js';
import { shareOf } from '../text/counts.js';
import { announce, byId, el, first, fold, svg } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

/** @import { Series } from '../payload' */
/** @import { Area, Drawn, TimeMode } from '../types' */

/** @type {Record<TimeMode, string>} */
const MODES = { on: say('as on'), known: say('as known on'), both: say('as on and known on') };
const AREAS = ['hazards', 'released', 'lines', 'records', 'events'];
/** @type {Record<string, Drawn[]>} The small areas of each layer, before any is switched off. */
const own = {};
/** First and last day of the data, once there is one. */
let span = { first: Infinity, last: -Infinity };
const dated = () => span.first <= span.last;
/** @type {any} The elements of the bar. */
let parts = {};
/** Whether the bar is open, with a day chosen or without. */
let opened = false;
/** The newest day of the data; plans may reach beyond. */
const newest = () => Math.max(span.first, Math.min(span.last, lastDay(page.data.meta.data_date) ?? span.last));
/** The day that the slider is at: the newest one while none is chosen. */
const dayAt = () => time ?? { day: newest(), mode: /** @type {TimeMode} */ (parts.mode?.value ?? 'on') };
/** @type {number | undefined} */
let timer;
/** @type {number | undefined} */
let later;

/** Show the areas of the day; count them by status, of small and large layers. */
function showAreas() {
  /** @type {Record<string, number>} */
  const counts = {};
  /** @type {Record<string, number>} */
  const all = {};
  for (const name of AREAS) {
    own[name].forEach((layer) => {
      // also of a class that is switched off: it is reported all the same
      const area = page.data.areas[layer.feature.properties.i];
      const on = areaInTime(area);
      all[area.status] = (all[area.status] ?? 0) + 1;
      counts[area.status] = (counts[area.status] ?? 0) + (on ? 1 : 0);
      const node = layer.getElement();
      if (node) node.style.display = on ? '' : 'none';
    });
    if (page.large[name]) ageLarge(page.large[name], { repaint: false }); // the new day does
    for (const { value, count } of page.large[name]?.setTime(...dayOf(time?.mode ?? 'on')).classes ?? [])
      counts[value ?? ''] = (counts[value ?? ''] ?? 0) + count;
  }
  for (const [name, status] of Object.entries(classes).flatMap(([layer, list]) => list.map((s) => [layer, s]))) {
    const cell = document.querySelector(`#legend [data-count="${name}-${status}"]`);
    if (cell) cell.textContent = shareOf(counts[status] ?? 0, (all[status] ?? 0) + largeTotal(name, status));
  }
  return counts;
}

/** @type {any[]} */
let plain = [];

/** Put them among the other plain places, with all that these have: switch, count, name, clock. */
function showPlain() {
  const { other } = page.layers;
  plain.forEach((mark) => other.removeLayer(mark));
  plain = plainPlaces().map((feature) => {
    const [lng, lat] = feature.geometry.coordinates;
    const mark = /** @type {any} */ (points.other(feature, L.latLng(lat, lng)));
    mark.feature = feature;
    onEach('other')(feature, mark);
    return mark.on('add', () => dressMark('other', mark));
  });
  plain.forEach((mark) => other.addLayer(mark));
}

/**
 * Cumulative value of a series of days on the day shown.
 * @param {Series} series
 * @param {'m2' | 'unstated'} key
 */
const upTo = (series, key) => {
  let at = -1;
  for (let low = 0, high = series.days.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    if (series.days[middle] <= dayAt().day) {
      at = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return at < 0 ? 0 : series[key][at];
};

/**
 * What was reported by the day, as far as the filter shows it: counts, stated areas, casualties of single accidents.
 * @param {Record<string, number>} counts
 */
function totals(counts) {
  const { data } = page;
  const cells = [];
  /**
   * @param {string} id
   * @param {string} text what is counted: 'Claims', which needs no plural of its own
   * @param {string} value
   * @param {string} [more]
   */
  const add = (id, text, value, more) =>
    cells.push(
      el('span', { class: 'time-total', 'data-total': id }, `${text}: `, el('b', {}, value), more ? ` ${more}` : null),
    );
  add('claims', say('Claims'), shareOf(data.claims.filter((_c, i) => shows(i)).length, data.claims.length));
  if (page.drawn.hazards)
    for (const status of classes.hazards)
      add(status, words.term('Classification', status), words.number(counts[status] ?? 0));
  for (const product of classes.released) {
    const series = data.released[dayAt().mode]?.[product];
    if (!series) continue;
    const [m2, unstated] = [upTo(series, 'm2'), upTo(series, 'unstated')];
    const label = words.term('ReleaseProduct', product);
    // Where no report states an area there is none to show, which is not 0 ha.
    if (m2)
      add(
        product,
        label,
        `${words.number(Math.round(m2 / 100) / 100)} ${say('ha')}`,
        unstated ? `(${say('and')} ${words.number(unstated)} ${say('without stated area')})` : undefined,
      );
    else add(product, label, words.number(unstated), `(${say('area not stated')})`);
  }
  if (page.drawn.events)
    for (const kind of classes.events)
      if (counts[kind])
        add(kind, `${words.term('EventKind', kind)} (${say('as delivered')})`, words.number(counts[kind]));
  if (Object.keys(data.released[dayAt().mode] ?? {}).length)
    cells.push(el('span', {}, say('Areas as reported; overlaps not taken out.')));
  const accidents = data.accidents.filter((a) => a.claims.some(shows));
  if (data.accidents.length) {
    /** @param {'killed_min' | 'killed_max' | 'injured_min' | 'injured_max'} key */
    const sum = (key) => {
      const stated = accidents.map((a) => a[key]).filter((n) => n !== undefined);
      return stated.length ? stated.reduce((all, n) => all + n, 0) : undefined;
    };
    const killed = words.range(sum('killed_min'), sum('killed_max'));
    const injured = words.range(sum('injured_min'), sum('injured_max'));
    const people = [killed && say('{n} killed', { n: killed }), injured && say('{n} injured', { n: injured })].filter(
      Boolean,
    );
    add(
      'accidents',
      say('Accidents recorded one by one'),
      words.number(accidents.length),
      people.length ? `(${people.join(', ')}, ${say('as claimed')})` : undefined,
    );
  }
  return cells;
}

/** @type {Record<string, number>} Areas on the day, by status. */
let inForce = {};

/** Tell the totals again, after the day or the filter changed. */
export const tellTotals = () => {
  if (time || opened) parts.totals.replaceChildren(...totals(inForce));
};

function undatedNote() {
  const { data } = page;
  const claims = [...data.claims.keys()].filter(isUndated);
  const of = {
    on: (/** @type {Area} */ a) => !a.valid_from && !a.valid_to,
    known: (/** @type {Area} */ a) => !a.known_from,
    both: (/** @type {Area} */ a) => !a.valid_from && !a.valid_to && !a.known_from,
  }[shownDay().mode];
  const areas =
    data.areas.filter((a) => a.layer !== 'clearance_zones' && of(a)).length +
    Object.values(page.large).reduce((n, layer) => n + layer.undated(shownDay().mode), 0);
  if (!claims.length && !areas) return null;
  return [
    areas > 0 &&
      el(
        'span',
        { 'data-total': 'undated-areas' },
        `${say('Outlines without a date, always shown: {n}', { n: words.number(areas) })} `,
      ),
    claims.length > 0 &&
      el(
        'label',
        {},
        el('input', {
          type: 'checkbox',
          id: 'time-undated',
          checked: undated,
          change: (e) => {
            showUndated(e.target.checked);
            apply();
          },
        }),
        ` ${say('show claims without a date:')} `,
        el('span', { 'data-total': 'undated-claims' }, words.number(claims.length)),
      ),
    claims.length > 0 &&
      fold([el('span', {}, say('List them'))], () =>
        claims.slice(0, 100).map((i) => claimView(i, { place: true, subject: true })),
      ),
  ];
}

/** Show the day at once on the map; what is to read follows when the hand rests. */
function apply() {
  sift([page.figure]);
  inForce = showAreas();
  showPlain();
  dressMarks();
  countMarks();
  showAges();
  paintFigure();
  if (time) opened = true;
  if (opened) {
    const { day, mode } = dayAt();
    const text = time ? `${MODES[mode]} ${words.date(iso(day))}` : say('Show everything, whatever its date');
    parts.range.value = day;
    parts.range.setAttribute('aria-valuetext', text);
    parts.date.value = iso(day);
    parts.mode.value = mode;
    parts.claims.replaceChildren(...histogram(mode));
    tellTotals();
    parts.undated.replaceChildren(...((time && undatedNote()) || []).filter(Boolean));
  }
  tell('day');
  parts.bar.hidden = !opened;
  parts.open.hidden = opened;
  byId('page').classList.toggle('timed', opened);
  clearTimeout(later);
  later = window.setTimeout(() => {
    sift();
    refreshTabs();
    refreshPopup();
    remember();
  }, 250);
}

/**
 * Show one day, or everything.
 * @param {string|number|null} day 'YYYY-MM-DD' or days since 1970-01-01
 * @param {string} [mode] 'on', 'known' or 'both'
 */
export const setTime = (day, mode = time?.mode ?? 'on') => {
  const number = typeof day === 'string' ? lastDay(day) : day;
  const was = time;
  showDay(
    number === null || !Number.isFinite(number) || !dated()
      ? null
      : {
          day: Math.max(span.first, Math.min(span.last, Math.round(number))),
          mode: /** @type {TimeMode} */ (mode in MODES ? mode : 'on'),
        },
  );
  if (!time) stop();
  const changed = Boolean(time || was || opened);
  if (!time) opened = false;
  if (changed) apply();
};

/** @param {Record<string, any>} given */
export const recallTime = ({ t, tm, tu }) => {
  if (t) {
    showUndated(tu === '1');
    setTime(t, tm ?? 'on');
  }
};

/** What stands in the field of the day becomes the day shown; nothing, or half a date, leaves it as it was. */
function settleDate() {
  const { value } = parts.date;
  if (!parts.bar || value === iso(dayAt().day)) return;
  if (value) {
    stop();
    setTime(value);
  } else parts.date.value = iso(dayAt().day);
}

function stop() {
  clearTimeout(timer);
  timer = undefined;
  parts.play?.setAttribute('aria-pressed', 'false');
  if (parts.play) parts.play.firstChild.textContent = '▶';
}

function play() {
  if (timer) {
    stop();
    return;
  }
  parts.play.setAttribute('aria-pressed', 'true');
  parts.play.firstChild.textContent = '❚❚';
  if (dayAt().day >= newest()) setTime(span.first);
  const still = !moves();
  const step = Math.max(1, Math.round((span.last - span.first) / (still ? 12 : 150)));
  const next = () => {
    if (!time || time.day >= span.last) {
      stop();
      return;
    }
    setTime(time.day + step);
    timer = window.setTimeout(next, still ? 1500 : 120);
  };
  timer = window.setTimeout(next, 0);
}

const DAY = 86_400_000;
const BINS = 72; // bars of the histogram
const YEARS = 8; // labels at most

/**
 * How many claims are of when, above the slider, and the years under it.
 * @param {TimeMode} mode
 */
function histogram(mode) {
  const length = Math.max(1, span.last - span.first);
  const bins = Array.from({ length: BINS }, () => 0);
  for (const day of daysOfClaims(mode)) {
    if (day === null || day < span.first || day > span.last) continue;
    bins[Math.min(BINS - 1, Math.floor(((day - span.first) / length) * BINS))] += 1;
  }
  const most = Math.max(1, ...bins);
  const bars = bins.map((n, k) => {
    const height = n ? Math.max(1, 20 * Math.sqrt(n / most)) : 0; // so that single claims are seen beside hundreds
    return svg('rect', { x: k + 0.1, y: 20 - height, width: 0.8, height });
  });
  const [from, to] = [span.first, span.last].map((day) => new Date(day * DAY).getUTCFullYear());
  const step = [1, 2, 5, 10, 20, 50].find((years) => (to - from) / years <= YEARS) ?? 100;
  const years = [];
  for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
    const at = (Date.UTC(year, 0, 1) / DAY - span.first) / length;
    if (at >= 0) years.push(el('span', { style: `left:${(100 * at).toFixed(1)}%` }, String(year)));
  }
  return [
    svg('svg', { viewBox: `0 0 ${BINS} 20`, preserveAspectRatio: 'none' }, ...bars),
    el('div', { class: 'time-years' }, years),
  ];
}

/**
 * Build the bar at the bottom of the map; nothing if nothing is dated.
 * @param {Node} more
 */
export const buildTimeline = (more) => {
  const { data } = page;
  for (const name of AREAS) own[name] = page.layers[name].getLayers();
  /** @param {number | null} day */
  const note = (day) => {
    if (day === null) return;
    span = { first: Math.min(span.first, day), last: Math.max(span.last, day) };
  };
  noteDates(data).flat().forEach(note);
  data.areas.forEach((a) => [a.valid_from, a.known_from].map(lastDay).forEach(note));
  for (const layer of Object.values(page.large)) layer.days().forEach(note);
  if (!dated()) return;
  /** @param {string} text */
  const name = (text) => ({ 'aria-label': text, title: text });
  parts = {
    open: el(
      'button',
      {
        type: 'button',
        id: 'time-open',
        class: 'time-open',
        click: () => {
          opened = true; // which changes nothing yet: everything stays until a day is chosen
          apply();
          parts.range.focus();
        },
      },
      say('Time'),
    ),
    play: el(
      'button',
      { type: 'button', id: 'time-play', 'aria-pressed': 'false', ...name(say('Play')), click: play },
      '▶',
    ),
    range: el('input', {
      type: 'range',
      id: 'time-range',
      min: span.first,
      max: span.last,
      step: 1,
      'aria-label': say('Day shown'),
      input: (e) => {
        stop();
        setTime(Number(e.target.value));
      },
      change: () => announce(`${MODES[dayAt().mode]} ${words.date(iso(dayAt().day))}`),
    }),
    // Whoever types a year passes through the years 2, 20 and 201: a day beyond the ends counts once it is left.
    date: el('input', {
      type: 'date',
      id: 'time-date',
      min: iso(span.first),
      max: iso(span.last),
      'aria-label': say('Day shown'),
      change: (e) => {
        if (e.target.value && e.target.validity.valid) {
          stop();
          setTime(e.target.value);
        }
      },
      keydown: (e) => {
        if (e.key === 'Enter') settleDate();
      },
      blur: () => settleDate(),
    }),
    mode: el(
      'select',
      { id: 'time-mode', 'aria-label': say('Which time'), change: (e) => setTime(dayAt().day, e.target.value) },
      Object.entries(MODES).map(([id, text]) => el('option', { value: id }, text)),
    ),
    // On a phone the bar is a strip: counts and choices unfold.
    more: el(
      'button',
      {
        type: 'button',
        id: 'time-more',
        'aria-expanded': 'false',
        ...name(say('Show more')),
        click: () => {
          const open = parts.bar.classList.toggle('unfolded');
          parts.more.setAttribute('aria-expanded', String(open));
        },
      },
      '⋯',
    ),
    claims: el('div', { class: 'time-claims', 'aria-hidden': 'true' }),
    totals: el('p', { class: 'time-totals' }),
    undated: el('div', { class: 'time-undated' }),
  };
  parts.bar = el(
    'section',
    { id: 'timeline', class: 'timeline', 'aria-label': say('Time'), hidden: true },
    el(
      'div',
      { class: 'time-row' },
      parts.play,
      parts.mode,
      parts.date,
      el('div', { class: 'time-track' }, parts.claims, parts.range),
      parts.more,
      el(
        'button',
        {
          type: 'button',
          id: 'time-close',
          class: 'time-close',
          ...name(say('Show everything, whatever its date')),
          click: () => {
            setTime(null);
            parts.open.focus();
          },
        },
        '×',
      ),
    ),
    el('div', { class: 'time-rest' }, parts.totals, el('div', { class: 'time-choices' }, more, parts.undated)),
  );
  first('.chart').append(parts.open, parts.bar);
  // What stands at the bottom of the map makes room for the bar, however high it is.
  new ResizeObserver(() => byId('page').style.setProperty('--time-height', `${parts.bar.offsetHeight}px`)).observe(
    parts.bar,
  );
  for (const node of [parts.open, parts.bar]) {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
  }
  for (const one of Object.values(own).flat())
    one.on('add', () => {
      const node = one.getElement();
      if (time && node) node.style.display = areaInTime(data.areas[one.feature.properties.i]) ? '' : 'none';
    });
};
