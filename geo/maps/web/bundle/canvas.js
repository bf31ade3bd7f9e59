"use strict";
(() => {
  // canvas/pen.js
  function newCanvas(width, height = width) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    return canvas;
  }
  function penOf(canvas, settings) {
    const pen = canvas.getContext("2d", settings);
    if (!pen) throw new Error("no canvas to draw on");
    return pen;
  }

  // canvas/inflate.js
  var TOO_OLD = "this browser lacks DecompressionStream";
  async function inflateJson(bytes) {
    if (typeof DecompressionStream === "undefined") throw new Error(TOO_OLD);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  // canvas/unpack.js
  var AREA = 1;
  var LINE = 2;
  var POINT = 4;

  // canvas/age.js
  var ROOM = 24;
  var EDGE = 2 ** 31 - 1;
  var UNDATED = "undated";
  var HANDS = "M6 3.1V6.2L8.3 7.5";
  var QUESTION = "M4.6 4.9C4.6 3.4 7.4 3.4 7.4 4.9C7.4 6 6 6 6 7M6 8.6V8.7";
  var inside = (data, i) => {
    const { x, y, kind, box, firstRing, firstVertex } = data;
    const row = Math.floor((box[4 * i + 1] + box[4 * i + 3]) / 2) + 0.5;
    const crossings = [];
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (kind[r] > 1) continue;
      for (let v2 = firstVertex[r], u = firstVertex[r + 1] - 1; v2 < firstVertex[r + 1]; u = v2++) {
        if (y[u] < row === y[v2] < row) continue;
        crossings.push([x[u] + (row - y[u]) / (y[v2] - y[u]) * (x[v2] - x[u]), y[u] < row ? 1 : -1]);
      }
    }
    crossings.sort((a, b) => a[0] - b[0]);
    let best = null;
    let winding = 0;
    for (let k = 0; k + 1 < crossings.length; k++) {
      winding += crossings[k][1];
      const width = crossings[k + 1][0] - crossings[k][0];
      if (winding && width > (best?.width ?? 0)) best = { width, at: crossings[k][0] + width / 2 };
    }
    const v = firstVertex[firstRing[i]];
    return best ? [best.at, row] : [x[v], y[v]];
  };
  var Ages = class {
    /**
     * @param {Shapes} data
     * @param {AgeStep[]} steps the oldest first
     * @param {boolean} undated show a clock where there is no date
     */
    constructor(data, steps, undated) {
      this.data = data;
      this.kinds = [...steps, { age: UNDATED, shown: undated }];
      this.of = new Uint8Array(data.n);
      const { n, from, known } = data;
      const day = (list, i) => list && Math.abs(list[i]) < EDGE ? list[i] : -Infinity;
      for (let i = 0; i < n; i++) {
        const newest = Math.max(day(from, i), day(known, i));
        this.of[i] = newest === -Infinity ? this.kinds.length : 1 + steps.findIndex((step) => newest < step.before);
      }
      this.pictures = /* @__PURE__ */ new Map();
    }
    /**
     * How many of the features shown are of each age.
     * @param {Uint8Array} shown
     */
    counts(shown) {
      const found = Object.fromEntries(this.kinds.map(({ age }) => [age, 0]));
      this.of.forEach((code, i) => {
        if (code && shown[i]) found[this.kinds[code - 1].age] += 1;
      });
      return found;
    }
    /**
     * Draw the clock of a feature on a tile, if it has one and there is room.
     * @param {CanvasRenderingContext2D} pen
     * @param {number} i
     * @param {View} given
     * @param {number} dots
     */
    show(pen, i, { scale, west, north }, dots) {
      const kind = this.kinds[this.of[i] - 1];
      if (!kind?.shown) return;
      const { box, form, x, y, firstRing, firstVertex } = this.data;
      const pixels = Math.max(box[4 * i + 2] - box[4 * i], box[4 * i + 3] - box[4 * i + 1]) * scale;
      const area = form[i] !== POINT;
      if (area && pixels < ROOM * dots) return;
      const v = firstVertex[firstRing[i]];
      const [cx, cy] = area ? inside(this.data, i) : [x[v] + 5 * dots / scale, y[v] + 5 * dots / scale];
      const picture = this.picture(kind.age, (area ? 14 : 11) * dots);
      pen.drawImage(picture, (cx - west) * scale - picture.width / 2, (cy - north) * scale - picture.width / 2);
    }
    /**
     * The clock, as `atlas.clock` draws it: dark for the oldest, a question mark without a date.
     * @param {number | string} age
     * @param {number} size
     */
    picture(age, size) {
      const key = `${age}/${size}`;
      const there = this.pictures.get(key);
      if (there) return there;
      const picture = newCanvas(Math.round(size));
      const pen = penOf(picture);
      pen.scale(size / 12, size / 12);
      const oldest = age === this.kinds[0].age && age !== UNDATED;
      pen.fillStyle = "#fff";
      pen.beginPath();
      pen.arc(6, 6, 5.9, 0, 7);
      pen.fill();
      pen.fillStyle = oldest ? "#1b1e22" : "#fff";
      pen.strokeStyle = "#1b1e22";
      pen.lineWidth = 1.1;
      pen.beginPath();
      pen.arc(6, 6, 4.7, 0, 7);
      pen.fill();
      pen.stroke();
      pen.strokeStyle = oldest ? "#fff" : "#1b1e22";
      pen.lineWidth = 1.2;
      pen.lineCap = "round";
      pen.stroke(new Path2D(age === UNDATED ? QUESTION : HANDS));
      this.pictures.set(key, picture);
      return picture;
    }
  };

  // text/dom.js
  var el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === void 0 || value === false) continue;
      if (typeof value === "function") node.addEventListener(name, value);
      else node.setAttribute(name, value === true ? "" : String(value));
    }
    for (
      const child of
      /** @type {Child[]} */
      children.flat(5)
    ) {
      if (child === null || child === void 0 || child === false) continue;
      node.append(child instanceof Node ? child : String(child));
    }
    return node;
  };
  var first = (selector, within = document) => {
    const node = within.querySelector(selector);
    if (!node) throw new Error(`no element ${selector}`);
    return node;
  };

  // canvas/words.js
  var number = (n) => {
    const [whole, rest] = String(n).split(".");
    if (!/^-?\d+$/.test(whole)) return String(n);
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
  };
  var words = {
    number,
    count: (shown, all) => shown === all ? number(all) : `${number(shown)} of ${number(all)}`,
    onMap: "on the map",
    inView: (n) => `${number(n)} in view`,
    undrawn: (n) => `${number(n)} not drawn`,
    faults: [
      "",
      "no geometry",
      "a coordinate is not a number",
      "coordinates out of range",
      "nearer to a pole than this map shows"
    ],
    more: (n) => `${number(n)} more`,
    here: (n) => `${number(n)} features here`,
    theme: "Colours",
    unnamed: "(no name)",
    noStatus: "status not stated",
    statusTitle: "Outline",
    walk: (name) => `Features of ${name} in view`,
    walkHelp: "Arrow keys go from feature to feature, Enter opens one.",
    nothingInView: "Nothing of this layer is in view.",
    broken: (why) => `This layer cannot be shown completely: ${why}`,
    missing: (n) => `${number(n)} features in view were not drawn`
  };

  // canvas/card.js
  var FIRST = 8;
  function cell(value) {
    const text = typeof value === "number" ? words.number(value) : String(value);
    let address = null;
    if (/^https?:\/\//i.test(text))
      try {
        address = new URL(text);
      } catch {
      }
    if (!address || !["http:", "https:"].includes(address.protocol)) return text;
    return el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, text);
  }
  async function one(layer, i) {
    const [[, label], ...rest] = await layer.attributes.of(i);
    const style = layer.look.classes[layer.data.classOf[i]];
    const outline = layer.head.statuses.length ? layer.look.outlines[layer.data.statusOf[i]] : null;
    const rows = rest.filter(([, value]) => value !== null && value !== "").map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, cell(value))));
    return el(
      "section",
      { class: "canvas-card", "data-feature": i },
      el("h3", {}, label === null || label === "" ? words.unnamed : String(label)),
      el(
        "p",
        {},
        layer.look.sample(style, layer.mainForm(i), layer.data.statusOf[i]),
        " ",
        style.label,
        layer.head.statuses.length ? ` · ${outline?.label ?? words.noStatus}` : null
      ),
      el("table", {}, el("tbody", {}, rows))
    );
  }
  var cardOf = async (hits) => {
    const box = el("div", { class: "canvas-cards", click: (event) => event.stopPropagation() });
    if (hits.length > 1) box.append(el("p", { class: "canvas-here" }, words.here(hits.length)));
    const add = async (from) => {
      const some = await Promise.all(hits.slice(from, from + FIRST).map(([layer, i]) => one(layer, i)));
      box.append(...some);
      const left = hits.length - from - FIRST;
      if (left <= 0) return;
      const more = el(
        "button",
        {
          type: "button",
          click: () => {
            more.remove();
            add(from + FIRST);
          }
        },
        words.more(left)
      );
      box.append(more);
    };
    await add(0);
    return box;
  };

  // canvas/clicks.js
  var clicks = {
    /**
     * @param {Tiles} layer
     * @param {L.Map} map
     */
    add(layer, map) {
      if (!map.canvasTiles) {
        map.canvasTiles = /* @__PURE__ */ new Set();
        map.on("click", (event) => clicks.open(map, event.latlng));
      }
      map.canvasTiles.add(layer);
    },
    /**
     * @param {Tiles} layer
     * @param {L.Map} map
     */
    remove(layer, map) {
      map.canvasTiles?.delete(layer);
    },
    /**
     * @param {L.Map} map
     * @param {L.LatLng} latlng
     */
    async open(map, latlng) {
      const hits = [...map.canvasTiles ?? []].reverse().flatMap((layer) => layer.hit(latlng).map((i) => (
        /** @type {[Tiles, number]} */
        [layer, i]
      )));
      for (const layer of map.canvasTiles ?? []) {
        const features = hits.filter(([of]) => of === layer).map(([, i]) => i);
        if (features.length) layer.fire("select", { features, latlng });
      }
      return clicks.show(
        map,
        latlng,
        hits.filter(([layer]) => layer.options.popup)
      );
    },
    /**
     * @param {L.Map} map
     * @param {L.LatLng} latlng
     * @param {[Tiles, number][]} hits
     */
    async show(map, latlng, hits) {
      if (!hits.length) return null;
      const content = await cardOf(hits);
      return L.popup({ maxWidth: 380, maxHeight: 340 }).setLatLng(latlng).setContent(content).openOn(map);
    }
  };

  // canvas/grid.js
  var WORLD = 2 ** 29;
  var toGrid = ({ lat, lng }) => {
    const bounded = Math.max(-89.9999995, Math.min(89.9999995, lat)) * (Math.PI / 180);
    return [(lng / 360 + 0.5) * WORLD, (0.5 - Math.asinh(Math.tan(bounded)) / (2 * Math.PI)) * WORLD];
  };
  var toLatLng = (x, y) => L.latLng(Math.atan(Math.sinh((0.5 - y / WORLD) * 2 * Math.PI)) * (180 / Math.PI), (x / WORLD - 0.5) * 360);

  // canvas/days.js
  var ALWAYS = -(2 ** 31);
  var FOR_EVER = 2 ** 31 - 1;
  function firstAndLastDay({ from, to, known }) {
    let [first2, last] = [Infinity, -Infinity];
    for (const list of [from, to, known]) {
      for (const day of list ?? [])
        if (day !== ALWAYS && day !== FOR_EVER) {
          first2 = Math.min(first2, day);
          last = Math.max(last, day);
        }
    }
    return first2 > last ? [] : [first2, last];
  }
  function countUndated({ n, from, to, known, fault }, kind) {
    const open = (list, edge) => (i) => !list || list[i] === edge;
    const tests = [
      ...kind === "known" ? [] : [open(from, ALWAYS), open(to, FOR_EVER)],
      ...kind === "on" ? [] : [open(known, ALWAYS)]
    ];
    let count = 0;
    for (let i = 0; i < n; i++) if (!fault[i] && tests.every((test) => test(i))) count++;
    return count;
  }

  // canvas/filter.js
  var DAY = 864e5;
  var dayNumber = (day) => {
    if (day === null || day === void 0) return null;
    const number3 = typeof day === "string" ? Date.parse(`${day}T00:00:00Z`) / DAY : day;
    if (!Number.isInteger(number3)) throw new RangeError(`not a day: ${day}`);
    return number3;
  };
  var Filter = class {
    /**
     * @param {Shapes} data
     * @param {number} classes
     */
    constructor(data, classes) {
      this.data = data;
      this.day = null;
      this.knownBy = null;
      this.hidden = /* @__PURE__ */ new Set();
      this.mask = null;
      this.count = 0;
      this.shown = new Uint8Array(data.n);
      this.byClass = new Array(classes).fill(0);
      this.undrawn = data.fault.reduce((sum, why) => sum + (why ? 1 : 0), 0);
      this.apply();
    }
    /**
     * Whether a feature has a place and is in force on the day, whatever its class.
     * @param {number} i
     */
    holds(i) {
      const { from, to, known, fault } = this.data;
      const { day, knownBy } = this;
      return !fault[i] && !(day !== null && from !== void 0 && to !== void 0 && (from[i] > day || day >= to[i])) && !(knownBy !== null && known !== void 0 && known[i] > knownBy);
    }
    /** Work out `shown`, and how many there are of each class. */
    apply() {
      const { n, classOf, from, to, known, fault } = this.data;
      const { day, knownBy, hidden, mask, shown, byClass } = this;
      const dated = day !== null && from !== void 0 && to !== void 0;
      const news = knownBy !== null && known !== void 0;
      byClass.fill(0);
      this.count = 0;
      for (let i = 0; i < n; i++) {
        const yes = !fault[i] && !(dated && (from[i] > day || day >= to[i])) && !(news && known[i] > knownBy) && !(mask && !mask[i]);
        if (yes) byClass[classOf[i]]++;
        shown[i] = yes && !hidden.has(classOf[i]) ? 1 : 0;
        this.count += shown[i];
      }
    }
  };

  // canvas/legend.js
  var FIRST2 = 200;
  var legend = (layer) => {
    const control = (
      /** @type {any} */
      new L.Control({ position: "bottomleft" })
    );
    control.onAdd = () => {
      const { head } = layer;
      const total = el("p", { class: "canvas-total", role: "status" });
      const rows = el("ul", {});
      const box = el(
        "section",
        { class: "canvas-legend leaflet-control", "aria-label": head.name },
        el("h2", {}, head.name),
        total,
        rows,
        outlines(layer),
        themes(layer),
        undrawn(layer)
      );
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      const hidden = /* @__PURE__ */ new Set();
      const fill = () => {
        const counts = layer.counts();
        rows.replaceChildren(...[...layer.look.inOrder].reverse().map((style) => classRow(layer, style, counts, hidden)));
        update();
      };
      const update = () => {
        const counts = layer.counts();
        const inView = layer.inView().length;
        total.textContent = `${words.count(counts.shown, counts.features - counts.undrawn)} ${words.onMap} · ${words.inView(inView)}`;
        for (const item of rows.children)
          first(".canvas-count", item).textContent = words.number(
            counts.classes[Number(item.getAttribute("data-code"))].count
          );
      };
      fill();
      const map = layer.mapOf();
      map.on("moveend", update);
      layer.on("counts", update);
      layer.on("look", fill);
      control.stop = () => {
        map.off("moveend", update);
        layer.off("counts", update);
        layer.off("look", fill);
      };
      return box;
    };
    control.onRemove = () => control.stop();
    return control;
  };
  function classRow(layer, style, counts, hidden) {
    const value = layer.head.classes[style.code];
    const flip = (event) => {
      if (event.target.checked) hidden.delete(value);
      else hidden.add(value);
      layer.setHidden(hidden);
    };
    const form = layer.formOfClass(style.code);
    return el(
      "li",
      { "data-code": style.code },
      el(
        "label",
        {},
        el("input", { type: "checkbox", checked: !hidden.has(value), change: flip }),
        layer.look.sample(style, form),
        el("span", {}, style.label)
      ),
      el("span", { class: "canvas-count" }, words.number(counts.classes[style.code].count))
    );
  }
  function outlines(layer) {
    if (!layer.head.statuses.length) return null;
    const list = el("ul", {});
    const fill = () => list.replaceChildren(
      ...layer.look.outlines.map(
        (outline, status) => el(
          "li",
          {},
          el("span", {}, outline ? layer.look.outlineSample(status) : "", " ", outline?.label ?? words.noStatus)
        )
      )
    );
    fill();
    layer.on("look", fill);
    return [el("h3", {}, words.statusTitle), list];
  }
  function themes(layer) {
    const { themes: all } = layer.head;
    if (all.length < 2) return null;
    return el(
      "label",
      { class: "canvas-theme" },
      `${words.theme} `,
      el(
        "select",
        { change: (event) => layer.setTheme(event.target.value) },
        all.map(({ name }) => el("option", { value: name, selected: name === layer.theme }, name))
      )
    );
  }
  function undrawn(layer) {
    const { fault } = layer.data;
    const ids = [];
    fault.forEach((why, i) => {
      if (why) ids.push(i);
    });
    if (!ids.length) return null;
    const list = el("ul", {});
    const more = async (from) => {
      for (const i of ids.slice(from, from + FIRST2)) {
        list.append(el("li", {}, `${await layer.attributes.label(i)}: ${words.faults[fault[i]]}`));
      }
      const left = ids.length - from - FIRST2;
      if (left <= 0) return;
      const next = el(
        "button",
        {
          type: "button",
          click: (event) => {
            event.stopPropagation();
            next.remove();
            more(from + FIRST2);
          }
        },
        words.more(left)
      );
      list.append(next);
    };
    const box = el(
      "details",
      {
        class: "canvas-undrawn",
        toggle: () => {
          if (!list.childElementCount) more(0);
        }
      },
      el("summary", {}, words.undrawn(ids.length)),
      list
    );
    return box;
  }

  // canvas/look.js
  var CELL = 8;
  var rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  var rgba = (colour, alpha) => `rgba(${rgb(colour).join(",")},${alpha})`;
  function hatchCell(style, scale) {
    if (style.hatch === "none") return null;
    const cell2 = newCanvas(CELL * scale);
    const pen = penOf(cell2);
    pen.scale(scale, scale);
    pen.fillStyle = rgba(style.fill, style.opacity);
    pen.fillRect(0, 0, CELL, CELL);
    pen.fillStyle = pen.strokeStyle = rgba(style.fill, 0.9);
    pen.lineWidth = 1.2;
    pen.beginPath();
    if (style.hatch === "dots") {
      for (const [x, y] of [
        [2, 2],
        [6, 6]
      ]) {
        pen.moveTo(x + 1.1, y);
        pen.arc(x, y, 1.1, 0, 7);
      }
      pen.fill();
      return cell2;
    }
    for (const shift of [-CELL, 0, CELL]) {
      pen.moveTo(shift - 1, CELL + 1);
      pen.lineTo(shift + CELL + 1, -1);
      if (style.hatch === "cross") {
        pen.moveTo(shift - 1, -1);
        pen.lineTo(shift + CELL + 1, CELL + 1);
      }
    }
    pen.stroke();
    return cell2;
  }
  var SYMBOLS = {
    disc: (pen, r) => {
      pen.arc(0, 0, r, 0, 2 * Math.PI);
    },
    square: (pen, r) => {
      pen.rect(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r);
    },
    triangle: (pen, r) => {
      pen.moveTo(0, -r);
      pen.lineTo(0.95 * r, 0.8 * r);
      pen.lineTo(-0.95 * r, 0.8 * r);
      pen.closePath();
    },
    diamond: (pen, r) => {
      pen.moveTo(0, -1.2 * r);
      pen.lineTo(1.2 * r, 0);
      pen.lineTo(0, 1.2 * r);
      pen.lineTo(-1.2 * r, 0);
      pen.closePath();
    },
    cross: (pen, r) => {
      for (const s of [-1, 1]) {
        pen.moveTo(-0.8 * r, s * -0.8 * r);
        pen.lineTo(0.8 * r, s * 0.8 * r);
      }
    }
  };
  function stamp(style, outline, radius, scale) {
    const half = Math.ceil(radius) + 3;
    const picture = newCanvas(2 * half * scale);
    const pen = penOf(picture);
    pen.scale(scale, scale);
    pen.translate(half, half);
    pen.beginPath();
    SYMBOLS[style.symbol](pen, radius);
    const hollow = style.symbol === "cross";
    pen.strokeStyle = "#fff";
    pen.lineWidth = hollow ? 4 : 3;
    pen.stroke();
    pen.strokeStyle = hollow ? style.fill : outline?.colour || style.outline || style.fill;
    pen.fillStyle = style.fill;
    pen.lineWidth = hollow ? 2 : 1.2;
    if (!hollow) pen.fill();
    pen.stroke();
    return { picture, half };
  }
  var radiusAt = (zoom) => zoom < 9 ? 2.5 : zoom < 13 ? 4 : 5.5;
  var Look = class {
    /**
     * @param {CanvasTheme} theme
     * @param {number} scale
     */
    constructor(theme, scale) {
      this.scale = scale;
      this.outlines = theme.outlines.length ? theme.outlines : [null];
      this.classes = theme.classes.map((style, code) => ({
        ...style,
        code,
        plain: rgba(style.fill, style.opacity),
        dense: rgba(style.fill, Math.max(style.opacity, 0.7)),
        // without an outline
        cell: hatchCell(style, scale),
        // As the bytes of a picture lie in memory (little-endian): alpha, blue, green, red.
        speck: (255 << 24 | rgb(style.fill)[2] << 16 | rgb(style.fill)[1] << 8 | rgb(style.fill)[0]) >>> 0,
        outward: style.generalise === "outward",
        stamps: /* @__PURE__ */ new Map()
      }));
      this.inOrder = [...this.classes].sort((a, b) => a.draw_order - b.draw_order || a.code - b.code);
      this.rank = new Uint8Array(this.classes.length);
      this.inOrder.forEach((style, rank) => {
        this.rank[style.code] = rank;
      });
    }
    /**
     * Set pen colours and dashes for the outlines of a class with a status.
     * @param {CanvasRenderingContext2D} pen
     * @param {Style} style
     * @param {number} status
     */
    outline(pen, style, status) {
      const own = this.outlines[status];
      const { width, dash } = own ?? style;
      pen.strokeStyle = own?.colour || style.outline || style.fill;
      pen.lineWidth = width * this.scale;
      pen.setLineDash(dash.map((part) => part * this.scale));
    }
    /**
     * @param {Style} style
     * @param {number} status
     * @param {number} zoom
     */
    stamp(style, status, zoom) {
      const radius = radiusAt(zoom);
      const key = `${status} ${radius}`;
      const there = style.stamps.get(key) ?? stamp(style, this.outlines[status], radius, this.scale);
      style.stamps.set(key, there);
      return there;
    }
    /**
     * A sample for the legend; without a status the outline is that of the class.
     * @param {Style} style
     * @param {number} form
     * @param {number} [status]
     */
    sample(style, form, status = -1) {
      const canvas = newCanvas(30 * this.scale, 18 * this.scale);
      canvas.className = "canvas-sample";
      canvas.setAttribute("aria-hidden", "true");
      const pen = penOf(canvas);
      if (form === POINT) {
        const { picture, half } = this.stamp(style, status, 13);
        pen.drawImage(picture, (15 - half) * this.scale, (9 - half) * this.scale);
        return canvas;
      }
      pen.beginPath();
      if (form === LINE) {
        pen.moveTo(0, 9 * this.scale);
        pen.lineTo(30 * this.scale, 9 * this.scale);
        this.line(pen, style);
      } else {
        pen.rect(2 * this.scale, 2 * this.scale, 26 * this.scale, 14 * this.scale);
        pen.fillStyle = (style.cell && pen.createPattern(style.cell, "repeat")) ?? style.plain;
        pen.fill();
        this.outline(pen, style, status);
      }
      pen.stroke();
      return canvas;
    }
    /**
     * Set the pen for a line of a class.
     * @param {CanvasRenderingContext2D} pen
     * @param {Style} style
     */
    line(pen, style) {
      pen.strokeStyle = style.fill;
      pen.lineWidth = (style.width + 1.5) * this.scale;
      pen.setLineDash(style.dash.map((part) => part * this.scale));
    }
    /**
     * A sample of an outline alone.
     * @param {number} status
     */
    outlineSample(status) {
      const canvas = newCanvas(30 * this.scale, 18 * this.scale);
      canvas.className = "canvas-sample";
      canvas.setAttribute("aria-hidden", "true");
      const pen = penOf(canvas);
      this.outline(pen, this.classes[0], status);
      pen.strokeRect(2 * this.scale, 2 * this.scale, 26 * this.scale, 14 * this.scale);
      return canvas;
    }
  };

  // canvas/attributes.js
  var KEPT = 16;
  var Attributes = class {
    /**
     * @param {Head} head
     * @param {Uint8Array<ArrayBuffer>} bytes
     */
    constructor(head, bytes) {
      this.head = head;
      this.bytes = bytes;
      this.chunks = /* @__PURE__ */ new Map();
    }
    /** @param {number} c */
    #chunk(c) {
      let chunk = this.chunks.get(c);
      if (chunk) this.chunks.delete(c);
      else chunk = inflateJson(this.bytes.subarray(this.head.offsets[c], this.head.offsets[c + 1]));
      this.chunks.set(c, chunk);
      if (this.chunks.size > KEPT) this.chunks.delete(this.chunks.keys().next().value);
      return chunk;
    }
    /**
     * Pairs of column and value of feature `i`; the first is its label.
     * @param {number} i
     */
    async of(i) {
      const { chunk: size, columns } = this.head;
      const values = await this.#chunk(Math.floor(i / size));
      return columns.map((name, at) => [name, values[at][i % size]]);
    }
    /**
     * Labels of all features of a chunk.
     * @param {number} c
     */
    async labels(c) {
      return (await this.#chunk(c))[0];
    }
    /** @param {number} i */
    async label(i) {
      const [[, label]] = await this.of(i);
      return label === null || label === "" ? words.unnamed : String(label);
    }
  };

  // canvas/index.js
  var BLOCK = 64;
  var Index = class {
    /** @param {Shapes} data */
    constructor(data) {
      this.data = data;
      this.blocks = new Int32Array(4 * Math.ceil(data.n / BLOCK));
      const { box } = data;
      this.west = Infinity;
      this.east = -Infinity;
      for (let b = 0; 4 * b < this.blocks.length; b++) {
        let [west, north, east, south] = [2147483647, 2147483647, -2147483648, -2147483648];
        for (let i = b * BLOCK; i < Math.min(data.n, (b + 1) * BLOCK); i++) {
          west = Math.min(west, box[4 * i]);
          north = Math.min(north, box[4 * i + 1]);
          east = Math.max(east, box[4 * i + 2]);
          south = Math.max(south, box[4 * i + 3]);
        }
        this.blocks.set([west, north, east, south], 4 * b);
        if (west <= east) {
          this.west = Math.min(this.west, west);
          this.east = Math.max(this.east, east);
        }
      }
    }
    /**
     * Call `visit` with each feature whose box touches the one given, in ascending order.
     * @param {number} west
     * @param {number} north
     * @param {number} east
     * @param {number} south
     * @param {(i: number) => void} visit
     */
    search(west, north, east, south, visit) {
      const {
        blocks,
        data: { n, box }
      } = this;
      for (let b = 0; 4 * b < blocks.length; b++) {
        if (blocks[4 * b] > east || blocks[4 * b + 2] < west || blocks[4 * b + 1] > south || blocks[4 * b + 3] < north)
          continue;
        for (let i = b * BLOCK, end = Math.min(n, i + BLOCK); i < end; i++) {
          const q = 4 * i;
          if (box[q] <= east && box[q + 2] >= west && box[q + 1] <= south && box[q + 3] >= north) visit(i);
        }
      }
    }
    /**
     * Features at a point, or with a line or point nearer than `near`; all in grid cells.
     * @param {number} x
     * @param {number} y
     * @param {number} near
     */
    at(x, y, near) {
      const found = [];
      this.search(x - near, y - near, x + near, y + near, (i) => {
        if (this.holds(i, x, y, near)) found.push(i);
      });
      return found;
    }
    /**
     * True if feature `i` is at the point. A feature smaller than `near` is drawn as a mark.
     * @param {number} i
     * @param {number} x
     * @param {number} y
     * @param {number} near
     */
    holds(i, x, y, near) {
      const { box, form } = this.data;
      if (form[i] & AREA && this.inside(i, x, y)) return true;
      if (form[i] & AREA && box[4 * i + 2] - box[4 * i] < near && box[4 * i + 3] - box[4 * i + 1] < near) return true;
      return Boolean(form[i] & (LINE | POINT)) && this.distance(i, x, y) <= near;
    }
    /**
     * Point in polygon by winding number; a hole is outside.
     * @param {number} i
     * @param {number} px
     * @param {number} py
     */
    inside(i, px, py) {
      const { x, y, kind, firstRing, firstVertex } = this.data;
      let winding = 0;
      for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
        if (kind[r] > 1) continue;
        const end = firstVertex[r + 1];
        for (let v = firstVertex[r], u = end - 1; v < end; u = v++) {
          if (y[u] <= py === y[v] <= py) continue;
          const cross = (x[v] - x[u]) * (py - y[u]) - (px - x[u]) * (y[v] - y[u]);
          if (y[u] <= py) {
            if (cross > 0) winding++;
          } else if (cross < 0) winding--;
        }
      }
      return winding !== 0;
    }
    /**
     * Distance to the lines and points of a feature, in cells.
     * @param {number} i
     * @param {number} px
     * @param {number} py
     */
    distance(i, px, py) {
      const { x, y, kind, firstRing, firstVertex } = this.data;
      let best = Infinity;
      for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
        if (kind[r] < 2) continue;
        for (let v = firstVertex[r], u = v; v < firstVertex[r + 1]; u = v++) {
          const dx = x[v] - x[u];
          const dy = y[v] - y[u];
          const along = dx || dy ? ((px - x[u]) * dx + (py - y[u]) * dy) / (dx * dx + dy * dy) : 0;
          const t = Math.max(0, Math.min(1, along));
          best = Math.min(best, Math.hypot(px - x[u] - t * dx, py - y[u] - t * dy));
        }
      }
      return best;
    }
  };

  // canvas/paint.js
  var LARGE = 24;
  var NEAR = 0.35;
  var paint = (canvas, scene, layer) => {
    const {
      data: { classOf },
      look,
      sheet,
      ages,
      shown
    } = layer;
    const pen = penOf(canvas);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineJoin = "round";
    const painted = [];
    const piles = look.classes.map(() => (
      /** @type {{i: number, west: number}[]} */
      []
    ));
    for (const one2 of scene.larger) {
      if (!shown[one2.i]) continue;
      painted.push(one2.i);
      piles[classOf[one2.i]].push(one2);
    }
    sheet.begin();
    const { small, ends, pixels } = scene;
    for (let k = 0, begin = 0; k < small.length; begin = ends[k++]) {
      if (!shown[small[k]]) continue;
      painted.push(small[k]);
      sheet.mark(pixels, begin, ends[k], look.rank[classOf[small[k]]]);
    }
    const view = ({ west }) => ({ west, north: scene.north, scale: scene.scale, zoom: scene.zoom });
    let bare = true;
    for (const style of look.inOrder) {
      if (sheet.show(pen, look.rank[style.code], style.speck, bare)) bare = false;
      for (const one2 of piles[style.code]) {
        feature(pen, layer, style, one2.i, view(one2));
        bare = false;
      }
    }
    if (ages) for (const one2 of piles.flat()) ages.show(pen, one2.i, view(one2), look.scale);
    return painted;
  };
  function feature(pen, { data, look }, style, i, view) {
    const { form, kind, firstRing, statusOf, box } = data;
    const rings = (wanted) => {
      pen.beginPath();
      for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
        if (wanted(kind[r])) trace(pen, data, r, view, kind[r] < 2, style.outward ? NEAR : 0);
      }
    };
    if (form[i] & AREA) {
      const width = Math.max(box[4 * i + 2] - box[4 * i], box[4 * i + 3] - box[4 * i + 1]) * view.scale;
      rings((k) => k < 2);
      const large = width > LARGE * look.scale;
      if (large && style.cell) style.pattern ??= pen.createPattern(style.cell, "repeat");
      pen.fillStyle = large ? style.pattern ?? style.plain : style.outward ? style.plain : style.dense;
      pen.fill("nonzero");
      look.outline(pen, style, statusOf[i]);
      if (style.outward) strokeAround(pen, style, large);
      else if (large) strokeInside(pen);
    }
    if (form[i] & LINE) {
      rings((k) => k === 2);
      look.line(pen, style);
      pen.stroke();
    }
    if (form[i] & POINT) stampAll(pen, data, look, style, i, view);
  }
  function strokeAround(pen, style, large) {
    const [colour, width, dash] = [pen.strokeStyle, pen.lineWidth, pen.getLineDash()];
    if (!large || dash.length) {
      pen.setLineDash([]);
      pen.lineWidth = 1;
      if (large) pen.strokeStyle = style.fill;
      pen.stroke();
      if (!large) return;
      Object.assign(pen, { strokeStyle: colour, lineWidth: width });
      pen.setLineDash(dash);
    }
    pen.stroke();
  }
  function strokeInside(pen) {
    pen.save();
    pen.clip();
    pen.lineWidth *= 2;
    pen.stroke();
    pen.restore();
  }
  function trace(pen, { x, y, firstVertex }, r, { scale, west, north }, closed, near) {
    const begin = firstVertex[r];
    const end = firstVertex[r + 1];
    let lx = (x[begin] - west) * scale;
    let ly = (y[begin] - north) * scale;
    pen.moveTo(lx, ly);
    for (let v = begin + 1; v < end; v++) {
      const px = (x[v] - west) * scale;
      const py = (y[v] - north) * scale;
      if (v < end - 1 && Math.abs(px - lx) < near && Math.abs(py - ly) < near) continue;
      pen.lineTo(px, py);
      lx = px;
      ly = py;
    }
    if (closed) pen.closePath();
  }
  function stampAll(pen, { x, y, kind, firstRing, firstVertex, statusOf }, look, style, i, { scale, west, north, zoom }) {
    const { picture, half } = look.stamp(style, statusOf[i], zoom);
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      if (kind[r] !== 3) continue;
      const v = firstVertex[r];
      pen.drawImage(picture, (x[v] - west) * scale - half * look.scale, (y[v] - north) * scale - half * look.scale);
    }
  }

  // canvas/queue.js
  var SLICE = 8;
  var FIRST3 = 1e3;
  var Queue = class {
    constructor() {
      this.jobs = [];
      this.awake = false;
      this.slice = FIRST3;
      this.channel = new MessageChannel();
      this.channel.port1.onmessage = () => this.run();
    }
    /** @param {() => void} job */
    add(job) {
      this.jobs.push(job);
      if (!this.awake) {
        this.awake = true;
        this.channel.port2.postMessage(0);
      }
    }
    /** From now on leave room for frames. */
    calm() {
      this.slice = SLICE;
    }
    /** Do everything now, however long it takes. */
    finish() {
      while (this.jobs.length) this.jobs.shift()?.();
    }
    run() {
      const until = performance.now() + this.slice;
      while (this.jobs.length && performance.now() < until) this.jobs.shift()?.();
      this.awake = this.jobs.length > 0;
      if (this.awake) this.channel.port2.postMessage(0);
    }
  };

  // canvas/specks.js
  var MOST = 8;
  var ALL = (1 << MOST + 3) - 1;
  var touched = new Int32Array(MOST + 3);
  var inside2 = new Int32Array(MOST + 3);
  function touch(row, from, to) {
    touched[row] |= from < to ? (2 << to) - (1 << from) : (2 << from) - (1 << to);
  }
  function trace2({ x, y, firstVertex }, r, scale, ox, oy, left, top) {
    const begin = firstVertex[r];
    const end = firstVertex[r + 1];
    let ax = (x[end - 1] - ox) * scale - left;
    let ay = (y[end - 1] - oy) * scale - top;
    for (let v = begin; v < end; v++) {
      const bx = (x[v] - ox) * scale - left;
      const by = (y[v] - oy) * scale - top;
      const slope = (bx - ax) / (by - ay);
      const upper = Math.min(ay, by);
      const lower = Math.max(ay, by);
      if ((ay | 0) === (by | 0))
        touch(ay | 0, ax, bx);
      else
        for (let row = upper | 0; row <= lower; row++)
          touch(row, ax + slope * (Math.max(upper, row) - ay), ax + slope * (Math.min(lower, row + 1) - ay));
      for (let row = Math.ceil(upper - 0.5) | 0; row + 0.5 < lower; row++) {
        inside2[row] ^= ALL & ~((1 << Math.ceil(ax + slope * (row + 0.5 - ay) - 0.5)) - 1);
      }
      ax = bx;
      ay = by;
    }
  }
  var Specks = class {
    static MOST = MOST;
    /** @param {number} size */
    constructor(size) {
      this.size = size;
      this.pixels = new Uint32Array(1 << 12);
      this.found = 0;
    }
    /** Start collecting pixels. */
    forget() {
      this.found = 0;
    }
    /**
     * Make room for more pixels.
     * @param {number} more
     */
    room(more) {
      if (this.found + more <= this.pixels.length) return;
      const larger = new Uint32Array(2 * this.pixels.length + more);
      larger.set(this.pixels);
      this.pixels = larger;
    }
    /**
     * Pixels of one row, `from` to `to`, both included.
     * @param {number} y
     * @param {number} from
     * @param {number} to
     */
    row(y, from, to) {
      const { size } = this;
      if (y < 0 || y >= size) return;
      this.room(size);
      for (let p = y * size + Math.max(0, from), end = y * size + Math.min(size - 1, to); p <= end; p++)
        this.pixels[this.found++] = p;
    }
    /**
     * An area, at `scale` pixels a cell and with the tile's corner at `ox`, `oy`.
     * @param {Shapes} data
     * @param {number} i
     * @param {number} scale
     * @param {number} ox
     * @param {number} oy
     * @param {boolean} outward
     */
    area(data, i, scale, ox, oy, outward) {
      const { box, kind, firstRing } = data;
      const west = (box[4 * i] - ox) * scale;
      const north = (box[4 * i + 1] - oy) * scale;
      const east = (box[4 * i + 2] - ox) * scale;
      const south = (box[4 * i + 3] - oy) * scale;
      const [left, top] = [Math.floor(west), Math.floor(north)];
      const tiny = east - west <= 2 && south - north <= 2;
      if (outward && tiny) {
        const right = Math.max(Math.floor(east), left + 1);
        for (let y = top, last = Math.max(Math.floor(south), top + 1); y <= last; y++) this.row(y, left, right);
        return;
      }
      const rows = Math.floor(south) - top + 1;
      let any = false;
      if (!tiny) {
        for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
          if (outward && kind[r] === 1) continue;
          trace2(data, r, scale, ox, oy, left, top);
          if (outward) this.bits(left, top, rows, true);
        }
        any = outward || this.bits(left, top, rows, false);
      }
      if (any) return;
      const x = Math.floor((west + east) / 2);
      this.row(Math.floor((north + south) / 2), x, x);
    }
    /**
     * Pixels that are inside, with those on the outline or without them; whether there are any.
     * @param {number} left
     * @param {number} top
     * @param {number} rows
     * @param {boolean} outline
     */
    bits(left, top, rows, outline) {
      const { size } = this;
      this.room(rows * (MOST + 3));
      const { pixels } = this;
      let any = 0;
      for (let row = 0; row < rows; row++) {
        let bits = outline ? inside2[row] | touched[row] : inside2[row] & ~touched[row];
        any |= bits;
        inside2[row] = touched[row] = 0;
        const y = top + row;
        if (y < 0 || y >= size) continue;
        for (let x = left; bits; bits >>= 1, x++) if (bits & 1 && x >= 0 && x < size) pixels[this.found++] = y * size + x;
      }
      return any !== 0;
    }
  };

  // canvas/scene.js
  var RIM = 12;
  var LOW = 8;
  var Scene = class {
    /**
     * @param {number} size of the tile in pixels
     * @param {{x: number, y: number, z: number}} coords of the tile
     * @param {{data: Shapes, index: import('./index.js').Index, look: import('./look.js').Look, specks: Specks}} layer `look` says what is generalised outward
     */
    constructor(size, coords, { data, index, look, specks }) {
      const cells = WORLD / 2 ** coords.z;
      this.look = look;
      this.zoom = coords.z;
      this.scale = size / cells;
      this.north = coords.y * cells;
      this.larger = [];
      const small = [];
      const ends = [];
      const rim = RIM * look.scale / this.scale;
      specks.forget();
      for (let turn = Math.floor((index.west - rim) / WORLD); turn * WORLD <= index.east + rim; turn++) {
        const west = coords.x * cells + turn * WORLD;
        if (west > index.east + rim || west + cells < index.west - rim) continue;
        index.search(west - rim, this.north - rim, west + cells + rim, this.north + cells + rim, (i) => {
          if (this.#isSpeck(data, i)) {
            this.#speck(data, specks, i, west, look.classes[data.classOf[i]].outward);
            small.push(i);
            ends.push(specks.found);
          } else this.larger.push({ i, west });
        });
      }
      this.small = Int32Array.from(small);
      this.ends = Uint32Array.from(ends);
      this.pixels = specks.pixels.slice(0, specks.found);
    }
    /**
     * @param {Shapes} given
     * @param {number} i
     */
    #isSpeck({ box, form, firstRing }, i) {
      if (form[i] === POINT) return this.zoom <= LOW && firstRing[i + 1] - firstRing[i] === 1;
      const most = Specks.MOST / this.scale;
      return form[i] === AREA && box[4 * i + 2] - box[4 * i] < most && box[4 * i + 3] - box[4 * i + 1] < most;
    }
    /**
     * @param {Shapes} data
     * @param {Specks} specks
     * @param {number} i
     * @param {number} west
     * @param {boolean} outward
     */
    #speck(data, specks, i, west, outward) {
      if (data.form[i] === AREA) {
        specks.area(data, i, this.scale, west, this.north, outward);
        return;
      }
      const x = Math.floor((data.box[4 * i] - west) * this.scale);
      const y = Math.floor((data.box[4 * i + 1] - this.north) * this.scale);
      for (let row = y - 1; row <= y + 1; row++) specks.row(row, x - 1, x + 1);
    }
  };

  // canvas/sheet.js
  var Sheet = class {
    /** @param {number} size */
    constructor(size) {
      this.size = size;
      this.top = new Uint8Array(size * size);
      this.marked = new Uint32Array(1 << 12);
      this.found = 0;
      this.canvas = newCanvas(size);
      this.pen = penOf(this.canvas, { willReadFrequently: true });
      this.picture = this.pen.createImageData(size, size);
      this.colours = new Uint32Array(this.picture.data.buffer);
    }
    /** Forget everything. */
    begin() {
      const { top, marked, found } = this;
      for (let k = 0; k < found; k++) top[marked[k]] = 0;
      this.found = 0;
    }
    /**
     * Mark pixels, those of a list from `begin` up to `end`, for a class.
     * @param {Uint32Array} pixels
     * @param {number} begin
     * @param {number} end
     * @param {number} rank
     */
    mark(pixels, begin, end, rank) {
      if (this.found + end - begin > this.marked.length) {
        const more = new Uint32Array(2 * this.marked.length + end - begin);
        more.set(this.marked);
        this.marked = more;
      }
      const { top, marked } = this;
      for (let k = begin; k < end; k++) {
        const p = pixels[k];
        if (top[p] <= rank) {
          top[p] = rank + 1;
          marked[this.found++] = p;
        }
      }
    }
    /**
     * Put the pixels of one class onto a tile.
     * @param {boolean} bare whether nothing is on the tile yet: then they need not be blended
     * @param {CanvasRenderingContext2D} pen
     * @param {number} rank
     * @param {number} colour
     * @returns {boolean} whether there were any
     */
    show(pen, rank, colour, bare) {
      const { colours, top, size, marked, found } = this;
      let [west, north, east, south] = [size, size, -1, -1];
      for (let k = 0; k < found; k++) {
        const p = marked[k];
        if (top[p] !== rank + 1) continue;
        colours[p] = colour;
        const y = p / size | 0;
        const x = p - y * size;
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < north) north = y;
        if (y > south) south = y;
      }
      if (east < 0) return false;
      const box = [west, north, east - west + 1, south - north + 1];
      (bare ? pen : this.pen).putImageData(this.picture, 0, 0, ...box);
      if (!bare) pen.drawImage(this.canvas, ...box, ...box);
      for (let k = 0; k < found; k++) colours[marked[k]] = 0;
      return true;
    }
  };

  // canvas/painted.js
  var queue = new Queue();
  var arrivalOf = (id) => (
    /** @type {any} */
    globalThis.canvasTiles.arrivals.get(id)
  );
  var TILE = 256;
  var afterFrame = (what) => requestAnimationFrame(() => setTimeout(what));
  var Painted = class extends L.GridLayer {
    /**
     * @param {string | null} id under which the data is embedded in the page; null with `options.of`
     * @param {import('../types').CanvasOptions} options
     */
    constructor(id, options) {
      super(options);
      this.source = id;
      this.head = /** @type {Head} */
      /** @type {unknown} */
      void 0;
      this.data = /** @type {Shapes} */
      /** @type {unknown} */
      void 0;
      this.attributes = /** @type {Attributes} */
      /** @type {unknown} */
      void 0;
      this.index = /** @type {Index} */
      /** @type {unknown} */
      void 0;
      this.look = /** @type {Look} */
      /** @type {unknown} */
      void 0;
      this.filter = /** @type {Filter} */
      /** @type {unknown} */
      void 0;
      this.specks = /** @type {Specks} */
      /** @type {unknown} */
      void 0;
      this.sheet = /** @type {Sheet} */
      /** @type {unknown} */
      void 0;
      this.ages = void 0;
      this.agesAsked = void 0;
      this.theme = void 0;
      this.why = void 0;
      this.banner = void 0;
      this.furniture = null;
      this.totals = void 0;
      this.scale = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
      this.scenes = /* @__PURE__ */ new WeakMap();
      this.painted = /* @__PURE__ */ new WeakMap();
      this.outdated = /* @__PURE__ */ new WeakSet();
      this.ready = this._load();
      this.ready.catch((error) => this._trouble(error.message));
    }
    async _load() {
      if (this.options.of) {
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
      this.fire("ready");
      if (this._map) {
        this.redraw();
        afterFrame(() => {
          if (this._map) this._furnish();
        });
      }
      return this;
    }
    /** Put beside the map what belongs to the layer. */
    _furnish() {
    }
    /**
     * @param {L.Coords} coords
     * @param {L.DoneCallback} done
     */
    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      canvas.width = canvas.height = TILE * this.scale;
      queue.add(() => {
        if (!canvas.isConnected) return;
        this._paint(canvas, coords);
        done(void 0, canvas);
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
        filter: { shown }
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
      const view = (
        /** @type {{min: L.Point, max: L.Point}} */
        this._map.getPixelBounds()
      );
      for (const [key, tile] of Object.entries(this._tiles ?? {})) {
        if (!tile.current) continue;
        const corner = this._keyToTileCoords(key).scaleBy(this.getTileSize());
        const beside = corner.x > view.max.x || corner.y > view.max.y || corner.x + TILE < view.min.x || corner.y + TILE < view.min.y;
        const coords = this._wrapCoords(tile.coords);
        coords.z = this._tileZoom ?? 0;
        if (!beside) {
          this._paint(
            /** @type {HTMLCanvasElement} */
            tile.el,
            coords
          );
          continue;
        }
        this.outdated.add(tile.el);
        queue.add(() => this._paint(
          /** @type {HTMLCanvasElement} */
          tile.el,
          coords
        ));
      }
      this.fire("counts");
    }
    /** Shown features whose box touches the view, asked of every single one. */
    inView() {
      const [west, north] = toGrid(this._map.getBounds().getNorthWest());
      const [east, south] = toGrid(this._map.getBounds().getSouthEast());
      const {
        data: { n, box },
        filter: { shown }
      } = this;
      const found = [];
      const turns = [0];
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
      for (const { current, el: el2 } of Object.values(this._tiles)) {
        if (current) for (const i of this.painted.get(el2) ?? []) painted[i] = 1;
      }
      return { inView: view.length, painted: view.filter((i) => painted[i]).length };
    }
    /** @param {string} why */
    _trouble(why) {
      this.why = why;
      this.fire("trouble", { why });
      const container = this._map?.getContainer();
      if (!container) return;
      this.banner ??= container.appendChild(el("div", { class: "canvas-trouble", role: "alert" }));
      this.banner.textContent = words.broken(why);
    }
    /** Whether the view is covered by tiles that are painted: not so while the map moves. */
    settled() {
      const map = this._map;
      if (!map || !this.data || this._tileZoom === void 0) return false;
      const { min, max } = this._pxBoundsToTileRange(this._getTiledPixelBounds(map.getCenter()));
      for (let y = min.y; y <= max.y; y++) {
        for (let x = min.x; x <= max.x; x++) {
          const coords = Object.assign(L.point(x, y), { z: this._tileZoom });
          if (!this._isValidTile(coords)) continue;
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
  };

  // canvas/mark.js
  var mark = (layer, i) => {
    const { x, y, kind, firstRing, firstVertex } = layer.data;
    const group = L.layerGroup();
    const add = (shape) => group.addLayer(shape);
    const style = {
      color: "#000",
      weight: 3,
      fill: false,
      interactive: false,
      dashArray: "2 5",
      className: "canvas-mark"
    };
    for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
      const run = [];
      for (let v = firstVertex[r]; v < firstVertex[r + 1]; v++) run.push(toLatLng(x[v], y[v]));
      if (kind[r] < 2) add(L.polygon(run, style));
      else if (kind[r] === 2) add(L.polyline(run, style));
    }
    add(L.circleMarker(layer.anchor(i), { ...style, radius: 11, dashArray: void 0, weight: 2 }));
    return group;
  };

  // canvas/walk.js
  var AROUND = 12;
  var number2 = 0;
  var walk = (layer) => {
    const control = (
      /** @type {any} */
      new L.Control({ position: "topright" })
    );
    control.onAdd = () => build(layer, control);
    control.onRemove = () => control.stop();
    return control;
  };
  function build(layer, control) {
    const map = layer.mapOf();
    const prefix = `canvas-walk-${number2++}`;
    const help = el("p", { id: `${prefix}-help` }, words.walkHelp);
    const list = el("ul", {
      role: "listbox",
      tabindex: 0,
      "aria-label": words.walk(layer.head.name),
      "aria-describedby": `${prefix}-help`
    });
    const box = el("div", { class: "canvas-walk leaflet-control" }, help, list);
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    const state = { ids: [], at: 0, mark: null, turn: 0 };
    const collect = () => {
      const middle = map.project(map.getCenter(), 0);
      const far = (i) => map.project(layer.anchor(i), 0).distanceTo(middle);
      state.ids = layer.inView().map((i) => [far(i), i]).sort((a, b) => a[0] - b[0]).map(([, i]) => i);
      state.at = 0;
    };
    const show = async () => {
      const turn = ++state.turn;
      const { ids, at } = state;
      unmark();
      if (!ids.length) {
        list.replaceChildren(el("li", { role: "option", "aria-disabled": "true" }, words.nothingInView));
        list.removeAttribute("aria-activedescendant");
        return;
      }
      const from = Math.max(0, Math.min(at - (AROUND >> 1), ids.length - AROUND));
      const near = ids.slice(from, from + AROUND);
      const labels = await Promise.all(near.map((i) => layer.attributes.label(i)));
      if (turn !== state.turn || !box.isConnected) return;
      list.replaceChildren(
        ...near.map(
          (i, k) => el(
            "li",
            {
              role: "option",
              id: `${prefix}-${i}`,
              "data-feature": i,
              "aria-selected": String(from + k === at),
              "aria-posinset": from + k + 1,
              "aria-setsize": ids.length,
              click: () => {
                state.at = from + k;
                show();
                open();
              }
            },
            `${labels[k]} — ${layer.look.classes[layer.data.classOf[i]].label}`
          )
        )
      );
      list.setAttribute("aria-activedescendant", `${prefix}-${ids[at]}`);
      state.mark = mark(layer, ids[at]).addTo(map);
    };
    const unmark = () => {
      state.mark?.remove();
      state.mark = null;
    };
    const open = async () => {
      const i = state.ids[state.at];
      if (i === void 0) return;
      layer.fire("select", { features: [i], latlng: layer.anchor(i) });
      if (layer.options.popup) await clicks.show(map, layer.anchor(i), [[layer, i]]);
    };
    const go = (to) => {
      state.at = Math.max(0, Math.min(state.ids.length - 1, to));
      show();
    };
    const keys = {
      ArrowDown: () => go(state.at + 1),
      ArrowRight: () => go(state.at + 1),
      ArrowUp: () => go(state.at - 1),
      ArrowLeft: () => go(state.at - 1),
      PageDown: () => go(state.at + 10),
      PageUp: () => go(state.at - 10),
      Home: () => go(0),
      End: () => go(state.ids.length - 1),
      Enter: open,
      " ": open,
      Escape: () => {
        map.closePopup();
        list.blur();
      }
    };
    list.addEventListener("keydown", (event) => {
      if (!keys[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
    const again = () => {
      if (list === document.activeElement) {
        collect();
        show();
      }
    };
    list.addEventListener("focus", again);
    list.addEventListener("blur", unmark);
    const autopan = () => {
      if (!map._popup?.isOpen()) again();
    };
    map.on("moveend", autopan);
    layer.on("counts", again);
    control.stop = () => {
      unmark();
      map.off("moveend", autopan);
      layer.off("counts", again);
    };
    return box;
  }

  // canvas/layer.js
  var Tiles = class extends Painted {
    /** @param {L.Map} map */
    onAdd(map) {
      super.onAdd(map);
      map.on("moveend", this._checkSoon, this);
      clicks.add(this, map);
      if (this.data) this._furnish();
      return this;
    }
    /** @param {L.Map} map */
    onRemove(map) {
      map.off("moveend", this._checkSoon, this);
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
      this.filter.mask = test && Uint8Array.from({ length: this.data.n }, (_, i) => test(i) ? 1 : 0);
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
      const theme = this.head.themes.find((one2) => one2.name === name);
      if (!theme) throw new RangeError(`no theme ${name}`);
      this.look = new Look(theme, this.scale);
      this.theme = name;
      this.fire("look");
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
          count: filter.byClass[code]
        }))
      };
    }
    /**
     * Features at a place of the map, topmost first.
     * @param {L.LatLng} latlng
     * @param {number} [pixels]
     */
    hit(latlng, pixels = 4) {
      if (!this.data || !this._map) return [];
      const near = pixels * WORLD / (TILE * 2 ** this._map.getZoom());
      const [x, y] = toGrid(latlng);
      const { classOf } = this.data;
      const found = /* @__PURE__ */ new Set();
      for (let turn = Math.floor((this.index.west - near - x) / WORLD); x + turn * WORLD <= this.index.east + near; turn++) {
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
      return [AREA, LINE, POINT].find((one2) => form & one2) ?? AREA;
    }
    /**
     * What the features of a class mostly are, for its sample in the legend.
     * @param {number} code
     */
    formOfClass(code) {
      const i = this.data.classOf.findIndex((one2, at) => one2 === code && this.data.form[at] > 0);
      return i < 0 ? AREA : this.mainForm(i);
    }
  };
  L.setOptions(Tiles.prototype, {
    tileSize: TILE,
    updateWhenZooming: false,
    updateInterval: 60,
    keepBuffer: 1,
    legend: true,
    popup: true,
    walk: true
  });
  var finish = () => queue.finish();
  var addLayer = (id, options) => {
    const layer = new Tiles(id, options);
    layer.on("load", () => {
      if (!layer.data) return;
      queue.calm();
      layer._checkSoon();
    });
    return layer;
  };

  // canvas/canvas.js
  var canvasTiles = Object.assign(
    /** @type {any} */
    globalThis.canvasTiles,
    {
      AREA,
      POINT,
      Tiles,
      WORLD,
      clicks,
      finish,
      inside,
      layer: addLayer,
      toGrid,
      toLatLng,
      words
    }
  );
})();
