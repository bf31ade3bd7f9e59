/** The Leaflet layer that holds it all together. */
import { el } from '../text/dom.js';
import { Ages, inside } from './age.js';
import { Attributes } from './attributes.js';
import { clicks } from './clicks.js';
import { dayNumber, Filter } from './filter.js';
import { toGrid, toLatLng, WORLD } from './grid.js';
import { Index } from './index.js';
import { legend } from './legend.js';
import { Look } from './look.js';
import { paint } from './paint.js';
import { Queue } from './queue.js';
import { Scene } from './scene.js';
import { Sheet } from './sheet.js';
import { Specks } from './specks.js';
import { AREA, LINE, POINT } from './unpack.js';
import { walk } from './walk.js';
import { words } from './words.js';

/** @import { AgeStep, Arrived, Head, Shapes } from './types' */

const queue = new Queue();

/**
 * What the page brought of a layer (see `arrive.js`, which runs before).
 * @param {string | null} id
 * @returns {Arrived}
 */
export const arrivalOf = (id) => /** @type {any} */ (globalThis).canvasTiles.arrivals.get(id);

const TILE = 256;
/**
 * Do what can wait until the map is on the screen.
 * @param {() => void} what
 */
const afterFrame = (what) => requestAnimationFrame(() => setTimeout(what));

export class Tiles extends L.GridLayer {
  /**
   * @param {string | null} id under which the data is embedded in the page; null with `options.of`
   * @param {import('../types').CanvasOptions} options
   */
  constructor(id, options) {
    super(options);
    this.source = id;
    // Those that come with the data.
    this.head = /** @type {Head} */ (/** @type {unknown} */ (undefined));
    this.data = /** @type {Shapes} */ (/** @type {unknown} */ (undefined));
    this.attributes = /** @type {Attributes} */ (/** @type {unknown} */ (undefined));
    this.index = /** @type {Index} */ (/** @type {unknown} */ (undefined));
    this.look = /** @type {Look} */ (/** @type {unknown} */ (undefined));
    this.filter = /** @type {Filter} */ (/** @type {unknown} */ (undefined));
    this.specks = /** @type {Specks} */ (/** @type {unknown} */ (undefined));
    this.sheet = /** @type {Sheet} */ (/** @type {unknown} */ (undefined));
    /** @type {Ages | undefined} */
    this.ages = undefined;
    /** @type {string | undefined} */
    this.agesAsked = undefined;
    /** @type {string | undefined} */
    this.theme = undefined;
    /** @type {string | undefined} Why the layer cannot be shown. */
    this.why = undefined;
    /** @type {HTMLElement | undefined} */
    this.banner = undefined;
    /** @type {L.Control[] | null} */
    this.furniture = null;
    /** @type {number[] | undefined} All features of each class, counted by the page. */
    this.totals = undefined;
    this.scale = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
    /** @type {WeakMap<HTMLElement, Scene>} What lies on a tile. */
    this.scenes = new WeakMap();
    /** @type {WeakMap<HTMLElement, number[]>} The features painted on a tile. */
    this.painted = new WeakMap();
    /** @type {WeakSet<HTMLElement>} Tiles outside the view that wait to be painted again. */
    this.outdated = new WeakSet();
    /** @type {Promise<Tiles>} Resolves when the data is there; rejects if it cannot be read. */
    this.ready = this._load();
    this.ready.catch((error) => this._trouble(error.message));
  }

  async _load() {
    if (this.options.of) {
      // A second view of the same data, with a filter of its own.
      const { head, data, attributes, index, look } = await this.options.of.ready;
      Object.assign(this, { head, data, attributes, index, look });
      return this._prepared();
    }
    const arrival = arrivalOf(this.source);
    [this.head, this.data] = await Promise.all([arrival.head, arrival.data]);
    this.attributes = new Attributes(this.head, arrival.texts);
    this.index = new Index(this.data);
    this.look = new Look(this.head.themes[0], this.scale);
    return this._prepared();
  }

  _prepared() {
    this.filter = new Filter(this.data, this.head.classes.length);
    this.specks = new Specks(TILE * this.scale);
    this.sheet = new Sheet(TILE * this.scale);
    this.fire('ready');
    if (this._map) {
      this.redraw();
      afterFrame(() => {
        if (this._map) this._furnish();
      });
    }
    return this;
  }

  /** @param {L.Map} map */
  onAdd(map) {
    super.onAdd(map);
    map.on('moveend', this._checkSoon, this);
    clicks.add(this, map);
    if (this.data) this._furnish();
    return this;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    map.off('moveend', this._checkSoon, this);
    clicks.remove(this, map);
    for (const part of this.furniture ?? []) part.remove();
    this.furniture = null;
    super.onRemove(map);
    return this;
  }

  /** The map that the layer is on. */
  mapOf() {
    return this._map;
  }

  _furnish() {
    if (this.furniture) return;
    this.furniture = [];
    if (this.options.legend) this.furniture.push(legend(this).addTo(this._map));
    if (this.options.walk) this.furniture.push(walk(this).addTo(this._map));
    if (this.why) this._trouble(this.why);
  }

  /**
   * @param {L.Coords} coords
   * @param {L.DoneCallback} done
   */
  createTile(coords, done) {
    const canvas = L.DomUtil.create('canvas', 'leaflet-tile');
    canvas.width = canvas.height = TILE * this.scale;
    queue.add(() => {
      if (!canvas.isConnected) return; // zoomed on meanwhile
      this._paint(canvas, coords);
      done(undefined, canvas);
    });
    return canvas;
  }

  /** @param {L.LatLng} center */
  _update(center) {
    if (this.data) super._update(center);
  }

  // Tiles appear at once: fading them in costs a frame after frame, and a hazard that fades
  // in is a hazard that is not there yet.
  /**
   * @param {L.Coords} coords
   * @param {Error | undefined} error
   * @param {HTMLElement} tile
   */
  _tileReady(coords, error, tile) {
    const map = this._map;
    if (!map) return;
    const fade = map._fadeAnimated;
    map._fadeAnimated = false;
    super._tileReady(coords, error, tile);
    map._fadeAnimated = fade;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {L.Coords} coords
   */
  _paint(canvas, coords) {
    if (!this.data) return;
    const {
      data,
      look,
      sheet,
      ages,
      filter: { shown },
    } = this;
    let scene = this.scenes.get(canvas);
    if (scene?.look !== look) {
      scene = new Scene(canvas.width, coords, this);
      this.scenes.set(canvas, scene);
    }
    this.outdated.delete(canvas);
    this.painted.set(canvas, paint(canvas, scene, { data, look, sheet, ages, shown }));
  }

  /** Paint again what is on the screen, at once; what is beside it, when there is time. */
  repaint() {
    if (!this._map || !this.data) return;
    const view = /** @type {{min: L.Point, max: L.Point}} */ (this._map.getPixelBounds());
    for (const [key, tile] of Object.entries(this._tiles ?? {})) {
      if (!tile.current) continue;
      const corner = this._keyToTileCoords(key).scaleBy(this.getTileSize());
      const beside =
        corner.x > view.max.x || corner.y > view.max.y || corner.x + TILE < view.min.x || corner.y + TILE < view.min.y;
      const coords = this._wrapCoords(tile.coords);
      coords.z = this._tileZoom ?? 0;
      if (!beside) {
        this._paint(/** @type {HTMLCanvasElement} */ (tile.el), coords);
        continue;
      }
      this.outdated.add(tile.el);
      queue.add(() => this._paint(/** @type {HTMLCanvasElement} */ (tile.el), coords));
    }
    this.fire('counts');
  }

  /**
   * Show what holds on a day: from ≤ day < to. A feature without a day is shown.
   * @param {number|string|null} day days since 1970-01-01, 'YYYY-MM-DD', or null for all
   * @returns {Object} counts
   */
  setAsOf(day) {
    this.filter.day = dayNumber(day);
    return this._filtered();
  }

  /**
   * Show what holds on one day, by what was known on another; null for any.
   * @param {number|string|null} day
   * @param {number|string|null} knownBy
   */
  setTime(day, knownBy) {
    this.filter.day = dayNumber(day);
    this.filter.knownBy = dayNumber(knownBy);
    return this._filtered();
  }

  /** First and last day, since 1970-01-01, on which anything changes. */
  days() {
    let [first, last] = [Infinity, -Infinity];
    for (const list of [this.data.from, this.data.to, this.data.known]) {
      for (const day of list ?? [])
        if (Math.abs(day) < 2 ** 31 - 1) {
          first = Math.min(first, day);
          last = Math.max(last, day);
        }
    }
    return first > last ? [] : [first, last];
  }

  /**
   * How many features have no date of a kind: 'on' (from, to), 'known', or 'both'.
   * @param {'on' | 'known' | 'both'} kind
   */
  undated(kind) {
    const { n, from, to, known, fault } = this.data;
    /**
     * @param {Int32Array | undefined} list
     * @param {number} edge
     */
    const open = (list, edge) => (/** @type {number} */ i) => !list || list[i] === edge;
    const tests = [
      ...(kind === 'known' ? [] : [open(from, -(2 ** 31)), open(to, 2 ** 31 - 1)]),
      ...(kind === 'on' ? [] : [open(known, -(2 ** 31))]),
    ];
    let count = 0;
    for (let i = 0; i < n; i++) if (!fault[i] && tests.every((test) => test(i))) count++;
    return count;
  }

  /**
   * Hide classes, by the values of the class column; null is the class not stated.
   * @param {Iterable<string | null>} values
   */
  setHidden(values) {
    this.filter.hidden = new Set([...values].map((value) => this.head.classes.indexOf(value)));
    return this._filtered();
  }

  /**
   * Show only features for which `test(i)` holds; null shows all.
   * @param {((i: number) => boolean) | null} test
   */
  setMask(test) {
    this.filter.mask = test && Uint8Array.from({ length: this.data.n }, (_, i) => (test(i) ? 1 : 0));
    return this._filtered();
  }

  _filtered() {
    this.filter.apply();
    this.repaint();
    return this.counts();
  }

  /**
   * Change the colours, by the name of a theme.
   * @param {string} name
   */
  setTheme(name) {
    const theme = this.head.themes.find((one) => one.name === name);
    if (!theme) throw new RangeError(`no theme ${name}`);
    this.look = new Look(theme, this.scale);
    this.theme = name;
    this.fire('look');
    this.repaint();
  }

  /**
   * Mark the age of features with clocks (see `Ages`).
   * @param {AgeStep[]} steps
   * @param {boolean} undated
   * @param {{repaint?: boolean}} [options] false if something else is about to repaint
   */
  setAges(steps, undated, { repaint = true } = {}) {
    const asked = JSON.stringify([steps, undated]);
    if (asked === this.agesAsked) return;
    this.agesAsked = asked;
    this.ages = new Ages(this.data, steps, undated);
    if (repaint) this.repaint();
  }

  /** How many of the features shown are of each age. */
  ageCounts() {
    return this.ages?.counts(this.filter.shown) ?? {};
  }

  /** How many features there are, are shown, have no place on the map, by class. */
  counts() {
    const { data, filter, head } = this;
    return {
      features: data.n,
      shown: filter.count,
      undrawn: filter.undrawn,
      classes: head.classes.map((value, code) => ({
        value,
        label: this.look.classes[code].label,
        count: filter.byClass[code],
      })),
    };
  }

  /** Shown features whose box touches the view, asked of every single one. */
  inView() {
    const [west, north] = toGrid(this._map.getBounds().getNorthWest());
    const [east, south] = toGrid(this._map.getBounds().getSouthEast());
    const {
      data: { n, box },
      filter: { shown },
    } = this;
    const found = [];
    const turns = [0]; // how far shapes past ±180 lie to the side, in cells
    for (let t = Math.floor((this.index.west - east) / WORLD); t * WORLD <= this.index.east - west; t++)
      if (t) turns.push(t * WORLD);
    for (let i = 0; i < n; i++) {
      if (!shown[i] || box[4 * i + 1] > south || box[4 * i + 3] < north) continue;
      for (const turn of turns)
        if (box[4 * i] <= east + turn && box[4 * i + 2] >= west + turn) {
          found.push(i);
          break;
        }
    }
    return found;
  }

  /** Features in view, and those of them that were really painted. */
  drawn() {
    const view = this.inView();
    const painted = new Uint8Array(this.data.n);
    for (const { current, el } of Object.values(this._tiles)) {
      if (current) for (const i of this.painted.get(el) ?? []) painted[i] = 1;
    }
    return { inView: view.length, painted: view.filter((i) => painted[i]).length };
  }

  /**
   * Features at a place of the map, topmost first.
   * @param {L.LatLng} latlng
   * @param {number} [pixels]
   */
  hit(latlng, pixels = 4) {
    if (!this.data || !this._map) return [];
    const near = (pixels * WORLD) / (TILE * 2 ** this._map.getZoom());
    const [x, y] = toGrid(latlng);
    const { classOf } = this.data;
    const found = new Set();
    for (
      let turn = Math.floor((this.index.west - near - x) / WORLD);
      x + turn * WORLD <= this.index.east + near;
      turn++
    ) {
      for (const i of this.index.at(x + turn * WORLD, y, near)) if (this.filter.shown[i]) found.add(i);
    }
    return [...found].sort((a, b) => this.look.rank[classOf[b]] - this.look.rank[classOf[a]] || b - a);
  }

  /**
   * A point in or on feature `i`, as latitude and longitude.
   * @param {number} i
   */
  anchor(i) {
    const { box } = this.data;
    /** @type {[number, number]} */
    const middle = [(box[4 * i] + box[4 * i + 2]) / 2, (box[4 * i + 1] + box[4 * i + 3]) / 2];
    if (this.index.holds(i, ...middle, 0)) return toLatLng(...middle);
    const [x, y] = inside(this.data, i);
    return toLatLng(x, y);
  }

  /**
   * What a feature mostly is: area, line or point.
   * @param {number} i
   */
  mainForm(i) {
    const form = this.data.form[i];
    return [AREA, LINE, POINT].find((one) => form & one) ?? AREA;
  }

  /**
   * What the features of a class mostly are, for its sample in the legend.
   * @param {number} code
   */
  formOfClass(code) {
    const i = this.data.classOf.findIndex((one, at) => one === code && this.data.form[at] > 0);
    return i < 0 ? AREA : this.mainForm(i);
  }

  /** @param {string} why */
  _trouble(why) {
    this.why = why;
    this.fire('trouble', { why });
    const container = this._map?.getContainer();
    if (!container) return;
    this.banner ??= container.appendChild(el('div', { class: 'canvas-trouble', role: 'alert' }));
    this.banner.textContent = words.broken(why);
  }

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
  }

  /**
   * Compare what was painted with what is in view, and say so if they differ.
   * @returns {?boolean} null while there is nothing to compare: the map still moves
   */
  check() {
    if (!this.settled()) return null;
    const { inView, painted } = this.drawn();
    if (painted < inView) this._trouble(words.missing(inView - painted));
    return painted === inView;
  }

  _checkSoon() {
    afterFrame(() => {
      if (this._map) this.check();
    });
  }
}

L.setOptions(Tiles.prototype, {
  tileSize: TILE,
  updateWhenZooming: false,
  updateInterval: 60,
  keepBuffer: 1,
  legend: true,
  popup: true,
  walk: true,
});

/** Paint all tiles that wait for it at once: paper takes what is there, and does not ask again. */
export const finish = () => queue.finish();

/**
 * Make a layer of the data that is embedded under a name.
 * @param {string} id
 * @param {object} options
 */
export const addLayer = (id, options) => {
  const layer = new Tiles(id, options);
  layer.on('load', () => {
    if (!layer.data) return;
    queue.calm();
    layer._checkSoon();
  });
  return layer;
};
