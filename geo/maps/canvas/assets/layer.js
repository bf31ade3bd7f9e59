'use strict';
/** The Leaflet layer that holds it all together. */
(() => {
  const { words, WORLD } = canvasTiles;
  const queue = new canvasTiles.Queue();
  const TILE = 256;
  /** Do what can wait until the map is on the screen. */
  const afterFrame = (what) => requestAnimationFrame(() => setTimeout(what));

  canvasTiles.Tiles = L.GridLayer.extend({
    options: { tileSize: TILE, updateWhenZooming: false, updateInterval: 60, keepBuffer: 1, legend: true, popup: true, walk: true },

    /**
     * @param {string} id under which the data is embedded in the page
     * @param {Object} options `of`: another layer, whose data this one shows too
     */
    initialize(id, options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this.source = id;
      this.scale = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
      this.scenes = new WeakMap(); // tile -> what lies on it
      this.painted = new WeakMap(); // tile -> numbers of the features painted on it
      this.outdated = new WeakSet(); // tiles beside the view that wait to be painted again
      /** Resolves when the data is there; rejects if it cannot be read. */
      this.ready = this._load();
      this.ready.catch((error) => this._trouble(error.message));
    },

    async _load() {
      if (this.options.of) {
        // A second view of the same data, with a filter of its own.
        const { head, data, attributes, index, look } = await this.options.of.ready;
        Object.assign(this, { head, data, attributes, index, look });
        return this._prepared();
      }
      const arrival = canvasTiles.arrivals.get(this.source);
      [this.head, this.data] = await Promise.all([arrival.head, arrival.data]);
      this.attributes = new canvasTiles.Attributes(this.head, arrival.texts);
      this.index = new canvasTiles.Index(this.data);
      this.look = new canvasTiles.Look(this.head.themes[0], this.scale);
      return this._prepared();
    },

    _prepared() {
      this.filter = new canvasTiles.Filter(this.data, this.head.classes.length);
      this.specks = new canvasTiles.Specks(TILE * this.scale);
      this.sheet = new canvasTiles.Sheet(TILE * this.scale);
      this.fire('ready');
      if (this._map) { this.redraw(); afterFrame(() => { if (this._map) this._furnish(); }); }
      return this;
    },

    onAdd(map) {
      L.GridLayer.prototype.onAdd.call(this, map);
      map.on('moveend', this._checkSoon, this);
      canvasTiles.clicks.add(this, map);
      if (this.data) this._furnish();
    },

    onRemove(map) {
      map.off('moveend', this._checkSoon, this);
      canvasTiles.clicks.remove(this, map);
      for (const part of this.furniture ?? []) part.remove();
      this.furniture = null;
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    _furnish() {
      if (this.furniture) return;
      this.furniture = [];
      if (this.options.legend) this.furniture.push(canvasTiles.legend(this).addTo(this._map));
      if (this.options.walk) this.furniture.push(canvasTiles.walk(this).addTo(this._map));
      if (this.why) this._trouble(this.why);
    },

    createTile(coords, done) {
      const canvas = L.DomUtil.create('canvas', 'leaflet-tile');
      canvas.width = canvas.height = TILE * this.scale;
      queue.add(() => {
        if (!canvas.isConnected) return; // zoomed on meanwhile
        this._paint(canvas, coords);
        done(null, canvas);
      });
      return canvas;
    },

    _update(center) { if (this.data) L.GridLayer.prototype._update.call(this, center); },

    // Tiles appear at once: fading them in costs a frame after frame, and a hazard that fades
    // in is a hazard that is not there yet.
    _tileReady(coords, error, tile) {
      const map = this._map;
      if (!map) return;
      const fade = map._fadeAnimated;
      map._fadeAnimated = false;
      L.GridLayer.prototype._tileReady.call(this, coords, error, tile);
      map._fadeAnimated = fade;
    },

    _paint(canvas, coords) {
      if (!this.data) return;
      const { data, look, sheet, ages, filter: { shown } } = this;
      let scene = this.scenes.get(canvas);
      if (scene?.look !== look) {
        scene = new canvasTiles.Scene(canvas.width, coords, this);
        this.scenes.set(canvas, scene);
      }
      this.outdated.delete(canvas);
      this.painted.set(canvas, canvasTiles.paint(canvas, scene, { data, look, sheet, ages, shown }));
    },

    /** Paint again what is on the screen, at once; what is beside it, when there is time. */
    repaint() {
      if (!this._map || !this.data) return;
      const view = this._map.getPixelBounds();
      for (const [key, tile] of Object.entries(this._tiles ?? {})) {
        if (!tile.current) continue;
        const corner = this._keyToTileCoords(key).scaleBy(this.getTileSize());
        const beside = corner.x > view.max.x || corner.y > view.max.y || corner.x + TILE < view.min.x || corner.y + TILE < view.min.y;
        const coords = this._wrapCoords(tile.coords);
        coords.z = this._tileZoom;
        if (!beside) { this._paint(tile.el, coords); continue; }
        this.outdated.add(tile.el);
        queue.add(() => this._paint(tile.el, coords));
      }
      this.fire('counts');
    },

    /**
     * Show what holds on a day: from ≤ day < to. A feature without a day is shown.
     * @param {number|string|null} day days since 1970-01-01, 'YYYY-MM-DD', or null for all
     * @returns {Object} counts
     */
    setAsOf(day) {
      this.filter.day = canvasTiles.dayNumber(day);
      return this._filtered();
    },

    /**
     * Show what holds on one day, by what was known on another; null for any.
     * @param {number|string|null} day
     * @param {number|string|null} knownBy
     */
    setTime(day, knownBy) {
      this.filter.day = canvasTiles.dayNumber(day);
      this.filter.knownBy = canvasTiles.dayNumber(knownBy);
      return this._filtered();
    },

    /** First and last day, since 1970-01-01, on which anything changes. */
    days() {
      let [first, last] = [Infinity, -Infinity];
      for (const list of [this.data.from, this.data.to, this.data.known]) {
        for (const day of list ?? []) if (Math.abs(day) < 2 ** 31 - 1) { first = Math.min(first, day); last = Math.max(last, day); }
      }
      return first > last ? [] : [first, last];
    },

    /** How many features have no date of a kind: 'on' (from, to), 'known', or 'both'. */
    undated(kind) {
      const { n, from, to, known, fault } = this.data;
      const open = (list, edge) => (i) => !list || list[i] === edge;
      const tests = [...(kind === 'known' ? [] : [open(from, -(2 ** 31)), open(to, 2 ** 31 - 1)]), ...(kind === 'on' ? [] : [open(known, -(2 ** 31))])];
      let count = 0;
      for (let i = 0; i < n; i++) if (!fault[i] && tests.every((test) => test(i))) count++;
      return count;
    },

    /** Hide classes, by the values of the class column; null is the class not stated. */
    setHidden(values) {
      this.filter.hidden = new Set([...values].map((value) => this.head.classes.indexOf(value)));
      return this._filtered();
    },

    /** Show only features for which `test(i)` holds; null shows all. */
    setMask(test) {
      this.filter.mask = test && Uint8Array.from({ length: this.data.n }, (_, i) => (test(i) ? 1 : 0));
      return this._filtered();
    },

    _filtered() {
      this.filter.apply();
      this.repaint();
      return this.counts();
    },

    /** Change the colours, by the name of a theme. */
    setTheme(name) {
      const theme = this.head.themes.find((one) => one.name === name);
      if (!theme) throw new RangeError(`no theme ${name}`);
      this.look = new canvasTiles.Look(theme, this.scale);
      this.theme = name;
      this.fire('look');
      this.repaint();
    },

    /**
     * Mark the age of features with clocks (see `canvasTiles.Ages`).
     * @param {Object[]} steps
     * @param {boolean} undated
     * @param {{repaint: boolean}} [options] false if something else is about to repaint
     */
    setAges(steps, undated, { repaint = true } = {}) {
      const asked = JSON.stringify([steps, undated]);
      if (asked === this.agesAsked) return;
      this.agesAsked = asked;
      this.ages = new canvasTiles.Ages(this.data, steps, undated);
      if (repaint) this.repaint();
    },

    /** How many of the features shown are of each age. */
    ageCounts() { return this.ages?.counts(this.filter.shown) ?? {}; },

    /** How many features there are, are shown, have no place on the map, by class. */
    counts() {
      const { data, filter, head } = this;
      return {
        features: data.n, shown: filter.count, undrawn: filter.undrawn,
        classes: head.classes.map((value, code) => ({ value, label: this.look.classes[code].label, count: filter.byClass[code] })),
      };
    },

    /** Shown features whose box touches the view, asked of every single one. */
    inView() {
      const [west, north] = canvasTiles.toGrid(this._map.getBounds().getNorthWest());
      const [east, south] = canvasTiles.toGrid(this._map.getBounds().getSouthEast());
      const { data: { n, box }, filter: { shown } } = this;
      const found = [];
      const turns = [0]; // how far shapes past ±180 lie to the side, in cells
      for (let t = Math.floor((this.index.west - east) / WORLD); t * WORLD <= this.index.east - west; t++) if (t) turns.push(t * WORLD);
      for (let i = 0; i < n; i++) {
        if (!shown[i] || box[4 * i + 1] > south || box[4 * i + 3] < north) continue;
        for (const turn of turns) if (box[4 * i] <= east + turn && box[4 * i + 2] >= west + turn) { found.push(i); break; }
      }
      return found;
    },

    /** Features in view, and those of them that were really painted. */
    drawn() {
      const view = this.inView();
      const painted = new Uint8Array(this.data.n);
      for (const { current, el } of Object.values(this._tiles)) {
        if (current) for (const i of this.painted.get(el) ?? []) painted[i] = 1;
      }
      return { inView: view.length, painted: view.filter((i) => painted[i]).length };
    },

    /** Features at a place of the map, topmost first. */
    hit(latlng, pixels = 4) {
      if (!this.data || !this._map) return [];
      const near = (pixels * WORLD) / (TILE * 2 ** this._map.getZoom());
      const [x, y] = canvasTiles.toGrid(latlng);
      const { classOf } = this.data;
      const found = new Set();
      for (let turn = Math.floor((this.index.west - near - x) / WORLD); x + turn * WORLD <= this.index.east + near; turn++) {
        for (const i of this.index.at(x + turn * WORLD, y, near)) if (this.filter.shown[i]) found.add(i);
      }
      return [...found].sort((a, b) => this.look.rank[classOf[b]] - this.look.rank[classOf[a]] || b - a);
    },

    /** A point in or on feature `i`, as latitude and longitude. */
    anchor(i) {
      const { box } = this.data;
      const middle = [(box[4 * i] + box[4 * i + 2]) / 2, (box[4 * i + 1] + box[4 * i + 3]) / 2];
      if (this.index.holds(i, ...middle, 0)) return canvasTiles.toLatLng(...middle);
      return canvasTiles.toLatLng(...canvasTiles.inside(this.data, i));
    },

    /** What a feature mostly is: area, line or point. */
    mainForm(i) {
      const form = this.data.form[i];
      return [canvasTiles.AREA, canvasTiles.LINE, canvasTiles.POINT].find((one) => form & one) ?? canvasTiles.AREA;
    },

    /** What the features of a class mostly are, for its sample in the legend. */
    formOfClass(code) {
      const i = this.data.classOf.findIndex((one, at) => one === code && this.data.form[at]);
      return i < 0 ? canvasTiles.AREA : this.mainForm(i);
    },

    _trouble(why) {
      this.why = why;
      this.fire('trouble', { why });
      const container = this._map?.getContainer();
      if (!container) return;
      this.banner ??= container.appendChild(canvasTiles.el('div', { class: 'canvas-trouble', role: 'alert' }));
      this.banner.textContent = words.broken(why);
    },

    /** Whether the view is covered by tiles that are painted: not so while the map moves. */
    settled() {
      const map = this._map;
      if (!map || !this.data || this._tileZoom === undefined) return false;
      const { min, max } = this._pxBoundsToTileRange(this._getTiledPixelBounds(map.getCenter()));
      for (let y = min.y; y <= max.y; y++) {
        for (let x = min.x; x <= max.x; x++) {
          const coords = Object.assign(L.point(x, y), { z: this._tileZoom });
          if (!this._isValidTile(coords)) continue; // beyond the end of the world
          const tile = this._tiles[this._tileCoordsToKey(coords)];
          if (!tile?.current || !tile.loaded || this.outdated.has(tile.el)) return false;
        }
      }
      return true;
    },

    /**
     * Compare what was painted with what is in view, and say so if they differ.
     * @returns {?boolean} null while there is nothing to compare: the map still moves
     */
    check() {
      if (!this.settled()) return null;
      const { inView, painted } = this.drawn();
      if (painted < inView) this._trouble(words.missing(inView - painted));
      return painted === inView;
    },

    _checkSoon() { afterFrame(() => { if (this._map) this.check(); }); },
  });

  /** One click, one popup, however many canvas layers lie there. */
  canvasTiles.clicks = {
    add(layer, map) {
      if (!map.canvasTiles) {
        map.canvasTiles = new Set();
        map.on('click', (event) => canvasTiles.clicks.open(map, event.latlng));
      }
      map.canvasTiles.add(layer);
    },

    remove(layer, map) { map.canvasTiles?.delete(layer); },

    async open(map, latlng) {
      const hits = [...map.canvasTiles].reverse().flatMap((layer) => layer.hit(latlng).map((i) => [layer, i]));
      for (const layer of map.canvasTiles) {
        const features = hits.filter(([of]) => of === layer).map(([, i]) => i);
        if (features.length) layer.fire('select', { features, latlng });
      }
      return canvasTiles.clicks.show(map, latlng, hits.filter(([layer]) => layer.options.popup));
    },

    async show(map, latlng, hits) {
      if (!hits.length) return null;
      const card = await canvasTiles.card(hits);
      return L.popup({ maxWidth: 380, maxHeight: 340 }).setLatLng(latlng).setContent(card).openOn(map);
    },
  };

  /** Paint all tiles that wait for it at once: paper takes what is there, and does not ask again. */
  canvasTiles.finish = () => queue.finish();

  canvasTiles.layer = (id, options) => {
    const layer = new canvasTiles.Tiles(id, options);
    layer.on('load', () => {
      if (!layer.data) return;
      queue.calm();
      layer._checkSoon();
    });
    return layer;
  };
})();
