/** The layer as a page and a reader use it: what it shows, of which day, how much, and what is where. */
import { Ages, inside } from './age.js';
import { clicks } from './clicks.js';
import { countUndated, firstAndLastDay } from './days.js';
import { dayNumber } from './filter.js';
import { toGrid, toLatLng, WORLD } from './grid.js';
import { legend } from './legend.js';
import { Look } from './look.js';
import { Painted, queue, TILE } from './painted.js';
import { AREA, LINE, POINT } from './unpack.js';
import { walk } from './walk.js';

/** @import { AgeStep } from './types' */

export class Tiles extends Painted {
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
    return firstAndLastDay(this.data);
  }

  /**
   * How many features have no date of a kind: 'on' (from, to), 'known', or 'both'.
   * @param {'on' | 'known' | 'both'} kind
   */
  undated(kind) {
    return countUndated(this.data, kind);
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
