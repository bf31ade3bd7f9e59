'use strict';
/**
 * Two states on one map, with a line between them that can be moved. To the right the page as it
 * is; to the left an earlier day, or, where two datasets are compared, the one before. What the
 * legend switches off is off on both sides.
 */
(() => {
  const { el, words, say } = atlas;
  const AREAS = ['released', 'hazards', 'lines', 'events'];
  const LAYERS = [...AREAS, 'zone', 'find', 'accident', 'other'];
  const UPWARDS = ['cancelled', 'reduced', 'cleared', 'suspected', 'confirmed'];
  const BEFORE = 'before'; // the other dataset
  let state = null; // {what: day or BEFORE, mode, share, small: {name: layer}, large: {name: [layers]}, panes, box, line}
  let controls = {};
  let run = 0;

  const paneOf = (name) => (atlas.layers[name] ?? atlas.large[name]).options.pane;
  const was = () => atlas.data.changes?.was;

  /** A pane of the same height beside the one of a layer. */
  function twinPane(name) {
    const { map } = atlas;
    const own = map.getPane(paneOf(name));
    const twin = map.getPane(`${paneOf(name)}-was`) ?? map.createPane(`${paneOf(name)}-was`);
    twin.style.zIndex = getComputedStyle(own).zIndex;
    return [own, twin];
  }

  function linePane() {
    const { map } = atlas;
    const pane = map.getPane('atlas-swipe') ?? map.createPane('atlas-swipe');
    pane.style.zIndex = 640; // those of tooltips and popups are 650 and 700
    pane.style.pointerEvents = 'none';
    return pane;
  }

  /** What the running number of a feature on the left stands for. */
  const itemOf = (name, { properties: { i, was: k } }) => {
    const list = AREAS.includes(name) ? 'areas' : 'sites';
    return k === undefined ? atlas.data[list][i] : was()[list][k];
  };

  /** Features to the left of the line, of those that are switched on. */
  function features(name) {
    const own = atlas.layers[name].toGeoJSON().features;
    if (state.what !== BEFORE) {
      const there = AREAS.includes(name) ? (item) => atlas.areaInTime(item) : (item) => atlas.siteInTime(name, item);
      const lasting = name === 'other' ? own.filter((feature) => itemOf(name, feature).kinds.includes('other')) : own;
      return atlas.atDay(state.what, () => [...lasting.filter((feature) => there(itemOf(name, feature))), ...(name === 'other' ? atlas.plainPlaces() : [])]);
    }
    const later = new Set(was().own[name]);
    const off = atlas.switchedOff(name);
    const all = [...own.filter(({ properties }) => !later.has(properties.i)), ...was().layers[name].features.filter((one) => !off.has(itemOf(name, one).status))];
    const rank = (one) => UPWARDS.indexOf(itemOf(name, one).status);
    return all.sort((a, b) => rank(a) - rank(b));
  }

  /** A small layer to the left: what both sides have opens its card, what only the left has says what it was. */
  function small(name) {
    const pane = `${paneOf(name)}-was`;
    return L.geoJSON({ type: 'FeatureCollection', features: features(name) }, {
      pane,
      style: (feature) => ({ ...atlas.areaStyle(name, itemOf(name, feature)), pane }),
      pointToLayer: (feature, at) => {
        const mark = atlas.points[name](feature, at);
        if (name === 'events') mark.setIcon(atlas.eventIcon(itemOf(name, feature).status));
        mark.options.pane = pane;
        return mark;
      },
      onEachFeature: (feature, layer) => {
        const item = itemOf(name, feature);
        if (feature.properties.was === undefined) {
          atlas.onEach(name)(feature, layer);
          if (!AREAS.includes(name)) layer.on('add', () => layer.getElement().classList.toggle('filtered', !atlas.siteShown(name, item)));
          return;
        }
        layer.on('add', () => layer.getElement()?.setAttribute('tabindex', -1));
        layer.bindTooltip(() => el('div', {}, el('b', {}, item.name ?? item.id), el('br'), [item.status && atlas.areaKind(item), names()[0]].filter(Boolean).join('; ')),
          { sticky: true, className: 'hint', direction: 'top', offset: [0, -10], opacity: 1 });
        layer.on('click', (event) => { L.DomEvent.stopPropagation(event); layer.openTooltip(event.latlng); });
      },
    });
  }

  /** Canvas tiles to the left, with the data of the right where both sides have it. */
  async function large(name) {
    const [own, old] = [atlas.large[name], state.what === BEFORE && atlas.wasLarge[name]];
    const later = state.what === BEFORE && own ? await atlas.largeNamed(name, was().ownLarge[name] ?? []) : new Set();
    const time = state.what === BEFORE ? [null, null] : atlas.daysAt(state.what);
    const off = atlas.switchedOff(name);
    const sheets = [own, old].filter(Boolean).flatMap((of) => of.head.classes.map((value, code) => ({ of, value, rank: of.look.rank[code] })))
      .filter(({ value }) => !off.has(value)).sort((a, b) => a.rank - b.rank);
    // A sheet a class where two sources are drawn over each other: what is confirmed stays on top.
    const single = own && old ? sheets : [own, old].filter(Boolean).map((of) => ({ of, value: null }));
    return Promise.all(single.map(async ({ of, value }, k) => {
      const sheet = new canvasTiles.Tiles(null, { of, pane: `${paneOf(name)}-was`, legend: false, popup: false, walk: false, zIndex: k + 1 });
      await sheet.ready;
      sheet.setHidden(value === null ? off : of.head.classes.filter((one) => one !== value));
      sheet.setTime(...time);
      if (of === own && later.size) sheet.setMask((i) => !later.has(i));
      return sheet;
    }));
  }

  const remove = () => { for (const layer of [...Object.values(state.small), ...Object.values(state.large).flat()]) layer.remove(); };

  /** Draw the left side; again whenever what is switched on, or how time is asked for, changed. */
  async function fill() {
    const mine = ++run;
    const { map } = atlas;
    const names = Object.keys({ ...atlas.large, ...(state.what === BEFORE && atlas.wasLarge) });
    const sheets = await Promise.all(names.map(async (name) => [name, await large(name)]));
    if (mine !== run || !state) return;
    remove();
    state.small = Object.fromEntries(LAYERS.filter((name) => map.hasLayer(atlas.layers[name])).map((name) => [name, small(name)]));
    state.large = Object.fromEntries(sheets);
    for (const layer of [...Object.values(state.small), ...Object.values(state.large).flat()]) layer.addTo(map);
    atlas.drawScale?.();
    state.box.dataset.drawn = mine;
  }

  function clip() {
    if (!state) return;
    const { map } = atlas;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edges = [corner.x, corner.x + size.x * state.share, corner.x + size.x];
    const rect = (left, right) => `rect(${corner.y}px, ${right}px, ${corner.y + size.y}px, ${left}px)`;
    for (const [now, then] of state.panes) {
      now.style.clip = rect(edges[1], edges[2]);
      if (then) then.style.clip = rect(edges[0], edges[1]);
    }
    state.line.style.height = `${size.y}px`;
    L.DomUtil.setPosition(state.line, L.point(edges[1], corner.y));
  }

  function stop() {
    if (!state) return;
    run += 1;
    remove();
    for (const pane of state.panes.flat()) pane.style.clip = '';
    state.box.remove();
    state.line.remove();
    atlas.map.off('move zoomend viewreset resize', clip);
    state = null;
  }

  /** What stands to the left and to the right of the line. */
  const names = () => (state.what === BEFORE ? atlas.data.changes.names : [words.date(state.what), atlas.time() ? words.date(atlas.time().day) : '']);

  function label() {
    const [left, right] = names();
    const set = (css, text) => { const node = state.line.querySelector(css); node.textContent = text; node.title = text; };
    set('.swipe-was', left);
    set('.swipe-now', right);
    const percent = Math.round(100 * state.share);
    state.box.querySelector('input').setAttribute('aria-valuetext', `${percent} % ${left}, ${100 - percent} % ${right}`);
  }

  /** The middle of what the legend leaves of the map. */
  const middle = () => {
    const size = atlas.map.getSize().x;
    const covered = atlas.narrow() ? 0 : document.getElementById('legend').offsetLeft + document.getElementById('legend').offsetWidth;
    return Math.round((100 * (size + covered)) / 2 / size) / 100;
  };

  /**
   * Show another state to the left of a line; null takes the line away.
   * @param {string|null} what 'YYYY-MM-DD', or 'before' for the other dataset of a comparison
   * @param {number} [share] how far to the right the line stands, 0…1
   * @returns {Promise} resolves when the left side is on the map
   */
  atlas.swipe = (what, share = state?.share ?? middle()) => {
    stop();
    if (what === BEFORE) atlas.setTime(null);
    if (controls.on) { controls.on.checked = Boolean(what) && what !== BEFORE; controls.day.hidden = controls.note.hidden = !controls.on.checked; }
    atlas.showDifference?.(what !== BEFORE);
    atlas.drawScale?.();
    atlas.remember();
    if (!what) return Promise.resolve();
    if (what !== BEFORE) controls.day.value = what;
    const { map } = atlas;
    const range = el('input', { type: 'range', id: 'swipe', min: 0, max: 100, step: 1, value: Math.round(100 * share), 'aria-label': say('Line between the two sides'),
      input: (event) => { state.share = Number(event.target.value) / 100; clip(); label(); }, change: atlas.remember });
    const line = el('div', { class: 'swipe-line' }, el('span', { class: 'swipe-side swipe-was' }), el('span', { class: 'swipe-side swipe-now' }));
    const box = el('div', { class: 'swipe' }, range);
    L.DomEvent.disableClickPropagation(range);
    document.querySelector('.chart').append(box);
    linePane().append(line); // over the marks, under what is to be read
    // Bands and vertices are drawn of the right side only.
    state = { what, mode: atlas.time()?.mode, share, small: {}, large: {}, panes: [...LAYERS.map(twinPane), [map.getPane('atlas-bands')]], box, line };
    label();
    map.on('move zoomend viewreset resize', clip);
    clip();
    atlas.remember();
    return fill();
  };

  /** After the day, the mode or a switch changed. */
  atlas.swipeNow = () => {
    if (!state) return;
    if (Boolean(atlas.time()) === (state.what === BEFORE)) { atlas.swipe(null); return; }
    label();
    if (atlas.time()?.mode !== state.mode) { state.mode = atlas.time()?.mode; fill(); }
  };
  atlas.swipeAgain = () => state && fill();

  /** Small areas drawn to the left: {name, layer, area}. */
  atlas.swiped = () => ['hazards', 'released'].flatMap((name) => state?.small[name]?.getLayers().map((layer) => ({ name, layer, area: itemOf(name, layer.feature) })) ?? []);

  const isLeft = (latlng) => state && atlas.map.latLngToContainerPoint(latlng).x < atlas.map.getSize().x * state.share;
  /** Canvas layers that show, at a place, features of the large layer of a name. */
  atlas.sideAt = (name, latlng) => (isLeft(latlng) ? state.large[name] ?? [] : [atlas.large[name]]).filter((layer) => (layer.options.of ?? layer) === atlas.large[name]);
  /** Open what only the earlier dataset has, at a place left of the line; true if there is something. */
  atlas.openEarlierAt = (latlng) => {
    if (!isLeft(latlng)) return false;
    const hits = Object.entries(state.large).flatMap(([name, sheets]) => sheets.filter(({ options }) => options.of === atlas.wasLarge[name]).flatMap((sheet) => sheet.hit(latlng).map((i) => [sheet, i])));
    if (hits.length) canvasTiles.clicks.show(atlas.map, latlng, hits);
    return hits.length > 0;
  };

  /** Whether the earlier dataset draws something of a class that this one may not have. */
  atlas.wasDrawn = (name, status) => Boolean(was()?.layers[name]?.features.some((one) => itemOf(name, one).status === status)
    || atlas.wasLarge[name]?.counts().classes.some(({ value, count }) => value === status && count));

  /** What the link carries: sw=YYYY-MM-DD or 'before', sp=per cent of the map to the left. */
  atlas.swipeChosen = () => (state ? { sw: state.what, sp: String(Math.round(100 * state.share)) } : {});
  atlas.recallSwipe = ({ sw, sp }) => {
    const day = /^\d{4}-\d\d-\d\d$/.test(sw ?? '') && !Number.isNaN(Date.parse(`${sw}T00:00:00Z`)) && new Date(`${sw}T00:00:00Z`).toISOString().startsWith(sw);
    const share = /^\d{1,3}$/.test(sp ?? '') && Number(sp) <= 100 ? Number(sp) / 100 : undefined;
    if (atlas.time() ? day : sw === BEFORE && was()) atlas.swipe(sw, share);
  };

  /** The switch in the bar of days. */
  atlas.swipeRow = () => {
    const before = () => { const [y, rest] = [Number(atlas.time().day.slice(0, 4)), atlas.time().day.slice(4)]; return `${y - 1}${rest === '-02-29' ? '-02-28' : rest}`; };
    controls = {
      on: el('input', { type: 'checkbox', id: 'swipe-on', change: (e) => atlas.swipe(e.target.checked && atlas.time() ? before() : null) }),
      day: el('input', { type: 'date', id: 'swipe-day', hidden: true, 'aria-label': say('Day to the left of the line'), change: (e) => { if (e.target.value) atlas.swipe(e.target.value); } }),
      note: el('span', { hidden: true }, say('District colours and clocks are those of the right side.')),
    };
    return el('div', { class: 'time-swipe' }, el('label', {}, controls.on, ` ${say('compare with another day')}`), controls.day, controls.note);
  };

  // After the switches of the legend themselves.
  document.addEventListener('change', (event) => { if (/^mark-/.test(event.target.id)) atlas.swipeAgain(); });
})();
