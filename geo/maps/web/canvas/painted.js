/** A layer of canvas tiles: what it is made of, painted tile by tile, and checked against the view. */
import { el } from '../text/dom.js';
import { Ages } from './age.js';
import { Attributes } from './attributes.js';
import { Filter } from './filter.js';
import { toGrid, WORLD } from './grid.js';
import { Index } from './index.js';
import { Look } from './look.js';
import { paint } from './paint.js';
import { Queue } from './queue.js';
import { Scene } from './scene.js';
import { Sheet } from './sheet.js';
import { Specks } from './specks.js';
import { words } from './words.js';

/** @import { Arrived, Head, Shapes } from './types' */

export const queue = new Queue();

/**
 * What the page brought of a layer (see `arrive.js`, which runs before).
 * @param {string | null} id
 * @returns {Arrived}
 */
const arrivalOf = (id) => /** @type {any} */ (globalThis).canvasTiles.arrivals.get(id);

export const TILE = 256;
/**
 * Do what can wait until the map is on the screen.
 * @param {() => void} what
 */
const afterFrame = (what) => requestAnimationFrame(() => setTimeout(what));

export class Painted extends L.GridLayer {
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
    /** @type {Promise<Painted>} Resolves when the data is there; rejects if it cannot be read. */
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

  /** Put beside the map what belongs to the layer. */
  _furnish() {}

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
