'use strict';
/** Two days on one map: the earlier one to the left of a line, the day of the slider to the right. */
(() => {
  const { el, words } = atlas;
  const { say } = atlas;
  const AREAS = ['released', 'hazards', 'lines', 'events'];
  const LAYERS = [...AREAS, 'zone', 'find', 'accident', 'other'];
  let state = null; // {day, share, layers, panes, box}
  let controls = {};

  const paneOf = (name) => atlas.layers[name].options.pane;

  /** A pane of the same height beside the one of a layer. */
  function twinPane(name) {
    const { map } = atlas;
    const own = map.getPane(paneOf(name));
    const twin = map.getPane(`${paneOf(name)}-was`) ?? map.createPane(`${paneOf(name)}-was`);
    twin.style.zIndex = getComputedStyle(own).zIndex;
    return [own, twin];
  }

  /** What a layer shows on the earlier day, drawn again in the other pane. */
  function earlier(name, day) {
    const pane = `${paneOf(name)}-was`;
    const there = (feature) => atlas.atDay(day, () => {
      const { i } = feature.properties;
      return AREAS.includes(name) ? atlas.areaInTime(atlas.data.areas[i]) : atlas.siteInTime(name, atlas.data.sites[i]);
    });
    const styles = new Map();
    atlas.layers[name].eachLayer((layer) => styles.set(layer.feature.properties.i, layer.options));
    return L.geoJSON(atlas.layers[name].toGeoJSON(), {
      pane, interactive: false, filter: there,
      style: (feature) => { const { renderer, ...style } = styles.get(feature.properties.i); return { ...style, pane, interactive: false }; },
      pointToLayer: (feature, at) => { const mark = atlas.points[name](feature, at); mark.options.pane = pane; mark.options.interactive = false; return mark; },
    });
  }

  function clip() {
    if (!state) return;
    const { map } = atlas;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edges = [corner.x, corner.x + size.x * state.share, corner.x + size.x];
    const rect = (left, right) => `rect(${corner.y}px, ${right}px, ${corner.y + size.y}px, ${left}px)`;
    for (const [now, was] of state.panes) {
      now.style.clip = rect(edges[1], edges[2]);
      was.style.clip = rect(edges[0], edges[1]);
    }
    state.box.querySelector('.swipe-line').style.left = `${100 * state.share}%`;
  }

  function stop() {
    if (!state) return;
    for (const layer of state.layers) layer.remove();
    for (const [now, was] of state.panes) { now.style.clip = ''; was.style.clip = ''; }
    state.box.remove();
    atlas.map.off('move zoomend viewreset resize', clip);
    state = null;
  }

  /**
   * Show another day to the left of a line; null takes the line away.
   * @param {string|null} day 'YYYY-MM-DD'
   * @param {number} [share] how far to the right the line stands, 0…1
   */
  atlas.swipe = (day, share = state?.share ?? 0.5) => {
    stop();
    if (controls.on) { controls.on.checked = Boolean(day); controls.day.hidden = !day; }
    if (!day) return;
    controls.day.value = day;
    const { map } = atlas;
    const panes = LAYERS.map(twinPane);
    const layers = LAYERS.filter((name) => map.hasLayer(atlas.layers[name])).map((name) => earlier(name, day));
    for (const [name, layer] of Object.entries(atlas.large)) {
      const twin = new canvasTiles.Tiles(null, { of: layer, pane: `${layer.options.pane}-was`, legend: false, popup: false, walk: false });
      twin.ready.then(() => twin.setTime(...atlas.daysAt(day)));
      layers.push(twin);
    }
    const range = el('input', { type: 'range', id: 'swipe', min: 0, max: 100, step: 1, value: Math.round(100 * share), 'aria-label': say('Line between the two days'),
      input: (event) => { state.share = Number(event.target.value) / 100; clip(); } });
    const line = el('div', { class: 'swipe-line' }, el('span', { class: 'swipe-day swipe-was' }, words.date(day)), el('span', { class: 'swipe-day swipe-now' }));
    const box = el('div', { class: 'swipe' }, line, range);
    L.DomEvent.disableClickPropagation(range);
    document.querySelector('.chart').append(box);
    state = { day, share, panes, layers, box };
    atlas.swipeNow();
    for (const layer of layers) layer.addTo(map);
    map.on('move zoomend viewreset resize', clip);
    clip();
  };

  /** The day to the right of the line, after the slider moved. */
  atlas.swipeNow = () => { if (state && atlas.time()) state.box.querySelector('.swipe-now').textContent = words.date(atlas.time().day); };

  /** The switch in the bar of days. */
  atlas.swipeRow = () => {
    const before = () => { const [y, rest] = [Number(atlas.time().day.slice(0, 4)), atlas.time().day.slice(4)]; return `${y - 1}${rest === '-02-29' ? '-02-28' : rest}`; };
    controls = {
      on: el('input', { type: 'checkbox', id: 'swipe-on', change: (e) => atlas.swipe(e.target.checked && atlas.time() ? before() : null) }),
      day: el('input', { type: 'date', id: 'swipe-day', hidden: true, 'aria-label': say('Day to the left of the line'), change: (e) => { if (e.target.value) atlas.swipe(e.target.value); } }),
    };
    return el('div', { class: 'time-swipe' }, el('label', {}, controls.on, ` ${say('compare with another day, left of a line')}`), controls.day);
  };
})();
