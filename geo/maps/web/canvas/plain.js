/**
 * What turns a plain GeoJSON layer of running numbers into the equal of the canvas layer: styles,
 * popups, legend, time filter. For small layers, which Leaflet draws well by itself.
 */

import { Attributes } from './attributes.js';
import { clicks } from './clicks.js';
import { Filter } from './filter.js';
import { DAMAGED } from './inflate.js';
import { arrivalOf, Tiles } from './layer.js';
import { legend } from './legend.js';
import { Look } from './look.js';
import { walk } from './walk.js';

// Sizes in pixels: under the one an outline would hide the colour of the class, under the other
// it is kept thin.
const SPECK = 8;
const LARGE = 24;

/**
 * A hatch for SVG shapes: a pattern that repeats the cell of the canvas hatch.
 * @param {any} style
 * @param {string} id
 */
function hatch(style, id) {
  /**
   * @param {string} tag
   * @param {Record<string, string | number>} attributes
   */
  const make = (tag, attributes) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    return node;
  };
  const pattern = make('pattern', { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' });
  pattern.append(make('image', { href: style.cell.toDataURL(), width: 8, height: 8 }));
  const svg = make('svg', { width: 0, height: 0, style: 'position:absolute', 'aria-hidden': 'true' });
  svg.append(pattern);
  document.body.append(svg);
  return `url(#${id})`;
}

/** @type {Record<string, number>} */
const FORMS = { Point: 4, MultiPoint: 4, LineString: 2, MultiLineString: 2 };

/** @type {Record<string, any> & ThisType<any>} What the layer can do besides what it has of Leaflet and of `Tiles`. */
const methods = {
  async load() {
    const arrival = arrivalOf(this.id);
    [this.head, this.data] = await Promise.all([arrival.head, arrival.data]);
    this.attributes = new Attributes(this.head, arrival.texts);
    this.filter = new Filter(this.data, this.head.classes.length);
    this.parts = new Map(); // feature -> Leaflet layer
    this.eachLayer((/** @type {any} */ part) => {
      const {
        properties: { i },
        geometry,
      } = part.feature;
      this.parts.set(i, part);
      this.data.form[i] = FORMS[geometry.type] ?? 1;
      part.on('click', (/** @type {any} */ event) => {
        L.DomEvent.stopPropagation(event);
        this.fire('select', { features: [i], latlng: event.latlng });
        if (this.options.popup) clicks.show(this._map, event.latlng, [[this, i]]);
      });
    });
    if (this.parts.size !== this.data.n - this.filter.undrawn) throw new Error(DAMAGED);
    this.setTheme(this.head.themes[0].name);
    this.fire('ready');
    return this;
  },

  furnish() {
    if (this.furniture || !this.look || !this._map) return;
    this.furniture = [];
    this._map.on('zoomend', this.restyle, this);
    this.restyle();
    if (this.options.legend) this.furniture.push(legend(this).addTo(this._map));
    if (this.options.walk) this.furniture.push(walk(this).addTo(this._map));
  },

  mapOf() {
    return this._map;
  },

  clear() {
    for (const part of this.furniture ?? []) part.remove();
    this.furniture = null;
    this.home?.off('zoomend', this.restyle, this);
  },

  /** @param {string} name */
  setTheme(name) {
    const theme = this.head.themes.find((/** @type {any} */ one) => one.name === name);
    if (!theme) throw new RangeError(`no theme ${name}`);
    this.look = new Look(theme, 1);
    this.theme = name;
    this.hatches = this.look.classes.map(
      (/** @type {any} */ style) => style.cell && hatch(style, `${this.id}-${name.replace(/\W/g, '')}-${style.code}`),
    );
    this.repaint();
    this.fire('look');
  },

  /** Show what passes the filters, hazards above released land. */
  repaint() {
    const { data, filter, look } = this;
    const order = [...this.parts.keys()].sort(
      (a, b) => look.rank[data.classOf[a]] - look.rank[data.classOf[b]] || a - b,
    );
    for (const i of order) {
      const part = this.parts.get(i);
      if (!filter.shown[i]) {
        this.removeLayer(part);
        continue;
      }
      this.addLayer(part);
      this.dress(i, part);
      part.bringToFront?.();
    }
    this.fire('counts');
  },

  /**
   * Give a feature its colours, or its symbol.
   * @param {number} i
   * @param {any} part
   */
  dress(i, part) {
    if (this.data.form[i] !== 4) {
      part.setStyle(this.styleOf(i, part));
      return;
    }
    const style = this.look.classes[this.data.classOf[i]];
    const { picture, half } = this.look.stamp(style, this.data.statusOf[i], 13);
    const icon = L.icon({ iconUrl: picture.toDataURL(), iconSize: [2 * half, 2 * half], className: 'canvas-symbol' });
    for (const marker of part.getLayers?.() ?? [part]) {
      marker.setIcon(icon);
      marker.setZIndexOffset(1000 * this.look.rank[style.code]);
    }
  },

  /**
   * @param {number} i
   * @param {any} part
   */
  styleOf(i, part) {
    const style = this.look.classes[this.data.classOf[i]];
    const outline = this.look.outlines[this.data.statusOf[i]];
    const { width, dash } = outline ?? style;
    const colour = outline?.colour || style.outline || style.fill;
    const patterned = this.hatches[style.code] && part._path && this.data.form[i] === 1;
    const size = this.sizeOf(part);
    return {
      color: size < SPECK ? style.fill : colour,
      weight: size < LARGE ? 1 : width,
      dashArray: dash.length ? dash.join(' ') : null,
      stroke: true,
      opacity: 1,
      fill: this.data.form[i] !== 2,
      fillColor: patterned ? this.hatches[style.code] : style.fill,
      fillOpacity: patterned ? 1 : style.opacity,
    };
  },

  /**
   * Width or height of a feature on the screen, whichever is more, in pixels.
   * @param {any} part
   */
  sizeOf(part) {
    if (!this._map) return LARGE;
    const bounds = part.getBounds();
    const size = this._map.project(bounds.getNorthEast()).subtract(this._map.project(bounds.getSouthWest()));
    return Math.max(Math.abs(size.x), Math.abs(size.y));
  },

  restyle() {
    for (const [i, part] of this.parts) if (this.hasLayer(part)) this.dress(i, part);
  },

  inView() {
    const bounds = this._map.getBounds();
    return [...this.parts]
      .filter(
        ([i, part]) =>
          this.filter.shown[i] &&
          (part.getBounds ? bounds.intersects(part.getBounds()) : bounds.contains(part.getLatLng())),
      )
      .map(([i]) => i);
  },

  drawn() {
    const view = this.inView();
    return {
      inView: view.length,
      painted: view.filter((/** @type {number} */ i) => this.hasLayer(this.parts.get(i))).length,
    };
  },

  /** @param {number} i */
  anchor(i) {
    const part = this.parts.get(i);
    return part.getBounds ? part.getBounds().getCenter() : part.getLatLng();
  },
};

/**
 * @param {any} layer
 * @param {string} id
 * @param {any} options
 */
export const plain = (layer, id, options) => {
  const { setAsOf, setHidden, setMask, _filtered, counts, mainForm, formOfClass, _trouble } = Tiles.prototype;
  Object.assign(layer, { setAsOf, setHidden, setMask, _filtered, counts, mainForm, formOfClass, _trouble }, methods, {
    id,
  });
  Object.assign(layer.options, options);
  layer
    .on('add', () => {
      layer.home = layer._map;
      layer.furnish();
    })
    .on('remove', () => layer.clear());
  layer.home = layer._map;
  layer.ready = layer.load();
  layer.ready.then(
    () => layer.furnish(),
    (/** @type {Error} */ error) => layer._trouble(error.message),
  );
};
