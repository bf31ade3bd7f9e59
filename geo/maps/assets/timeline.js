'use strict';
/**
 * The map on one day. 'As on' a day: claims whose time ends on it or before, areas in force on it
 * (from <= day < to). 'As known on' a day: claims whose source was published, areas reported, on it
 * or before. The rules are those of `geo.combine.times` and `geo.combine.validity`.
 */
(() => {
  const { el, words } = atlas;
  const say = atlas.say;
  const DAY = 86_400_000;
  const MODES = { on: say('as on'), known: say('as known on'), both: say('as on and known on') };
  const RELEASED = ['cleared', 'reduced', 'cancelled'];
  const STATUSES = { hazards: ['confirmed', 'suspected'], released: RELEASED, events: ['accident', 'ordnance_found', 'suspicion', 'seizure', 'other'] };
  const AREAS = ['hazards', 'released', 'lines', 'events'];
  const own = {}; // the small areas of each layer, before any is switched off
  const span = { first: null, last: null };
  let dates = null; // of each claim: [so, known], null where undated
  let time = null; // {day, mode}
  let undated = false; // show claims without a date too
  let parts = {};
  let timer = null;
  let later = null;

  /** Last day, since 1970-01-01, of a partial date; null without one. */
  const lastDay = (text) => {
    const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text ?? '');
    if (!match) return null;
    const [y, m, d] = match.slice(1).map((part) => part && Number(part));
    return Date.UTC(y, d ? m - 1 : m ?? 12, d ?? 0) / DAY;
  };
  atlas.lastDay = lastDay;
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  /** Whether the page shows one day instead of everything. */
  atlas.timeOn = () => time !== null;
  /** The day shown: {day: 'YYYY-MM-DD', mode}, or null. */
  atlas.time = () => time && { day: iso(time.day), mode: time.mode };

  const asks = (mode) => (mode === 'both' ? [0, 1] : mode === 'known' ? [1] : [0]);
  const isUndated = (i) => asks(time.mode).some((k) => dates[i][k] === null);

  /** Whether a claim is in view on the day shown. */
  atlas.inTime = (i) => {
    if (!time) return true;
    if (isUndated(i)) return undated;
    return asks(time.mode).every((k) => dates[i][k] <= time.day);
  };

  /** Whether an area is in view: an area with claims if one is, else by its own dates. */
  atlas.areaInTime = (area, at = time) => {
    if (!at) return true;
    if (area.layer === 'clearance_zones') return area.claims.some(atlas.inTime);
    const [from, to, known] = [area.valid_from, area.valid_to, area.known_from].map(lastDay);
    const so = (from === null || from <= at.day) && (to === null || at.day < to);
    return (at.mode === 'known' || so) && (at.mode === 'on' || known === null || known <= at.day);
  };

  /** Whether anything is told of a place on the day shown. */
  atlas.toldInTime = (site) => !time || site.claims.some(atlas.inTime);

  /** Whether a mark has anything behind it on the day shown. */
  atlas.siteInTime = (name, site) => !time || (name === 'accident'
    ? site.accidents.some((a) => atlas.data.accidents[a].claims.some(atlas.inTime))
    : (site.marked[name] ?? site.claims).some(atlas.inTime));

  const dayOf = (mode) => [mode === 'known' ? null : time?.day ?? null, mode === 'on' ? null : time?.day ?? null];

  /** Show the areas of the day; count them by status, of small and large layers. */
  function showAreas() {
    const counts = {};
    const all = {};
    for (const name of AREAS) {
      own[name].forEach((layer) => { // also of a class that is switched off: it is reported all the same
        const area = atlas.data.areas[layer.feature.properties.i];
        const on = atlas.areaInTime(area);
        all[area.status] = (all[area.status] ?? 0) + 1;
        counts[area.status] = (counts[area.status] ?? 0) + on;
        const node = layer.getElement();
        if (node) node.style.display = on ? '' : 'none';
      });
      if (atlas.large[name]) atlas.ageLarge(atlas.large[name], { repaint: false }); // the new day does
      for (const { value, count } of atlas.large[name]?.setTime(...dayOf(time?.mode ?? 'on')).classes ?? []) counts[value] = (counts[value] ?? 0) + count;
    }
    for (const [name, status] of Object.entries(STATUSES).flatMap(([layer, list]) => list.map((s) => [layer, s]))) {
      const cell = document.querySelector(`#legend [data-count="${name}-${status}"]`);
      if (cell) cell.textContent = atlas.shareOf(counts[status] ?? 0, (all[status] ?? 0) + atlas.largeTotal(name, status));
    }
    return counts;
  }

  /** Places that are marked for claims of other kinds only later stand as plain places meanwhile: a feature of each. */
  atlas.plainPlaces = () => (!time ? [] : atlas.data.sites.flatMap((site, i) => (
    site.kinds.includes('other') || site.kinds.some((kind) => atlas.siteInTime(kind, site)) || !site.claims.some(atlas.inTime) ? []
      : [{ type: 'Feature', properties: { i }, geometry: { type: 'Point', coordinates: [site.at[1], site.at[0]] } }])));

  let plain = [];
  /** Put them among the other plain places, with all that these have: switch, count, name, clock. */
  function showPlain() {
    const { other } = atlas.layers;
    plain.forEach((mark) => other.removeLayer(mark));
    plain = atlas.plainPlaces().map((feature) => {
      const mark = atlas.points.other(feature, L.latLng([...feature.geometry.coordinates].reverse()));
      mark.feature = feature;
      atlas.onEach('other')(feature, mark);
      return mark.on('add', () => atlas.dressMark('other', mark));
    });
    plain.forEach((mark) => other.addLayer(mark));
  }

  /** Cumulative value of a series of days on the day shown. */
  const upTo = (series, key) => {
    let at = -1;
    for (let low = 0, high = series.days.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      if (series.days[middle] <= time.day) { at = middle; low = middle + 1; } else high = middle - 1;
    }
    return at < 0 ? 0 : series[key][at];
  };

  /** What was reported by the day, as far as the filter shows it: counts, stated areas, casualties of single accidents. */
  function totals(counts) {
    const { data } = atlas;
    const cells = [];
    const add = (id, value, text) => cells.push(el('span', { class: 'time-total', 'data-total': id }, el('b', {}, value), ` ${text}`));
    add('claims', atlas.shareOf(data.claims.filter((c, i) => atlas.shows(i)).length, data.claims.length), say('claims'));
    if (atlas.drawn.hazards) for (const status of ['confirmed', 'suspected']) add(status, words.number(counts[status] ?? 0), atlas.lower(words.term('HazardStatus', status)));
    for (const product of RELEASED) {
      const series = data.released[time.mode]?.[product];
      if (!series) continue;
      const [m2, unstated] = [upTo(series, 'm2'), upTo(series, 'unstated')];
      const label = atlas.lower(words.term('ReleaseProduct', product));
      // Where no report states an area there is none to show, which is not 0 ha.
      if (m2) add(product, `${words.number(Math.round(m2 / 100) / 100)} ${say('ha')}`, `${label}${unstated ? ` (${say('and')} ${words.number(unstated)} ${say('without stated area')})` : ''}`);
      else add(product, words.number(unstated), `${label}${unstated ? `, ${say('area not stated')}` : ''}`);
    }
    if (atlas.drawn.events) for (const kind of STATUSES.events) if (counts[kind]) add(kind, words.number(counts[kind]), `${atlas.lower(words.term('EventKind', kind))} ${say('as delivered')}`);
    if (Object.keys(data.released[time.mode] ?? {}).length) cells.push(el('span', {}, say('Areas as reported; overlaps not taken out.')));
    const accidents = data.accidents.filter((a) => a.claims.some(atlas.shows));
    if (data.accidents.length) {
      const sum = (key) => accidents.reduce((all, a) => (a[key] === undefined ? all : (all ?? 0) + a[key]), undefined);
      const people = [['killed', (n) => say('{n} killed', { n })], ['injured', (n) => say('{n} injured', { n })]].map(([what, text]) => [text, words.range(sum(`${what}_min`), sum(`${what}_max`))]).filter(([, n]) => n).map(([text, n]) => text(n));
      add('accidents', words.number(accidents.length), [say('accidents recorded one by one'), people.length && `(${people.join(', ')}, ${say('as claimed')})`].filter(Boolean).join(' '));
    }
    return cells;
  }

  let inForce = {}; // areas on the day, by status
  /** Tell the totals again, after the day or the filter changed. */
  atlas.tellTotals = () => { if (time) parts.totals.replaceChildren(...totals(inForce)); };

  function undatedNote() {
    const { data } = atlas;
    const claims = [...data.claims.keys()].filter(isUndated);
    const of = { on: (a) => !a.valid_from && !a.valid_to, known: (a) => !a.known_from, both: (a) => !a.valid_from && !a.valid_to && !a.known_from }[time.mode];
    const areas = data.areas.filter((a) => a.layer !== 'clearance_zones' && of(a)).length + Object.values(atlas.large).reduce((n, layer) => n + layer.undated(time.mode), 0);
    if (!claims.length && !areas) return null;
    return [
      areas > 0 && el('span', { 'data-total': 'undated-areas' }, `${words.number(areas)} ${say('outlines without a date: always shown.')} `),
      claims.length > 0 && el('label', {}, el('input', { type: 'checkbox', id: 'time-undated', checked: undated, change: (e) => { undated = e.target.checked; apply(); } }),
        ` ${say('show')} `, el('span', { 'data-total': 'undated-claims' }, words.number(claims.length)), ` ${say('claims without a date')}`),
      claims.length > 0 && atlas.fold([el('span', {}, say('List them'))], () => claims.slice(0, 100).map((i) => atlas.claim(i, { place: true, subject: true }))),
    ];
  }

  /** Show the day at once on the map; what is to read follows when the hand rests. */
  function apply() {
    atlas.sift([atlas.figure]);
    inForce = showAreas();
    showPlain();
    atlas.dressMarks();
    atlas.countMarks();
    atlas.showAges();
    atlas.paintFigure();
    if (time) {
      const text = words.date(iso(time.day));
      parts.range.value = time.day;
      parts.range.setAttribute('aria-valuetext', `${MODES[time.mode]} ${text}`);
      parts.date.value = iso(time.day);
      parts.mode.value = time.mode;
      atlas.tellTotals();
      parts.undated.replaceChildren(...(undatedNote() ?? []).filter(Boolean));
    }
    atlas.swipeNow();
    parts.bar.hidden = !time;
    parts.open.hidden = Boolean(time);
    const page = document.getElementById('page');
    page.classList.toggle('timed', Boolean(time));
    clearTimeout(later);
    later = setTimeout(() => { atlas.sift(); atlas.refreshAll(); atlas.refreshPopup(); atlas.remember(); }, 250);
  }

  /**
   * Show one day, or everything.
   * @param {string|number|null} day 'YYYY-MM-DD' or days since 1970-01-01
   * @param {string} [mode] 'on', 'known' or 'both'
   */
  atlas.setTime = (day, mode = time?.mode ?? 'on') => {
    const number = typeof day === 'string' ? lastDay(day) : day;
    const was = time;
    time = number === null || !Number.isFinite(number) || span.first === null ? null
      : { day: Math.max(span.first, Math.min(span.last, Math.round(number))), mode: MODES[mode] ? mode : 'on' };
    if (!time) stop();
    if (time || was) apply();
  };

  /** Do something as if another day were shown, in the same mode. */
  atlas.atDay = (day, what) => {
    const was = time;
    time = { day: lastDay(day), mode: was?.mode ?? 'on' };
    try { return what(); } finally { time = was; }
  };
  /** The day and the known day that canvas layers need, for another day in the same mode. */
  atlas.daysAt = (day) => atlas.atDay(day, () => dayOf(time.mode));

  /** What the link carries: t=YYYY-MM-DD&tm=on|known|both&tu=1 */
  atlas.timeChosen = () => (time ? { t: iso(time.day), tm: time.mode, ...(undated && { tu: '1' }) } : {});
  atlas.recallTime = ({ t, tm, tu }) => { if (t) { undated = tu === '1'; atlas.setTime(t, tm ?? 'on'); } };

  /** What stands in the field of the day becomes the day shown; nothing, or half a date, leaves it as it was. */
  function settleDate() {
    const { value } = parts.date;
    if (!time || value === iso(time.day)) return;
    if (value) { stop(); atlas.setTime(value); } else parts.date.value = iso(time.day);
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    parts.play?.setAttribute('aria-pressed', 'false');
    if (parts.play) parts.play.firstChild.textContent = '▶';
  }

  function play() {
    if (timer) { stop(); return; }
    parts.play.setAttribute('aria-pressed', 'true');
    parts.play.firstChild.textContent = '❚❚';
    if (time.day >= span.last) atlas.setTime(span.first);
    const still = !atlas.moves();
    const step = Math.max(1, Math.round((span.last - span.first) / (still ? 12 : 150)));
    const next = () => {
      if (!time || time.day >= span.last) { stop(); return; }
      atlas.setTime(time.day + step);
      timer = setTimeout(next, still ? 1500 : 120);
    };
    timer = setTimeout(next, 0);
  }

  /** Build the bar at the bottom of the map; nothing if nothing is dated. */
  atlas.buildTimeline = () => {
    const { data } = atlas;
    for (const name of AREAS) own[name] = atlas.layers[name].getLayers();
    const published = data.sources.map((source) => lastDay(source.published));
    dates = data.claims.map((c) => [lastDay(c.period_end ?? c.as_of), published[c.source - 1] ?? null]);
    const note = (day) => {
      if (day === null) return;
      span.first = Math.min(span.first ?? day, day);
      span.last = Math.max(span.last ?? day, day);
    };
    dates.flat().forEach(note);
    data.areas.forEach((a) => [a.valid_from, a.valid_to, a.known_from].map(lastDay).forEach(note));
    for (const layer of Object.values(atlas.large)) layer.days().forEach(note);
    if (span.first === null) return;
    const name = (text) => ({ 'aria-label': text, title: text });
    parts = {
      open: el('button', { type: 'button', id: 'time-open', class: 'time-open', click: () => { atlas.setTime(span.last); parts.range.focus(); } }, say('Time')),
      play: el('button', { type: 'button', id: 'time-play', 'aria-pressed': 'false', ...name(say('Play')), click: play }, '▶'),
      range: el('input', { type: 'range', id: 'time-range', min: span.first, max: span.last, step: 1, 'aria-label': say('Day shown'),
        input: (e) => { stop(); atlas.setTime(Number(e.target.value)); }, change: () => atlas.announce(`${MODES[time.mode]} ${words.date(iso(time.day))}`) }),
      // Whoever types a year passes through the years 2, 20 and 201: a day beyond the ends counts once it is left.
      date: el('input', { type: 'date', id: 'time-date', min: iso(span.first), max: iso(span.last), 'aria-label': say('Day shown'),
        change: (e) => { if (e.target.value && e.target.validity.valid) { stop(); atlas.setTime(e.target.value); } },
        keydown: (e) => { if (e.key === 'Enter') settleDate(); }, blur: () => settleDate() }),
      mode: el('select', { id: 'time-mode', 'aria-label': say('Which time'), change: (e) => atlas.setTime(time.day, e.target.value) },
        Object.entries(MODES).map(([id, text]) => el('option', { value: id }, text))),
      totals: el('p', { class: 'time-totals' }),
      undated: el('div', { class: 'time-undated' }),
    };
    parts.bar = el('section', { id: 'timeline', class: 'timeline', 'aria-label': say('Time'), hidden: true },
      el('div', { class: 'time-row' }, parts.play, parts.mode, parts.date, parts.range,
        el('button', { type: 'button', id: 'time-close', class: 'time-close', ...name(say('Show everything, whatever its date')), click: () => { atlas.setTime(null); parts.open.focus(); } }, '×')),
      parts.totals, el('div', { class: 'time-choices' }, atlas.swipeRow(), parts.undated));
    document.querySelector('.chart').append(parts.open, parts.bar);
    // What stands at the bottom of the map makes room for the bar, however high it is.
    new ResizeObserver(() => document.getElementById('page').style.setProperty('--time-height', `${parts.bar.offsetHeight}px`)).observe(parts.bar);
    for (const node of [parts.open, parts.bar]) { L.DomEvent.disableClickPropagation(node); L.DomEvent.disableScrollPropagation(node); }
    for (const one of Object.values(own).flat()) one.on('add', () => { if (time) one.getElement().style.display = atlas.areaInTime(data.areas[one.feature.properties.i]) ? '' : 'none'; });
  };
})();
