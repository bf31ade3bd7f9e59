'use strict';
/**
 * How old the information is, told by a small clock beside a mark or inside an outline. Never by a
 * paler colour: pale reads as less dangerous, and a hazard reported long ago is no less of one.
 */
(() => {
  const { el, svg, say, words } = atlas;
  const DAY = 86_400_000;
  const STEPS = [10, 5]; // years, the oldest first
  const UNKNOWN = 'undated';
  const CLASSES = [...STEPS, UNKNOWN];
  const off = new Set();

  /** The day that age is reckoned from: that of the slider, or the newest in the data. */
  const today = () => atlas.lastDay(atlas.time()?.day ?? atlas.data.meta.data_date);
  /** What is before the day of a step is older than so many years. */
  const limit = (years, now) => { const d = new Date(now * DAY); return Date.UTC(d.getUTCFullYear() - years, d.getUTCMonth(), d.getUTCDate()) / DAY; };

  /** Class of age by the newest of some days (since 1970-01-01): 10, 5, 'undated', or null if newer. */
  const classOf = (days) => {
    const now = today();
    if (now === null) return null;
    const newest = Math.max(...days.filter((day) => day !== null));
    return newest === -Infinity ? UNKNOWN : STEPS.find((years) => newest < limit(years, now)) ?? null;
  };
  /** What a claim speaks of, or where it does not say, the day it was published; the last day that may be meant. */
  const when = [];
  const said = (i) => (when[i] ??= lastSaid(i));
  const lastSaid = (i) => { const claim = atlas.data.claims[i]; return atlas.lastDay(words.sortKey(claim) || atlas.data.sources[claim.source - 1].published); };
  const ofClaims = (claims) => { const kept = atlas.kept(claims); return kept.length ? classOf(kept.map(said)) : null; };

  /** Age of an area or an event: of its claims, or of the newest date it has. */
  atlas.ageOfArea = (area) => (area.claims.length ? ofClaims(area.claims)
    : classOf([area.known_from, area.valid_from, area.occurred].map(atlas.lastDay)));
  /** Age of what is behind a mark of a kind. */
  atlas.ageOfMark = (name, site) => ofClaims(name === 'accident' ? site.accidents.flatMap((a) => atlas.data.accidents[a].claims) : site.marked[name] ?? site.claims);
  /** Age of the newest of all that is told at a place. */
  atlas.ageOfSite = (site) => ofClaims(site.claims);
  /** Age of the newest thing told of a district or of a place in it; null where nothing is told. */
  const ofDistrict = (district) => ofClaims(atlas.toldOf(district));

  /** A clock; the older, the darker; a question mark where there is no date. */
  const clock = (age, size = 12) => {
    const [face, line] = age === 10 ? ['#1b1e22', '#fff'] : ['#fff', '#1b1e22'];
    return svg('svg', { viewBox: '0 0 12 12', width: size, height: size, 'aria-hidden': 'true', class: 'clock', 'data-age': age },
      svg('circle', { cx: 6, cy: 6, r: 5.9, fill: '#fff' }),
      svg('circle', { cx: 6, cy: 6, r: 4.7, fill: face, stroke: '#1b1e22', 'stroke-width': 1.1 }),
      svg('path', { d: age === UNKNOWN ? 'M4.6 4.9C4.6 3.4 7.4 3.4 7.4 4.9C7.4 6 6 6 6 7M6 8.6V8.7' : 'M6 3.1V6.2L8.3 7.5',
        fill: 'none', stroke: line, 'stroke-width': 1.2, 'stroke-linecap': 'round' }));
  };

  const LABELS = { 10: say('older than 10 years'), 5: say('older than 5 years'), [UNKNOWN]: say('without a date') };
  /** The age in words, for tooltips and who does not see the clock. */
  atlas.ageText = (age) => (age === null ? null : say('newest information: {age}', { age: LABELS[age] }));

  /** The same as a line of a card, with its clock. */
  atlas.ageNote = (age) => (age === null ? null : el('p', { class: 'card-note age-note' }, clock(age, 14), ' ', atlas.ageText(age)));

  /** Put the clock on a mark or a name, or take it away. */
  atlas.dressAge = (node, age) => {
    node.querySelector('.clock')?.remove();
    if (age !== null && !off.has(age)) node.append(clock(age));
  };

  /** A clock for an area, inside it or, where it is too small, at the corner of its symbol. */
  atlas.clockAt = (area, pixels) => {
    const age = atlas.ageOfArea(area);
    if (age === null || off.has(age)) return null;
    const beside = pixels < 24;
    return L.marker(area.at, { pane: 'atlas-other', interactive: false, keyboard: false,
      icon: L.divIcon({ className: 'area-age', html: clock(age, beside ? 10 : 14), iconSize: [0, 0], iconAnchor: beside ? [-2, -2] : [7, 7] }) });
  };

  const labels = new Map(); // district -> element of its name
  /** Note where the name of a district stands. */
  atlas.ageOnLabel = (district, node) => { labels.set(district, node); atlas.dressAge(node, ofDistrict(district)); };

  function dressEvents() {
    atlas.layers.events.eachLayer((mark) => {
      const node = mark.getElement();
      if (node) atlas.dressAge(node, atlas.ageOfArea(atlas.data.areas[mark.feature.properties.i]));
    });
  }

  /** How many things on the map are of each age. */
  function counts() {
    const { data, layers, large } = atlas;
    const n = Object.fromEntries(CLASSES.map((age) => [age, 0]));
    const add = (age) => { if (age !== null) n[age] += 1; };
    for (const name of ['zone', 'find', 'accident', 'other']) {
      layers[name].eachLayer((mark) => {
        const site = data.sites[mark.feature.properties.i];
        if (atlas.siteInTime(name, site)) add(atlas.ageOfMark(name, site));
      });
    }
    data.districts.forEach((d) => { if (d.drawn) add(ofDistrict(d)); });
    data.areas.forEach((area) => { if (atlas.areaInTime(area)) add(atlas.ageOfArea(area)); });
    for (const layer of Object.values(large)) {
      atlas.ageLarge(layer);
      for (const [age, found] of Object.entries(layer.ageCounts())) n[age] += found;
    }
    return n;
  }

  /** Tell a large layer what is old on the day shown. */
  atlas.ageLarge = (layer, options) => {
    const now = today();
    if (now !== null) layer.setAges(STEPS.map((years) => ({ age: years, before: limit(years, now), shown: !off.has(years) })), !off.has(UNKNOWN), options);
  };

  /** Show ages again after the day, the filter or a switch changed. */
  atlas.showAges = () => {
    const n = counts();
    for (const age of CLASSES) {
      const row = document.querySelector(`label[for="mark-age-${age}"]`);
      if (!row) continue;
      row.hidden = !n[age] && !off.has(age);
      row.querySelector('.count').textContent = words.number(n[age]);
    }
    const box = document.getElementById('ages');
    if (box) {
      box.hidden = !CLASSES.some((age) => n[age] || off.has(age));
      box.querySelector('legend').textContent = say('Newest information, seen from {date}', { date: words.date(atlas.time()?.day ?? atlas.data.meta.data_date) });
    }
    for (const [district, node] of labels) atlas.dressAge(node, ofDistrict(district));
    dressEvents();
    atlas.drawScale?.();
  };

  /** Rows of the legend, with a switch each. */
  atlas.ageRows = () => el('fieldset', { class: 'marks', id: 'ages', hidden: true }, el('legend', {}), [5, 10, UNKNOWN].map((age) => el('label', { for: `mark-age-${age}` },
    el('input', { type: 'checkbox', id: `mark-age-${age}`, checked: true, change: (event) => {
      if (event.target.checked) off.delete(age); else off.add(age);
      atlas.dressMarks();
      atlas.showAges();
    } }),
    el('span', { class: 'mark-sample' }, clock(age, 16)), el('span', {}, LABELS[age]), el('span', { class: 'count' }))));

  atlas.watchAges = () => {
    atlas.layers.events.eachLayer((mark) => mark.on('add', () => atlas.dressAge(mark.getElement(), atlas.ageOfArea(atlas.data.areas[mark.feature.properties.i]))));
    atlas.showAges();
  };
})();
