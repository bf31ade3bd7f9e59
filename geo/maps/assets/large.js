'use strict';
/**
 * Layers with too many features for an element each: canvas tiles that behave as the small layers
 * do. A feature becomes an area of the page, with a card and a key, when somebody asks for it.
 */
(() => {
  const { el, words, say } = atlas;
  const LAYERS = { hazards: 'hazard_areas', released: 'land_release', events: 'events' };
  const opened = new Map(); // key -> area
  let names = null; // [{layer, i, id}] of every feature, once somebody has searched

  /** Wait for the data of the large layers. */
  atlas.largeReady = () => Promise.all([...Object.values(atlas.large), ...Object.values(atlas.wasLarge), atlas.changeLayer].filter(Boolean).map((layer) => layer.ready));

  /** Features of large layers by value of their class: {confirmed: n, …}. */
  atlas.largeCounts = (name) => Object.fromEntries((atlas.large[name]?.counts().classes ?? []).map(({ value, count }) => [value, count]));

  /** All features of a class that have a place, whatever the day. */
  atlas.largeTotal = (name, status) => {
    const layer = atlas.large[name];
    if (!layer) return 0;
    layer.totals ??= layer.data.classOf.reduce((sums, code, i) => { sums[code] += !layer.data.fault[i]; return sums; }, layer.head.classes.map(() => 0));
    return layer.totals[layer.head.classes.indexOf(status)] ?? 0;
  };

  /** Hide the classes of a large layer that the reader switched off. */
  const off = { hazards: new Set(), released: new Set(), events: new Set() };
  atlas.switchLarge = (name, status, on) => {
    if (on) off[name].delete(status); else off[name].add(status);
    atlas.large[name]?.setHidden(off[name]);
  };
  /** Classes of a layer that the reader switched off. */
  atlas.switchedOff = (name) => off[name] ?? new Set();

  /** Area `i` of a large layer, as the small ones are in the data. */
  async function area(name, i) {
    const layer = atlas.large[name];
    const { head, data } = layer;
    const [[, id], ...rest] = await layer.attributes.of(i);
    const key = atlas.areaKey(LAYERS[name], id);
    if (!opened.has(key)) {
      const box = data.box.subarray(4 * i, 4 * i + 4);
      const [northWest, southEast] = [canvasTiles.toLatLng(box[0], box[1]), canvasTiles.toLatLng(box[2], box[3])];
      opened.set(key, {
        ...Object.fromEntries(rest.filter(([, value]) => value !== null && value !== '')),
        layer: LAYERS[name], id: String(id), key, status: head.classes[data.classOf[i]], claims: [],
        box: [[southEast.lat, northWest.lng], [northWest.lat, southEast.lng]], of: [name, i],
      });
    }
    return opened.get(key);
  }

  atlas.largeArea = area;

  /** How many features of large layers reach into a view on the day shown, how many do on other days, and the first `most` as areas. */
  atlas.largeInView = async (bounds, most) => {
    if (!Object.keys(atlas.large).length) return { n: 0, away: 0, areas: [] };
    const [west, north] = canvasTiles.toGrid(bounds.getNorthWest());
    const [east, south] = canvasTiles.toGrid(bounds.getSouthEast());
    const hits = [];
    let away = 0;
    for (const [name, layer] of Object.entries(atlas.large)) {
      layer.index.search(west, north, east, south, (i) => { if (layer.filter.holds(i)) hits.push([name, i]); else away += 1; });
    }
    return { n: hits.length, away, areas: await Promise.all(hits.slice(0, most).map(([name, i]) => area(name, i))) };
  };

  /** An area that was opened before, by its key. */
  atlas.openedArea = (key) => opened.get(key);

  /**
   * Open the topmost large feature at a place, with a way to those below it.
   * @returns {boolean} whether there is one
   */
  atlas.selectLargeAt = (latlng) => {
    const hits = ['events', 'hazards', 'released'].flatMap((name) => (atlas.large[name]?._map ? atlas.sideAt(name, latlng).flatMap((layer) => layer.hit(latlng)).map((i) => [name, i]) : []));
    if (hits.length) open(hits, latlng);
    return hits.length > 0;
  };

  const LISTED = 20; // of the areas that lie over each other, in a card
  let asked = 0;
  async function open(hits, latlng) {
    const mine = asked += 1;
    const areas = await Promise.all(hits.slice(0, LISTED + 1).map(([name, i]) => area(name, i)));
    areas.forEach((one) => { one.beside = { areas: areas.filter((a) => a !== one), n: hits.length - 1 }; });
    if (mine === asked) atlas.select(areas[0].key, { at: latlng }); // else another place was clicked meanwhile
  }

  /** Other areas at the place that was clicked. */
  atlas.beside = (item) => {
    if (!item.beside?.n) return null;
    const left = item.beside.n - item.beside.areas.length;
    return [el('h4', { class: 'card-section' }, say('Also at this place '), el('span', { class: 'count' }, words.number(item.beside.n))),
      el('ul', { class: 'plain' }, item.beside.areas.map((a) => el('li', {}, atlas.action(a.name ?? a.id, () => atlas.select(a.key)), ` ${atlas.areaKind(a)}`)),
        left > 0 && el('li', {}, say('{n} more: zoom in to tell them apart', { n: words.number(left) })))];
  };

  async function everyName() {
    if (names) return names;
    const found = [];
    for (const [name, layer] of Object.entries(atlas.large)) {
      for (let at = 0; at < layer.data.n; at += layer.head.chunk) {
        const labels = await layer.attributes.labels(at / layer.head.chunk);
        labels.forEach((id, k) => found.push({ name, i: at + k, id: String(id) }));
      }
    }
    names ??= found;
    return names;
  }

  /** Areas of large layers whose id holds a text, at most `most`. */
  atlas.findLarge = async (needle, most) => {
    if (!Object.keys(atlas.large).length) return [];
    const hits = [];
    for (const one of await everyName()) {
      if (hits.length >= most) break;
      if (atlas.folded(one.id).includes(needle)) hits.push(one);
    }
    return Promise.all(hits.map(({ name, i }) => area(name, i)));
  };

  /** Which features of a large layer have one of some ids. */
  atlas.largeNamed = async (name, ids) => {
    const wanted = new Set(ids);
    return new Set(wanted.size ? (await everyName()).filter((one) => one.name === name && wanted.has(one.id)).map(({ i }) => i) : []);
  };

  /** Make what a link names ready to be selected. */
  atlas.seek = async (key) => {
    if (!/^(area|event):/.test(key ?? '') || atlas.find(key)) return;
    const hit = (await everyName()).find(({ name, id }) => atlas.areaKey(LAYERS[name], id) === key);
    if (hit) await area(hit.name, hit.i);
  };

  /** Put the large layers on the map, and check that nothing is missing. */
  atlas.showLarge = () => {
    for (const [name, layer] of Object.entries(atlas.large)) {
      layer.on('trouble', ({ why }) => atlas.trouble(why));
      layer.on('select', ({ features, latlng }) => { if (features.length) open(features.map((i) => [name, i]), latlng); });
      layer.setTheme(atlas.theme.name);
      layer.addTo(atlas.map);
    }
  };
})();
