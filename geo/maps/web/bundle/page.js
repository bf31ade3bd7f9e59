"use strict";
(() => {
  var __defProp = Object.defineProperty;
  var __export = (target, all2) => {
    for (var name in all2)
      __defProp(target, name, { get: all2[name], enumerable: true });
  };

  // data/state.js
  var page = Object.assign(
    /** @type {any} */
    globalThis.atlas ?? {},
    {
      layers: {},
      large: {},
      wasLarge: {},
      selected: null,
      tab: null,
      measuring: false
    }
  );

  // data/address.js
  var SEVERAL = /* @__PURE__ */ new Set(["who", "aff", "grade", "src", "sub"]);
  var ready = false;
  var others = [];
  var rememberAlso = (chosen5) => {
    others = chosen5;
  };
  function write(parts3) {
    try {
      history.replaceState(null, "", `${location.href.split("#")[0]}#${parts3.join("&")}`);
    } catch {
    }
  }
  var remember = () => {
    if (!ready) return;
    const { map } = page;
    const centre = map.getCenter();
    const parts3 = [`map=${map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`];
    for (const chosen5 of others) {
      for (const [name, values] of Object.entries(chosen5())) {
        for (const value of [values].flat()) parts3.push(`${name}=${encodeURIComponent(value)}`);
      }
    }
    write(parts3);
  };
  var startAgain = (name, value) => {
    if (ready) remember();
    else {
      const asked4 = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith(`${name}=`));
      write([...asked4, `${name}=${value}`]);
    }
    location.reload();
  };
  var followLinks = () => window.addEventListener("hashchange", () => {
    if (location.hash && !location.hash.includes("=")) return;
    ready = false;
    location.reload();
  });
  var recalled = () => {
    const out = {};
    for (const part of location.hash.slice(1).split("&")) {
      const [name, value] = part.split("=");
      try {
        if (value)
          out[name] = name in out && SEVERAL.has(name) ? [out[name], decodeURIComponent(value)].flat() : decodeURIComponent(value);
      } catch {
      }
    }
    const [zoom, lat, lng] = (out.map ?? "").split("/").map(Number);
    out.view = [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 360 ? { zoom, centre: [lat, lng] } : null;
    return out;
  };
  var startRemembering = () => {
    ready = true;
    page.map.on("moveend", remember);
    if (recalled().view) remember();
  };

  // data/deflate.js
  var LENGTHS = [
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    13,
    15,
    17,
    19,
    23,
    27,
    31,
    35,
    43,
    51,
    59,
    67,
    83,
    99,
    115,
    131,
    163,
    195,
    227,
    258
  ];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  var DAMAGED = "its data is damaged";
  function codeOf(lengths) {
    const counts3 = Array.from({ length: 16 }, (_, n) => lengths.filter((length) => length === n && n > 0).length);
    const symbols = lengths.map((length, symbol2) => ({ length, symbol: symbol2 })).filter(({ length }) => length > 0).sort((a, b) => a.length - b.length || a.symbol - b.symbol).map(({ symbol: symbol2 }) => symbol2);
    return { counts: counts3, symbols };
  }
  function inflate(bytes) {
    const out = [];
    let at2 = 0;
    const take = (count2) => {
      let value = 0;
      for (let k = 0; k < count2; k += 1, at2 += 1) {
        if (at2 >> 3 >= bytes.length) throw new Error(DAMAGED);
        value |= (bytes[at2 >> 3] >> (at2 & 7) & 1) << k;
      }
      return value;
    };
    const symbol2 = ({ counts: counts3, symbols }) => {
      let [code, first2, index2] = [0, 0, 0];
      for (let length = 1; length < 16; length += 1) {
        code |= take(1);
        if (code - first2 < counts3[length]) return symbols[index2 + code - first2];
        index2 += counts3[length];
        first2 = first2 + counts3[length] << 1;
        code <<= 1;
      }
      throw new Error(DAMAGED);
    };
    for (let last = 0; !last; ) {
      last = take(1);
      const kind = take(2);
      if (kind === 0) {
        at2 = at2 + 7 & ~7;
        const count2 = take(16);
        at2 += 16;
        for (let k = 0; k < count2; k += 1) out.push(take(8));
        continue;
      }
      if (kind === 3) throw new Error(DAMAGED);
      const [literals, distances] = kind === 1 ? fixed() : dynamic(take, symbol2);
      for (let next2 = symbol2(literals); next2 !== 256; next2 = symbol2(literals)) {
        if (next2 < 256) {
          out.push(next2);
          continue;
        }
        const k = next2 - 257;
        const length = LENGTHS[k] + take(k < 8 || k === 28 ? 0 : k - 4 >> 2);
        const d = symbol2(distances);
        const extra = d < 4 ? 0 : d - 2 >> 1;
        const back = (d < 4 ? d + 1 : (2 + (d & 1) << extra) + 1) + take(extra);
        if (back > out.length) throw new Error(DAMAGED);
        for (let n = 0; n < length; n += 1) out.push(out[out.length - back]);
      }
    }
    return Uint8Array.from(out);
  }
  var fixed = () => [
    codeOf(Array.from({ length: 288 }, (_, k) => k < 144 ? 8 : k < 256 ? 9 : k < 280 ? 7 : 8)),
    codeOf(Array.from({ length: 30 }, () => 5))
  ];
  function dynamic(take, symbol2) {
    const [literals, distances, given2] = [take(5) + 257, take(5) + 1, take(4) + 4];
    const small2 = Array.from({ length: 19 }, () => 0);
    for (let k = 0; k < given2; k += 1) small2[ORDER[k]] = take(3);
    const code = codeOf(small2);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const next2 = symbol2(code);
      if (next2 < 16) lengths.push(next2);
      else {
        const value = next2 === 16 ? lengths[lengths.length - 1] : 0;
        const times = next2 === 16 ? 3 + take(2) : next2 === 17 ? 3 + take(3) : 11 + take(7);
        for (let k = 0; k < times; k += 1) lengths.push(value);
      }
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
  }

  // settings.js
  var given = (
    /** @type {any} */
    globalThis.atlas ?? {}
  );
  var themes = given.themes ?? {};
  var classes = given.classes ?? { hazards: [], released: [], events: [] };
  var languages = given.languages ?? {};
  var wordsOf = (code) => {
    if (!Object.hasOwn(languages, code)) return null;
    const bytes = Uint8Array.from(atob(languages[code].packed), (letter) => letter.charCodeAt(0));
    const found2 = JSON.parse(new TextDecoder().decode(inflate(bytes)));
    const said2 = (
      /** @type {[string, string | null][]} */
      (given.sentences ?? []).map((text, k) => [text, found2.strings[k]])
    );
    return { ...found2, strings: Object.fromEntries(said2.filter(([, text]) => text !== null)) };
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
  var svg = (tag, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
  };
  var outward = (address, text) => {
    let parsed = null;
    try {
      parsed = new URL(address);
    } catch {
    }
    if (!parsed || !["http:", "https:"].includes(parsed.protocol)) {
      return el("span", {}, text ?? address);
    }
    return el(
      "a",
      {
        href: parsed.href,
        target: "_blank",
        rel: "noopener noreferrer",
        class: "outward"
      },
      text ?? address
    );
  };
  var action = (text, click, props) => el("button", { type: "button", class: "action", click, ...props }, text);
  var announce = (text) => {
    byId("announcer").textContent = text;
  };
  var fold = (summary, build, open2 = false) => {
    let built = false;
    const fill4 = () => {
      if (built) return;
      built = true;
      node.append(el("div", { class: "fold-body" }, build()));
    };
    const node = Object.assign(el("details", { class: "fold" }, el("summary", {}, summary)), { fill: fill4 });
    node.addEventListener("toggle", () => {
      if (node.open) fill4();
    });
    if (open2) {
      fill4();
      node.open = true;
    }
    return node;
  };
  var folded = (text) => String(text).normalize("NFD").replace(new RegExp("\\p{M}", "gu"), "").toLowerCase().replaceAll("ə", "a").replaceAll("ı", "i");
  var trouble = (text) => {
    const note = byId("trouble");
    note.textContent = text;
    note.hidden = false;
  };
  var byId = (id) => {
    const node = document.getElementById(id);
    if (!node) throw new Error(`no element #${id}`);
    return node;
  };
  var first = (selector, within4 = document) => {
    const node = within4.querySelector(selector);
    if (!node) throw new Error(`no element ${selector}`);
    return node;
  };

  // text/language.js
  var KEPT = "atlas-language";
  function remembered() {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }
  var wanted = [new URLSearchParams(globalThis.location?.hash.slice(1)).get("lang"), remembered()];
  var language = wanted.find((code) => code === "en" || Object.hasOwn(languages, code ?? "")) ?? "en";
  var own = wordsOf(language);
  var chosen = language;
  var fromRight = languages[language]?.direction === "rtl";
  var inLanguage = () => chosen !== "en" ? { lang: chosen } : {};
  var untranslated = /* @__PURE__ */ new Set();
  var UNSAID = "not translated";
  var marked = (text) => text === UNSAID ? text : `${isolated(text)} [${say("not translated")}]`;
  var isolated = (value) => fromRight && value !== "" ? `⁨${value}⁩` : String(value);
  var leftToRight = (text) => fromRight ? `⁦${text}⁩` : text;
  var say = (text, values = {}) => {
    const key = text.trim();
    let said2 = key;
    if (own && key) {
      if (Object.hasOwn(own.strings, key)) said2 = own.strings[key];
      else {
        untranslated.add(key);
        said2 = marked(key);
      }
    }
    return text.replace(
      key,
      () => said2.replace(/\{(\w+)\}/g, (mark2, name) => Object.hasOwn(values, name) ? isolated(values[name]) : mark2)
    );
  };
  var sayOfData = (text) => {
    if (!own || !text) return text;
    const known = [own.texts, own.strings].find((texts2) => Object.hasOwn(texts2, text));
    return known ? known[text] : marked(text);
  };
  var noun = (n, one, many = `${one}s`) => {
    if (own && Object.hasOwn(own.counts, one)) {
      const forms = own.counts[one];
      return forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
    }
    if (own) untranslated.add(one);
    return n === 1 ? one : many;
  };
  var lower = (text) => text.toLocaleLowerCase(language);
  var districtName = (name) => {
    const district = page.data.districts[page.data.districtAt.get(name) ?? -1];
    return ownName(name) ?? /** @type {any} */
    district?.[`name_${language}`] ?? name;
  };
  var ownName = (name) => own && Object.hasOwn(own.districts, name) ? own.districts[name] : void 0;
  var unnamed = (name) => {
    const district = page.data.districts[page.data.districtAt.get(name) ?? -1];
    return !!own && ownName(name) === void 0 && !/** @type {any} */
    district?.[`name_${language}`];
  };
  var translate = (data) => {
    data.cautions = data.cautions.map((text) => say(text));
    for (
      const part of
      /** @type {const} */
      ["title", "description", "licence", "boundaries_note"]
    )
      if (own && data.meta[part]) data.meta[part] = own.dataset[part] || sayOfData(data.meta[part]);
    for (const credit of data.meta.credits) credit.text = sayOfData(credit.text);
    for (const vocabulary of Object.values(data.terms)) {
      for (const term2 of Object.values(vocabulary))
        term2.forEach((text, k) => {
          term2[k] = say(text);
        });
    }
    for (const group2 of data.undrawn) Object.assign(group2, { title: say(group2.title), why: say(group2.why) });
    for (const figure3 of data.figures) {
      Object.assign(figure3, {
        title: say(figure3.title, figure3),
        what: say(figure3.what),
        note: say(figure3.note),
        unit: figure3.unit === "%" ? "%" : say(figure3.unit)
      });
    }
  };
  var speak = () => {
    document.documentElement.lang = language;
    document.documentElement.dir = fromRight ? "rtl" : "ltr";
    for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.textContent);
    for (const node of document.querySelectorAll("[data-say-label]"))
      node.setAttribute("aria-label", say(node.getAttribute("aria-label") ?? ""));
    const names4 = {
      en: "English",
      ...Object.fromEntries(Object.entries(languages).map(([code, { name }]) => [code, name]))
    };
    const choice = el(
      "select",
      { id: "language", "aria-label": say("Language"), change: (e) => choose(e.target.value) },
      Object.entries(names4).map(
        ([code, name]) => el("option", { value: code, lang: code, selected: code === language }, name)
      )
    );
    byId("language-choice").append(choice);
  };
  function choose(code) {
    try {
      localStorage.setItem(KEPT, code);
    } catch {
    }
    chosen = code;
    startAgain("lang", code);
  }

  // text/grid.js
  var A = 6378137;
  var F = 1 / 298.257223563;
  var E = Math.sqrt(F * (2 - F));
  var N = F / (2 - F);
  var RADIUS = A / (1 + N) * (1 + N ** 2 / 4 + N ** 4 / 64);
  var ALPHA = [
    N / 2 - 2 / 3 * N ** 2 + 5 / 16 * N ** 3 + 41 / 180 * N ** 4,
    13 / 48 * N ** 2 - 3 / 5 * N ** 3 + 557 / 1440 * N ** 4,
    61 / 240 * N ** 3 - 103 / 140 * N ** 4,
    49561 / 161280 * N ** 4
  ];
  var RAD = Math.PI / 180;
  var LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  var BANDS = "CDEFGHJKLMNPQRSTUVWX";
  var wrapped = (lon) => ((lon + 180) % 360 + 360) % 360 - 180;
  function zoneOf(lat, lon) {
    if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
    if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
    return Math.floor((lon + 180) / 6) + 1;
  }
  var utm = (lat, lonAny) => {
    const lon = wrapped(lonAny);
    const zone2 = zoneOf(lat, lon);
    const l = (lon - (zone2 * 6 - 183)) * RAD;
    const t = Math.tan(lat * RAD);
    const s = Math.sinh(E * Math.atanh(E * t / Math.hypot(1, t)));
    const u = t * Math.hypot(1, s) - s * Math.hypot(1, t);
    const x = Math.atan2(u, Math.cos(l));
    const y = Math.asinh(Math.sin(l) / Math.hypot(u, Math.cos(l)));
    const [north, east] = ALPHA.reduce(
      ([n, e], a, k) => [
        n + a * Math.sin(2 * (k + 1) * x) * Math.cosh(2 * (k + 1) * y),
        e + a * Math.cos(2 * (k + 1) * x) * Math.sinh(2 * (k + 1) * y)
      ],
      [x, y]
    );
    return { zone: zone2, easting: 5e5 + 0.9996 * RADIUS * east, northing: 0.9996 * RADIUS * north + (lat < 0 ? 1e7 : 0) };
  };
  var mgrs = (lat, lon, digits = 5) => {
    if (!(lat >= -80 && lat <= 84)) return null;
    const { zone: zone2, easting, northing } = utm(lat, lon);
    const band2 = BANDS[Math.min(Math.floor((lat + 80) / 8), 19)];
    const column = LETTERS[(zone2 - 1) % 3 * 8 + Math.floor(easting / 1e5) - 1];
    const row4 = LETTERS[(Math.floor(northing / 1e5) + (zone2 % 2 ? 0 : 5)) % 20];
    const cut = (metres3) => String(Math.floor(metres3 % 1e5 / 10 ** (5 - digits))).padStart(digits, "0");
    return `${zone2}${band2} ${column}${row4} ${cut(easting)} ${cut(northing)}`;
  };
  var dms = (value, places, [plus, minus]) => {
    const unit2 = 10 ** places;
    const whole = Math.round(Math.abs(value) * 3600 * unit2);
    const [d, m, s] = [
      Math.floor(whole / (3600 * unit2)),
      Math.floor(whole / (60 * unit2)) % 60,
      whole % (60 * unit2) / unit2
    ];
    return `${d}° ${String(m).padStart(2, "0")}′ ${s.toFixed(places).padStart(places ? 3 + places : 2, "0")}″ ${value < 0 ? minus : plus}`;
  };
  var within = (value, low, high) => Math.min(Math.max(value, low), high);
  var formats = {
    DD: (lat, lon, metres3) => {
      const places = within(Math.floor(Math.log10(111320 / metres3)), 0, 6);
      return leftToRight(
        `${Math.abs(lat).toFixed(places)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(wrapped(lon)).toFixed(places)}° ${wrapped(lon) < 0 ? "W" : "E"}`
      );
    },
    DMS: (lat, lon, metres3) => {
      const places = within(Math.floor(Math.log10(31 / metres3)), 0, 2);
      return leftToRight(`${dms(lat, places, "NS")}, ${dms(wrapped(lon), places, "EW")}`);
    },
    MGRS: (lat, lon, metres3) => mgrs(lat, lon, within(5 - Math.ceil(Math.log10(Math.max(metres3, 1))), 1, 5)) ?? say("outside MGRS (beyond 80° S or 84° N)")
  };

  // text/words.js
  var words_exports = {};
  __export(words_exports, {
    accuracy: () => accuracy,
    casualties: () => casualties,
    count: () => count,
    date: () => date,
    figure: () => figure,
    meaning: () => meaning,
    metres: () => metres,
    number: () => number,
    period: () => period,
    persons: () => persons,
    range: () => range,
    sortKey: () => sortKey,
    squareMetres: () => squareMetres,
    term: () => term
  });
  var { decimal, group, months } = own ?? {
    decimal: ".",
    group: ",",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
  };
  var marks = (
    /** @type {Record<string, string>} */
    { decimal, group }
  );
  var written = (digits) => {
    const english = new Intl.NumberFormat("en", { maximumFractionDigits: digits });
    return {
      format: (value) => english.formatToParts(value).map((p) => marks[p.type] ?? p.value).join("")
    };
  };
  var formatter = written(2);
  var stated = written(6);
  var number = (value) => formatter.format(value);
  var count = (n, one, many) => `${formatter.format(n)} ${noun(n, one, many)}`;
  var date = (text) => {
    const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? "");
    if (!match) return text ?? "";
    const [, year, month, day2] = match;
    return [day2 && String(Number(day2)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
  };
  var period = (claim) => {
    const { period_start: start2, period_end: end, as_of: asOf } = claim;
    if (start2 && end) {
      if (start2 === end) return date(start2);
      const year = start2.slice(0, 4);
      if (end.startsWith(year)) {
        if (/^\d{4}(-01)?(-01)?$/.test(start2) && /^\d{4}(-12)?(-31)?$/.test(end) && start2.length === end.length)
          return year;
        if (start2.length === 10 && end.length === 10 && start2.slice(0, 7) === end.slice(0, 7)) {
          const last = new Date(Date.UTC(Number(year), Number(start2.slice(5, 7)), 0)).getUTCDate();
          if (start2.endsWith("-01") && Number(end.slice(8)) === last) return date(start2.slice(0, 7));
          return `${Number(start2.slice(8))}–${date(end)}`;
        }
      }
      return `${date(start2)} – ${date(end)}`;
    }
    if (start2)
      return asOf && asOf !== start2 ? say("from {date}, as of {day}", { date: date(start2), day: date(asOf) }) : say("from {date}", { date: date(start2) });
    if (end) return say("until {date}", { date: date(end) });
    return asOf ? say("as of {date}", { date: date(asOf) }) : say("no date stated");
  };
  var SINGULAR = {
    persons: "person",
    devices: "device",
    mines: "mine",
    vehicles: "vehicle",
    incidents: "incident",
    maps: "map"
  };
  var FROM_BELOW = ["over", "at_least"];
  var FROM_ABOVE = ["below", "nearly", "up_to"];
  var UNITS = { percent: "%", ha: say("ha"), km: say("km"), m2: say("m²"), km2: say("km²") };
  var unit = (name, n = 5) => name ? `${name === "percent" ? " " : " "}${SINGULAR[name] ? noun(n, SINGULAR[name]) : UNITS[name] ?? name}` : "";
  var figure = (claim) => {
    const { quantity: q, quantity_min: low, quantity_max: high } = claim;
    const f = stated.format;
    const hedge = claim.qualifier ? `${term("Qualifier", claim.qualifier)} ` : "";
    const has = (v) => v !== void 0;
    if (has(low) && low === high && (q === void 0 || q === low)) return f(low) + unit(claim.unit, low);
    if (has(q)) {
      if (has(low) && has(high))
        return say("about {figure} ({low}–{high})", { figure: f(q) + unit(claim.unit, q), low: f(low), high: f(high) });
      if (has(low) && low < q)
        return say("{figure}, at least {low}", { figure: f(q) + unit(claim.unit, q), low: f(low) });
      if (has(low)) return say("at least {figure}", { figure: f(low) + unit(claim.unit, low) });
      if (has(high) && high > q)
        return say("{figure}, up to {high}", { figure: f(q) + unit(claim.unit, q), high: f(high) });
      if (has(high)) return say("up to {figure}", { figure: f(high) + unit(claim.unit, high) });
      return hedge + f(q) + unit(claim.unit, q);
    }
    if (has(low) && has(high)) return `${leftToRight(`${f(low)}–${f(high)}`)}${unit(claim.unit)}`;
    const hedged = claim.qualifier ?? "";
    if (has(low)) {
      const text = f(low) + unit(claim.unit, low);
      return FROM_BELOW.includes(hedged) ? hedge + text : say("at least {figure}", { figure: text });
    }
    if (has(high)) {
      const text = f(high) + unit(claim.unit, high);
      return FROM_ABOVE.includes(hedged) ? hedge + text : say("up to {figure}", { figure: text });
    }
    return null;
  };
  var range = (low, high) => {
    if (low === void 0 && high === void 0) return null;
    const [a, b] = [Number(low ?? high), Number(high ?? low)];
    return a === b ? number(a) : leftToRight(`${number(a)}–${number(b)}`);
  };
  var term = (vocabulary, code) => page.data.terms[vocabulary]?.[code]?.[0] ?? code;
  var meaning = (vocabulary, code) => page.data.terms[vocabulary]?.[code]?.[1] ?? "";
  var accuracy = (metres3) => say("within about {length}", {
    length: metres3 >= 1e3 ? `${formatter.format(metres3 / 1e3)} ${say("km")}` : `${formatter.format(metres3)} ${say("m")}`
  });
  var persons = (low, high) => {
    if (low === void 0 && high !== void 0) return say("up to {figure}", { figure: number(high) });
    if (low !== void 0 && high === void 0) return say("at least {figure}", { figure: number(low) });
    return range(low, high);
  };
  var casualties = (accident) => {
    const killed = persons(accident.killed_min, accident.killed_max);
    const injured = persons(accident.injured_min, accident.injured_max);
    const parts3 = [killed && say("{n} killed", { n: killed }), injured && say("{n} injured", { n: injured })].filter(
      Boolean
    );
    return parts3.length ? parts3.join(", ") : say("number of casualties not stated");
  };
  var sortKey = (claim) => claim.period_end ?? claim.as_of ?? claim.period_start ?? "";
  var metres = (m) => m === null ? say("not known") : m < 1e3 ? `${number(Math.round(m))} ${say("m")}` : `${number(Math.round(m / 10) / 100)} ${say("km")}`;
  var squareMetres = (m2) => m2 === null ? say("not known") : m2 < 1e4 ? `${number(Math.round(m2))} ${say("m²")}` : m2 < 1e8 ? `${number(Math.round(m2 / 100) / 100)} ${say("ha")}` : `${number(Math.round(m2 / 1e4) / 100)} ${say("km²")}`;

  // tools/geodesy.js
  var A2 = 6378137;
  var F2 = 1 / 298.257223563;
  var B = A2 * (1 - F2);
  var E2 = Math.sqrt(F2 * (2 - F2));
  var RAD2 = Math.PI / 180;
  var PIECE = 1e4;
  var series = (cos2) => {
    const u2 = cos2 * (A2 * A2 - B * B) / (B * B);
    return [
      1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
      u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    ];
  };
  var delta = (b, sin, cos, cosm) => b * sin * (cosm + b / 4 * (cos * (-1 + 2 * cosm * cosm) - b / 6 * cosm * (-3 + 4 * sin * sin) * (-3 + 4 * cosm * cosm)));
  var drift = (cos2) => F2 / 16 * cos2 * (4 + F2 * (4 - 3 * cos2));
  function inverse([lat1, lon1], [lat2, lon2]) {
    const L2 = (lon2 - lon1) * RAD2;
    const [U1, U2] = [lat1, lat2].map((lat) => Math.atan((1 - F2) * Math.tan(lat * RAD2)));
    const [s1, c1, s2, c2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)];
    let lambda = L2;
    for (let k = 0; k < 200; k += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const sin = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sin === 0) return { length: 0, azimuth: 0 };
      const cos = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(sin, cos);
      const sa = c1 * c2 * sl / sin;
      const cos2 = 1 - sa * sa;
      const cosm = cos2 ? cos - 2 * s1 * s2 / cos2 : 0;
      const C = drift(cos2);
      const next2 = L2 + (1 - C) * F2 * sa * (sigma + C * sin * (cosm + C * cos * (-1 + 2 * cosm * cosm)));
      if (Math.abs(next2) > Math.PI) return null;
      if (Math.abs(next2 - lambda) < 1e-12) {
        const [a, b] = series(cos2);
        return {
          length: B * a * (sigma - delta(b, sin, cos, cosm)),
          azimuth: Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl)
        };
      }
      lambda = next2;
    }
    return null;
  }
  function direct([lat, lon], azimuth, length) {
    const tanU = (1 - F2) * Math.tan(lat * RAD2);
    const cU = 1 / Math.hypot(1, tanU);
    const sU = tanU * cU;
    const [sz, cz] = [Math.sin(azimuth), Math.cos(azimuth)];
    const sigma1 = Math.atan2(tanU, cz);
    const sa = cU * sz;
    const cos2 = 1 - sa * sa;
    const [a, b] = series(cos2);
    let sigma = length / (B * a);
    let [sin, cos, cosm] = [0, 0, 0];
    for (let k = 0; k < 100; k += 1) {
      [sin, cos, cosm] = [Math.sin(sigma), Math.cos(sigma), Math.cos(2 * sigma1 + sigma)];
      const next2 = length / (B * a) + delta(b, sin, cos, cosm);
      if (Math.abs(next2 - sigma) < 1e-13) break;
      sigma = next2;
    }
    const across = sU * sin - cU * cos * cz;
    const lambda = Math.atan2(sin * sz, cU * cos - sU * sin * cz);
    const C = drift(cos2);
    const L2 = lambda - (1 - C) * F2 * sa * (sigma + C * sin * (cosm + C * cos * (-1 + 2 * cosm * cosm)));
    return [Math.atan2(sU * cos + cU * sin * cz, (1 - F2) * Math.hypot(sa, across)) / RAD2, lon + L2 / RAD2];
  }
  var alongGeodesic = (from, to, step2 = PIECE) => {
    const line2 = inverse(from, to);
    if (!line2) return null;
    const n = Math.max(2, 2 * Math.ceil(line2.length / step2 / 2));
    const inner = Array.from({ length: n - 1 }, (_, k) => direct(from, line2.azimuth, line2.length * (k + 1) / n));
    return [from, ...inner, to];
  };
  var geodesic = (from, to) => {
    const line2 = inverse(from, to);
    return line2 && { metres: line2.length, azimuth: line2.azimuth / RAD2 };
  };
  var geodesicLength = (points3) => points3.slice(1).reduce((sum2, point2, k) => {
    const line2 = inverse(points3[k], point2);
    return sum2 === null || !line2 ? null : sum2 + line2.length;
  }, 0);
  var zone = (lat) => {
    const s = Math.sin(lat * RAD2);
    return B * B / 2 * (s / (1 - (E2 * s) ** 2) + Math.atanh(E2 * s) / E2);
  };
  var geodesicArea = (ring2) => {
    let sum2 = 0;
    for (let k = 0; k < ring2.length; k += 1) {
      const edge2 = alongGeodesic(ring2[k], ring2[(k + 1) % ring2.length]);
      if (!edge2) return null;
      for (let p = 0; p + 2 < edge2.length; p += 2) {
        const [[la, x0], [lb, x1], [lc, x2]] = [edge2[p], edge2[p + 1], edge2[p + 2]];
        const [y0, y1, y2] = [zone(la), zone(lb), zone(lc)];
        const [h0, h1] = [(x1 - x0) * RAD2, (x2 - x1) * RAD2];
        const h = h0 + h1;
        sum2 += Math.min(Math.abs(h0), Math.abs(h1)) > 1e-12 * Math.abs(h) && h0 * h1 > 0 ? h / 6 * ((2 - h1 / h0) * y0 + h * h / (h0 * h1) * y1 + (2 - h0 / h1) * y2) : (h0 * (y0 + y1) + h1 * (y1 + y2)) / 2;
      }
    }
    return Math.abs(sum2);
  };

  // data/asked.js
  var FORMS = ["at", "along", "in"];
  var DISTANCES = [100, 500, 1e3, 5e3];
  var MOST = 60;
  var within2 = 1e3;
  var reach = (metres3) => {
    within2 = metres3;
  };
  var keyOf = (form, points3) => `here:${within2}:${form}:${points3.map((p) => p.map((v) => v.toFixed(6)).join(",")).join(";")}`;
  var hereAsked = (key) => {
    const [, metres3, form, text = ""] = key.split(":");
    const points3 = text.split(";").map((pair) => pair.split(",").map(Number));
    const sound = points3.every(
      (p) => p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]) < 90 && Math.abs(p[1]) <= 540
    );
    const enough = FORMS.indexOf(form) + 1;
    if (!sound || !DISTANCES.includes(Number(metres3)) || !enough || points3.length < enough || points3.length > MOST)
      return null;
    const asked4 = (
      /** @type {At[]} */
      points3
    );
    const asks2 = (
      /** @type {Form} */
      form
    );
    const box2 = L.latLngBounds(asked4);
    return {
      key,
      form: asks2,
      points: asked4,
      within: Number(metres3),
      claims: (
        /** @type {number[]} */
        []
      ),
      at: asked4[0],
      name: title(asks2, asked4),
      box: [
        [box2.getSouth(), box2.getWest()],
        [box2.getNorth(), box2.getEast()]
      ]
    };
  };
  var title = (form, points3) => {
    const [first2] = Object.values(formats);
    if (form === "along") return say("Along {length}", { length: metres(geodesicLength(points3)) });
    if (form === "in") return say("In {area}", { area: squareMetres(geodesicArea(points3)) });
    return first2(points3[0][0], points3[0][1], 1);
  };

  // text/grades.js
  var reason = (part) => {
    const origins = /^(\d+) origins agree$/.exec(part);
    if (origins) return say("{origins} agree", { origins: count(Number(origins[1]), "origin") });
    const sides2 = /^agreed by (.+)$/.exec(part);
    if (sides2) return say("agreed by {sides}", { sides: sides2[1] });
    const withheld = /^withheld: (.+)$/.exec(part);
    if (withheld) return say("withheld: {reason}", { reason: withheld[1] });
    return term("Reason", part);
  };
  var why = ({ grade_reason: text }) => text ? ` (${text.split("; ").map(reason).join("; ")})` : "";
  var sourceGrade = (source) => source.grade ? say("Source grade {grade}: {words}", {
    grade: source.grade,
    words: lower(term("SourceGrade", source.grade))
  }) + why(source) : say("Source not graded");
  var informationGrade = (claim) => claim.grade ? say("information grade {grade}", { grade: claim.grade }) + (claim.withheld ? "" : why(claim)) : say("information not graded");
  var gradeMeaning = (vocabulary, grade) => grade === UNGRADED ? say("not graded") : lower(term(vocabulary, grade));
  var UNGRADED = "-";

  // data/filter.js
  var bodyOf = (claimant) => String(claimant).split(" (")[0].trim();
  var sourceOf = (claim) => page.data.sources[claim.source - 1];
  var UNKNOWN = say("not stated");
  var FIELDS = [
    { id: "who", title: say("Claimant"), of: (c) => bodyOf(c.claimant) },
    {
      id: "aff",
      title: say("Affiliation of the publisher"),
      of: (c) => sourceOf(c).affiliation ?? UNKNOWN,
      label: (v) => v === UNKNOWN ? say("not stated") : v
    },
    {
      id: "grade",
      title: say("Grade of source and information"),
      of: (c) => `${sourceOf(c).grade ?? UNGRADED}${c.grade ?? UNGRADED}`,
      label: (v) => `${v}: ${gradeMeaning("SourceGrade", v[0])}, ${gradeMeaning("InformationGrade", v.slice(1))}`
    },
    {
      id: "src",
      title: say("Source"),
      of: (c) => sourceOf(c).source_id,
      label: (_v, i) => `[${page.data.claims[i].source}] ${sourceOf(page.data.claims[i]).title}`,
      order: (i) => page.data.claims[i].source
    },
    {
      id: "sub",
      title: say("Subject"),
      of: (c) => c.subject,
      label: (v) => term("Subject", v),
      order: (i) => Object.keys(page.data.terms.Subject).indexOf(page.data.claims[i].subject)
    }
  ];
  var DATE = /^\d{4}-\d{2}-\d{2}$/;
  var chosen2 = {};
  var hidden = null;
  var shows = (i) => !hidden?.has(i);
  var kept = (claims) => hidden ? claims.filter(shows) : claims;
  var hiddenIn = (claims) => hidden ? claims.length - kept(claims).length : 0;
  var filtered = () => hidden !== null;
  var filterChosen = () => ({ ...chosen2 });
  function choose2(wanted3) {
    chosen2 = {};
    for (const f of FIELDS) {
      const asked4 = new Set([wanted3[f.id] ?? []].flat());
      const known = asked4.size ? [...new Set(page.data.claims.map(f.of))].filter((value) => asked4.has(value)) : [];
      if (known.length) chosen2[f.id] = known;
    }
    for (const end of ["from", "to"]) if (DATE.test(String(wanted3[end] ?? ""))) chosen2[end] = wanted3[end];
  }
  var hiddenCount = () => hidden?.size ?? 0;
  function hideBut(test) {
    hidden = test && new Set([...page.data.claims.keys()].filter((i) => !test(i)));
  }
  var filtering = () => Object.keys(chosen2).length > 0;
  var days = (text) => {
    const [y, m, d] = text.split("-").map(Number);
    if (d) return [text, text];
    const last = m ? new Date(Date.UTC(y, m, 0)).getUTCDate() : 31;
    return m ? [`${text}-01`, `${text}-${last}`] : [`${y}-01-01`, `${y}-12-31`];
  };
  function passes(claim) {
    if (FIELDS.some((f) => chosen2[f.id] && !chosen2[f.id].includes(f.of(claim)))) return false;
    if (!chosen2.from && !chosen2.to) return true;
    const said2 = sortKey(claim);
    if (!said2) return false;
    const [first2, last] = days(said2);
    return (!chosen2.from || last >= chosen2.from) && (!chosen2.to || first2 <= chosen2.to);
  }
  var sourceShown = (n) => !filtered() || !page.data.citedBy.has(n) || kept(page.data.citedBy.get(n) ?? []).length > 0;

  // data/find.js
  var naming = (district) => {
    const { data } = page;
    data.naming ??= allNaming(data);
    return data.naming.get(district.district) ?? [];
  };
  function allNaming({ districts: districts2, claims }) {
    const found2 = new Map(districts2.map((d) => [d.district, []]));
    claims.forEach((claim, i) => {
      for (const name of new Set((claim.districts ?? "").split(";"))) found2.get(name)?.push(i);
    });
    return found2;
  }
  var namingOnly = (district) => naming(district).filter((i) => page.data.claims[i].districts === district.district);
  var opened = /* @__PURE__ */ new Map();
  var areaKey = (layer, id) => `${layer === "events" ? "event" : "area"}:${id}`;
  var lookUp = (key) => {
    const kind = key.slice(0, key.indexOf(":"));
    const asked4 = kind === "here" && hereAsked(key);
    if (asked4) return { kind: "here", item: asked4 };
    const { districts: districts2, sites, areas, groups } = page.data;
    const lists = { district: districts2, site: sites, area: areas, event: areas, group: groups };
    const item = (Object.hasOwn(lists, kind) ? lists[kind] : []).find((candidate) => candidate.key === key) ?? opened.get(key);
    return item ? (
      /** @type {Found} */
      { kind, item }
    ) : null;
  };
  var newestFirst = (claims) => [...claims].sort((a, b) => {
    const [ka, kb] = [a, b].map((i) => sortKey(page.data.claims[i]));
    return ka < kb ? 1 : ka > kb ? -1 : a - b;
  });

  // data/cells.js
  var inBase = (unit2) => page.data.units[unit2 ?? ""] ?? [unit2, 1];
  var bounds = ({ quantity, quantity_min: low, quantity_max: high, unit: unit2 }, size) => {
    const own3 = quantity === void 0 || low !== void 0 && high !== void 0;
    const factor = size === void 0 ? 1 : inBase(unit2)[1] / size;
    return { low: own3 ? low && low * factor : quantity * factor, high: own3 ? high && high * factor : quantity * factor };
  };
  var lastDay = (text) => {
    if (!text) return null;
    const [y, m, d] = text.split("-").map(Number);
    return Date.UTC(y, m ? d ? m - 1 : m : 12, d || 0);
  };
  var YEAR = 365.25 * 864e5;
  var isoDay = (ms) => new Date(ms).toISOString().slice(0, 10);
  var newsOf = (claim) => {
    if (claim.stance === "plans") return null;
    const said2 = lastDay(claim.as_of);
    const last = lastDay(claim.period_end ?? claim.as_of ?? claim.period_start);
    return said2 === null ? null : last !== null && said2 > last ? last : said2;
  };
  var sum = (values) => {
    const known = values.filter((v) => v !== void 0);
    return known.length ? known.reduce((a, b) => a + b, 0) : void 0;
  };
  var newestOf = (district) => {
    const days2 = kept(naming(district)).map((i) => newsOf(page.data.claims[i])).filter((day2) => day2 !== null);
    return days2.length ? days2.reduce((a, b) => Math.max(a, b)) : null;
  };
  var ends = (low, high) => {
    const known = [low, high].filter((v) => v !== void 0);
    return known.length ? { at: Math.min(...known), ...low !== void 0 && { low }, ...high !== void 0 && { high } } : null;
  };
  var kinds = {
    claims(district) {
      const all2 = namingOnly(district);
      const n = kept(all2).length;
      return [all2, n ? { at: n, low: n, high: n, claims: [] } : null];
    },
    age(district, old) {
      const all2 = naming(district);
      const newest4 = newestOf(district);
      if (newest4 === null) return [all2, null];
      const years = old.at + (Number(lastDay(old.day)) - newest4) / YEAR;
      return [all2, { at: years, low: years, high: years, day: isoDay(newest4), claims: [] }];
    },
    casualties(district) {
      const of = page.data.accidents.filter((a) => a.districts === district.district);
      const shown = of.filter((a) => kept(a.claims).length);
      const [low, high] = (
        /** @type {const} */
        ["min", "max"].map(
          (end) => sum(shown.flatMap((a) => [a[`killed_${end}`], a[`injured_${end}`]]))
        )
      );
      const cell2 = ends(low, high);
      return [of.flatMap((a) => a.claims), cell2 && { ...cell2, claims: shown.flatMap((a) => kept(a.claims)) }];
    },
    reported(_, old) {
      const some = kept(old.claims);
      const size = (unit2) => inBase(unit2)[0] === "m2" ? inBase("ha")[1] : void 0;
      const stated2 = some.map((i) => page.data.claims[i]).map((claim) => bounds(claim, size(claim.unit)));
      const outer = (end, pick) => stated2.some((s) => s[end] === void 0) ? void 0 : pick(...stated2.map((s) => Number(s[end])));
      const cell2 = some.length ? ends(outer("low", Math.min), outer("high", Math.max)) : null;
      return [old.claims, cell2 && { ...cell2, claims: some }];
    }
  };
  var filteredCells = (figure3) => {
    figure3.whole ??= figure3.cells;
    figure3.hidden = {};
    if (!filtered()) return figure3.whole;
    return cellsAgain(figure3);
  };
  var cellsAgain = (figure3) => {
    const work = kinds[figure3.id] ?? kinds.reported;
    const cells = {};
    figure3.hidden ??= {};
    for (const [i, old] of Object.entries(figure3.whole ?? figure3.cells)) {
      const [claims, cell2] = work(page.data.districts[Number(i)], old);
      if (cell2) cells[i] = cell2;
      const n = hiddenIn(claims);
      if (n) figure3.hidden[Number(i)] = n;
    }
    return cells;
  };

  // signals.js
  var listeners = /* @__PURE__ */ new Map();
  function on(name, listener) {
    listeners.set(name, [
      ...listeners.get(name) ?? [],
      /** @type {(...values: any[]) => void} */
      listener
    ]);
  }
  function tell(name, ...values) {
    for (const listener of listeners.get(name) ?? []) listener(...values);
  }

  // data/selection.js
  var select = (key, options = {}) => tell("select", key, options);

  // data/time.js
  var DAY = 864e5;
  var dates = [];
  var time = null;
  var undated = false;
  var lastDay2 = (text) => {
    const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text ?? "");
    if (!match) return null;
    const [y, m, d] = match.slice(1).map((part) => part ? Number(part) : void 0);
    return Date.UTC(y ?? 0, d ? (m ?? 1) - 1 : m ?? 12, d ?? 0) / DAY;
  };
  var iso = (day2) => new Date(day2 * DAY).toISOString().slice(0, 10);
  var timeOn = () => time !== null;
  var dayShown = () => time && { day: iso(time.day), mode: time.mode };
  var asks = (mode) => mode === "both" ? [0, 1] : mode === "known" ? [1] : [0];
  var isUndated = (i) => asks(time?.mode ?? "on").some((k) => dates[i][k] === null);
  var inTime = (i) => {
    if (!time) return true;
    const { day: day2, mode } = time;
    if (isUndated(i)) return undated;
    return asks(mode).every((k) => Number(dates[i][k]) <= day2);
  };
  var areaInTime = (area, at2 = time) => {
    if (!at2) return true;
    if (area.layer === "clearance_zones") return area.claims.some(inTime);
    const [from, to, known] = [area.valid_from, area.valid_to, area.known_from].map(lastDay2);
    const so = (from === null || from <= at2.day) && (to === null || at2.day < to);
    return (at2.mode === "known" || so) && (at2.mode === "on" || known === null || known <= at2.day);
  };
  var toldInTime = (site) => !time || site.claims.some(inTime);
  var siteInTime = (name, site) => !time || (name === "accident" ? site.accidents.some((a) => page.data.accidents[a].claims.some(inTime)) : (site.marked[name] ?? site.claims).some(inTime));
  var dayOf = (mode) => [
    mode === "known" ? null : time?.day ?? null,
    mode === "on" ? null : time?.day ?? null
  ];
  var plainPlaces = () => !time ? [] : page.data.sites.flatMap(
    (site, i) => site.kinds.includes("other") || site.kinds.some((kind) => siteInTime(kind, site)) || !site.claims.some(inTime) ? [] : [
      {
        type: "Feature",
        properties: { i },
        geometry: { type: "Point", coordinates: [site.at[1], site.at[0]] }
      }
    ]
  );
  var atDay = (day2, what) => {
    const was2 = time;
    time = { day: lastDay2(day2) ?? 0, mode: was2?.mode ?? "on" };
    try {
      return what();
    } finally {
      time = was2;
    }
  };
  var daysAt = (day2) => atDay(day2, () => dayOf(time?.mode ?? "on"));
  var timeChosen = () => time ? { t: iso(time.day), tm: time.mode, ...undated && { tu: "1" } } : {};
  function showDay(next2) {
    time = next2;
  }
  function showUndated(on2) {
    undated = on2;
  }
  function noteDates({ claims, sources }) {
    const published = sources.map((source) => lastDay2(source.published));
    dates = claims.map((c) => [lastDay2(c.period_end ?? c.as_of), published[c.source - 1] ?? null]);
    return dates;
  }
  var shownDay = () => (
    /** @type {Shown} */
    time
  );
  var daysOfClaims = (mode) => dates.map((both) => {
    const days2 = asks(mode).map((k) => both[k]);
    return days2.includes(null) ? null : Math.max(...days2.map(Number));
  });

  // text/areas.js
  var isPosition = ({ layer, support }) => (layer === "hazard_areas" || layer === "land_release") && !support.endsWith("_polygon");
  var areaKind = (area) => area.layer === "minefield_records" ? say("Minefield record") : term({ hazard_areas: "Classification", events: "EventKind" }[area.layer] ?? "ReleaseProduct", area.status);

  // map/theme.js
  var KEPT2 = "atlas-theme";
  var wanted2 = new URLSearchParams(globalThis.location?.hash.slice(1)).get("look");
  var codes = Object.keys(themes).sort((a, b) => Number(b === "safe") - Number(a === "safe"));
  var remembered2 = () => {
    try {
      return localStorage.getItem(KEPT2);
    } catch {
      return null;
    }
  };
  var theme = themes[[wanted2, remembered2()].find((code) => code !== null && codes.includes(code)) ?? codes[0]];
  var chosen3 = theme;
  var inTheme = () => chosen3.code !== "safe" ? { look: chosen3.code } : {};
  function wearTheme() {
    document.documentElement.dataset.look = theme.code;
    document.documentElement.style.setProperty("--ramp-second", theme.ramp[1]);
    document.documentElement.style.setProperty("--ramp-last", theme.ramp[theme.ramp.length - 1]);
  }
  var offerThemes = () => {
    const names4 = { safe: say("Colour-blind safe"), un: say("UN style") };
    byId("language-choice").prepend(
      el(
        "select",
        {
          id: "look",
          "aria-label": say("Colours"),
          change: (e) => {
            try {
              localStorage.setItem(KEPT2, e.target.value);
            } catch {
            }
            chosen3 = themes[e.target.value];
            startAgain("look", chosen3.code);
          }
        },
        codes.map((code) => el("option", { value: code, selected: code === theme.code }, names4[code]))
      )
    );
  };

  // map/large.js
  var LAYERS = { hazards: "hazard_areas", released: "land_release", events: "events" };
  var names = null;
  var speakLarge = () => {
    if (typeof canvasTiles === "undefined") return;
    Object.assign(canvasTiles.words, {
      number,
      unnamed: say("(no name)"),
      walk: (name) => say("Features of {name} in view", { name: sayOfData(name) }),
      walkHelp: say("Arrow keys go from feature to feature, Enter opens one."),
      nothingInView: say("Nothing of this layer is in view."),
      broken: (why2) => say("This layer cannot be shown completely: {why}", { why: why2 }),
      missing: (n) => say("{n} features in view were not drawn", { n: number(n) })
    });
  };
  var largeReady = () => Promise.all(
    [...Object.values(page.large), ...Object.values(page.wasLarge), page.changeLayer].filter((layer) => layer !== void 0).map((layer) => layer.ready)
  );
  var largeCounts = (name) => (
    /** @type {Record<string, number>} */
    Object.fromEntries((page.large[name]?.counts().classes ?? []).map(({ value, count: count2 }) => [value, count2]))
  );
  var largeTotal = (name, status) => {
    const layer = page.large[name];
    if (!layer) return 0;
    layer.totals ??= layer.data.classOf.reduce(
      (sums, code, i) => {
        sums[code] += layer.data.fault[i] ? 0 : 1;
        return sums;
      },
      layer.head.classes.map(() => 0)
    );
    return layer.totals[layer.head.classes.indexOf(status)] ?? 0;
  };
  var off = { hazards: /* @__PURE__ */ new Set(), released: /* @__PURE__ */ new Set(), events: /* @__PURE__ */ new Set() };
  var switchLarge = (name, status, on2) => {
    if (on2) off[name].delete(status);
    else off[name].add(status);
    page.large[name]?.setHidden(off[name]);
  };
  var switchedOff = (name) => off[name] ?? /* @__PURE__ */ new Set();
  async function largeArea(name, i) {
    const layer = page.large[name];
    const { head: head2, data } = layer;
    const [[, id], ...rest] = await layer.attributes.of(i);
    const key = areaKey(LAYERS[name], id);
    let found2 = opened.get(key);
    if (!found2) {
      const box2 = data.box.subarray(4 * i, 4 * i + 4);
      const [northWest, southEast] = [canvasTiles.toLatLng(box2[0], box2[1]), canvasTiles.toLatLng(box2[2], box2[3])];
      found2 = /** @type {Area} */
      {
        ...Object.fromEntries(rest.filter(([, value]) => value !== null && value !== "")),
        layer: LAYERS[name],
        id: String(id),
        key,
        status: head2.classes[data.classOf[i]],
        claims: [],
        box: [
          [southEast.lat, northWest.lng],
          [northWest.lat, southEast.lng]
        ],
        of: [name, i]
      };
      opened.set(key, found2);
    }
    return found2;
  }
  var largeInView = async (bounds2, most) => {
    if (!Object.keys(page.large).length) return { n: 0, away: 0, areas: (
      /** @type {Area[]} */
      []
    ) };
    const [west, north] = canvasTiles.toGrid(bounds2.getNorthWest());
    const [east, south] = canvasTiles.toGrid(bounds2.getSouthEast());
    const hits = [];
    let away = 0;
    for (const [name, layer] of Object.entries(page.large)) {
      layer.index.search(west, north, east, south, (i) => {
        if (layer.filter.holds(i)) hits.push([name, i]);
        else away += 1;
      });
    }
    return { n: hits.length, away, areas: await Promise.all(hits.slice(0, most).map(([name, i]) => largeArea(name, i))) };
  };
  var LISTED = 20;
  var asked = 0;
  async function openLarge(hits, latlng) {
    asked += 1;
    const mine = asked;
    const areas = await Promise.all(hits.slice(0, LISTED + 1).map(([name, i]) => largeArea(name, i)));
    areas.forEach((one) => {
      one.beside = { areas: areas.filter((a) => a !== one), n: hits.length - 1 };
    });
    if (mine === asked) select(areas[0].key, { at: latlng });
  }
  var besideView = (item) => {
    if (!item.beside?.n) return null;
    const left = item.beside.n - item.beside.areas.length;
    return [
      el(
        "h4",
        { class: "card-section" },
        say("Also at this place "),
        el("span", { class: "count" }, number(item.beside.n))
      ),
      el(
        "ul",
        { class: "plain" },
        item.beside.areas.map(
          (a) => el(
            "li",
            {},
            action(a.name ?? a.id, () => select(a.key)),
            ` ${areaKind(a)}`
          )
        ),
        left > 0 && el("li", {}, say("{n} more: zoom in to tell them apart", { n: number(left) }))
      )
    ];
  };
  async function everyName() {
    if (names) return names;
    const found2 = [];
    for (const [name, layer] of Object.entries(page.large)) {
      for (let at2 = 0; at2 < layer.data.n; at2 += layer.head.chunk) {
        const labels3 = await layer.attributes.labels(at2 / layer.head.chunk);
        labels3.forEach(
          (id, k) => found2.push({ name, i: at2 + k, id: String(id) })
        );
      }
    }
    names ??= found2;
    return names;
  }
  var findLarge = async (needle, most) => {
    if (!Object.keys(page.large).length) return [];
    const hits = [];
    for (const one of await everyName()) {
      if (hits.length >= most) break;
      if (folded(one.id).includes(needle)) hits.push(one);
    }
    return Promise.all(hits.map(({ name, i }) => largeArea(name, i)));
  };
  var largeNamed = async (name, ids) => {
    const wanted3 = new Set(ids);
    return new Set(
      wanted3.size ? (await everyName()).filter((one) => one.name === name && wanted3.has(one.id)).map(({ i }) => i) : []
    );
  };
  var seek = async (key) => {
    if (!/^(area|event):/.test(key ?? "") || lookUp(key)) return;
    const hit = (await everyName()).find(({ name, id }) => areaKey(LAYERS[name], id) === key);
    if (hit) await largeArea(hit.name, hit.i);
  };
  var showLarge = () => {
    for (const [name, layer] of Object.entries(page.large)) {
      layer.on("trouble", ({ why: why2 }) => trouble(why2));
      layer.on("select", ({ features: features2, latlng }) => {
        if (features2.length)
          openLarge(
            features2.map((i) => [name, i]),
            latlng
          );
      });
      layer.setTheme(theme.name);
      layer.addTo(page.map);
    }
  };

  // data/age.js
  var DAY2 = 864e5;
  var STEPS = (
    /** @type {const} */
    [10, 5]
  );
  var UNKNOWN2 = (
    /** @type {const} */
    "undated"
  );
  var CLASSES = [...STEPS, UNKNOWN2];
  var today = () => lastDay2(dayShown()?.day ?? page.data.meta.data_date);
  var limit = (years, now2) => {
    const d = new Date(now2 * DAY2);
    return Date.UTC(d.getUTCFullYear() - years, d.getUTCMonth(), d.getUTCDate()) / DAY2;
  };
  var classOf = (days2) => {
    const now2 = today();
    if (now2 === null) return null;
    const newest4 = Math.max(...days2.filter((day2) => day2 !== null));
    return newest4 === -Infinity ? UNKNOWN2 : STEPS.find((years) => newest4 < limit(years, now2)) ?? null;
  };
  var when = [];
  var said = (i) => when[i] ??= lastSaid(i);
  var lastSaid = (i) => {
    const claim = page.data.claims[i];
    return lastDay2(sortKey(claim) || page.data.sources[claim.source - 1].published);
  };
  var ofClaims = (claims) => {
    const some = kept(claims);
    return some.length ? classOf(some.map(said)) : null;
  };
  var ageOfArea = (area) => area.claims.length ? ofClaims(area.claims) : classOf([area.known_from, area.valid_from, area.occurred].map(lastDay2));
  var ageOfMark = (name, site) => ofClaims(
    name === "accident" ? site.accidents.flatMap((a) => page.data.accidents[a].claims) : site.marked[name] ?? site.claims
  );
  var ageOfSite = (site) => ofClaims(site.claims);
  var ageOfDistrict = (district) => {
    const newest4 = newestOf(district);
    return newest4 === null ? ofClaims(naming(district)) : classOf([newest4 / DAY2]);
  };
  var LABELS = {
    10: say("older than 10 years"),
    5: say("older than 5 years"),
    [UNKNOWN2]: say("without a date")
  };
  var ageText = (age) => age === null ? null : say("newest information: {age}", { age: LABELS[age] });

  // text/counts.js
  var hider = () => [filtering() && say("the filter"), timeOn() && say("the day chosen")].filter(Boolean).join(say(" or "));
  var hiddenNote = (claims) => {
    const n = hiddenIn(claims);
    return n ? el("p", { class: "hidden-note" }, say("Hidden by {by}: {what}.", { by: hider(), what: count(n, "claim") })) : null;
  };
  var countOf = (claims) => {
    const n = hiddenIn(claims);
    return n ? say("{n} of {all}", { n: number(claims.length - n), all: number(claims.length) }) : number(claims.length);
  };
  var shareOf = (n, all2) => n === all2 ? number(all2) : say("{n} of {all}", { n: number(n), all: number(all2) });
  var sourcesAndOrigins = (claims) => {
    const sources = new Set(claims.map((c) => page.data.claims[c].source)).size;
    const origins = new Set(claims.map((c) => page.data.claims[c].origin)).size;
    const counted = count(sources, "source");
    return origins > sources ? counted : `${counted}, ${count(origins, "origin")}`;
  };

  // map/basemap.js
  var tiles = {};
  var sea;
  var showSea = () => {
    const { layers, map } = page;
    if (!layers.base_land.getLayers().length) return;
    sea ??= L.rectangle(
      /** @type {L.LatLngBounds} */
      layers.base_land.getBounds(),
      {
        pane: "atlas-land",
        className: "sea",
        stroke: false,
        fillColor: "#dfe6ea",
        fillOpacity: 1,
        interactive: false
      }
    );
    sea.addTo(map).bringToBack();
  };
  var onlineBaseMap = (id, on2) => {
    const { data, map } = page;
    const wanted3 = data.online.find((one) => one.id === id);
    if (!wanted3) return;
    const { url, credit, max_zoom: maxZoom } = wanted3;
    if (on2) {
      for (const other of data.online) {
        if (other.id === id) continue;
        tiles[other.id]?.remove();
        byId(`mark-online-${other.id}`).checked = false;
      }
      tiles[id] ??= L.tileLayer(url, { maxZoom, attribution: credit, noWrap: true });
      tiles[id].addTo(map);
    } else tiles[id]?.remove();
    if (on2) sea?.remove();
    else showSea();
    for (const name of ["base_land", "base_lake", "base_river"]) {
      if (on2) page.layers[name].remove();
      else page.layers[name].addTo(map);
    }
    byId("page").classList.toggle("over-tiles", on2);
  };

  // map/clocks.js
  var off2 = /* @__PURE__ */ new Set();
  var clock = (age, size = 12) => {
    const [face, line2] = age === 10 ? ["#1b1e22", "#fff"] : ["#fff", "#1b1e22"];
    return svg(
      "svg",
      { viewBox: "0 0 12 12", width: size, height: size, "aria-hidden": "true", class: "clock", "data-age": age },
      svg("circle", { cx: 6, cy: 6, r: 5.9, fill: "#fff" }),
      svg("circle", { cx: 6, cy: 6, r: 4.7, fill: face, stroke: "#1b1e22", "stroke-width": 1.1 }),
      svg("path", {
        d: age === UNKNOWN2 ? "M4.6 4.9C4.6 3.4 7.4 3.4 7.4 4.9C7.4 6 6 6 6 7M6 8.6V8.7" : "M6 3.1V6.2L8.3 7.5",
        fill: "none",
        stroke: line2,
        "stroke-width": 1.2,
        "stroke-linecap": "round"
      })
    );
  };
  var ageNote = (age) => age === null ? null : el("p", { class: "card-note age-note" }, clock(age, 14), " ", ageText(age));
  var dressAge = (node, age) => {
    if (!node) return;
    node.querySelector(".clock")?.remove();
    if (age !== null && !off2.has(age)) node.append(clock(age));
  };
  var clockAt = (area, pixels, pane) => {
    const age = ageOfArea(area);
    if (age === null || off2.has(age)) return null;
    const beside = pixels < 24;
    return L.marker(area.at, {
      pane,
      interactive: false,
      keyboard: false,
      icon: L.divIcon({
        className: "area-age",
        html: clock(age, beside ? 10 : 14),
        iconSize: [0, 0],
        iconAnchor: beside ? [-2, -2] : [7, 7]
      })
    });
  };
  var labels = /* @__PURE__ */ new Map();
  var ageOnLabel = (district, node) => {
    labels.set(district, node);
    dressAge(node, ageOfDistrict(district));
  };
  function dressEvents() {
    page.layers.events.eachLayer((mark2) => {
      const node = mark2.getElement();
      if (node) dressAge(node, ageOfArea(page.data.areas[mark2.feature.properties.i]));
    });
  }
  function counts() {
    const { data, layers, large: large2 } = page;
    const n = Object.fromEntries(CLASSES.map((age) => [age, 0]));
    const add = (age) => {
      if (age !== null) n[age] += 1;
    };
    for (const name of ["zone", "find", "accident", "other"]) {
      layers[name].eachLayer((mark2) => {
        const site = data.sites[mark2.feature.properties.i];
        if (siteInTime(name, site)) add(ageOfMark(name, site));
      });
    }
    data.districts.forEach((d) => {
      if (d.drawn) add(ageOfDistrict(d));
    });
    data.areas.forEach((area) => {
      if (areaInTime(area)) add(ageOfArea(area));
    });
    for (const layer of Object.values(large2)) {
      ageLarge(layer);
      for (const [age, found2] of Object.entries(layer.ageCounts())) n[age] += found2;
    }
    return n;
  }
  var ageLarge = (layer, options) => {
    const now2 = today();
    if (now2 !== null)
      layer.setAges(
        STEPS.map((years) => ({ age: years, before: limit(years, now2), shown: !off2.has(years) })),
        !off2.has(UNKNOWN2),
        options
      );
  };
  var showAges = () => {
    const n = counts();
    for (const age of CLASSES) {
      const row4 = document.querySelector(`label[for="mark-age-${age}"]`);
      if (!row4) continue;
      row4.hidden = !n[age] && !off2.has(age);
      first(".count", row4).textContent = number(n[age]);
    }
    const box2 = document.getElementById("ages");
    if (box2) {
      box2.hidden = !CLASSES.some((age) => n[age] || off2.has(age));
      first("legend", box2).textContent = say("Newest information, seen from {date}", {
        date: date(dayShown()?.day ?? page.data.meta.data_date)
      });
    }
    for (const [district, node] of labels) dressAge(node, ageOfDistrict(district));
    dressEvents();
    tell("areas");
  };
  var ageRows = () => el(
    "fieldset",
    { class: "marks", id: "ages", hidden: true },
    el("legend", {}),
    /** @type {Age[]} */
    [5, 10, UNKNOWN2].map(
      (age) => el(
        "label",
        { for: `mark-age-${age}` },
        el("input", {
          type: "checkbox",
          id: `mark-age-${age}`,
          checked: true,
          change: (event) => {
            if (event.target.checked) off2.delete(age);
            else off2.add(age);
            tell("marks");
            showAges();
          }
        }),
        el("span", { class: "mark-sample" }, clock(age, 16)),
        el("span", {}, LABELS[age]),
        el("span", { class: "count" })
      )
    )
  );
  var watchAges = () => {
    page.layers.events.eachLayer(
      (mark2) => mark2.on("add", () => dressAge(mark2.getElement(), ageOfArea(page.data.areas[mark2.feature.properties.i])))
    );
    showAges();
  };

  // map/highlight.js
  var ring = null;
  var showRing = (site) => {
    ring?.remove();
    ring = null;
    const chosen5 = page.selected ? lookUp(page.selected) : null;
    site ??= chosen5?.kind === "site" ? chosen5.item : null;
    if (!site?.accuracy_m || page.map.getZoom() < 10) return;
    ring = L.circle(site.at, {
      radius: site.accuracy_m,
      pane: "atlas-highlight",
      interactive: false,
      color: "#333",
      weight: 1.2,
      dashArray: "3 4",
      fillColor: "#fff",
      fillOpacity: 0.25
    }).addTo(page.map);
  };
  var spot = null;
  var boxOf = (item) => (
    /** @type {Area} */
    item.box
  );
  function outlinesOf(item) {
    const i = page.data.areas.indexOf(item);
    return ["hazards", "released", "lines", "records"].flatMap((name) => page.layers[name].getLayers()).filter((layer) => layer.feature.properties.i === i).map((layer) => layer.feature);
  }
  var showSpot = (found2) => {
    spot?.remove();
    spot = null;
    if (!found2 || found2.kind === "district" || found2.kind === "group") return;
    const line2 = (style) => {
      const look = { pane: "atlas-highlight", interactive: false, fill: false, ...style };
      if (found2.kind === "here") return hereDrawn(found2.item, look);
      if (found2.kind !== "area") return L.circleMarker(found2.item.at ?? boxOf(found2.item)[0], { ...look, radius: 15 });
      if (isPosition(found2.item)) return L.circleMarker(found2.item.at ?? boxOf(found2.item)[0], { ...look, radius: 15 });
      if (found2.item.of) return L.rectangle(found2.item.box, look);
      return L.geoJSON(outlinesOf(found2.item), { ...look, style: look });
    };
    spot = L.layerGroup([
      line2({ color: "#fff", weight: 6, opacity: 0.9 }),
      line2({ color: "#1b1e22", weight: 2.4 })
    ]).addTo(page.map);
  };
  var highlight = null;
  var outlineDistricts = (names4) => {
    highlight?.remove();
    const wanted3 = new Set(names4);
    const found2 = page.layers.districts.getLayers().filter((layer) => wanted3.has(page.data.districts[layer.feature.properties.i].district)).map((layer) => layer.feature);
    const line2 = (style) => L.geoJSON(found2, { pane: "atlas-highlight", interactive: false, style: { fill: false, ...style } });
    highlight = L.layerGroup([
      line2({ color: "#fff", weight: 6, opacity: 0.9 }),
      line2({ color: "#1b1e22", weight: 2.4 })
    ]).addTo(page.map);
  };
  var highlightSelection = () => {
    const found2 = page.selected ? lookUp(page.selected) : null;
    outlineDistricts(
      found2?.kind === "district" ? [found2.item.district] : found2?.kind === "group" ? found2.item.districts : []
    );
    showRing(null);
    showSpot(found2);
    tell("areas");
  };
  var hereDrawn = ({ form, points: points3, within: metres3 }, style) => {
    if (form === "at")
      return L.layerGroup([
        L.circleMarker(points3[0], { ...style, radius: 6 }),
        L.circle(points3[0], { ...style, weight: (style.weight ?? 2) / 2, radius: metres3, dashArray: "4 5" })
      ]);
    return form === "in" ? L.polygon(points3, style) : L.polyline(points3, style);
  };

  // text/figures.js
  var cellText = (figure3, i) => {
    const cell2 = figure3.cells[i];
    const n = figure3.hidden?.[i];
    if (!cell2)
      return n ? say("hidden by {by}: {what}", { by: hider(), what: count(n, "claim") }) : say("no figure reported");
    if (figure3.id === "age") return date(cell2.day);
    const { low, high } = cell2;
    const unit2 = figure3.unit === "%" ? " %" : ` ${figure3.unit}`;
    const text = `${range(round(low), round(high))}${unit2}`;
    return low === void 0 ? say("up to {figure}", { figure: text }) : high === void 0 ? say("at least {figure}", { figure: text }) : text;
  };
  var round = (v) => v === void 0 ? v : Math.round(v * 100) / 100;
  var claimants = (figure3) => {
    if (!figure3.by.length) return null;
    const shown = figure3.by.slice(0, 2).join("; ");
    return figure3.by.length > 2 ? say("Claimed by {names} and others ({n} more)", { names: shown, n: number(figure3.by.length - 2) }) : say("Claimed by {names}", { names: shown });
  };

  // map/hints.js
  var hintOf = (list3, item, i) => {
    if (list3 === "districts") {
      return el(
        "div",
        {},
        el("b", {}, districtName(item.district)),
        el("br"),
        `${page.figure.title}: ${cellText(page.figure, i ?? -1)}`
      );
    }
    if (list3 === "areas")
      return el(
        "div",
        {},
        el("b", {}, item.name ?? item.id),
        el("br"),
        [areaKind(item), ageText(ageOfArea(item))].filter(Boolean).join("; ")
      );
    const kinds2 = [
      item.kinds.includes("zone") && say("clearance claimed"),
      item.kinds.includes("find") && say("ordnance found"),
      hiddenIn(item.claims) > 0 && say("hidden by {by}: {what}", { by: hider(), what: count(hiddenIn(item.claims), "claim") }),
      item.accidents.length && count(item.accidents.length, "accident"),
      item.kinds.includes("other") && count(item.claims.length, "claim"),
      ageText(ageOfSite(item))
    ].filter(Boolean);
    return el("div", {}, el("b", {}, item.name), el("br"), kinds2.join(", "));
  };

  // map/marks.js
  var KINDS = ["zone", "find", "accident", "other"];
  var STEPS2 = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  var current = null;
  var origin = null;
  var inView = () => {
    const bounds2 = page.map.getBounds();
    return KINDS.flatMap((name) => page.layers[name].getLayers()).filter(
      (mark2) => mark2.getElement()?.isConnected && bounds2.contains(mark2.getLatLng())
    );
  };
  var at = (mark2) => page.map.latLngToContainerPoint(mark2.getLatLng());
  function choose3(mark2) {
    current?.getElement()?.setAttribute("tabindex", "-1");
    current = mark2 ?? null;
    current?.getElement()?.setAttribute("tabindex", "0");
  }
  function settle() {
    const seen = inView();
    if (current && seen.includes(current)) choose3(current);
    else choose3(seen.sort((a, b) => at(a).y - at(b).y || at(a).x - at(b).x)[0]);
  }
  function next(from, [dx, dy]) {
    const here = at(from);
    const ahead = inView().filter((mark2) => mark2 !== from).map((mark2) => {
      const [x, y] = [at(mark2).x - here.x, at(mark2).y - here.y];
      const along = x * dx + y * dy;
      return { mark: mark2, along, cost: along + 2 * Math.abs(x * dy - y * dx) };
    }).filter((m) => m.along > 0.5);
    return ahead.sort((a, b) => a.cost - b.cost)[0]?.mark;
  }
  var markOf = (node) => inView().find((mark2) => mark2.getElement() === node);
  function keys(event) {
    if (event.key === "Escape" && event.target.closest(".leaflet-popup")) {
      page.map.closePopup();
      origin?.getElement()?.focus();
      event.stopPropagation();
      return;
    }
    const node = event.target.closest(".mark");
    const mark2 = node && markOf(node);
    if (!mark2) return;
    const step2 = STEPS2[event.key];
    if (step2) {
      const to = next(mark2, step2);
      if (to) {
        choose3(to);
        to.getElement()?.focus();
      }
    } else if (event.key === "Enter" || event.key === " ") {
      origin = mark2;
      select(page.data.sites[mark2.feature.properties.i].key, { at: mark2.getLatLng() });
      document.querySelector(".claims-popup button")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  var nameMark = (mark2) => {
    const node = mark2.getElement();
    if (!node) return;
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", mark2 === current ? "0" : "-1");
    const hint = hintOf("sites", page.data.sites[mark2.feature.properties.i]);
    node.setAttribute(
      "aria-label",
      [...hint.childNodes].map((n) => n.textContent).filter(Boolean).join(": ")
    );
  };
  var reachMarks = () => {
    const container = page.map.getContainer();
    container.addEventListener("keydown", keys, true);
    container.addEventListener("focusin", (event) => {
      const node = (
        /** @type {Element} */
        event.target
      );
      const mark2 = node.classList.contains("mark") && markOf(node);
      if (mark2) {
        choose3(mark2);
        showRing(page.data.sites[mark2.feature.properties.i]);
      }
    });
    page.map.on("moveend layeradd layerremove", L.Util.throttle(settle, 50, null));
    settle();
  };

  // map/symbols.js
  var COLOURS = theme.symbols;
  var shapes = {
    zone: () => [
      svg("circle", { cx: 12, cy: 12, r: 8.5, class: "halo" }),
      svg("circle", { cx: 12, cy: 12, r: 8.5, fill: "none", stroke: COLOURS.zone, "stroke-width": 2.6 })
    ],
    find: () => [svg("circle", { cx: 12, cy: 12, r: 5, fill: COLOURS.find, stroke: "#fff", "stroke-width": 1.5 })],
    accident: () => [
      svg("path", { d: "M7.5 7.5l9 9M16.5 7.5l-9 9", class: "halo" }),
      svg("path", {
        d: "M7.5 7.5l9 9M16.5 7.5l-9 9",
        stroke: COLOURS.accident,
        "stroke-width": 2.4,
        "stroke-linecap": "round"
      })
    ],
    suspicion: () => [svg("path", { d: "M12 5l7 13H5z", fill: COLOURS.suspicion, stroke: "#fff", "stroke-width": 1.5 })],
    seizure: () => [
      svg("rect", { x: 7.5, y: 7.5, width: 9, height: 9, fill: COLOURS.other, stroke: "#fff", "stroke-width": 1.5 })
    ],
    other: () => [svg("circle", { cx: 12, cy: 12, r: 3.4, fill: "#fff", stroke: COLOURS.other, "stroke-width": 1.8 })],
    records: () => [
      svg("rect", {
        x: 3,
        y: 6,
        width: 18,
        height: 12,
        fill: "none",
        stroke: COLOURS.record,
        "stroke-width": 6,
        "stroke-opacity": 0.18
      }),
      svg("rect", {
        x: 3,
        y: 6,
        width: 18,
        height: 12,
        fill: "none",
        stroke: COLOURS.record,
        "stroke-width": 2,
        "stroke-dasharray": "6 3 1.5 3"
      })
    ],
    outline: () => [
      svg("rect", {
        x: 3,
        y: 6,
        width: 18,
        height: 12,
        fill: "none",
        stroke: COLOURS.zone,
        "stroke-width": 2,
        "stroke-dasharray": "5 3"
      })
    ],
    town: () => [svg("circle", { cx: 12, cy: 12, r: 2.6, fill: "#fff", stroke: "#444", "stroke-width": 1.4 })],
    tiles: () => [
      svg("path", { d: "M3 7l6-2 6 2 6-2v12l-6 2-6-2-6 2z", fill: "none", stroke: COLOURS.other, "stroke-width": 1.6 }),
      svg("path", { d: "M9 5v12M15 7v12", stroke: COLOURS.other, "stroke-width": 1.2 })
    ]
  };
  var drawSymbol = (kind) => svg("svg", { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" }, ...shapes[kind]());
  var drawArea = (status) => svg(
    "svg",
    { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" },
    svg("rect", {
      x: 2,
      y: 6,
      width: 20,
      height: 12,
      fill: `url(#hatch-${status})`,
      stroke: theme.areas[status].colour,
      "stroke-width": 1.8
    })
  );
  var symbolOfEvent = (kind) => kind === "ordnance_found" ? "find" : kind;
  var ICONS = {
    home: "M3 10.5L12 3l9 7.5M5.5 9v11h13V9",
    here: "M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 14.8 12 21 12 21zM10.2 8.3c.2-2.6 4-2.3 3.7 0-.2 1.2-1.9 1.3-1.9 3M12 13v1.2",
    ruler: "M3 16L16 3l5 5L8 21zM7 12l2.5 2.5M10 9l1.5 1.5M13 6l2.5 2.5",
    print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"
  };
  var drawIcon = (name) => svg(
    "svg",
    { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true", class: "icon" },
    svg("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 2 })
  );
  var pattern = (id, size, background, opacity, ...children) => svg(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: size, height: size, fill: background, "fill-opacity": opacity }),
    ...children
  );
  var HATCH = {
    diagonal: (size, colour, width2) => [
      svg("path", {
        d: `M-1 1l2-2M0 ${size}L${size} 0M${size - 1} ${size + 1}l2-2`,
        stroke: colour,
        "stroke-width": width2
      })
    ],
    cross: (size, colour, width2) => [
      svg("path", { d: `M0 0L${size} ${size}M0 ${size}L${size} 0`, stroke: colour, "stroke-width": width2 })
    ],
    dots: (size, colour) => [svg("circle", { cx: size / 2, cy: size / 2, r: 1.6, fill: colour })],
    none: () => []
  };
  var addHatches = () => {
    const { ramp, noFigure, areas } = theme;
    const defs = svg("defs", {}, pattern("hatch-none", 9, noFigure.paper, 1, ...HATCH.diagonal(9, noFigure.line, 1)));
    defs.append(pattern("hatch-hidden", 6, "#dcdad5", 0.35, svg("circle", { cx: 3, cy: 3, r: 1, fill: "#7d7a74" })));
    ramp.forEach(
      (colour, a) => ramp.slice(a + 1).forEach((other, k) => {
        defs.append(
          svg(
            "pattern",
            {
              id: `stripes-${a}-${a + 1 + k}`,
              width: 14,
              height: 14,
              patternUnits: "userSpaceOnUse",
              patternTransform: "rotate(45)"
            },
            svg("rect", { width: 14, height: 14, fill: colour }),
            svg("rect", { width: 7, height: 14, fill: other })
          )
        );
      })
    );
    for (const [status, style] of Object.entries(areas)) {
      defs.append(
        pattern(`hatch-${status}`, 8, style.colour, style.opacity, ...HATCH[style.hatch](8, style.colour, 1.6))
      );
    }
    document.body.append(svg("svg", { width: 0, height: 0, class: "unseen", "aria-hidden": "true" }, defs));
  };

  // map/styles.js
  var styles = {
    base_land: () => ({ fillColor: "#ecebe6", fillOpacity: 1, color: "#cfccc4", weight: 1, interactive: false }),
    base_lake: () => ({ fillColor: "#d3e0e8", fillOpacity: 1, color: "#b3c6d2", weight: 0.7, interactive: false }),
    base_river: () => ({ color: "#b3c9d8", weight: 1.1, fill: false, interactive: false }),
    base_boundary: () => ({ color: "#77736b", weight: 1.3, dashArray: "6 3 1.5 3", fill: false, interactive: false }),
    districts: () => ({ fillColor: "url(#hatch-none)", fillOpacity: 1, color: "#9a9a96", weight: 0.8 }),
    outlines: () => ({
      fill: false,
      color: theme.symbols.zone,
      weight: 2,
      opacity: 0.9,
      dashArray: "7 4",
      interactive: false
    }),
    lines: () => ({ fill: false, color: theme.symbols.zone, weight: 3, dashArray: "2 5" }),
    // What a paper draws: a line, no ground.
    records: () => ({ fill: false, color: theme.symbols.record, weight: 3, dashArray: "9 4 2 4" }),
    hazards: () => ({ color: "#444", weight: 1 }),
    released: () => ({ color: "#444", weight: 1 })
  };
  var points = {};
  for (const kind of ["zone", "find", "accident", "other"]) {
    const pane = `atlas-${kind}s`.replace("others", "other");
    points[kind] = (_, latlng) => L.marker(latlng, {
      pane,
      keyboard: false,
      riseOnHover: true,
      icon: L.divIcon({ className: `mark mark-${kind}`, html: drawSymbol(kind), iconSize: [24, 24] })
    });
  }
  points.events = (_, latlng) => L.marker(latlng, {
    pane: "atlas-finds",
    keyboard: false,
    riseOnHover: true,
    icon: L.divIcon({ className: "mark mark-event", iconSize: [24, 24] })
  });
  var diamond = {
    /** @this {any} */
    _updatePath() {
      const { x, y } = this._point;
      const r = this._radius;
      this._renderer._setPath(this, `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`);
    },
    /** @this {any} */
    getBounds() {
      return L.latLngBounds(this._latlng, this._latlng);
    }
  };
  for (const name of ["hazards", "released"])
    points[name] = (_, latlng) => (
      /** @type {any} */
      Object.assign(L.circleMarker(latlng, { radius: 7 }), diamond)
    );
  points.base_town = (_, latlng) => L.marker(latlng, {
    pane: "atlas-labels",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className: "label label-town", iconSize: [0, 0] })
  });
  var paneOf = (name, status) => status === "confirmed" ? "atlas-confirmed" : name === "hazards" ? "atlas-hazards" : "atlas-released";
  var AREA_PANES = ["atlas-released", "atlas-hazards", "atlas-confirmed"].flatMap((pane) => [
    pane,
    `${pane}-marks`
  ]);
  var areaStyle = (name, area) => {
    if (name === "lines") return styles.lines();
    const style = theme.areas[area.status];
    if (isPosition(area)) return { fillColor: style.colour, fillOpacity: 1, color: "#fff", weight: 1.5 };
    const status = area.support === "reconstructed_polygon" ? area.support : name === "hazards" ? area.land_status : "";
    const outline = theme.outlines[status ?? ""];
    return {
      fillColor: `url(#hatch-${area.status})`,
      fillOpacity: 1,
      color: outline?.colour || style.colour,
      weight: outline?.width ?? 1.8,
      dashArray: outline?.dash.join(" ") || style.dash || void 0
    };
  };
  var eventIcon = (status) => L.divIcon({ className: "mark mark-event", html: drawSymbol(symbolOfEvent(status)), iconSize: [24, 24] });

  // map/layers.js
  var CLICKABLE = {
    districts: "districts",
    zone: "sites",
    find: "sites",
    accident: "sites",
    other: "sites",
    hazards: "areas",
    released: "areas",
    lines: "areas",
    records: "areas",
    events: "areas"
  };
  var onEach = (name) => (feature, layer) => {
    const list3 = CLICKABLE[name];
    if (!list3) return;
    const item = () => (
      /** @type {any} */
      page.data?.[list3][feature.properties.i]
    );
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      tell("click", { at: event.latlng, list: list3, item: item(), spot: list3 === "sites" ? layer.getLatLng() : event.latlng });
    });
    if (list3 === "sites") {
      layer.on("mouseover", () => item() && showRing(item()));
      layer.on("mouseout", () => showRing(null));
    } else layer.on("add", () => layer.getElement()?.setAttribute("tabindex", -1));
    layer.bindTooltip(() => item() ? hintOf(list3, item(), feature.properties.i) : "", {
      sticky: list3 !== "sites",
      className: "hint",
      direction: "top",
      offset: [0, -10],
      opacity: 1
    });
  };
  var total = (counts3) => Object.values(counts3).reduce((a, b) => a + b, 0);
  var dress = () => {
    const { data, layers } = page;
    for (const name of ["released", "hazards"]) {
      layers[name].eachLayer((layer) => {
        const area = data.areas[layer.feature.properties.i];
        const pane = `${paneOf(name, area.status)}${isPosition(area) ? "-marks" : ""}`;
        layer.setStyle(
          /** @type {L.PathOptions} */
          { ...areaStyle(name, area), pane }
        );
      });
    }
    layers.events.eachLayer((layer) => {
      layer.setIcon(eventIcon(data.areas[layer.feature.properties.i].status));
    });
    page.drawn = Object.fromEntries(
      Object.entries(layers).map(([name, layer]) => [
        name,
        layer.getLayers().length + (page.large[name] ? total(largeCounts(name)) : 0)
      ])
    );
    const missing = Object.entries(data.expected).filter(([name, n]) => page.drawn[name] !== n);
    if (missing.length) {
      trouble(
        say("Not everything could be drawn: {what}", {
          what: missing.map(([name, n]) => `${name} ${say("{n} of {all}", { n: page.drawn[name] ?? 0, all: n })}`).join(", ")
        })
      );
    }
  };
  var showLayers = () => {
    const { layers, map } = page;
    for (const name of MARKS) layers[name].eachLayer((mark2) => mark2.on("add", () => dressMark(name, mark2)));
    layers.outlines.eachLayer((outline) => outline.on("add", () => dressOutline(outline)));
    showSea();
    for (const [name, layer] of Object.entries(layers)) if (!off3.has(name)) layer.addTo(map);
  };
  var MARKS = ["zone", "find", "accident", "other"];
  var siteShown = (name, site) => name === "accident" ? site.accidents.some((a) => kept(page.data.accidents[a].claims).length > 0) : kept(site.marked[name] ?? site.claims).length > 0;
  var dressMark = (name, mark2) => {
    const node = mark2.getElement();
    if (!node) return;
    const site = page.data.sites[mark2.feature.properties.i];
    node.classList.toggle("not-then", !siteInTime(name, site));
    node.classList.toggle("filtered", !siteShown(name, site));
    node.querySelector(".mark-count")?.remove();
    const n = name === "accident" ? site.accidents.filter((a) => kept(page.data.accidents[a].claims).length).length : 0;
    dressAge(node, ageOfMark(name, site));
    nameMark(mark2);
    if (n > 1) node.append(el("span", { class: "mark-count" }, n));
  };
  var clearance = (outline) => page.data.districts[outline.feature.properties.i].claims.filter(
    (c) => page.data.claims[c].subject === "area_cleared"
  );
  var outlineShown = (outline) => kept(clearance(outline)).length > 0;
  function dressOutline(outline) {
    const node = outline.getElement();
    if (!node) return;
    node.style.display = clearance(outline).some(inTime) ? "" : "none";
    node.classList.toggle("filtered", !outlineShown(outline));
  }
  var dressMarks = () => {
    MARKS.forEach((name) => page.layers[name].eachLayer((mark2) => dressMark(name, mark2)));
    page.layers.outlines.eachLayer(dressOutline);
  };
  var off3 = /* @__PURE__ */ new Set(["outlines"]);
  var countMarks = () => {
    for (const name of ["zone", "find", "accident", "other"]) {
      const cell3 = document.querySelector(`#legend [data-count="${name}"]`);
      if (!cell3) continue;
      const sites = page.layers[name].getLayers().map((mark2) => page.data.sites[mark2.feature.properties.i]);
      cell3.textContent = shareOf(sites.filter((site) => siteShown(name, site)).length, sites.length);
    }
    const there = document.querySelector('#legend [data-count="accidents"]');
    const accidents = page.data.accidents.filter((a) => a.drawn);
    if (there) there.textContent = shareOf(accidents.filter((a) => kept(a.claims).length).length, accidents.length);
    const cell2 = document.querySelector('#legend [data-count="outlines"]');
    const outlines = page.layers.outlines.getLayers();
    if (cell2) cell2.textContent = shareOf(outlines.filter(outlineShown).length, outlines.length);
  };

  // panel/panel.js
  var tabs = /* @__PURE__ */ new Map();
  var panel;
  var buildPanel = (views2) => {
    panel = byId("panel");
    const list3 = el("div", { class: "tabs", role: "tablist", "aria-label": say("What to read"), keydown: walk });
    const handle = el("button", {
      type: "button",
      class: "sheet-handle",
      "aria-label": say("Make the text larger or smaller"),
      click: resize
    });
    panel.append(handle, list3);
    for (const view of views2) {
      const { id, title: title2 } = view;
      const tab = el(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${id}`,
          "aria-controls": `view-${id}`,
          click: () => showTab(id, { by: "hand" })
        },
        title2,
        view.count && el("span", { class: "tab-count" })
      );
      const box2 = el("div", {
        role: "tabpanel",
        id: `view-${id}`,
        class: "view",
        "aria-labelledby": `tab-${id}`,
        tabindex: 0,
        hidden: true
      });
      list3.append(tab);
      panel.append(box2);
      tabs.set(id, { view, tab, box: box2, built: false });
    }
    countTabs();
    const hint = () => {
      list3.toggleAttribute("data-more", list3.scrollWidth - list3.clientWidth - Math.abs(list3.scrollLeft) > 4);
    };
    list3.addEventListener("scroll", hint, { passive: true });
    new ResizeObserver(hint).observe(list3);
  };
  function countTabs() {
    for (const { view, tab } of tabs.values())
      if (view.count) first(".tab-count", tab).textContent = number(view.count());
  }
  var refreshTabs = () => {
    countTabs();
    for (const id of tabs.keys()) refreshTab(id);
  };
  function walk(event) {
    const step2 = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (!step2) return;
    const ids = [...tabs.keys()];
    const next2 = Math.abs(step2) === 99 ? step2 < 0 ? 0 : ids.length - 1 : (ids.indexOf(page.tab ?? "") + step2 + ids.length) % ids.length;
    showTab(ids[next2]);
    tabOf(ids[next2]).tab.focus();
    event.preventDefault();
  }
  function resize() {
    const sizes = ["low", "half", "full"];
    setSheet(sizes[(sizes.indexOf(panel.dataset.size ?? "low") + 1) % sizes.length]);
  }
  var setSheet = (size) => {
    panel.dataset.size = size;
  };
  var sheetHeight = () => {
    const whole = page.map.getSize().y;
    const { size } = panel.dataset;
    return size === "full" ? whole : size === "half" ? 0.58 * whole : 108;
  };
  var narrow = () => window.matchMedia("(max-width: 900px)").matches;
  function tabOf(id) {
    const found2 = tabs.get(id);
    if (!found2) throw new Error(`no tab ${id}`);
    return found2;
  }
  var inPanel = () => page.tab && page.tab !== "overview" ? { tab: page.tab } : {};
  var showTab = (id, options = {}) => {
    page.tab = tabs.has(id) ? id : "overview";
    const held = document.activeElement?.closest(".view");
    for (const [name, { tab, box: box2 }] of tabs) {
      const on2 = name === page.tab;
      tab.setAttribute("aria-selected", String(on2));
      tab.tabIndex = on2 ? 0 : -1;
      box2.hidden = !on2;
    }
    const current2 = tabOf(page.tab);
    if (!current2.built) {
      current2.built = true;
      current2.box.append(current2.view.build());
    }
    if (options.by && (panel.dataset.size ?? "low") === "low") setSheet("half");
    if (held && held !== current2.box) current2.box.focus({ preventScroll: true });
    remember();
    return current2.box;
  };
  var refreshTab = (id) => {
    const entry = tabOf(id);
    const { box: box2, view } = entry;
    const held = box2.contains(document.activeElement);
    box2.replaceChildren();
    entry.built = page.tab === id;
    if (entry.built) box2.append(view.build());
    box2.scrollTop = 0;
    if (held) box2.focus({ preventScroll: true });
  };
  var pointAt = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true;
    node.scrollIntoView({ block: "start" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  };

  // data/sift.js
  var hide = () => hideBut(filtering() || timeOn() ? (i) => passes(page.data.claims[i]) && inTime(i) : null);
  var cellsOn = (figure3, day2) => {
    const { cells, hidden: hidden2 } = figure3;
    if (!figure3.id) return { cells, hidden: hidden2 };
    const then = atDay(day2, () => {
      hide();
      return { cells: filteredCells(figure3), hidden: figure3.hidden };
    });
    hide();
    Object.assign(figure3, { cells, hidden: hidden2 });
    return then;
  };
  var sift = (figures = page.data.figures) => {
    hide();
    for (const figure3 of figures) if (figure3.id) figure3.cells = filteredCells(figure3);
    tell("sifted");
  };

  // data/classes.js
  var step = (k, classes2) => classes2 === 1 ? 2 : Math.round(k * (theme.ramp.length - 1) / (classes2 - 1));
  var classOf2 = (figure3, value) => {
    const k = figure3.breaks.findIndex((bound) => value < bound);
    return k < 0 ? figure3.breaks.length : k;
  };
  var spread = (figure3, cell2) => [classOf2(figure3, cell2.at), classOf2(figure3, cell2.high ?? cell2.at)];

  // map/colours.js
  var fillOf = (figure3, cell2, covered) => {
    if (!cell2) return covered ? "url(#hatch-hidden)" : "url(#hatch-none)";
    const classes2 = figure3.breaks.length + 1;
    const [low, high] = spread(figure3, cell2).map((k) => step(k, classes2));
    return low === high ? theme.ramp[low] : `url(#stripes-${low}-${high})`;
  };
  var inFigure = () => page.figure?.id ? { fig: page.figure.id } : {};
  var chooseFigure = (id) => {
    const { data } = page;
    page.figure = data.figures.find((f) => f.id === id) ?? data.figures[0] ?? NO_FIGURES;
    paintFigure();
    tell("figure");
    remember();
  };
  var paintFigure = () => {
    page.layers.districts.eachLayer((layer) => {
      const { i } = layer.feature.properties;
      layer.setStyle({ fillColor: fillOf(page.figure, page.figure.cells[i], page.figure.hidden?.[i]) });
    });
    legend();
  };
  var NO_FIGURES = {
    id: "",
    title: say("No figures of districts"),
    unit: "",
    by: [],
    note: "",
    what: "",
    breaks: [],
    cells: {}
  };
  function classLabel(figure3, k) {
    const { breaks, unit: unit2 } = figure3;
    const f = number;
    const suffix = unit2 === "%" ? " %" : "";
    if (!breaks.length) return `${say("all figures")}${suffix}`;
    if (k === 0) return say("below {figure}", { figure: `${f(breaks[0])}${suffix}` });
    if (k === breaks.length) return say("{figure} and more", { figure: `${f(breaks[k - 1])}${suffix}` });
    return `${f(breaks[k - 1])} – ${f(breaks[k])}${suffix}`;
  }
  var swatch = (colour) => el("span", {
    class: (
      /** @type {Record<string, string>} */
      { striped: "swatch swatch-striped", hidden: "swatch swatch-hidden" }[colour ?? ""] ?? (colour ? "swatch" : "swatch swatch-none")
    ),
    style: colour && !["striped", "hidden"].includes(colour) ? `background:${colour}` : null
  });
  function legend() {
    const { data, figure: figure3 } = page;
    const box2 = byId("legend-figure");
    const classes2 = figure3.breaks.length + 1;
    const shown = data.districts.filter((d) => d.drawn).map((d) => figure3.cells[data.districts.indexOf(d)]);
    const agreed = (k) => (c) => c && spread(figure3, c).every((end) => end === k);
    const counts3 = Array.from({ length: classes2 }, (_, k) => shown.filter(agreed(k)).length);
    const differ = shown.filter((c) => c && spread(figure3, c)[0] !== spread(figure3, c)[1]).length;
    const covered = data.districts.filter((d, i) => d.drawn && !figure3.cells[i] && figure3.hidden?.[i]).length;
    const none = shown.filter((c) => !c).length - covered;
    const row4 = (colour, label3, n) => el("li", {}, swatch(colour), el("span", {}, label3), el("span", { class: "count" }, n));
    const classless = row4(null, say("no figure reported"), none);
    box2.hidden = figure3 === NO_FIGURES && none <= 0;
    if (figure3 === NO_FIGURES) {
      box2.replaceChildren(el("ul", { class: "classes" }, none > 0 && classless));
      return;
    }
    box2.replaceChildren(
      el(
        "p",
        { class: "legend-what" },
        [figure3.unit === "%" ? say("per cent") : figure3.unit, figure3.what].filter(Boolean).join(" · ")
      ),
      el(
        "ul",
        { class: "classes", "aria-label": say("Classes and number of districts") },
        counts3.map((n, k) => row4(theme.ramp[step(k, classes2)], classLabel(figure3, k), n)),
        differ > 0 && row4("striped", say("claims differ: both classes"), differ),
        covered > 0 && row4("hidden", say("hidden by {by}", { by: hider() }), covered),
        classless
      ),
      el(
        "p",
        { class: "close-note" },
        say("So near, districts are not coloured: outlines are read. Zoom out for the colours.")
      ),
      el(
        "p",
        { class: "legend-note" },
        [claimants(figure3), figure3.note].filter(Boolean).map((t) => el("span", {}, t))
      )
    );
  }

  // time/districts.js
  function districtsThen(day2, pane) {
    const { figure: figure3 } = page;
    const then = day2 ? cellsOn(figure3, day2) : { cells: page.data.changes?.was?.cells[figure3.id] ?? {} };
    const { features: features2 } = page.layers.districts.toGeoJSON();
    return L.geoJSON(
      /** @type {GeoJSON.FeatureCollection} */
      { type: "FeatureCollection", features: features2 },
      {
        pane,
        style: (feature) => {
          const { i } = (
            /** @type {Numbered} */
            feature.properties
          );
          return { ...styles.districts(), fillColor: fillOf(figure3, then.cells[i], then.hidden?.[i]), pane };
        },
        onEachFeature: (feature, layer) => {
          onEach("districts")(
            /** @type {Numbered} */
            feature,
            layer
          );
          layer.unbindTooltip();
        }
      }
    );
  }

  // map/motion.js
  var less = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var moves = () => !less && page.ready !== void 0;
  function restrain() {
    if (less) L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, inertia: false });
    const { panBy } = L.Map.prototype;
    L.Map.include({
      /** @this {L.Map} @param {L.PointExpression} offset @param {L.PanOptions} options */
      panBy(offset, options) {
        return panBy.call(this, offset, moves() ? options : { ...options, animate: false });
      }
    });
  }

  // data/disputes.js
  var concerned = (d) => d.a === void 0 || d.b === void 0 ? d.claims ?? [] : [d.a, d.b, ...d.also ?? []];
  var disputed = (list3) => list3.filter((d) => d.dispute);
  var disputeShown = (d) => concerned(d).some(shows);

  // panel/cite.js
  var cite = (n) => {
    const source = page.data.sources[n - 1];
    return el(
      "button",
      {
        type: "button",
        class: "cite",
        "data-source": n,
        click: () => tell("source", n),
        title: [source.title, source.publisher, date(source.published)].filter(Boolean).join(" · "),
        "aria-label": say("Source {n}: {title}", { n, title: source.title ?? "" })
      },
      `[${n}]`
    );
  };

  // tools/nearness.js
  var E3 = Math.sqrt(0.0066943799901413165);
  var RAD3 = Math.PI / 180;
  var NEARLY = 89.9 * RAD3;
  var STEP = 0.05;
  var PIECES = 60;
  var onPlane = ([lat, lng]) => {
    const sine = Math.sin(Math.max(-NEARLY, Math.min(NEARLY, lat * RAD3)));
    return [lng * RAD3, Math.atanh(sine) - E3 * Math.atanh(E3 * sine)];
  };
  var offPlane = ([x, y]) => {
    let sine = Math.tanh(y);
    for (let k = 0; k < 6; k += 1) sine = Math.tanh(y + E3 * Math.atanh(E3 * sine));
    return [Math.asin(sine) / RAD3, x / RAD3];
  };
  var bent = (ring2) => ring2.flatMap((to, k) => {
    const from = ring2[k - 1];
    const length = from ? Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) : 0;
    const n = Math.max(1, Math.min(PIECES, Math.ceil(length / STEP)));
    return Array.from(
      { length: n },
      (_, s) => s + 1 < n ? (
        /** @type {At} */
        [0, 1].map((c) => from[c] + (to[c] - from[c]) * (s + 1) / n)
      ) : to
    );
  });
  var projectShape = ({ area, rings }) => {
    const lines2 = rings.map((ring2) => bent(ring2).map(onPlane));
    const [xs, ys] = [0, 1].map((c) => lines2.flatMap((line2) => line2.map((p) => p[c])));
    const least = (list3) => list3.reduce((a, b) => Math.min(a, b), Infinity);
    const most = (list3) => list3.reduce((a, b) => Math.max(a, b), -Infinity);
    return { area, lines: lines2, box: [least(xs), least(ys), most(xs), most(ys)] };
  };
  var holds = ({ area, lines: lines2 }, [px, py]) => area && lines2.reduce((odd, line2) => {
    for (let k = 0, j = line2.length - 1; k < line2.length; j = k, k += 1) {
      const [[ax, ay], [bx, by]] = [line2[j], line2[k]];
      if (ay > py !== by > py && px < (bx - ax) * (py - ay) / (by - ay) + ax) odd = !odd;
    }
    return odd;
  }, false);
  var sides = (line2) => line2.length === 1 ? [[line2[0], line2[0]]] : line2.slice(1).map((to, k) => [line2[k], to]);
  var foot = ([px, py], [[ax, ay], [bx, by]]) => {
    const [dx, dy] = [bx - ax, by - ay];
    const t = dx || dy ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy))) : 0;
    return [ax + t * dx, ay + t * dy];
  };
  var turn = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  var beyond = ([[ax, ay], [bx, by]], [west, south, east, north]) => Math.hypot(
    Math.max(0, west - Math.max(ax, bx), Math.min(ax, bx) - east),
    Math.max(0, south - Math.max(ay, by), Math.min(ay, by) - north)
  );
  var cross = ([a, b], [c, d]) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  var distanceBetween = (one, other) => {
    const there = { metres: 0, azimuth: null };
    if (other.lines.some((line2) => holds(one, line2[0])) || one.lines.some((line2) => holds(other, line2[0]))) return there;
    let best = { d: Infinity, p: [0, 0], q: [0, 0] };
    const theirs = other.lines.flatMap(sides);
    for (const mine of one.lines.flatMap(sides)) {
      if (beyond(mine, other.box) >= best.d) continue;
      for (const side3 of theirs) {
        if (cross(mine, side3)) return there;
        for (
          const [p, q] of
          /** @type {Side[]} */
          [
            [mine[0], foot(mine[0], side3)],
            [mine[1], foot(mine[1], side3)],
            [foot(side3[0], mine), side3[0]],
            [foot(side3[1], mine), side3[1]]
          ]
        ) {
          const d = Math.hypot(p[0] - q[0], p[1] - q[1]);
          if (d < best.d) best = { d, p, q };
        }
      }
    }
    if (best.d === 0) return there;
    return geodesic(offPlane(best.p), offPlane(best.q)) ?? { metres: NaN, azimuth: null };
  };
  var reachOnPlane = (metres3, lat) => 1.01 * metres3 / (6356752 * Math.cos(Math.min(Math.abs(lat) + 1, 89) * RAD3));

  // tools/here.js
  var LISTED2 = 60;
  var RELATIONS = ["here", "perhaps", "near"];
  var askHere = (form, points3) => select(keyOf(form, points3));
  var PARTS = {
    Point: (c) => [[c]],
    MultiPoint: (c) => c.map((p) => [p]),
    LineString: (c) => [c],
    MultiLineString: (c) => c,
    Polygon: (c) => c,
    MultiPolygon: (c) => c.flat(1)
  };
  var shape = (geometry, lng) => {
    const rings = PARTS[geometry.type](geometry.coordinates);
    const [x] = rings[0][0];
    const turn3 = 360 * Math.round((lng - x) / 360);
    return projectShape({
      area: geometry.type.endsWith("Polygon"),
      rings: rings.map((ring2) => ring2.map(([a, b]) => (
        /** @type {At} */
        [b, a + turn3]
      )))
    });
  };
  var largeShape = ({ data }, i, lng) => {
    const { x, y, kind, firstRing, firstVertex } = data;
    const rings = [];
    for (let r = firstRing[i]; r < firstRing[i + 1]; r += 1) {
      const ring2 = [];
      for (let v = firstVertex[r]; v < firstVertex[r + 1]; v += 1) {
        const at2 = canvasTiles.toLatLng(x[v], y[v]);
        ring2.push([at2.lat, at2.lng]);
      }
      if (kind[r] < 2) ring2.push(ring2[0]);
      rings.push(ring2);
    }
    const turn3 = 360 * Math.round((lng - rings[0][0][1]) / 360);
    return projectShape({
      area: Boolean(data.form[i] & canvasTiles.AREA),
      rings: rings.map((ring2) => ring2.map(([a, b]) => (
        /** @type {At} */
        [a, b + turn3]
      )))
    });
  };
  var placeOf = (form, points3) => projectShape({ area: form === "in", rings: [form === "in" ? [...points3, points3[0]] : points3] });
  var relation = (metres3, exact, around) => metres3 === 0 && !around ? "here" : metres3 <= exact ? "perhaps" : "near";
  var reachOf = ({ horizontal_accuracy_m: exact, stated_radius_m: radius, ce95_m: band2 }) => (exact ?? 0) + (radius ?? 0) + (band2 ?? 0);
  async function hereRecords({ form, points: points3, within: reach2 }) {
    const { data, layers, large: large2 } = page;
    const lng = points3[0][1];
    const place2 = placeOf(form, points3);
    const farthest = Math.max(...points3.map((p) => Math.abs(p[0])));
    const found2 = [];
    const compare = (other, item, exact, around) => {
      const far = reachOnPlane(reach2 + exact, farthest);
      const [a, b] = [place2.box, other.box];
      if (b[0] > a[2] + far || b[2] < a[0] - far || b[1] > a[3] + far || b[3] < a[1] - far) return;
      const { metres: metres3, azimuth } = distanceBetween(place2, other);
      if (metres3 <= reach2 + exact) found2.push({ item, metres: metres3, azimuth, relation: relation(metres3, exact, around) });
    };
    for (const name of ["hazards", "released", "lines", "records", "events"]) {
      layers[name]?.eachLayer(({ feature }) => {
        const area = data.areas[feature.properties.i];
        compare(shape(feature.geometry, lng), area, reachOf(area), area.support === "settlement");
      });
    }
    for (const site of data.sites) {
      const known = site.places.map((p) => p.accuracy_m).filter((m) => m !== null && m > 0);
      compare(
        shape({ type: "Point", coordinates: [site.at[1], site.at[0]] }, lng),
        site,
        Math.max(0, ...known.map(Number)),
        site.support === "settlement"
      );
    }
    for (const [name, layer] of Object.entries(large2)) await ofLarge(name, layer);
    async function ofLarge(name, layer) {
      const exact = data.large_accuracy?.[name] ?? 0;
      const far = reachOnPlane(reach2 + exact, farthest) / (2 * Math.PI) * canvasTiles.WORLD * 1.01;
      const corners = points3.map(([a, b]) => canvasTiles.toGrid({ lat: a, lng: b }));
      const [xs, ys] = [0, 1].map((c) => corners.map((p) => p[c]));
      const hits = /* @__PURE__ */ new Set();
      for (let turn3 = -1; turn3 <= 1; turn3 += 1) {
        const by = turn3 * canvasTiles.WORLD;
        layer.index.search(
          Math.min(...xs) - far + by,
          Math.min(...ys) - far,
          Math.max(...xs) + far + by,
          Math.max(...ys) + far,
          (i) => hits.add(i)
        );
      }
      for (const i of hits) {
        const other = largeShape(layer, i, lng);
        const { metres: metres3, azimuth } = distanceBetween(place2, other);
        if (metres3 > reach2 + exact) continue;
        const item = exact ? await largeArea(name, i) : { of: [name, i], layer: name };
        const own3 = reachOf(item);
        if (metres3 <= reach2 + own3)
          found2.push({ item, metres: metres3, azimuth, relation: relation(metres3, own3, item.support === "settlement") });
      }
    }
    return found2.sort((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || a.metres - b.metres);
  }
  var WINDS = [
    say("north"),
    say("north-east"),
    say("east"),
    say("south-east"),
    say("south"),
    say("south-west"),
    say("west"),
    say("north-west")
  ];
  var heading = {
    here: () => say("Recorded at this place"),
    perhaps: () => say("Perhaps at this place: somewhere around it, or nearer than it is exact"),
    near: (reach2) => say("Within {length} of it", { length: metres(reach2) })
  };
  async function line({ item, metres: metres3, azimuth }) {
    const area = item.key ? item : await largeArea(item.of[0], item.of[1]);
    const isSite = area.key.startsWith("site:");
    const what = isSite ? count(area.claims.length, "claim") : areaKind(area);
    const since = area.occurred ? date(area.occurred) : area.valid_from && say("from {date}", { date: date(area.valid_from) });
    const exact = isSite ? Math.max(0, ...area.places.map((p) => p.accuracy_m ?? 0)) : area.horizontal_accuracy_m;
    return el(
      "li",
      {},
      action(area.name ?? area.id, () => select(area.key, { at: isSite ? area.at : void 0 })),
      " ",
      [
        what,
        metres3 > 0 && `${metres(metres3)} ${WINDS[Math.round((Number(azimuth) + 360) % 360 / 45) % 8]}`,
        exact > 0 && accuracy(exact),
        since,
        area.valid_to && say("until {date}", { date: date(area.valid_to) })
      ].filter(Boolean).join(", "),
      " ",
      area.source && cite(area.source)
    );
  }
  function districts({ form, points: points3 }) {
    const place2 = placeOf(form, points3);
    return page.layers.districts.getLayers().map(({ feature }) => {
      const district = page.data.districts[feature.properties.i];
      const { metres: metres3 } = distanceBetween(place2, shape(feature.geometry, points3[0][1]));
      return metres3 <= (district.uncertainty_m ?? 0) ? { district, metres: metres3 } : null;
    }).filter((one) => one !== null).sort((a, b) => a.metres - b.metres);
  }
  var gap = (n, text) => n > 0 && el("li", {}, text);
  var unknown = (around) => [
    around.flatMap(({ district: d }) => {
      const name = districtName(d.district);
      const groups = new Set(d.groups.flatMap((g) => page.data.groups[g].claims)).size;
      return [
        gap(
          d.claims.length,
          say("{what} about {district} as a whole: nobody says where in it", {
            what: count(d.claims.length, "claim"),
            district: name
          })
        ),
        gap(
          d.loose.length,
          say("{what} about a part of {district}, or an unknown place in it", {
            what: count(d.loose.length, "claim"),
            district: name
          })
        ),
        gap(
          d.accidents.length,
          say("{what} in {district}, place not known", {
            what: count(d.accidents.length, "accident"),
            district: name
          })
        ),
        gap(
          groups,
          say("{what} about {district} and other districts together", {
            what: count(groups, "claim"),
            district: name
          })
        )
      ];
    }),
    !around.length && el("li", {}, say("Outside all districts that are drawn.")),
    gap(
      page.data.areas.some((a) => a.layer === "hazard_areas") || "hazards" in page.large ? 0 : 1,
      say("This dataset has no outlines of hazardous areas.")
    ),
    el(
      "li",
      {},
      action(say("What has no place on the map, and why"), () => showTab("undrawn", { by: "hand" }))
    )
  ];
  var hereCard = (item) => {
    const around = districts(item);
    const answer2 = el(
      "div",
      { class: "here-answer", "aria-busy": "true" },
      el("p", { class: "claim-note" }, say("Looking …"))
    );
    const choose5 = el(
      "select",
      {
        id: "here-within",
        change: (e) => {
          reach(Number(e.target.value));
          askHere(item.form, item.points);
          document.getElementById("here-within")?.focus();
        }
      },
      DISTANCES.map((m) => el("option", { value: m, selected: m === item.within }, metres(m)))
    );
    hereRecords(item).then(async (found2) => {
      const parts3 = await Promise.all(
        RELATIONS.map(async (relation2) => {
          const some = found2.filter((one) => one.relation === relation2);
          const lines2 = await Promise.all(some.slice(0, LISTED2).map(line));
          return [
            el(
              "h4",
              { class: "card-section" },
              heading[relation2](item.within),
              " ",
              el("span", { class: "count", "data-relation": relation2 }, number(some.length))
            ),
            some.length ? el(
              "ul",
              { class: "plain here-records" },
              lines2,
              some.length > LISTED2 && el("li", {}, say("{n} more", { n: number(some.length - LISTED2) }))
            ) : el("p", { class: "empty" }, say("No record. That is not evidence of no contamination."))
          ];
        })
      );
      answer2.replaceChildren(...parts3.flat());
      answer2.removeAttribute("aria-busy");
      announce(`${item.name}: ${count(found2.length, "record")}`);
    });
    return [
      el("p", { class: "card-kind" }, say("What is recorded here?")),
      el("h3", { class: "card-name" }, item.name),
      el("p", { class: "card-caution" }, page.data.cautions.join(" ")),
      el(
        "p",
        { class: "card-note" },
        around.length ? [
          say("District: "),
          around.map(({ district, metres: metres3 }, k) => [
            k ? ", " : "",
            action(districtName(district.district), () => select(district.key)),
            metres3 > 0 ? say(" (perhaps: the border is nearer than it is exact)") : ""
          ])
        ] : null
      ),
      el("p", {}, el("label", { for: "here-within" }, say("How far around it: ")), choose5),
      answer2,
      el("h4", { class: "card-section" }, say("Not known")),
      el("ul", { class: "plain here-gaps" }, unknown(around)),
      el("p", { class: "claim-note" }, say("Everything counts here, whatever the filter, the day or the legend hide."))
    ];
  };

  // panel/bars.js
  var figureBars = (claims, title2) => {
    const { data } = page;
    const rows2 = [...claims].sort((a, b) => {
      const key = (i) => `${sortKey(data.claims[i])} ${data.claims[i].claimant}`;
      return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b;
    }).map((i) => ({ i, claim: data.claims[i], ...bounds(data.claims[i], 1) }));
    const highest = Math.max(...rows2.map((r) => r.high ?? r.low ?? 0));
    const open2 = rows2.some((r) => r.high === void 0);
    const scale = (highest > 0 ? highest : 1) * (open2 ? 1.15 : 1);
    const width2 = (value = 0) => `${Math.max(0, value / scale * 100).toFixed(2)}%`;
    const bar = ({ low, high }) => {
      const parts3 = [];
      if (low !== void 0) parts3.push(el("span", { class: "bar-least", style: `width:${width2(low)}` }));
      if (high === void 0) parts3.push(el("span", { class: "bar-open", style: `left:${width2(low)}` }));
      else if (high > (low ?? 0))
        parts3.push(
          el("span", { class: "bar-between", style: `left:${width2(low ?? 0)};width:${width2(high - (low ?? 0))}` })
        );
      return el("span", { class: "bounds-bar" }, parts3);
    };
    return el(
      "table",
      { class: "bounds" },
      el("caption", {}, title2),
      el(
        "tbody",
        {},
        rows2.map(
          (r) => el(
            "tr",
            { "data-of": r.claim.claim_id },
            el(
              "th",
              { scope: "row" },
              r.claim.claimant,
              el("small", {}, period(r.claim), " ", cite(r.claim.source))
            ),
            el("td", { class: "bounds-cell", "aria-hidden": "true" }, bar(r)),
            el("td", { class: "value" }, figure(r.claim))
          )
        )
      )
    );
  };
  var comparable = (claims) => {
    const all2 = claims.map((i) => page.data.claims[i]);
    const stated2 = (c) => {
      const { low, high } = bounds(c);
      return c.unit && !c.withheld && (low ?? high) !== void 0 && (low ?? 0) >= 0 && (high ?? 0) >= 0;
    };
    const differ = new Set(all2.map((c) => JSON.stringify(bounds(c, 1)))).size > 1;
    return differ && all2.every((c) => stated2(c) && inBase(c.unit)[0] === inBase(all2[0].unit)[0]);
  };
  var competingBars = (claims) => {
    const { data } = page;
    const things = [...new Set(claims.flatMap((i) => data.competingOf.get(i) ?? []))].map((t) => data.competing[t]);
    return things.filter((t) => kept(t).length).map((t) => {
      const claim = data.claims[t[0]];
      const where2 = claim.place ?? claim.districts?.split(";").map(districtName).join(", ");
      return figureBars(t, [
        el("b", {}, term("Subject", claim.subject)),
        [claim.category, where2].filter(Boolean).map((text) => `, ${text}`)
      ]);
    });
  };

  // panel/records.js
  var ABOUT = /* @__PURE__ */ new Set(["map_handover", "mines_mapped", "record_accuracy"]);
  var recordLinks = (records) => records.map((record, k) => [
    k ? ", " : "",
    action(record.name ?? record.id, () => select(record.key, { fly: true }))
  ]);
  var recordsOfClaim = (i) => {
    const { data } = page;
    const records = (data.recordsOf.get(i) ?? []).map((key) => (
      /** @type {Area} */
      lookUp(key)?.item
    ));
    if (records.length)
      return el("p", { class: "claim-records" }, say("Minefield records it speaks of: "), recordLinks(records));
    if (!ABOUT.has(data.claims[i].subject)) return null;
    return el(
      "p",
      { class: "claim-records" },
      data.areas.some((a) => a.layer === "minefield_records") ? say("No minefield record here is linked to this claim, so the claim cannot be checked here.") : say("This dataset has no minefield record, so the claim cannot be checked here.")
    );
  };

  // panel/claim.js
  var briefly = (i) => {
    const claim = page.data.claims[i];
    return `${figure(claim) ?? claim.paraphrase} — ${claim.claimant}`;
  };
  var STRONG_STANCES = /* @__PURE__ */ new Set(["disputes", "denies", "alleges", "plans"]);
  var claimView = (i, options = {}) => {
    const claim = page.data.claims[i];
    const figure3 = figure(claim);
    const tags = [];
    if (STRONG_STANCES.has(claim.stance) && !(options.beside !== void 0 && claim.stance === "disputes")) {
      tags.push(el("span", { class: `tag tag-${claim.stance}` }, term("Stance", claim.stance)));
    }
    if (claim.withheld) tags.push(el("span", { class: "tag tag-withheld" }, say("figure withheld")));
    return el(
      "article",
      { class: "claim", "data-claim": claim.claim_id },
      el(
        "p",
        { class: "claim-figure" },
        figure3 && el("b", { class: claim.withheld ? "figure struck" : "figure" }, figure3),
        figure3 && " ",
        options.subject && el("span", { class: "claim-subject" }, term("Subject", claim.subject)),
        claim.category && el("span", { class: "claim-scope" }, claim.category),
        tags
      ),
      el("p", { class: "claim-text" }, claim.paraphrase, " ", cite(claim.source)),
      el(
        "p",
        { class: "claim-who" },
        el("span", { class: "claimant" }, claim.claimant),
        " · ",
        period(claim),
        options.place && where(i, claim)
      ),
      claim.withheld && el("p", { class: "claim-note warn" }, say("Not plotted, not added up: {reason}", { reason: claim.withheld })),
      el(
        "p",
        { class: "claim-note" },
        [claim.confidence_note && say("Note: {text}", { text: claim.confidence_note }), details(claim)].filter(Boolean).join(" · ")
      ),
      counters(i, claim, options.beside),
      recordsOfClaim(i)
    );
  };
  function details(claim) {
    const locator = claim.locator && claim.locator !== "body" ? say("at: {locator}", { locator: claim.locator }) : null;
    return [locator, printed(claim), informationGrade(claim)].filter(Boolean).join(" · ");
  }
  function printed(claim) {
    if (!claim.printed) return null;
    const [sources, origins] = claim.printed;
    const counted = [count(sources, "source"), origins > 0 && count(origins, "origin")];
    return say("this figure: {counted}", { counted: counted.filter(Boolean).join(", ") });
  }
  function where(i, claim) {
    const name = claim.place ?? (claim.districts ?? "").split(";").map(districtName).join(", ");
    if (!name) return null;
    const home2 = page.data.homes.get(i)?.[0];
    return [" · ", home2 ? action(name, () => select(home2, { fly: true })) : name];
  }
  function counters(i, claim, beside) {
    const rows2 = [];
    const differs = claim.stance === "differs";
    if (claim.counters !== void 0 && claim.counters !== beside)
      rows2.push([differs ? say("Differs from: ") : say("Contradicts: "), claim.counters]);
    for (const other of page.data.counteredBy.get(i) ?? []) {
      if (other === beside) continue;
      const noted = page.data.claims[other].stance === "differs";
      rows2.push([noted ? say("Differs from: ") : say("Contradicted by: "), other]);
    }
    const missing = claim.counters_missing && el(
      "p",
      { class: "claim-counter" },
      differs ? say("Differs from a claim that is not shown here ({id})", { id: claim.counters_missing }) : say("Contradicts a claim that is not shown here ({id})", { id: claim.counters_missing })
    );
    return [
      rows2.map(
        ([word, other]) => el(
          "p",
          { class: "claim-counter" },
          word,
          action(briefly(other), () => tell("dispute", i, other))
        )
      ),
      missing
    ];
  }
  var claimsBySubject = (claims, options = {}) => {
    const order = Object.keys(page.data.terms.Subject);
    const groups = /* @__PURE__ */ new Map();
    for (const i of newestFirst(kept(claims))) {
      const { subject } = page.data.claims[i];
      groups.set(subject, [...groups.get(subject) ?? [], i]);
    }
    const sections = [...groups.entries()].sort(([a], [b]) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99)).map(
      ([subject, list3], at2) => fold(
        [
          el("span", { class: "fold-title" }, term("Subject", subject)),
          el("span", { class: "count" }, list3.length)
        ],
        () => list3.map((i) => claimView(i, options)),
        at2 < (options.open ?? 0)
      )
    );
    return [hiddenNote(claims), ...sections];
  };
  var sideBySide = (dispute) => {
    const data = page.data;
    const cell2 = (i, beside) => el("div", { class: "side" }, claimView(i, { place: true, beside }));
    const head2 = [term("Subject", dispute.subject ?? data.claims[dispute.a ?? dispute.claims?.[0] ?? 0].subject)];
    const { a, b } = dispute;
    const pair = a === void 0 || b === void 0 ? null : [a, b];
    return el(
      "section",
      {
        class: "dispute",
        "data-dispute": data.disputes.indexOf(dispute),
        "data-kind": dispute.kind,
        "data-rules": dispute.rules.join(" ")
      },
      el(
        "h4",
        {},
        head2,
        el(
          "span",
          { class: "dispute-rule" },
          dispute.rules.map((r) => lower(term("ContradictionRule", r))).join("; ")
        )
      ),
      dispute.messages.map((text) => el("p", { class: "dispute-message" }, sayOfData(text))),
      pair && comparable(pair) && figureBars(pair, el("span", { class: "unseen" }, say("Both figures on one scale"))),
      pair && el("div", { class: "sides" }, cell2(pair[0], pair[1]), cell2(pair[1], pair[0])),
      dispute.also?.length && fold(
        [
          el("span", { class: "fold-title" }, say("Also stated by")),
          el("span", { class: "fold-sub" }, sourcesAndOrigins(dispute.also)),
          el("span", { class: "count" }, dispute.also.length)
        ],
        () => (dispute.also ?? []).map((i) => claimView(i, { place: true }))
      ),
      dispute.claims?.length && fold(
        [
          el("span", { class: "fold-title" }, say("Claims concerned")),
          el("span", { class: "count" }, dispute.claims.length)
        ],
        () => (dispute.claims ?? []).map((i) => claimView(i, { place: true })),
        dispute.claims.length < 3
      )
    );
  };

  // panel/curve.js
  var COLOURS2 = ["#0072b2", "#b34a00", "#007a5a", "#a3487f", "#333333", "#8a6d00"];
  var OTHER = "#8c8c8c";
  var [WIDTH, HEIGHT, LEFT, BELOW, ABOVE] = [380, 170, 8, 20, 18];
  var MOST2 = 60;
  var time2 = (text) => Date.parse(`${text}T00:00:00Z`);
  var middle = (p) => ((p.low ?? p.high ?? 0) + (p.high ?? p.low ?? 0)) / 2;
  function figure2(p, unit2) {
    const claim = (
      /** @type {any} */
      { unit: unit2 }
    );
    if (p.low === p.high) claim.quantity = p.low;
    else Object.assign(claim, { quantity_min: p.low, quantity_max: p.high });
    return figure(claim) ?? "";
  }
  var marked2 = (p) => [
    ...p.contested ? [say("contested")] : [],
    ...p.fell_from === void 0 ? [] : [say("lower than an earlier cumulative figure")],
    ...p.ground ? [say("other ground than before: {what}", { what: p.ground })] : []
  ];
  var when2 = (p) => period(
    /** @type {any} */
    { period_start: p.since, period_end: p.since && p.to, as_of: p.to }
  );
  var nameOf = ({ claimant, scope }) => [claimant, ...scope.filter((s) => s !== claimant)].join(", ");
  function labelOf(curve, lines2) {
    const name = nameOf(curve);
    if (lines2.filter((l) => nameOf(l.curve) === name).length < 2) return name;
    const { since } = curve.points[0];
    return [
      name,
      curve.kind === "cumulative" && since && say("from {date}", { date: date(since) }),
      curve.members.length ? count(curve.members.length, "district") : say("districts not stated")
    ].filter(Boolean).join(", ");
  }
  function mark(look, x, y) {
    const fill4 = COLOURS2[look] ?? OTHER;
    const shapes2 = [
      `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0`,
      `M${x - 3} ${y - 3}h6v6h-6z`,
      `M${x} ${y - 4}l4 7h-8z`,
      `M${x} ${y - 4.5}l4 4.5l-4 4.5l-4 -4.5z`,
      `M${x} ${y + 4}l4 -7h-8z`,
      `M${x - 4} ${y - 1.5}h8v3h-8z`
    ];
    return svg("path", { d: shapes2[look] ?? shapes2[0], fill: fill4, stroke: "#ffffff", "stroke-width": 0.8 });
  }
  function chart(lines2, open2) {
    const points3 = lines2.flatMap((l) => l.points);
    const { kind, unit: unit2 } = lines2[0].curve;
    const times = points3.flatMap((p) => kind === "period" && p.since ? [time2(p.since), time2(p.to)] : [time2(p.to)]);
    const [from, to] = [Math.min(...times), Math.max(...times)];
    const highest = Math.max(...points3.map((p) => p.high ?? p.low ?? 0), 1e-9);
    const x = (t) => LEFT + 6 + (t - from) / (to - from || 1) * (WIDTH - LEFT - 20);
    const y = (v) => HEIGHT - BELOW - v / highest * (HEIGHT - BELOW - ABOVE);
    const nodes = [
      svg("path", { d: `M${LEFT} ${y(highest)}H${WIDTH - 4}`, stroke: "#dddddd", "stroke-width": 1 }),
      svg("path", { d: `M${LEFT} ${y(0)}H${WIDTH - 4}`, stroke: "#888888", "stroke-width": 1 }),
      svg(
        "text",
        { x: LEFT, y: y(highest) - 5, class: "curve-text" },
        figure2({ claims: [], to: "", low: highest, high: highest }, unit2)
      ),
      svg("text", { x: LEFT, y: HEIGHT - 5, class: "curve-text" }, date(new Date(from).toISOString().slice(0, 10)))
    ];
    if (to > from)
      nodes.push(
        svg(
          "text",
          { x: WIDTH - 4, y: HEIGHT - 5, class: "curve-text", "text-anchor": "end" },
          date(new Date(to).toISOString().slice(0, 10))
        )
      );
    for (const day2 of new Set(points3.flatMap((p) => p.ground ? p.ground.split("; ") : []))) {
      const t = Date.parse(`${day2.split(":")[0].padEnd(7, "-01").padEnd(10, "-01")}T00:00:00Z`);
      if (!(t >= from && t <= to)) continue;
      nodes.push(
        svg("path", { d: `M${x(t)} ${ABOVE}V${y(0)}`, stroke: "#444444", "stroke-dasharray": "2 3" }),
        svg(
          "text",
          {
            x: x(t) + (x(t) > WIDTH / 2 ? -3 : 3),
            y: ABOVE + 8,
            class: "curve-text curve-ground",
            "text-anchor": x(t) > WIDTH / 2 ? "end" : "start"
          },
          x(t) > WIDTH / 2 ? say("other ground after") : say("other ground from here")
        )
      );
    }
    for (const { curve, look, points: own3 } of lines2) {
      const colour = COLOURS2[look] ?? OTHER;
      if (["cumulative", "state"].includes(kind))
        own3.slice(1).forEach((p, k) => {
          const ends2 = [own3[k], p].map((q) => `${x(time2(q.to)).toFixed(1)} ${y(middle(q)).toFixed(1)}`);
          const dash = p.ground ? "2 4" : "none";
          nodes.push(
            svg("path", {
              d: `M${ends2.join("L")}`,
              fill: "none",
              stroke: colour,
              "stroke-width": 1.3,
              "stroke-dasharray": dash
            })
          );
        });
      for (const p of own3) {
        const [at2, over] = [x(time2(p.to)), y(middle(p))];
        const parts3 = [];
        const vague = kind === "period" ? p.since : p.reached;
        if (vague && vague < p.to)
          parts3.push(svg("path", { d: `M${x(time2(vague))} ${over}H${at2}`, stroke: colour, "stroke-width": 2 }));
        if (p.low !== void 0 && p.high !== void 0 && p.low < p.high)
          parts3.push(svg("path", { d: `M${at2} ${y(p.low)}V${y(p.high)}`, stroke: colour, "stroke-width": 2 }));
        if (p.high === void 0)
          parts3.push(svg("path", { d: `M${at2} ${over - 5}v-8m-3 3l3 -3l3 3`, fill: "none", stroke: colour }));
        if (p.low === void 0)
          parts3.push(svg("path", { d: `M${at2} ${over + 5}v8m-3 -3l3 3l3 -3`, fill: "none", stroke: colour }));
        if (p.contested) parts3.push(svg("circle", { cx: at2, cy: over, r: 6.5, fill: "none", stroke: "#000000" }));
        if (p.fell_from !== void 0)
          parts3.push(svg("path", { d: `M${at2 - 6} ${over - 6}l12 12m0 -12l-12 12`, stroke: "#000000" }));
        const told2 = [nameOf(curve), figure2(p, unit2), when2(p), ...marked2(p)].join("; ");
        const node = svg("g", { role: "button", tabindex: -1, "aria-label": told2, class: "curve-point" });
        node.append(
          svg("title", {}, told2),
          svg("circle", { cx: at2, cy: over, r: 9, fill: "#ffffff", "fill-opacity": 0 }),
          ...parts3,
          mark(look, at2, over)
        );
        node.dataset.claims = p.claims.map((i) => page.data.claims[i].claim_id).join(";");
        node.addEventListener("click", () => open2(p));
        node.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          open2(p);
        });
        nodes.push(node);
      }
    }
    const title2 = `${term("Subject", lines2[0].curve.subject)}: ${term("Span", kind)}`;
    return svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "curve", role: "group", "aria-label": title2 },
      ...nodes
    );
  }
  function table(lines2, open2) {
    const rows2 = lines2.flatMap(({ curve, points: points3 }) => points3.map((p) => ({ curve, p }))).sort((a, b) => a.p.to < b.p.to ? 1 : a.p.to > b.p.to ? -1 : 0);
    const body2 = el("tbody", {});
    const add = (from) => {
      body2.append(
        ...rows2.slice(from, from + MOST2).map(
          ({ curve, p }) => el(
            "tr",
            {},
            el("td", {}, when2(p)),
            el(
              "td",
              { class: "value" },
              el("button", { type: "button", class: "action", click: () => open2(p) }, figure2(p, curve.unit))
            ),
            el(
              "td",
              {},
              nameOf(curve),
              " ",
              [...new Set(p.claims.map((i) => page.data.claims[i].source))].slice(0, 3).map(cite),
              el("small", {}, marked2(p).join("; "))
            )
          )
        )
      );
      if (rows2.length > from + MOST2) {
        const more = el(
          "tr",
          {},
          el(
            "td",
            { colspan: 3 },
            el(
              "button",
              {
                type: "button",
                class: "action",
                click: () => {
                  more.remove();
                  add(from + MOST2);
                }
              },
              say("Show more")
            )
          )
        );
        body2.append(more);
      }
    };
    add(0);
    return el(
      "table",
      { class: "curve-table" },
      el("caption", { class: "unseen" }, say("Figures over time")),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          [say("Time"), say("Figure"), say("Claimant")].map((t) => el("th", { scope: "col" }, t))
        )
      ),
      body2
    );
  }
  var chosen4 = {};
  function curvesView(id, all2) {
    const own3 = all2.map((curve) => ({ ...curve, points: curve.points.filter((p) => kept(p.claims).length) })).filter((curve) => curve.points.length);
    if (!own3.length) return null;
    const drawn3 = el("div", {});
    const opened3 = el("div", { class: "curve-claims", role: "status" });
    const open2 = (p) => {
      opened3.replaceChildren(...kept(p.claims).map((i) => claimView(i, { place: true, subject: true })));
      opened3.scrollIntoView({ block: "nearest" });
    };
    const choice = (name, label3, of, text, from) => {
      const counts3 = /* @__PURE__ */ new Map();
      for (const c of from) counts3.set(of(c), (counts3.get(of(c)) ?? 0) + c.points.length);
      const values = [...counts3].sort((a, b) => b[1] - a[1]).slice(0, 20);
      const key = `${id}-${name}`;
      if (!counts3.has(chosen4[key])) chosen4[key] = counts3.has("area_cleared") ? "area_cleared" : values[0]?.[0] ?? "";
      return el(
        "select",
        {
          id: `curve-${key}`,
          "aria-label": label3,
          change: (event) => {
            chosen4[key] = event.target.value;
            fill4();
          }
        },
        values.map(
          ([value, n]) => el("option", { value, selected: value === chosen4[key] }, `${text(value)} (${number(n)})`)
        )
      );
    };
    const selects = el("div", { class: "filters" });
    function fill4() {
      const subject = choice(
        "subject",
        say("Subject"),
        (c) => c.subject,
        (v) => term("Subject", v),
        own3
      );
      const about2 = own3.filter((c) => c.subject === chosen4[`${id}-subject`]);
      const several = new Set(about2.map((c) => c.place)).size > 1;
      const place2 = several && choice(
        "place",
        say("Place as the sources call it"),
        (c) => c.place,
        (v) => v,
        about2
      );
      selects.replaceChildren(subject, ...place2 ? [place2] : []);
      const shown = several ? about2.filter((c) => c.place === chosen4[`${id}-place`]) : about2;
      opened3.replaceChildren();
      const panels = /* @__PURE__ */ new Map();
      for (const curve of [...shown].sort((a, b) => b.points.length - a.points.length)) {
        const key = `${Object.keys(page.data.terms.Span).indexOf(curve.kind)} ${curve.unit}`;
        const list3 = panels.get(key) ?? [];
        list3.push({ curve, look: list3.length, points: curve.points });
        panels.set(key, list3);
      }
      const lines2 = [...panels.values()].flat();
      drawn3.replaceChildren(
        ...[...panels].sort(([a], [b]) => a < b ? -1 : 1).map(
          ([, list3]) => el(
            "figure",
            { class: "curve-panel" },
            el(
              "figcaption",
              {},
              el("b", {}, term("Span", list3[0].curve.kind)),
              ` · ${meaning("Span", list3[0].curve.kind)}`
            ),
            chart(list3, open2),
            el(
              "ul",
              { class: "curve-lines" },
              list3.slice(0, COLOURS2.length).map(
                ({ curve, look }) => el(
                  "li",
                  {},
                  svg(
                    "svg",
                    { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" },
                    mark(look, 6, 6)
                  ),
                  " ",
                  labelOf(curve, list3)
                )
              ),
              list3.length > COLOURS2.length && el("li", {}, say("and {n} more, in grey", { n: number(list3.length - COLOURS2.length) }))
            )
          )
        ),
        opened3,
        fold(
          [
            el("span", { class: "fold-title" }, say("The figures as a table")),
            el("span", { class: "count" }, number(lines2.flatMap((l) => l.points).length))
          ],
          () => table(lines2, open2)
        )
      );
    }
    fill4();
    return el(
      "section",
      { class: "curves" },
      el("h3", {}, say("Figures over time")),
      el(
        "p",
        { class: "sub" },
        say(
          "Only figures of one claimant, measure and ground are joined. Arrows: at least, at most. Ring: contested. Cross: lower than an earlier cumulative figure."
        )
      ),
      selects,
      drawn3
    );
  }
  var districtCurves = (district) => curvesView(
    "district",
    page.data.curves.filter((c) => c.district === district)
  );
  var wholeCurves = () => curvesView(
    "whole",
    page.data.curves.filter((c) => c.district === void 0)
  );

  // panel/record.js
  var percent = (share) => `${number(Math.round(100 * share))} %`;
  var metres2 = (value) => `${number(Math.round(10 * value) / 10)} ${say("m")}`;
  var POINTS = {
    reference_point: () => say("reference point"),
    benchmark: () => say("benchmark"),
    start_point: () => say("start point"),
    turning_point: () => say("turning point"),
    intermediate_point: () => say("intermediate point"),
    end_point: () => say("end point")
  };
  var NORTHS = {
    true: () => say("true north"),
    magnetic: () => say("magnetic north"),
    grid: () => say("grid north")
  };
  var UNITS2 = {
    degrees: () => "°",
    mils_6000: () => ` ${say("mils of 6000")}`,
    mils_6400: () => ` ${say("mils of 6400")}`
  };
  var bearing = ({ bearing: value, unit: unit2, north, declination_deg: declination, grid }) => [
    `${value}${UNITS2[unit2 ?? "degrees"]()}`,
    NORTHS[north ?? "true"](),
    north === "magnetic" && declination !== void 0 && say("declination {d}°", { d: number(declination) }),
    north === "grid" && grid
  ].filter(Boolean).join(", ");
  var distance = ({ distance: value, distance_unit: unit2, distance_m: m }) => unit2 === "paces" && value !== void 0 ? say("{n} paces ({m})", { n: number(value), m: metres2(m) }) : metres2(m);
  var legsTable = (legs) => el(
    "table",
    { class: "record-legs" },
    el("caption", { class: "unseen" }, say("Legs as written")),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        [say("Leg"), say("Bearing"), say("Distance"), say("Leads to")].map((text) => el("th", { scope: "col" }, text))
      )
    ),
    el(
      "tbody",
      {},
      legs.map(
        (leg, k) => el(
          "tr",
          {},
          el("td", {}, number(k + 1)),
          el("td", {}, bearing(leg)),
          el("td", {}, distance(leg)),
          el("td", {}, POINTS[leg.to]?.() ?? leg.to)
        )
      )
    )
  );
  var reference = ({ reference: written3, latitude, longitude }) => written3 ?? (latitude === void 0 || longitude === void 0 ? null : `${latitude}, ${longitude} (WGS 84)`);
  var found = ({ scored, items }) => {
    if (!scored?.recorded) {
      return el(
        "p",
        {},
        items?.length ? say("None of its {n} recorded items lies on ground that was searched: nobody knows whether it is right.", {
          n: number(items.length)
        }) : say("It states no rows of mines, so nothing can be compared with what was found.")
      );
    }
    const { found: n, recorded: recorded2, recorded_anywhere: all2, tolerance_m: within4, low, high } = scored;
    return [
      el(
        "p",
        { class: "record-found" },
        el("b", {}, say("{n} of {all}", { n: number(n), all: number(recorded2) })),
        " ",
        say(
          "recorded items on searched ground have a find within {m} of them: {share} (95 % interval {low} to {high}).",
          {
            m: metres2(within4),
            share: percent(n / recorded2),
            low: percent(low ?? 0),
            high: percent(high ?? 1)
          }
        )
      ),
      all2 > recorded2 && el("p", {}, say("{n} more lie where nobody searched, and are not counted.", { n: number(all2 - recorded2) })),
      moved(scored)
    ];
  };
  var moved = ({ east_m: east, north_m: north, pairs: pairs2, tolerance_m: within4 }) => {
    if (east === void 0 || north === void 0 || Math.hypot(east, north) <= within4) return null;
    return el(
      "p",
      {},
      say("Moved {east} and {north}, {n} finds fit its items best: it may be displaced.", {
        east: east < 0 ? say("{m} west", { m: metres2(-east) }) : say("{m} east", { m: metres2(east) }),
        north: north < 0 ? say("{m} south", { m: metres2(-north) }) : say("{m} north", { m: metres2(north) }),
        n: number(pairs2 ?? 0)
      })
    );
  };
  var recordView = (area) => {
    if (area.layer !== "minefield_records") return null;
    const legs = area.legs ?? [];
    const hazard = page.data.areas.filter((a) => a.layer === "hazard_areas" && a.id === area.hazard_id);
    const types = (area.mines_by_type ?? "").split(";").filter(Boolean).map((part) => part.split("=")).map(([type, n]) => `${number(Number(n))} ${term("Ordnance", type)}`);
    return [
      el(
        "p",
        { class: "card-caution" },
        say("A paper: it says where somebody meant to lay mines, not where mines are, and nothing of other ground.")
      ),
      el(
        "dl",
        { class: "facts" },
        [
          [say("Record number"), area.record_number],
          [say("Laid by"), area.laid_by],
          [say("Laid on"), area.laid_on && date(area.laid_on)],
          [say("Handed over"), area.handed_over && date(area.handed_over)],
          [
            say("Mines stated"),
            area.mines_stated !== void 0 && [
              number(area.mines_stated),
              types.length > 0 && ` (${types.join(", ")})`
            ]
          ],
          [
            say("Closure error"),
            area.closure_m === void 0 ? say("does not lead back to its start") : say("{e} on {way}: how carefully it was made, not where it lies", {
              e: metres2(area.closure_m),
              way: metres2(area.perimeter_m ?? 0)
            })
          ],
          [
            say("Error"),
            area.ce95_m !== void 0 && say("within {a} in 50 of 100 cases (CE50), within {b} in 95 (CE95)", {
              a: metres2(area.ce50_m ?? 0),
              b: metres2(area.ce95_m)
            })
          ],
          [say("Reference point"), legs.length > 0 && reference(legs[0])],
          [say("Datum"), area.datum],
          [say("Hazardous area"), hazard.length > 0 && recordLinks(hazard)]
        ].filter(([, v]) => v).map(([name, v]) => [el("dt", {}, name), el("dd", {}, v)])
      ),
      el("h4", { class: "card-section" }, say("What was found of what it states")),
      found(area),
      legs.length > 0 && fold(
        [el("span", { class: "fold-title" }, say("Legs as written")), el("span", { class: "count" }, legs.length)],
        () => [legsTable(legs)]
      )
    ];
  };
  var recordsOfHazard = (area) => {
    if (area.layer !== "hazard_areas") return null;
    const records = page.data.areas.filter((a) => a.layer === "minefield_records" && a.hazard_id === area.id);
    return records.length > 0 && el("p", { class: "card-note" }, say("Minefield records: "), recordLinks(records));
  };

  // panel/sides.js
  var side = (party) => party === null ? say("not stated") : party === "none" ? say("no side") : party;
  var counts2 = (district, by) => page.data.sides.counts[district]?.[by] ?? [];
  var byOrigin = ([origin2, n]) => `${lower(originName(origin2))} ${number(n)}`;
  var originName = (origin2) => origin2 === null ? say("not stated") : term("Origin", origin2);
  var sidesView = () => {
    const made = new Map(counts2("", "claimant"));
    const printed2 = new Map(counts2("", "publisher"));
    const origins = counts2("", "origin");
    if (!made.size && !printed2.size && !origins.length) return null;
    const { silent } = page.data.sides;
    const value = (n) => el("td", { class: "value" }, n === void 0 ? "–" : number(n));
    return [
      el("h3", {}, say("Who speaks, by side")),
      el(
        "p",
        { class: "sub" },
        say("Claims by the side of who makes them and of who prints them; all claims, whatever a filter hides.")
      ),
      made.size + printed2.size > 0 && el(
        "table",
        { class: "plain-table", id: "sides" },
        el("caption", { class: "unseen" }, say("Who speaks, by side")),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            [say("Side"), say("Made by"), say("Printed by")].map(
              (text, k) => el("th", { scope: "col", class: k ? "value" : null }, text)
            )
          )
        ),
        el(
          "tbody",
          {},
          [.../* @__PURE__ */ new Set([...made.keys(), ...printed2.keys()])].map(
            (party) => el(
              "tr",
              { "data-side": party ?? "" },
              el("th", { scope: "row" }, side(party)),
              value(made.get(party)),
              value(printed2.get(party))
            )
          )
        )
      ),
      origins.length > 0 && [
        el("h4", {}, say("Where sources have it from")),
        el(
          "table",
          { class: "plain-table", id: "origins" },
          el("caption", { class: "unseen" }, say("Where sources have it from")),
          el(
            "tbody",
            {},
            origins.map(([origin2, n]) => el("tr", {}, el("th", { scope: "row" }, originName(origin2)), value(n)))
          )
        )
      ],
      silent.length > 0 && [
        el("h4", {}, say("Gaps: of which districts a side says nothing")),
        el(
          "div",
          { id: "gaps" },
          silent.map(
            (gap2) => fold(
              [
                el("span", { class: "fold-title" }, gap2.party),
                el(
                  "span",
                  { class: "count" },
                  say("{n} of {all}", { n: number(gap2.n), all: number(gap2.of) })
                )
              ],
              () => [el("p", { class: "sub" }, gap2.districts.map(districtName).join(", "))]
            )
          )
        )
      ]
    ];
  };
  var sidesOf = (district) => {
    const made = counts2(district, "claimant");
    const printed2 = counts2(district, "publisher");
    const origins = counts2(district, "origin");
    if (!made.length) return null;
    const without = page.data.sides.silent.filter((gap2) => gap2.districts.includes(district)).map((gap2) => gap2.party);
    const listed2 = (counted) => counted.map(([party, n]) => `${side(party)} ${number(n)}`).join(", ");
    return el(
      "p",
      { class: "card-note", "data-sides": district },
      say("Claims by side, with those about several districts: {sides}", { sides: listed2(made) }),
      without.length > 0 && ` · ${say("nothing from: {sides}", { sides: without.join(", ") })}`,
      printed2.length > 0 && ` · ${say("printed by: {sides}", { sides: listed2(printed2) })}`,
      origins.length > 0 && ` · ${say("sources by origin: {origins}", { origins: origins.map(byOrigin).join(", ") })}`
    );
  };

  // panel/within.js
  var VOCABULARY = { hazards: "Classification", released: "ReleaseProduct", events: "EventKind" };
  var recorded = ({ layer, status, n, points: points3, m2 }) => el(
    "tr",
    { "data-within": status },
    el(
      "th",
      { scope: "row" },
      el(
        "span",
        { class: "mark-sample small" },
        layer === "events" ? drawSymbol(symbolOfEvent(status)) : drawArea(status)
      ),
      term(VOCABULARY[layer], status),
      points3 ? el("small", {}, say("{n} known by position only", { n: number(points3) })) : null
    ),
    el("td", { class: "count-cell" }, number(n)),
    el("td", {}, m2 === void 0 || n === points3 ? null : squareMetres(m2))
  );
  var told = (id, text, symbol2, claims) => claims.length ? el(
    "tr",
    { "data-within": id },
    el("th", { scope: "row" }, el("span", { class: "mark-sample small" }, drawSymbol(symbol2)), text),
    el(
      "td",
      { class: "count-cell" },
      shareOf(claims.filter((some) => kept(some).length > 0).length, claims.length)
    ),
    el("td", {})
  ) : null;
  function withinView(district) {
    const { data } = page;
    const sites = district.sites.map((s) => data.sites[s]);
    const rows2 = [
      ...district.within.map(recorded),
      told(
        "claimed-accidents",
        say("Accidents that claims tell of"),
        "accident",
        data.accidents.filter((a) => a.districts === district.district).map((a) => a.claims)
      ),
      told(
        "claimed-finds",
        say("Places where claims tell of ordnance found"),
        "find",
        sites.filter((site) => site.kinds.includes("find")).map((site) => site.marked.find ?? site.claims)
      )
    ].filter((row4) => row4 !== null);
    return [
      el("h4", { class: "card-section" }, say("Recorded inside this district")),
      rows2.length ? el(
        "table",
        { class: "key-figures within" },
        el("caption", { class: "unseen" }, say("Recorded inside this district")),
        el("tbody", {}, rows2)
      ) : null,
      district.within.some(({ m2 }) => m2 !== void 0) ? el(
        "p",
        { class: "card-note" },
        say(
          "Outlines as reported, whatever their date. One across the border counts in both districts, with its ground inside; where outlines of one class overlap, their ground counts once."
        )
      ) : el(
        "p",
        { class: "card-note" },
        district.drawn ? say("No outline or position of a hazardous area or of released land is recorded inside.") : say("Nothing can be counted inside, because its outline is not known.")
      ),
      el("p", { class: "card-caution" }, say("No record here does not mean that land is safe."))
    ];
  }

  // panel/place.js
  var cardOf = (key) => {
    const found2 = lookUp(key);
    if (!found2) return el("p", {}, say("Nothing is selected."));
    return el("div", { class: "card", "data-key": key }, cards[found2.kind](found2.item));
  };
  var head = (kind, name, also) => [
    el("p", { class: "card-kind" }, kind),
    el("h3", { class: "card-name" }, name),
    also.length ? el("p", { class: "card-also" }, also.join(" · ")) : null
  ];
  var caution = (text) => el("p", { class: "card-caution" }, text);
  var section = (title2, ...children) => [el("h4", { class: "card-section" }, title2), ...children];
  var cards = {
    /** @param {District} district */
    district(district) {
      const { data } = page;
      const i = data.districtAt.get(district.district);
      const also = [district.district, district.name_az, district.name_hy, district.name_ru, ...district.aliases].filter(
        (n, k, all2) => n && n !== districtName(district.district) && all2.indexOf(n) === k
      );
      const contested = differing(district.claims);
      const total2 = district.claims.length + district.groups.length + district.loose.length + district.sites.length;
      return [
        head(
          unnamed(district.district) ? `${say("District")} · ${say("its name is not translated")}` : say("District"),
          districtName(district.district),
          also
        ),
        caution(
          district.drawn ? say("Figures here are of the whole district. They say nothing about where in it.") : say("A known name without polygon: no open boundary layer has its outline yet. It is not drawn.")
        ),
        district.note && el("p", { class: "card-note" }, district.note),
        total2 === 0 && el(
          "p",
          { class: "empty" },
          say("No claim in this dataset names this district. That is not evidence of no contamination.")
        ),
        withinView(district),
        namedIn(district),
        sidesOf(district.district),
        keyFigures(i ?? -1),
        districtCurves(district.district),
        figuresOfTheSame([...district.claims, ...district.loose]),
        pairs(contested),
        district.claims.length ? section(
          [say("Claims about the district "), el("span", { class: "count" }, countOf(district.claims))],
          claimsBySubject(district.claims, { open: 1 })
        ) : null,
        accidentsOf(district),
        groupsOf(district),
        district.loose.length ? section(
          [say("Claims about a part or an unknown place "), el("span", { class: "count" }, countOf(district.loose))],
          claimsBySubject(district.loose, { place: true })
        ) : null,
        sitesOf(district),
        district.drawn && el(
          "p",
          { class: "card-source" },
          say("Outline: {set}", { set: district.boundary_set ?? say("boundary set not stated") }),
          district.uncertainty_m ? say(", border exact to about {km} km", { km: number(district.uncertainty_m / 1e3) }) : ""
        )
      ];
    },
    /** @param {Site} site */
    site(site) {
      const { data } = page;
      const rest = site.claims.filter((c) => !site.accidents.some((a) => data.accidents[a].claims.includes(c)));
      const exact = (place2) => place2.accuracy_m ? `, ${accuracy(place2.accuracy_m)}` : "";
      const alone = site.places.length === 1;
      return [
        head(term("Support", site.support), site.name, alone ? site.places[0].also : []),
        caution(
          alone ? `${site.support === "settlement" ? say("Somewhere in or around this place") : say("Near this position")}${exact(site.places[0])}. ${say("Not an outline.")}` : say("Several places share this position, because no better one is known. Not an outline.")
        ),
        alone ? null : el(
          "ul",
          { class: "plain" },
          site.places.map(
            (p) => el("li", {}, el("b", {}, p.name), exact(p), p.also.length ? ` (${p.also.join(" · ")})` : null)
          )
        ),
        el(
          "p",
          { class: "card-note" },
          site.districts.length ? [
            say("District as stated: "),
            site.districts.map((d, k) => [
              k ? ", " : "",
              data.districtAt.has(d) ? action(districtName(d), () => select(`district:${d}`, { fly: true })) : d
            ])
          ] : null,
          site.places.some((p) => p.uncertain) ? say(" (near a border that is not exact, or outside the drawn district)") : ""
        ),
        figuresOfTheSame(site.claims),
        pairs(differing(site.claims)),
        site.accidents.length ? section(
          site.accidents.length > 1 ? [say("Accidents "), el("span", { class: "count" }, site.accidents.length)] : say("Accident"),
          site.accidents.map((a) => accidentView(data.accidents[a], site.accidents.length < 4))
        ) : null,
        rest.length ? section(
          site.accidents.length ? say("Other claims about this place") : say("Claims about this place"),
          claimsBySubject(rest, { open: 3 })
        ) : null,
        fold([el("span", { class: "fold-title" }, say("About the position"))], () => [
          el(
            "p",
            { class: "card-source" },
            say("Latitude {lat}, longitude {lon} (WGS 84)", { lat: site.at[0].toFixed(4), lon: site.at[1].toFixed(4) })
          ),
          site.places.map(
            (p) => el(
              "p",
              { class: "card-note" },
              [alone ? null : p.name, p.origin ?? say("origin not stated"), p.note].filter(Boolean).join(". ")
            )
          )
        ])
      ];
    },
    /** @param {Area} area */
    area(area) {
      return [
        head(areaKind(area), area.name ?? area.id, []),
        caution(`${term("Support", area.support)}: ${meaning("Support", area.support)}.`),
        isPosition(area) && caution(say("Only its position is known: no area is drawn, whatever was stated.")),
        ageNote(ageOfArea(area)),
        el(
          "dl",
          { class: "facts" },
          [
            [say("Id"), area.id],
            [say("Occurred"), area.occurred && date(area.occurred)],
            [say("Casualties"), OUTCOMES.some((key) => (
              /** @type {any} */
              area[key] !== void 0
            )) && casualties2(area)],
            [say("Ordnance"), area.ordnance && term("Ordnance", area.ordnance)],
            [say("District as stated"), area.district],
            [say("Land status"), area.land_status && term("LandStatus", area.land_status)],
            [say("Method"), area.method && term("Method", area.method)],
            [say("Depth"), area.depth_m && `${number(area.depth_m)} ${say("m")}`],
            [say("Stated area"), area.stated_area_m2 && `${number(area.stated_area_m2 / 1e4)} ${say("ha")}`],
            [say("Stated radius"), area.stated_radius_m && metres(area.stated_radius_m)],
            [say("Positional accuracy"), area.horizontal_accuracy_m && accuracy(area.horizontal_accuracy_m)],
            [say("Coordinates"), area.coordinate_operation],
            [say("Outline repaired"), area.repair && repaired(area)],
            [say("From"), area.layer !== "events" && area.valid_from && date(area.valid_from)],
            [say("Until (not included)"), area.valid_to && date(area.valid_to)],
            [say("Known from"), area.layer !== "events" && area.known_from && date(area.known_from)],
            [say("Source"), area.source && cite(area.source)]
          ].filter(([, v]) => v).map(([name, v]) => [el("dt", {}, name), el("dd", {}, v)])
        ),
        recordView(area),
        recordsOfHazard(area),
        besideView(area),
        area.claims.length ? section(say("Claims"), claimsBySubject(area.claims, { open: 3 })) : null
      ];
    },
    event: (item) => cards.area(item),
    here: (item) => hereCard(item),
    /** @param {Group} group */
    group(group2) {
      return [
        head(
          say("{what} together", { what: count(group2.districts.length, "district") }),
          group2.districts.map(districtName).join(", "),
          []
        ),
        caution(say("One figure for all of them. It is never split.")),
        figuresOfTheSame(group2.claims),
        section(say("Claims"), claimsBySubject(group2.claims, { open: 3, place: true }))
      ];
    }
  };
  var namedIn = (district) => {
    const all2 = naming(district);
    if (!all2.length) return null;
    const only = namingOnly(district);
    const whole = only.filter((i) => district.claims.includes(i));
    const part = only.filter((i) => district.loose.includes(i));
    const place2 = only.filter((i) => !whole.includes(i) && !part.includes(i));
    return el(
      "p",
      { class: "card-note", "data-naming": district.district },
      say(
        "Claims that name only this district: {only} (about all of it {whole}, about a part or an unknown place {part}, about places in it {place}). That name it among others: {others}.",
        {
          only: countOf(only),
          whole: countOf(whole),
          part: countOf(part),
          place: countOf(place2),
          others: countOf(all2.filter((i) => !only.includes(i)))
        }
      )
    );
  };
  var repaired = ({ repair, repair_m2: m2 }) => [
    repair === "quarantined" ? say("doubtful: nobody knows which ground was meant, so it is in no figure of area") : say("so that it does not cross itself"),
    m2 !== void 0 && `${m2 > 0 ? "+" : ""}${number(Math.round(m2))} ${say("m²")}`
  ].filter(Boolean).join("; ");
  var OUTCOMES = ["killed", "injured"].flatMap((outcome) => [outcome, `${outcome}_min`, `${outcome}_max`]);
  var casualties2 = (event) => {
    const persons2 = (outcome) => persons(event[outcome] ?? event[`${outcome}_min`], event[outcome] ?? event[`${outcome}_max`]);
    return [
      say("{n} killed", { n: persons2("killed") ?? say("not stated") }),
      say("{n} injured", { n: persons2("injured") ?? say("not stated") })
    ].join(", ");
  };
  var differing = (claims) => [...new Set(claims.flatMap((c) => page.data.disputesOf.get(c) ?? []))].map((d) => page.data.disputes[d]).filter((d) => d.a !== void 0 && disputeShown(d));
  function figuresOfTheSame(claims) {
    const bars = competingBars(claims);
    return bars.length ? section(say("Figures of the same thing that differ"), bars) : null;
  }
  var pairs = (contested) => {
    const folds = [
      /** @type {[boolean, string]} */
      [true, say("Disputed, side by side")],
      /** @type {[boolean, string]} */
      [false, say("Not disputed: another day, scope or measure, or rounded")]
    ].map(([dispute, title2]) => {
      const some = contested.filter((d) => d.dispute === dispute);
      return some.length ? fold(
        [el("span", { class: "fold-title" }, title2), el("span", { class: "count" }, some.length)],
        () => some.map((d) => sideBySide(d)),
        dispute && some.length < 3
      ) : null;
    }).filter(Boolean);
    return folds.length ? el("div", { class: "card-disputes" }, folds) : null;
  };
  function keyFigures(i) {
    const { data } = page;
    const rows2 = data.figures.filter((f) => f.cells[i] || f.hidden?.[i]).map((figure3) => {
      if (!figure3.cells[i]) {
        return el(
          "tr",
          {},
          el("th", { scope: "row" }, el("span", {}, figure3.title)),
          el("td", { class: "hidden-note" }, cellText(figure3, i))
        );
      }
      const cell2 = figure3.cells[i];
      const sources = [...new Set(cell2.claims.map((c) => data.claims[c].source))];
      const claimants2 = [...new Set(cell2.claims.map((c) => data.claims[c].claimant))];
      return el(
        "tr",
        { class: figure3.id === page.figure.id ? "current" : null },
        el(
          "th",
          { scope: "row" },
          el("span", {}, figure3.title),
          el("small", {}, [figure3.what, claimants2.length === 1 ? claimants2[0] : null].filter(Boolean).join(" · "))
        ),
        el(
          "td",
          {},
          el("b", {}, cellText(figure3, i)),
          " ",
          sources.length <= 3 && sources.map((n) => cite(n)),
          sources.length > 1 && [" ", el("small", {}, sourcesAndOrigins(cell2.claims))]
        )
      );
    });
    return rows2.length ? el(
      "table",
      { class: "key-figures" },
      el("caption", { class: "unseen" }, say("Figures of this district")),
      el("tbody", {}, rows2)
    ) : null;
  }
  function accidentView(item, open2, where2) {
    const list3 = fold(
      [
        el("span", { class: "fold-title" }, date(item.occurred) || say("date not stated")),
        el("span", { class: "fold-sub" }, [where2, casualties(item)].filter(Boolean).join(": ")),
        item.contested && el("span", { class: "tag" }, say("claims differ")),
        el("span", { class: "count" }, countOf(item.claims))
      ],
      () => [hiddenNote(item.claims), ...newestFirst(kept(item.claims)).map((c) => claimView(c, { subject: true }))],
      open2
    );
    list3.classList.add("accident");
    return list3;
  }
  function accidentsOf(district) {
    if (!district.accidents.length) return null;
    return section(
      [say("Accidents in the district, place not known "), el("span", { class: "count" }, district.accidents.length)],
      district.accidents.map((a) => accidentView(page.data.accidents[a], false))
    );
  }
  function groupsOf(district) {
    if (!district.groups.length) return null;
    const groups = district.groups.map((g) => page.data.groups[g]);
    const all2 = [...new Set(groups.flatMap((g) => g.claims))];
    return section(
      [say("Figures of several districts together (never split) "), el("span", { class: "count" }, countOf(all2))],
      groups.map((group2) => groupView(group2))
    );
  }
  var groupView = (group2) => {
    const node = fold(
      [
        el(
          "span",
          { class: "fold-title" },
          `${count(group2.districts.length, "district")}: `,
          el("span", { class: "fold-sub" }, group2.districts.map(districtName).join(", "))
        ),
        el("span", { class: "count" }, countOf(group2.claims))
      ],
      () => [
        el(
          "p",
          {},
          action(say("Outline these districts on the map"), () => select(group2.key, { quiet: true }))
        ),
        claimsBySubject(group2.claims, { open: 1, place: true })
      ]
    );
    node.addEventListener("mouseenter", () => outlineDistricts(group2.districts));
    node.addEventListener("mouseleave", () => highlightSelection());
    return node;
  };
  function sitesOf(district) {
    if (!district.sites.length) return null;
    return section(
      [say("Places in this district "), el("span", { class: "count" }, district.sites.length)],
      el(
        "ul",
        { class: "chips" },
        district.sites.map((s) => {
          const site = page.data.sites[s];
          return el(
            "li",
            { class: kept(site.claims).length ? null : "hidden-note" },
            action(
              [site.kinds.map((k) => el("span", { class: "mark-sample small" }, drawSymbol(k))), site.name],
              () => select(site.key, { fly: true })
            ),
            hiddenIn(site.claims) ? el("span", { class: "count" }, countOf(site.claims)) : null
          );
        })
      )
    );
  }

  // map/extent.js
  var [LEGEND, POPUP, TOOLS] = [318, 430, 56];
  var within3 = (boxes) => {
    const around = L.latLngBounds([]);
    boxes.forEach((b) => around.extend(b));
    if (!around.isValid()) return (b) => b;
    const [west, south, east, north] = [
      around.getWest() - 1,
      around.getSouth() - 1,
      around.getEast() + 1,
      around.getNorth() + 1
    ];
    return (b) => {
      const [w, s] = [Math.max(west, b.getWest()), Math.max(south, b.getSouth())];
      const [e, n] = [Math.min(east, b.getEast()), Math.min(north, b.getNorth())];
      return w <= e && s <= n ? L.latLngBounds([
        [s, w],
        [n, e]
      ]) : null;
    };
  };
  var FEW = 0.05;
  var extent = () => {
    const { data } = page;
    const box2 = L.latLngBounds([]);
    for (const d of data.districts) if (d.drawn && d.claims.length) box2.extend(d.box);
    const outlines = [...data.areas.map((a) => a.box), ...Object.values(data.large)].map((b) => L.latLngBounds(b));
    const near = within3(data.districts.filter((d) => d.drawn).map((d) => d.box));
    const parts3 = outlines.map(near);
    const far = parts3.filter((part) => part === null).length;
    const stray = far <= FEW * outlines.length;
    for (const [k, part] of parts3.entries()) {
      if (part) box2.extend(part);
      else if (!stray) box2.extend(outlines[k]);
    }
    if (!box2.isValid()) for (const b of outlines) box2.extend(b);
    const around = within3(box2.isValid() ? [box2] : []);
    const told2 = data.sites.filter((s) => s.claims.length).map((s) => L.latLngBounds(s.at, s.at));
    for (const at2 of told2) if (around(at2)) box2.extend(at2);
    if (!box2.isValid()) {
      for (const d of data.districts) if (d.drawn) box2.extend(d.box);
    }
    if (!box2.isValid()) {
      return L.latLngBounds([
        [-60, -150],
        [70, 150]
      ]);
    }
    return box2.getSouthWest().equals(box2.getNorthEast()) ? box2.getCenter().toBounds(2e4) : box2;
  };
  function coveredByLegend() {
    const card = (
      /** @type {HTMLDetailsElement | null} */
      document.querySelector(".legend-card")
    );
    if (!card?.open) return 0;
    return card.getBoundingClientRect().right - page.map.getContainer().getBoundingClientRect().left;
  }
  var margins = () => narrow() ? { paddingTopLeft: [10, 10], paddingBottomRight: [10, sheetHeight() + 10] } : { paddingTopLeft: [coveredByLegend() + 8, 16], paddingBottomRight: [56, 16] };
  var home = (options) => page.map.fitBounds(extent(), { ...margins(), ...options });

  // map/selection.js
  var popup = null;
  function extentOf({ kind, item }) {
    if (kind !== "group") return "box" in item && item.box ? L.latLngBounds(item.box) : null;
    const { districts: districts2, districtAt } = page.data;
    const boxes = item.districts.map((name) => districts2[districtAt.get(name) ?? -1]?.box).filter((box2) => box2);
    return boxes.length ? L.latLngBounds(boxes.flat()) : null;
  }
  function nameOf2({ kind, item }) {
    if (kind === "group") return say("Group of districts");
    if (kind === "district") return districtName(item.district);
    return item.name ?? ("id" in item ? item.id : "");
  }
  var answer = (key, options = {}) => {
    const { map } = page;
    const found2 = lookUp(key);
    if (!found2) return;
    page.selected = key;
    const { kind, item } = found2;
    if (narrow() && !options.quiet) showTab("place", { by: "hand" });
    const box2 = extentOf(found2);
    const at2 = "at" in item ? item.at : void 0;
    if ((kind === "group" || options.fly) && box2) map.fitBounds(box2, { ...margins(), maxZoom: 10.5, animate: false });
    else if (options.fly && at2) map.setView(at2, Math.max(map.getZoom(), 11), { animate: false });
    highlightSelection();
    refreshTab("place");
    remember();
    if (kind !== "here") announce(`${nameOf2(found2)}: ${count(item.claims.length, "claim")}`);
    if (options.quiet) {
      popup?.remove();
      return;
    }
    const spot2 = options.at ?? at2 ?? box2?.getCenter();
    if (narrow() || !spot2 || options.fly || kind === "district" || kind === "group" || kind === "here" || page.tab === "place" || map.getSize().x < LEGEND + POPUP + TOOLS) {
      popup?.remove();
      showTab("place", { by: "hand" });
      if (narrow() && spot2)
        map.panInside(spot2, {
          paddingTopLeft: [30, 60],
          paddingBottomRight: [60, map.getSize().y * 0.62],
          animate: false
        });
      return;
    }
    popup?.remove();
    popup = L.popup({
      maxWidth: POPUP - 30,
      minWidth: 340,
      maxHeight: Math.max(260, Math.round(map.getSize().y * 0.62)),
      className: "claims-popup",
      autoPanPaddingTopLeft: [LEGEND, 12],
      autoPanPaddingBottomRight: [TOOLS, 12]
    }).setLatLng(spot2).setContent(
      el(
        "div",
        { click: (event) => event.stopPropagation() },
        // or it would reach the map once its button is gone
        el(
          "p",
          { class: "popup-tools" },
          action(say("Read in the panel"), () => {
            popup?.remove();
            showTab("place", { by: "hand" }).focus();
          })
        ),
        cardOf(key)
      )
    ).openOn(map);
  };
  var closePopup = () => popup?.remove();
  var refreshPopup = () => {
    if (!popup?.isOpen()) return;
    popup.getElement()?.querySelector(".card")?.replaceWith(cardOf(page.selected ?? ""));
    popup.update();
  };
  var inSelection = () => page.selected ? { sel: page.selected } : {};
  var placeView = () => page.selected ? cardOf(page.selected) : el(
    "p",
    { class: "lead" },
    say("Click a district or a symbol on the map, or search by name, to read every claim about it.")
  );

  // time/timeline.js
  var MODES = { on: say("as on"), known: say("as known on"), both: say("as on and known on") };
  var AREAS = ["hazards", "released", "lines", "records", "events"];
  var own2 = {};
  var span = { first: Infinity, last: -Infinity };
  var dated = () => span.first <= span.last;
  var parts = {};
  var opened2 = false;
  var newest = () => Math.max(span.first, Math.min(span.last, lastDay2(page.data.meta.data_date) ?? span.last));
  var dayAt = () => time ?? { day: newest(), mode: (
    /** @type {TimeMode} */
    parts.mode?.value ?? "on"
  ) };
  var timer;
  var later;
  function showAreas() {
    const counts3 = {};
    const all2 = {};
    for (const name of AREAS) {
      own2[name].forEach((layer) => {
        const area = page.data.areas[layer.feature.properties.i];
        const on2 = areaInTime(area);
        all2[area.status] = (all2[area.status] ?? 0) + 1;
        counts3[area.status] = (counts3[area.status] ?? 0) + (on2 ? 1 : 0);
        const node = layer.getElement();
        if (node) node.style.display = on2 ? "" : "none";
      });
      if (page.large[name]) ageLarge(page.large[name], { repaint: false });
      for (const { value, count: count2 } of page.large[name]?.setTime(...dayOf(time?.mode ?? "on")).classes ?? [])
        counts3[value ?? ""] = (counts3[value ?? ""] ?? 0) + count2;
    }
    for (const [name, status] of Object.entries(classes).flatMap(([layer, list3]) => list3.map((s) => [layer, s]))) {
      const cell2 = document.querySelector(`#legend [data-count="${name}-${status}"]`);
      if (cell2) cell2.textContent = shareOf(counts3[status] ?? 0, (all2[status] ?? 0) + largeTotal(name, status));
    }
    return counts3;
  }
  var plain = [];
  function showPlain() {
    const { other } = page.layers;
    plain.forEach((mark2) => other.removeLayer(mark2));
    plain = plainPlaces().map((feature) => {
      const [lng, lat] = feature.geometry.coordinates;
      const mark2 = (
        /** @type {any} */
        points.other(feature, L.latLng(lat, lng))
      );
      mark2.feature = feature;
      onEach("other")(feature, mark2);
      return mark2.on("add", () => dressMark("other", mark2));
    });
    plain.forEach((mark2) => other.addLayer(mark2));
  }
  var upTo = (series2, key) => {
    let at2 = -1;
    for (let low = 0, high = series2.days.length - 1; low <= high; ) {
      const middle3 = low + high >> 1;
      if (series2.days[middle3] <= dayAt().day) {
        at2 = middle3;
        low = middle3 + 1;
      } else high = middle3 - 1;
    }
    return at2 < 0 ? 0 : series2[key][at2];
  };
  function totals(counts3) {
    const { data } = page;
    const cells = [];
    const add = (id, text, value, more) => cells.push(
      el("span", { class: "time-total", "data-total": id }, `${text}: `, el("b", {}, value), more ? ` ${more}` : null)
    );
    add("claims", say("Claims"), shareOf(data.claims.filter((_c, i) => shows(i)).length, data.claims.length));
    if (page.drawn.hazards)
      for (const status of classes.hazards)
        add(status, term("Classification", status), number(counts3[status] ?? 0));
    for (const product of classes.released) {
      const series2 = data.released[dayAt().mode]?.[product];
      if (!series2) continue;
      const [m2, unstated] = [upTo(series2, "m2"), upTo(series2, "unstated")];
      const label3 = term("ReleaseProduct", product);
      if (m2)
        add(
          product,
          label3,
          `${number(Math.round(m2 / 100) / 100)} ${say("ha")}`,
          unstated ? `(${say("and")} ${number(unstated)} ${say("without stated area")})` : void 0
        );
      else add(product, label3, number(unstated), `(${say("area not stated")})`);
    }
    if (page.drawn.events) {
      for (const kind of classes.events)
        if (counts3[kind])
          add(kind, `${term("EventKind", kind)} (${say("as delivered")})`, number(counts3[kind]));
    }
    if (Object.keys(data.released[dayAt().mode] ?? {}).length)
      cells.push(el("span", {}, say("Areas as reported; overlaps not taken out.")));
    const accidents = data.accidents.filter((a) => a.claims.some(shows));
    if (data.accidents.length) {
      const sum2 = (key) => {
        const stated2 = accidents.map((a) => a[key]).filter((n) => n !== void 0);
        return stated2.length ? stated2.reduce((all2, n) => all2 + n, 0) : void 0;
      };
      const killed = range(sum2("killed_min"), sum2("killed_max"));
      const injured = range(sum2("injured_min"), sum2("injured_max"));
      const people = [killed && say("{n} killed", { n: killed }), injured && say("{n} injured", { n: injured })].filter(
        Boolean
      );
      add(
        "accidents",
        say("Accidents recorded one by one"),
        number(accidents.length),
        people.length ? `(${people.join(", ")}, ${say("as claimed")})` : void 0
      );
    }
    return cells;
  }
  var inForce = {};
  var tellTotals = () => {
    if (time || opened2) parts.totals.replaceChildren(...totals(inForce));
  };
  function undatedNote() {
    const { data } = page;
    const claims = [...data.claims.keys()].filter(isUndated);
    const of = {
      on: (a) => !a.valid_from && !a.valid_to,
      known: (a) => !a.known_from,
      both: (a) => !a.valid_from && !a.valid_to && !a.known_from
    }[shownDay().mode];
    const areas = data.areas.filter((a) => a.layer !== "clearance_zones" && of(a)).length + Object.values(page.large).reduce((n, layer) => n + layer.undated(shownDay().mode), 0);
    if (!claims.length && !areas) return null;
    return [
      areas > 0 && el(
        "span",
        { "data-total": "undated-areas" },
        `${say("Outlines without a date, always shown: {n}", { n: number(areas) })} `
      ),
      claims.length > 0 && el(
        "label",
        {},
        el("input", {
          type: "checkbox",
          id: "time-undated",
          checked: undated,
          change: (e) => {
            showUndated(e.target.checked);
            apply();
          }
        }),
        ` ${say("show claims without a date:")} `,
        el("span", { "data-total": "undated-claims" }, number(claims.length))
      ),
      claims.length > 0 && fold(
        [el("span", {}, say("List them"))],
        () => claims.slice(0, 100).map((i) => claimView(i, { place: true, subject: true }))
      )
    ];
  }
  function apply() {
    sift([page.figure]);
    inForce = showAreas();
    showPlain();
    dressMarks();
    countMarks();
    showAges();
    paintFigure();
    if (time) opened2 = true;
    if (opened2) {
      const { day: day2, mode } = dayAt();
      const text = time ? `${MODES[mode]} ${date(iso(day2))}` : say("Show everything, whatever its date");
      parts.range.value = day2;
      parts.range.setAttribute("aria-valuetext", text);
      parts.date.value = iso(day2);
      parts.mode.value = mode;
      parts.claims.replaceChildren(...histogram(mode));
      tellTotals();
      parts.undated.replaceChildren(...(time && undatedNote() || []).filter(Boolean));
    }
    tell("day");
    parts.bar.hidden = !opened2;
    parts.open.hidden = opened2;
    byId("page").classList.toggle("timed", opened2);
    clearTimeout(later);
    later = window.setTimeout(() => {
      sift();
      refreshTabs();
      refreshPopup();
      remember();
    }, 250);
  }
  var setTime = (day2, mode = time?.mode ?? "on") => {
    const number2 = typeof day2 === "string" ? lastDay2(day2) : day2;
    const was2 = time;
    showDay(
      number2 === null || !Number.isFinite(number2) || !dated() ? null : {
        day: Math.max(span.first, Math.min(span.last, Math.round(number2))),
        mode: (
          /** @type {TimeMode} */
          mode in MODES ? mode : "on"
        )
      }
    );
    if (!time) stop();
    const changed = Boolean(time || was2 || opened2);
    if (!time) opened2 = false;
    if (changed) apply();
  };
  var recallTime = ({ t, tm, tu }) => {
    if (t) {
      showUndated(tu === "1");
      setTime(t, tm ?? "on");
    }
  };
  function settleDate() {
    const { value } = parts.date;
    if (!parts.bar || value === iso(dayAt().day)) return;
    if (value) {
      stop();
      setTime(value);
    } else parts.date.value = iso(dayAt().day);
  }
  function stop() {
    clearTimeout(timer);
    timer = void 0;
    parts.play?.setAttribute("aria-pressed", "false");
    if (parts.play) parts.play.firstChild.textContent = "▶";
  }
  function play() {
    if (timer) {
      stop();
      return;
    }
    parts.play.setAttribute("aria-pressed", "true");
    parts.play.firstChild.textContent = "❚❚";
    if (dayAt().day >= newest()) setTime(span.first);
    const still = !moves();
    const step2 = Math.max(1, Math.round((span.last - span.first) / (still ? 12 : 150)));
    const next2 = () => {
      if (!time || time.day >= span.last) {
        stop();
        return;
      }
      setTime(time.day + step2);
      timer = window.setTimeout(next2, still ? 1500 : 120);
    };
    timer = window.setTimeout(next2, 0);
  }
  var DAY3 = 864e5;
  var BINS = 72;
  var YEARS = 8;
  function histogram(mode) {
    const length = Math.max(1, span.last - span.first);
    const bins = Array.from({ length: BINS }, () => 0);
    for (const day2 of daysOfClaims(mode)) {
      if (day2 === null || day2 < span.first || day2 > span.last) continue;
      bins[Math.min(BINS - 1, Math.floor((day2 - span.first) / length * BINS))] += 1;
    }
    const most = Math.max(1, ...bins);
    const bars = bins.map((n, k) => {
      const height = n ? Math.max(1, 20 * Math.sqrt(n / most)) : 0;
      return svg("rect", { x: k + 0.1, y: 20 - height, width: 0.8, height });
    });
    const [from, to] = [span.first, span.last].map((day2) => new Date(day2 * DAY3).getUTCFullYear());
    const step2 = [1, 2, 5, 10, 20, 50].find((years2) => (to - from) / years2 <= YEARS) ?? 100;
    const years = [];
    for (let year = Math.ceil(from / step2) * step2; year <= to; year += step2) {
      const at2 = (Date.UTC(year, 0, 1) / DAY3 - span.first) / length;
      if (at2 >= 0) years.push(el("span", { style: `left:${(100 * at2).toFixed(1)}%` }, String(year)));
    }
    return [
      svg("svg", { viewBox: `0 0 ${BINS} 20`, preserveAspectRatio: "none" }, ...bars),
      el("div", { class: "time-years" }, years)
    ];
  }
  var buildTimeline = (more) => {
    const { data } = page;
    for (const name2 of AREAS) own2[name2] = page.layers[name2].getLayers();
    const note = (day2) => {
      if (day2 === null) return;
      span = { first: Math.min(span.first, day2), last: Math.max(span.last, day2) };
    };
    noteDates(data).flat().forEach(note);
    data.areas.forEach((a) => [a.valid_from, a.known_from].map(lastDay2).forEach(note));
    for (const layer of Object.values(page.large)) layer.days().forEach(note);
    if (!dated()) return;
    const name = (text) => ({ "aria-label": text, title: text });
    parts = {
      open: el(
        "button",
        {
          type: "button",
          id: "time-open",
          class: "time-open",
          click: () => {
            opened2 = true;
            apply();
            parts.range.focus();
          }
        },
        say("Time")
      ),
      play: el(
        "button",
        { type: "button", id: "time-play", "aria-pressed": "false", ...name(say("Play")), click: play },
        "▶"
      ),
      range: el("input", {
        type: "range",
        id: "time-range",
        min: span.first,
        max: span.last,
        step: 1,
        "aria-label": say("Day shown"),
        input: (e) => {
          stop();
          setTime(Number(e.target.value));
        },
        change: () => announce(`${MODES[dayAt().mode]} ${date(iso(dayAt().day))}`)
      }),
      // Whoever types a year passes through the years 2, 20 and 201: a day beyond the ends counts once it is left.
      date: el("input", {
        type: "date",
        id: "time-date",
        min: iso(span.first),
        max: iso(span.last),
        "aria-label": say("Day shown"),
        change: (e) => {
          if (e.target.value && e.target.validity.valid) {
            stop();
            setTime(e.target.value);
          }
        },
        keydown: (e) => {
          if (e.key === "Enter") settleDate();
        },
        blur: () => settleDate()
      }),
      mode: el(
        "select",
        { id: "time-mode", "aria-label": say("Which time"), change: (e) => setTime(dayAt().day, e.target.value) },
        Object.entries(MODES).map(([id, text]) => el("option", { value: id }, text))
      ),
      // On a phone the bar is a strip: counts and choices unfold.
      more: el(
        "button",
        {
          type: "button",
          id: "time-more",
          "aria-expanded": "false",
          ...name(say("Show more")),
          click: () => {
            const open2 = parts.bar.classList.toggle("unfolded");
            parts.more.setAttribute("aria-expanded", String(open2));
          }
        },
        "⋯"
      ),
      claims: el("div", { class: "time-claims", "aria-hidden": "true" }),
      totals: el("p", { class: "time-totals" }),
      undated: el("div", { class: "time-undated" })
    };
    parts.bar = el(
      "section",
      { id: "timeline", class: "timeline", "aria-label": say("Time"), hidden: true },
      el(
        "div",
        { class: "time-row" },
        parts.play,
        parts.mode,
        parts.date,
        el("div", { class: "time-track" }, parts.claims, parts.range),
        parts.more,
        el(
          "button",
          {
            type: "button",
            id: "time-close",
            class: "time-close",
            ...name(say("Show everything, whatever its date")),
            click: () => {
              setTime(null);
              parts.open.focus();
            }
          },
          "×"
        )
      ),
      el("div", { class: "time-rest" }, parts.totals, el("div", { class: "time-choices" }, more, parts.undated))
    );
    first(".chart").append(parts.open, parts.bar);
    new ResizeObserver(() => byId("page").style.setProperty("--time-height", `${parts.bar.offsetHeight}px`)).observe(
      parts.bar
    );
    for (const node of [parts.open, parts.bar]) {
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
    }
    for (const one of Object.values(own2).flat())
      one.on("add", () => {
        const node = one.getElement();
        if (time && node) node.style.display = areaInTime(data.areas[one.feature.properties.i]) ? "" : "none";
      });
  };

  // time/swipe.js
  var AREAS2 = ["released", "hazards", "lines", "events"];
  var LAYERS2 = [...AREAS2, "zone", "find", "accident", "other"];
  var DISTRICTS = "districts";
  var UPWARDS = [...classes.hazards, ...classes.released].reverse();
  var BEFORE = "before";
  var state = null;
  var now = () => (
    /** @type {Swipe} */
    state
  );
  var controls = {};
  var run = 0;
  var ownPane = (name) => String((page.layers[name] ?? page.large[name]).options.pane);
  var was = () => (
    /** @type {import('../payload').Was} */
    page.data.changes?.was
  );
  function twinPane(name) {
    const { map } = page;
    const own3 = map.getPane(name);
    const twin = map.getPane(`${name}-was`) ?? map.createPane(`${name}-was`);
    twin.style.zIndex = own3 ? getComputedStyle(own3).zIndex : "";
    return [own3, twin];
  }
  function linePane() {
    const { map } = page;
    const pane = map.getPane("atlas-swipe") ?? map.createPane("atlas-swipe");
    pane.style.zIndex = "640";
    pane.style.pointerEvents = "none";
    return pane;
  }
  var itemOf = (name, { properties: { i, was: k } }) => {
    const list3 = AREAS2.includes(name) ? "areas" : "sites";
    return k === void 0 ? page.data[list3][i] : was()[list3][k];
  };
  function features(name) {
    const own3 = page.layers[name].toGeoJSON().features;
    if (now().what !== BEFORE) {
      const there = AREAS2.includes(name) ? areaInTime : (item) => siteInTime(name, item);
      const lasting = name === "other" ? own3.filter((feature) => itemOf(name, feature).kinds.includes("other")) : own3;
      return atDay(now().what, () => [
        ...lasting.filter((feature) => there(itemOf(name, feature))),
        ...name === "other" ? plainPlaces() : []
      ]);
    }
    const later2 = new Set(was().own[name]);
    const off4 = switchedOff(name);
    const all2 = [
      ...own3.filter(({ properties }) => !later2.has(properties.i)),
      ...was().layers[name].features.filter((one) => !off4.has(itemOf(name, one).status))
    ];
    const rank2 = (one) => UPWARDS.indexOf(itemOf(name, one).status);
    return all2.sort((a, b) => rank2(a) - rank2(b));
  }
  function small(name) {
    const pane = `${ownPane(name)}-was`;
    return L.geoJSON(
      /** @type {GeoJSON.FeatureCollection} */
      { type: "FeatureCollection", features: features(name) },
      {
        pane,
        style: (feature) => {
          const item = itemOf(
            name,
            /** @type {Numbered} */
            feature
          );
          return (
            /** @type {L.PathOptions} */
            { ...areaStyle(name, item), pane: `${paneOf(name, item.status)}-was` }
          );
        },
        pointToLayer: (feature, at2) => {
          const mark2 = points[name](feature, at2);
          if (name === "events") mark2.setIcon(eventIcon(itemOf(name, feature).status));
          mark2.options.pane = pane;
          return mark2;
        },
        onEachFeature: (feature, layer) => {
          const item = itemOf(name, feature);
          if (feature.properties.was === void 0) {
            onEach(name)(feature, layer);
            if (!AREAS2.includes(name))
              layer.on("add", () => layer.getElement().classList.toggle("filtered", !siteShown(name, item)));
            return;
          }
          layer.on("add", () => layer.getElement()?.setAttribute("tabindex", -1));
          layer.bindTooltip(
            () => el(
              "div",
              {},
              el("b", {}, item.name ?? item.id),
              el("br"),
              [item.status && areaKind(item), names2()[0]].filter(Boolean).join("; ")
            ),
            { sticky: true, className: "hint", direction: "top", offset: [0, -10], opacity: 1 }
          );
          layer.on("click", (event) => {
            L.DomEvent.stopPropagation(event);
            layer.openTooltip(event.latlng);
          });
        }
      }
    );
  }
  async function large(name) {
    const both = now().what === BEFORE;
    const [own3, old] = [page.large[name], both ? page.wasLarge[name] : void 0];
    const drawn3 = [own3, old].filter((of) => of !== void 0);
    const later2 = both && own3 ? await largeNamed(name, was().ownLarge[name] ?? []) : /* @__PURE__ */ new Set();
    const time3 = both ? [null, null] : daysAt(now().what);
    const off4 = switchedOff(name);
    const sheets = drawn3.flatMap((of) => of.head.classes.map((value, code) => ({ of, value, rank: of.look.rank[code] }))).filter(({ value }) => !off4.has(String(value))).sort((a, b) => a.rank - b.rank);
    const single = own3 && old ? sheets : drawn3.map((of) => ({ of, value: null }));
    return Promise.all(
      single.map(async ({ of, value }, k) => {
        const sheet2 = new canvasTiles.Tiles(null, {
          of,
          pane: `${ownPane(name)}-was`,
          legend: false,
          popup: false,
          walk: false,
          zIndex: k + 1
        });
        await sheet2.ready;
        sheet2.setHidden(value === null ? off4 : of.head.classes.filter((one) => one !== value));
        sheet2.setTime(...time3);
        if (of === own3 && later2.size) sheet2.setMask((i) => !later2.has(i));
        return sheet2;
      })
    );
  }
  var remove = () => {
    for (const layer of [...Object.values(now().small), ...Object.values(now().large).flat()]) layer.remove();
  };
  async function fill() {
    const mine = ++run;
    const { map } = page;
    const names4 = Object.keys({ ...page.large, ...now().what === BEFORE && page.wasLarge });
    const sheets = await Promise.all(names4.map(async (name) => (
      /** @type {const} */
      [name, await large(name)]
    )));
    if (mine !== run || !state) return;
    remove();
    state.small = Object.fromEntries(
      LAYERS2.filter((name) => map.hasLayer(
        /** @type {any} */
        page.layers[name]
      )).map((name) => [name, small(name)])
    );
    state.small[DISTRICTS] = districtsThen(now().what === BEFORE ? null : now().what, `${ownPane(DISTRICTS)}-was`);
    state.large = Object.fromEntries(sheets);
    for (const layer of [...Object.values(now().small), ...Object.values(now().large).flat()]) layer.addTo(map);
    tell("areas");
    state.box.dataset.drawn = String(mine);
  }
  function clip() {
    if (!state) return;
    const { map } = page;
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const edges = [corner.x, corner.x + size.x * state.share, corner.x + size.x];
    const rect = (left, right) => `rect(${corner.y}px, ${right}px, ${corner.y + size.y}px, ${left}px)`;
    for (const [own3, then] of state.panes) {
      if (own3) own3.style.clip = rect(edges[1], edges[2]);
      if (then) then.style.clip = rect(edges[0], edges[1]);
    }
    state.line.style.height = `${size.y}px`;
    L.DomUtil.setPosition(state.line, L.point(edges[1], corner.y));
  }
  function stop2() {
    if (!state) return;
    run += 1;
    remove();
    for (const pane of state.panes.flat()) if (pane) pane.style.clip = "";
    state.box.remove();
    state.line.remove();
    page.map.off("move zoomend viewreset resize", clip);
    state = null;
  }
  var names2 = () => now().what === BEFORE ? page.data.changes?.names ?? [] : [date(now().what), date(dayShown()?.day ?? "")];
  function label() {
    const [left, right] = names2();
    const set = (css, text) => {
      const node = first(css, now().line);
      node.textContent = text;
      node.title = text;
    };
    set(".swipe-was", left);
    set(".swipe-now", right);
    const percent2 = Math.round(100 * now().share);
    first("input", now().box).setAttribute("aria-valuetext", `${percent2} % ${left}, ${100 - percent2} % ${right}`);
  }
  var middle2 = () => {
    const size = page.map.getSize().x;
    const covered = narrow() ? 0 : byId("legend").offsetLeft + byId("legend").offsetWidth;
    return Math.round(100 * (size + covered) / 2 / size) / 100;
  };
  var swipe = (what, share = state?.share ?? middle2()) => {
    stop2();
    if (what === BEFORE) setTime(null);
    if (controls.on) {
      controls.on.checked = Boolean(what) && what !== BEFORE;
      controls.day.hidden = controls.note.hidden = !controls.on.checked;
    }
    tell("swipe", what);
    tell("areas");
    remember();
    if (!what) return Promise.resolve();
    if (what !== BEFORE) controls.day.value = what;
    const { map } = page;
    const range2 = el("input", {
      type: "range",
      id: "swipe",
      min: 0,
      max: 100,
      step: 1,
      value: Math.round(100 * share),
      "aria-label": say("Line between the two sides"),
      input: (event) => {
        now().share = Number(event.target.value) / 100;
        clip();
        label();
      },
      change: remember
    });
    const line2 = el(
      "div",
      { class: "swipe-line" },
      el("span", { class: "swipe-side swipe-was" }),
      el("span", { class: "swipe-side swipe-now" })
    );
    const box2 = el("div", { class: "swipe" }, range2);
    L.DomEvent.disableClickPropagation(range2);
    first(".chart").append(box2);
    linePane().append(line2);
    state = {
      what,
      mode: dayShown()?.mode,
      share,
      small: {},
      large: {},
      panes: [.../* @__PURE__ */ new Set([...[DISTRICTS, ...LAYERS2].map(ownPane), ...AREA_PANES])].map(twinPane).concat([[map.getPane("atlas-bands")]]),
      box: box2,
      line: line2
    };
    label();
    map.on("move zoomend viewreset resize", clip);
    clip();
    remember();
    return fill();
  };
  var swipeNow = () => {
    if (!state) return;
    if (Boolean(dayShown()) === (state.what === BEFORE)) {
      swipe(null);
      return;
    }
    label();
    if (dayShown()?.mode !== state.mode) {
      state.mode = dayShown()?.mode;
      fill();
    }
  };
  var swipeAgain = () => state && fill();
  var swipedAreas = () => ["hazards", "released"].flatMap(
    (name) => state?.small[name]?.getLayers().map((layer) => ({ name, layer, area: itemOf(name, layer.feature) })) ?? []
  );
  var isLeft = (latlng) => state !== null && page.map.latLngToContainerPoint(latlng).x < page.map.getSize().x * state.share;
  var sideAt = (name, latlng) => (isLeft(latlng) ? now().large[name] ?? [] : [page.large[name]]).filter(
    (layer) => (layer.options.of ?? layer) === page.large[name]
  );
  var openEarlierAt = (latlng) => {
    if (!isLeft(latlng)) return false;
    const hits = Object.entries(now().large).flatMap(
      ([name, sheets]) => sheets.filter(({ options }) => options.of === page.wasLarge[name]).flatMap((sheet2) => sheet2.hit(latlng).map((i) => (
        /** @type {[Tiles, number]} */
        [sheet2, i]
      )))
    );
    if (hits.length) canvasTiles.clicks.show(page.map, latlng, hits);
    return hits.length > 0;
  };
  var wasDrawn = (name, status) => Boolean(
    was()?.layers[name]?.features.some((one) => itemOf(name, one).status === status) || page.wasLarge[name]?.counts().classes.some(({ value, count: count2 }) => value === status && count2)
  );
  var swipeChosen = () => state ? { sw: state.what, sp: String(Math.round(100 * state.share)) } : {};
  var recallSwipe = ({ sw, sp }) => {
    const day2 = /^\d{4}-\d\d-\d\d$/.test(sw ?? "") && !Number.isNaN(Date.parse(`${sw}T00:00:00Z`)) && (/* @__PURE__ */ new Date(`${sw}T00:00:00Z`)).toISOString().startsWith(sw);
    const share = /^\d{1,3}$/.test(sp ?? "") && Number(sp) <= 100 ? Number(sp) / 100 : void 0;
    if (dayShown() ? day2 : sw === BEFORE && was()) swipe(sw, share);
  };
  var swipeRow = () => {
    const before2 = () => {
      const day2 = dayShown()?.day ?? "";
      const [y, rest] = [Number(day2.slice(0, 4)), day2.slice(4)];
      return `${y - 1}${rest === "-02-29" ? "-02-28" : rest}`;
    };
    controls = {
      on: el("input", {
        type: "checkbox",
        id: "swipe-on",
        change: (e) => {
          if (e.target.checked && !dayShown()) setTime(byId("time-date").value);
          swipe(e.target.checked && dayShown() ? before2() : null);
        }
      }),
      day: el("input", {
        type: "date",
        id: "swipe-day",
        hidden: true,
        "aria-label": say("Day to the left of the line"),
        change: (e) => {
          if (e.target.value) swipe(e.target.value);
        }
      }),
      note: el("span", { hidden: true }, say("Clocks are those of the right side."))
    };
    return el(
      "div",
      { class: "time-swipe" },
      el("label", {}, controls.on, ` ${say("compare with another day")}`),
      controls.day,
      controls.note
    );
  };
  var followSwitches = () => document.addEventListener("change", (event) => {
    if (/^mark-/.test(
      /** @type {Element} */
      event.target.id
    )) swipeAgain();
  });

  // tools/measure.js
  var points2 = [];
  var asking = false;
  var drawing = null;
  var box = null;
  function redraw() {
    drawing?.remove();
    const style = { pane: "atlas-highlight", interactive: false, color: "#111", weight: 2.2 };
    const edges = points2.slice(1).map((to, k) => alongGeodesic(points2[k], to, 5e4) ?? [points2[k], to]);
    const closing = points2.length > 2 ? alongGeodesic(points2[points2.length - 1], points2[0], 5e4) : null;
    drawing = L.layerGroup(
      [
        ...edges.flatMap((edge2) => [L.polyline(edge2, { ...style, color: "#fff", weight: 5 }), L.polyline(edge2, style)]),
        closing && L.polyline(closing, { ...style, dashArray: "4 5", weight: 1.6 }),
        ...points2.map((p) => L.circleMarker(p, { ...style, radius: 3.5, fillColor: "#fff", fillOpacity: 1 }))
      ].filter((one) => one !== null)
    ).addTo(page.map);
    const output = byId("measured");
    if (asking) return;
    const forms = { at: points2.length === 1, along: points2.length > 1, in: points2.length > 2 };
    for (
      const button of
      /** @type {NodeListOf<HTMLElement>} */
      box?.querySelectorAll("[data-ask]") ?? []
    )
      button.hidden = !forms[
        /** @type {Form} */
        button.dataset.ask
      ];
    first(".ask").hidden = !points2.length;
    output.textContent = points2.length < 2 ? say("Click points on the map; by keyboard, Enter takes the centre of the map.") : [
      say("Distance {length}", { length: metres(geodesicLength(points2)) }),
      points2.length > 2 && say("area {area}", { area: squareMetres(geodesicArea(points2)) })
    ].filter(Boolean).join(", ");
  }
  var measureAt = (at2) => {
    points2.push([at2.lat, at2.lng]);
    if (asking) ask("at");
    else redraw();
  };
  function ask(form) {
    const asked4 = [...points2];
    measure(false);
    askHere(form, asked4);
  }
  var measure = (on2, { ask: place2 = false } = {}) => {
    const { map } = page;
    const held = box?.contains(document.activeElement);
    page.measuring = on2;
    asking = on2 && place2;
    points2.length = 0;
    map.getContainer().classList.toggle("measuring", on2);
    map.doubleClickZoom[on2 ? "disable" : "enable"]();
    box?.remove();
    box = null;
    drawing?.remove();
    if (held) map.getContainer().focus();
    if (!on2) return;
    box = asking ? el(
      "div",
      { class: "measure-box" },
      el(
        "p",
        { id: "measured", role: "status" },
        say("Click a place on the map; by keyboard, Enter takes its centre.")
      ),
      el("p", { class: "claim-note" }, say("For a route or a parcel, measure it first.")),
      el(
        "p",
        {},
        action(say("Stop asking"), () => measure(false))
      )
    ) : el(
      "div",
      { class: "measure-box" },
      el("p", { id: "measured", role: "status" }),
      el(
        "p",
        { class: "claim-note" },
        say(
          "On the WGS 84 ellipsoid, between the points you chose. Marks and borders are only as exact as their sources."
        )
      ),
      el(
        "p",
        { class: "ask" },
        say("What is recorded here?"),
        " ",
        /** @type {Form[]} */
        ["at", "along", "in"].map(
          (form) => action(
            { at: say("at the point"), along: say("along the line"), in: say("in the area") }[form],
            () => ask(form),
            { "data-ask": form, hidden: true }
          )
        )
      ),
      el(
        "p",
        {},
        action(say("Take back"), () => {
          points2.pop();
          redraw();
        }),
        " · ",
        action(say("Stop measuring"), () => measure(false))
      )
    );
    byId("tools").append(box);
    redraw();
    map.getContainer().focus();
  };
  function followMeasuring() {
    const { map } = page;
    map.on("click", (event) => {
      if (page.measuring) measureAt(event.latlng);
    });
    map.getContainer().addEventListener("keydown", (event) => {
      if (!page.measuring || event.target !== map.getContainer()) return;
      if (event.key === "Enter") measureAt(map.getCenter());
      else if (event.key === "Escape") measure(false);
      else return;
      event.preventDefault();
    });
  }

  // map/compare.js
  var FIRST = 100;
  var CHANGES = { added: say("added"), removed: say("removed"), changed: say("changed") };
  var openChangeAt = (latlng) => {
    const layer = page.changeLayer;
    const hits = layer && page.map.hasLayer(layer) ? layer.hit(latlng) : [];
    if (hits.length)
      canvasTiles.clicks.show(
        page.map,
        latlng,
        hits.map((i) => [layer, i])
      );
    return hits.length > 0;
  };
  var hectares = (m2) => `${number(Math.round(m2 / 100) / 100)} ha`;
  var showChanges = () => {
    const { changes } = page.data;
    const layer = page.changeLayer;
    if (!changes || !layer) return;
    layer.on("trouble", ({ why: why2 }) => trouble(why2));
    layer.addTo(page.map);
    byId("page").classList.add("comparing");
    const expected = changes.ground.reduce((n, kind) => n + kind.n, 0);
    if (layer.counts().shown !== expected)
      trouble(`${say("Not everything could be drawn")}: ${layer.counts().shown} / ${expected}`);
    const hidden2 = /* @__PURE__ */ new Set();
    const style = (code) => layer.look.classes[layer.head.classes.indexOf(code)];
    first("#legend .marks").before(
      el(
        "fieldset",
        { class: "marks", id: "legend-changes" },
        el("legend", {}, `${say("Changes")}: ${changes.names.join(" → ")}`),
        changes.ground.map(
          ({ code, label: label3, n, m2 }) => el(
            "label",
            { for: `change-${code}`, title: hectares(m2) },
            el("input", {
              type: "checkbox",
              checked: true,
              id: `change-${code}`,
              change: (e) => {
                if (e.target.checked) hidden2.delete(code);
                else hidden2.add(code);
                layer.setHidden(hidden2);
              }
            }),
            n > 0 && el("span", { class: "mark-sample" }, layer.look.sample(style(code), canvasTiles.AREA)),
            el("span", {}, sayOfData(label3)),
            el("span", { class: "count", "data-change": code }, number(n))
          )
        ),
        el(
          "label",
          { for: "swipe-states" },
          el("input", { type: "checkbox", id: "swipe-states", change: (e) => swipe(e.target.checked ? "before" : null) }),
          el("span", {}, say("Both states, with a line between them"))
        ),
        el("p", { class: "legend-note", hidden: true }, say("Clocks are those of the right side."))
      )
    );
  };
  var showDifference = (on2) => {
    const box2 = document.getElementById("legend-changes");
    if (!box2) return;
    if (on2) page.changeLayer?.addTo(page.map);
    else page.changeLayer?.remove();
    byId("page").classList.toggle("comparing", on2);
    for (const input of box2.querySelectorAll("input"))
      if (input.id === "swipe-states") input.checked = !on2;
      else input.disabled = !on2;
    first(".legend-note", box2).hidden = on2;
  };
  var changesView = () => {
    const { changes } = page.data;
    if (!changes) return el("div", {});
    return el(
      "div",
      { class: "changes" },
      el("p", { class: "lead" }, `${changes.names[0]} → ${changes.names[1]}`),
      el(
        "table",
        { class: "plain-table" },
        el("caption", { class: "unseen" }, say("Ground that differs")),
        el(
          "tbody",
          {},
          changes.ground.map(
            ({ code, label: label3, n, m2 }) => el(
              "tr",
              { "data-change": code },
              el("th", { scope: "row" }, sayOfData(label3)),
              el("td", { class: "value" }, number(n)),
              el("td", { class: "value" }, hectares(m2))
            )
          )
        )
      ),
      el("p", { class: "card-caution" }, sayOfData(changes.note)),
      changes.layers.length ? changes.layers.map(layerView) : el("p", {}, say("No row differs."))
    );
  };
  function layerView(layer) {
    const counts3 = Object.entries(CHANGES).map(([id, text]) => (
      /** @type {[number, string]} */
      [layer.rows.filter((r) => r.change === id).length, text]
    )).filter(([n]) => n);
    const list3 = fold(
      [
        el("span", { class: "fold-title" }, sayOfData(layer.title)),
        el("span", { class: "count" }, counts3.map(([n, text]) => `${number(n)} ${text}`).join(", "))
      ],
      () => {
        const items = el("ul", { class: "plain" });
        const more = (from) => {
          items.append(...layer.rows.slice(from, from + FIRST).map(rowView));
          const left = layer.rows.length - from - FIRST;
          if (left > 0) {
            const next2 = el(
              "li",
              {},
              action(`${number(left)} ${say("more")}`, () => {
                next2.remove();
                more(from + FIRST);
              })
            );
            items.append(next2);
          }
        };
        more(0);
        return items;
      },
      layer.rows.length < 30
    );
    list3.classList.add("big");
    list3.dataset.layer = layer.layer;
    return list3;
  }
  function rowView(row4) {
    const here = row4.change !== "removed" && lookUp(`area:${row4.id}`);
    return el(
      "li",
      { class: `change change-${row4.change}`, "data-id": row4.id },
      el("span", { class: "tag" }, CHANGES[row4.change]),
      " ",
      here ? action(row4.id, () => select(here.item.key, { fly: true })) : el("b", {}, row4.id),
      row4.label && ` ${row4.label}`,
      (row4.values ?? []).map(
        ([title2, before2, after]) => el(
          "div",
          { class: "claim-note" },
          before2 === null && after === null ? sayOfData(title2) : [
            `${sayOfData(title2)}: `,
            el("del", {}, before2 ?? say("not stated")),
            " → ",
            el("ins", {}, after ?? say("not stated"))
          ]
        )
      )
    );
  }

  // map/clicks.js
  var selectLargeAt = (latlng) => {
    const hits = ["events", "hazards", "released"].flatMap(
      (name) => page.large[name] && page.map.hasLayer(page.large[name]) ? sideAt(name, latlng).flatMap((layer) => layer.hit(latlng)).map((i) => (
        /** @type {[string, number]} */
        [name, i]
      )) : []
    );
    if (hits.length) openLarge(hits, latlng);
    return hits.length > 0;
  };
  function takeClick({ at: at2, list: list3, item, spot: spot2 }) {
    if (page.measuring) {
      measureAt(at2);
      return;
    }
    if (list3 !== "sites" && openChangeAt(at2)) return;
    if (list3 === "districts" && (openEarlierAt(at2) || selectLargeAt(at2))) return;
    if (item) select(item.key, { at: spot2 });
  }

  // map/room.js
  var ROWS = 48;
  var FINE = 0.4;
  function outlineOf(map, outline) {
    const shape2 = outline.feature.geometry;
    const rings = shape2.type === "Polygon" ? shape2.coordinates : shape2.coordinates.flat(1);
    return rings.map((ring2) => {
      const line2 = [];
      for (const [lng, lat] of ring2) {
        const { x, y } = map.latLngToContainerPoint([lat, lng]);
        const last = line2[line2.length - 1];
        if (!last || Math.abs(last[0] - x) > FINE || Math.abs(last[1] - y) > FINE) line2.push([x, y]);
      }
      return line2;
    });
  }
  function insideBand(rings, top2, bottom) {
    const crossings = [];
    const touched = [];
    const middle3 = (top2 + bottom) / 2;
    for (const ring2 of rings) {
      for (let k = 0, j = ring2.length - 1; k < ring2.length; j = k, k += 1) {
        const [[ax, ay], [bx, by]] = [ring2[j], ring2[k]];
        if (Math.max(ay, by) < top2 || Math.min(ay, by) > bottom) continue;
        const at2 = (y) => ay === by ? ax : ax + (y - ay) / (by - ay) * (bx - ax);
        const ends2 = ay === by ? [ax, bx] : [at2(Math.max(top2, Math.min(ay, by))), at2(Math.min(bottom, Math.max(ay, by)))];
        touched.push([Math.min(...ends2), Math.max(...ends2)]);
        if (ay > middle3 !== by > middle3) crossings.push(at2(middle3));
      }
    }
    crossings.sort((a, b) => a - b);
    touched.sort((a, b) => a[0] - b[0]);
    const found2 = [];
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      let left = crossings[k];
      const end = crossings[k + 1];
      for (const [from, to] of touched) {
        if (to <= left) continue;
        if (from >= end) break;
        if (from > left) found2.push([left, Math.min(from, end)]);
        left = Math.max(left, to);
      }
      if (left < end) found2.push([left, end]);
    }
    return found2;
  }
  function freeRoom(rings, near, { width: width2, height }, gap2, free, cost) {
    const ys = rings.flatMap((ring2) => ring2.map(([, y]) => y));
    const [north, south] = [
      ys.reduce((a, b) => Math.min(a, b), Infinity),
      ys.reduce((a, b) => Math.max(a, b), -Infinity)
    ];
    const step2 = Math.max(3, (south - north - height) / ROWS);
    let best = null;
    let least = Infinity;
    for (let top2 = north + gap2; top2 + height + gap2 <= south; top2 += step2) {
      for (const [left, right] of insideBand(rings, top2 - gap2, top2 + height + gap2)) {
        const room = right - left - width2 - 2 * gap2;
        if (room < 0) continue;
        const middle3 = Math.max(0, Math.min(room, near.x - width2 / 2 - left - gap2));
        for (const shift of /* @__PURE__ */ new Set([middle3, 0, room / 2, room])) {
          const place2 = { left: left + gap2 + shift, right: left + gap2 + shift + width2, top: top2, bottom: top2 + height };
          const away = Math.hypot((place2.left + place2.right) / 2 - near.x, top2 + height / 2 - near.y);
          const price = 1e3 * cost(place2) + away;
          if (price < least && free(place2)) [best, least] = [place2, price];
        }
      }
    }
    return best;
  }

  // map/leaders.js
  var CELL = 3;
  var STEP2 = [12, 8];
  var ROOM = 3;
  var DOT = 5;
  var REACH = 0.5;
  var REACH_NARROW = 0.3;
  var NEAREST = 300;
  var ORDERS = 16;
  var MARK = 7;
  var ACROSS_MARK = 12;
  var OVER = ".leaflet-control, .legend-card, .time-open, .timeline, .tools > *";
  function controlsOver(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll(narrow() ? `${OVER}, #panel` : OVER)].map((node) => node.getBoundingClientRect()).filter(({ width: width2 }) => width2 > 0).map(({ left, right, top: top2, bottom }) => ({
      left: left - frame.left,
      right: right - frame.left,
      top: top2 - frame.top,
      bottom: bottom - frame.top
    }));
  }
  function groundOfNone(map, outlines, marks4, controls3) {
    const { x: width2, y: height } = map.getSize();
    const [columns, rows2] = [Math.ceil(width2 / CELL), Math.ceil(height / CELL)];
    const sheet2 = Object.assign(document.createElement("canvas"), { width: columns, height: rows2 });
    const pen3 = sheet2.getContext("2d", { willReadFrequently: true });
    if (!pen3 || !columns || !rows2) return () => false;
    pen3.scale(1 / CELL, 1 / CELL);
    pen3.lineWidth = 2 * CELL;
    for (const rings of outlines) {
      pen3.beginPath();
      for (const ring2 of rings) {
        for (const [x, y] of ring2) pen3.lineTo(x, y);
        pen3.closePath();
      }
      pen3.fill("evenodd");
      pen3.stroke();
    }
    for (const { x, y } of marks4) pen3.fillRect(x - MARK, y - MARK, 2 * MARK, 2 * MARK);
    for (const { left, top: top2, right, bottom } of controls3) pen3.fillRect(left, top2, right - left, bottom - top2);
    const { data } = pen3.getImageData(0, 0, columns, rows2);
    const sums = new Uint32Array((columns + 1) * (rows2 + 1));
    for (let y = 0; y < rows2; y += 1)
      for (let x = 0, line2 = 0; x < columns; x += 1) {
        line2 += data[4 * (y * columns + x) + 3] ? 1 : 0;
        sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + line2;
      }
    return ({ left, right, top: top2, bottom }) => {
      if (left < ROOM || top2 < ROOM || right > width2 - ROOM || bottom > height - ROOM) return false;
      const [w, n] = [left, top2].map((value) => Math.floor((value - ROOM) / CELL));
      const [e, s] = [
        Math.min(columns, Math.ceil((right + ROOM) / CELL)),
        Math.min(rows2, Math.ceil((bottom + ROOM) / CELL))
      ];
      const upTo2 = (y, x) => sums[y * (columns + 1) + x];
      return upTo2(s, e) - upTo2(n, e) - upTo2(s, w) + upTo2(n, w) === 0;
    };
  }
  var side2 = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  var crosses = (one, other) => side2(one.from, one.to, other.from) !== side2(one.from, one.to, other.to) && side2(other.from, other.to, one.from) !== side2(other.from, other.to, one.to);
  function runsThrough(line2, { left, right, top: top2, bottom }) {
    const [[ax, ay], [bx, by]] = [line2.from, line2.to];
    if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < top2 || Math.min(ay, by) > bottom)
      return false;
    const corners = [
      [left, top2],
      [right, top2],
      [right, bottom],
      [left, bottom]
    ];
    return new Set(corners.map((corner) => side2(line2.from, line2.to, corner))).size > 1;
  }
  var meets = (b, t) => b.left < t.right + ROOM && b.right > t.left - ROOM && b.top < t.bottom && b.bottom > t.top;
  function nearLine({ from: [ax, ay], to: [bx, by] }, { x, y }) {
    if (x < Math.min(ax, bx) - MARK || x > Math.max(ax, bx) + MARK) return false;
    if (y < Math.min(ay, by) - MARK || y > Math.max(ay, by) + MARK) return false;
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy) < MARK;
  }
  function dotsIn(rings, near, cost) {
    const box2 = L.bounds(rings.flat().map(([x, y]) => L.point(x, y)));
    const [{ x: west, y: north }, { x: east, y: south }] = [box2.getTopLeft(), box2.getBottomRight()];
    const aims = [near, { x: west, y: near.y }, { x: east, y: near.y }, { x: near.x, y: north }, { x: near.x, y: south }];
    const dots = aims.flatMap((aim) => freeRoom(rings, aim, { width: DOT, height: DOT }, 0.5, () => true, cost) ?? []);
    const middles = dots.map(({ left, right, top: top2, bottom }) => [(left + right) / 2, (top2 + bottom) / 2]);
    return middles.filter(([x, y], k) => middles.findIndex(([a, b]) => a === x && b === y) === k);
  }
  function placesBeside(map, waiting, ground2, taken, marks4) {
    const { x: width2, y: height } = map.getSize();
    const seen = marks4.filter(({ x, y }) => x > -MARK && y > -MARK && x < width2 + MARK && y < height + MARK);
    const reach2 = (narrow() ? REACH_NARROW : REACH) * Math.min(width2, height);
    const cost = (b) => seen.filter(({ x, y }) => x > b.left - 4 && x < b.right + 4 && y > b.top - 4 && y < b.bottom + 4).length;
    const asked4 = waiting.flatMap(({ label: label3, rings, near, size, weight }) => {
      const places = [];
      for (const from of dotsIn(rings, near, cost)) {
        if (from[0] < 0 || from[1] < 0 || from[0] > width2 || from[1] > height) continue;
        for (let top2 = ROOM; top2 + size.height < height; top2 += STEP2[1])
          for (let left = ROOM; left + size.width < width2; left += STEP2[0]) {
            const place2 = { left, right: left + size.width, top: top2, bottom: top2 + size.height };
            const to = from[0] < left - 4 ? [left, top2 + size.height / 2] : from[0] > place2.right + 4 ? [place2.right, top2 + size.height / 2] : [left + size.width / 2, from[1] < top2 ? top2 : place2.bottom];
            const away = Math.hypot(to[0] - from[0], to[1] - from[1]);
            if (away > reach2 || !ground2(place2)) continue;
            places.push({ place: place2, line: { from, to }, price: away });
          }
      }
      places.sort((a, b) => a.price - b.price);
      const nearest = [];
      for (const one of places) {
        if (nearest.length === NEAREST) break;
        if (!taken.some((t) => meets(one.place, t) || runsThrough(one.line, t))) nearest.push(one);
      }
      for (const one of nearest) one.price += ACROSS_MARK * seen.filter((mark2) => nearLine(one.line, mark2)).length;
      nearest.sort((a, b) => a.price - b.price);
      return nearest.length ? [{ label: label3, places: nearest, weight }] : [];
    });
    let best = [];
    let most = 0;
    for (let k = 0; k < ORDERS; k += 1) {
      const found2 = inOrder(asked4);
      const without = new Set(asked4.filter(({ label: label3 }) => !found2.some((one) => one.label === label3)));
      const weight = asked4.reduce((all2, one) => all2 + (without.has(one) ? 0 : one.weight), 0);
      if (weight > most) [best, most] = [found2, weight];
      if (!without.size) break;
      asked4.sort((a, b) => Number(without.has(b)) - Number(without.has(a)));
    }
    return best;
  }
  function inOrder(asked4) {
    const found2 = [];
    for (const { label: label3, places } of asked4) {
      const best = places.find(
        ({ place: place2, line: line2 }) => !found2.some(
          (other) => meets(place2, other.place) || runsThrough(line2, other.place) || crosses(line2, other.line) || runsThrough(other.line, place2)
        )
      );
      if (best) found2.push({ label: label3, place: best.place, line: best.line });
    }
    return found2;
  }
  function drawLine({ from, to }, origin2) {
    const [left, top2] = [Math.min(from[0], to[0]) - DOT, Math.min(from[1], to[1]) - DOT];
    const [width2, height] = [Math.abs(from[0] - to[0]) + 2 * DOT, Math.abs(from[1] - to[1]) + 2 * DOT];
    const way = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
    const node = svg(
      "svg",
      { viewBox: `${left} ${top2} ${width2} ${height}`, width: width2, height, class: "leader", "aria-hidden": "true" },
      svg("line", { ...way, stroke: "#fff", "stroke-width": 3, "stroke-opacity": 0.8 }),
      svg("line", { ...way, stroke: "#26222f", "stroke-width": 1 }),
      svg("circle", { cx: from[0], cy: from[1], r: DOT / 2, fill: "#26222f", stroke: "#fff", "stroke-width": 1 })
    );
    node.style.left = `${left - origin2.x}px`;
    node.style.top = `${top2 - origin2.y}px`;
    return node;
  }

  // map/labels.js
  var HALF = 8;
  var CLOCK = 17;
  var GAP = 2;
  var COVERED = 1;
  var MOST_LINES = 40;
  var labels2 = [];
  var pen = document.createElement("canvas").getContext("2d");
  var width = (text, font) => {
    if (!pen) return 10 * text.length;
    pen.font = `${font} ${getComputedStyle(page.map.getContainer()).fontFamily}`;
    return pen.measureText(text).width + 4;
  };
  var nameOf3 = (marker) => (
    /** @type {HTMLElement} */
    marker.getElement()?.lastChild
  );
  var show = (marker, on2) => {
    const node = marker.getElement();
    if (node) node.hidden = !on2;
  };
  var placeNames = () => {
    const { data, layers, map } = page;
    const named = /* @__PURE__ */ new Set();
    layers.districts.eachLayer((outline) => {
      const district = data.districts[outline.feature.properties.i];
      const name = districtName(district.district);
      const icon = L.divIcon({ className: "label label-district", html: el("span", {}, name), iconSize: [0, 0] });
      const options = { icon, pane: "atlas-labels", interactive: false, keyboard: false };
      const marker = L.marker(district.at, options).addTo(map);
      ageOnLabel(district, nameOf3(marker));
      const told2 = district.claims.length + district.groups.length;
      const known = told2 > 0;
      if (!known) marker.getElement()?.classList.add("quiet");
      const w = width(name, known ? "600 12.5px" : "11px");
      labels2.push({ marker, district: outline, w, rank: known ? 0 : 5, told: told2, from: known ? 0 : 8.75 });
      named.add(district.district).add(name);
    });
    layers.base_town.eachLayer((marker) => {
      const town = data.basemap.town[marker.feature.properties.i];
      if (!town.name) return;
      marker.getElement()?.append(el("i"), el("span", {}, town.name));
      const rank2 = town.rank ?? 5;
      const from = named.has(town.name) ? 10.5 : [5, 7, 8.5, 9.5, 10.25][rank2 - 1] ?? 10.25;
      labels2.push({ marker: (
        /** @type {any} */
        marker
      ), rank: rank2, told: 0, from, w: width(town.name, "11.5px") });
    });
    labels2.sort((a, b) => a.rank - b.rank || b.told - a.told);
    map.on("moveend", place);
    place();
  };
  function marks2() {
    const { map, layers, data } = page;
    const sites = ["zone", "find", "accident", "other"].flatMap((name) => layers[name].getLayers());
    const specks = data.areas.map((area) => area.at);
    return [...sites.map((mark2) => mark2.getLatLng()), ...specks].map((at2) => map.latLngToContainerPoint(at2));
  }
  function put({ marker }, spot2, line2) {
    const text = nameOf3(marker);
    const point2 = page.map.latLngToContainerPoint(marker.getLatLng());
    text.style.translate = `${(spot2.left + spot2.right) / 2 - point2.x}px ${(spot2.top + spot2.bottom) / 2 - point2.y}px`;
    if (line2) marker.getElement()?.prepend(drawLine(line2, point2));
    marker.getElement()?.classList.toggle("beside", Boolean(line2));
    show(marker, true);
  }
  function place() {
    const { map } = page;
    const zoom = map.getZoom();
    const covered = marks2();
    const taken = [];
    const lines2 = [];
    for (const { marker } of labels2) {
      show(marker, false);
      marker.getElement()?.querySelector(".leader")?.remove();
    }
    const free = (b) => !taken.some((t) => b.left < t.right + 3 && b.right > t.left - 3 && b.top < t.bottom && b.bottom > t.top) && !lines2.some((line2) => runsThrough(line2, b));
    const cost = (b) => covered.filter((m) => m.x > b.left - 6 && m.x < b.right + 6 && m.y > b.top - 5 && m.y < b.bottom + 5).length;
    const about2 = ({ marker, w }) => ({
      near: map.latLngToContainerPoint(marker.getLatLng()),
      size: { width: w + (nameOf3(marker).querySelector(".clock") ? CLOCK : 0), height: 2 * HALF }
    });
    const outlines = /* @__PURE__ */ new Map();
    for (const label3 of labels2) if (label3.district) outlines.set(label3, outlineOf(map, label3.district));
    const inside = (label3) => {
      const { near, size } = about2(label3);
      const rings = outlines.get(label3);
      const spot2 = rings ? freeRoom(rings, near, size, GAP, free, cost) : [size.width / 2 + 7, -size.width / 2 - 7].map((x) => ({
        left: near.x + x - size.width / 2,
        right: near.x + x + size.width / 2,
        top: near.y - HALF,
        bottom: near.y + HALF
      })).find((b) => free(b) && !cost(b));
      if (!spot2 || cost(spot2) > COVERED) return false;
      put(label3, spot2);
      taken.push(spot2);
      return true;
    };
    const due = labels2.filter(({ from }) => zoom >= from);
    const waiting = due.filter((label3) => label3.rank === 0 && !inside(label3));
    if (waiting.length && waiting.length <= MOST_LINES) {
      const controls3 = controlsOver(map);
      const ground2 = groundOfNone(map, [...outlines.values()], covered, controls3);
      const asked4 = waiting.map((label3) => ({
        label: label3,
        rings: outlines.get(label3) ?? [],
        weight: 1 + Math.sqrt(label3.told),
        ...about2(label3)
      }));
      for (const { label: label3, place: spot2, line: line2 } of placesBeside(map, asked4, ground2, [...taken, ...controls3], covered)) {
        put(label3, spot2, line2);
        taken.push(spot2);
        lines2.push(line2);
      }
    }
    for (const label3 of due) if (label3.rank !== 0) inside(label3);
  }
  var showLabels = (on2) => {
    const pane = page.map.getPane("atlas-labels");
    if (pane) pane.style.display = on2 ? "" : "none";
  };

  // panel/disputes.js
  var newest2 = (d) => concerned(d).map((i) => sortKey(page.data.claims[i])).sort().at(-1) ?? "";
  var asked2 = {};
  var everything = () => el("div", {});
  var disputesView = () => {
    const { data } = page;
    const shown = data.disputes.filter(disputeShown);
    const list3 = el("div", { class: "results" });
    const status = el("p", { class: "sub", role: "status" });
    const text = el("input", {
      type: "search",
      id: "dispute-text",
      placeholder: say("Search claims, claimants, places"),
      "aria-label": say("Search disputes"),
      input: () => fill4()
    });
    const choice = (id, name, all2, vocabulary, of) => el(
      "select",
      { id: `dispute-${id}`, "aria-label": name, change: () => fill4() },
      el("option", { value: "" }, `${all2} (${shown.length})`),
      Object.keys(data.terms[vocabulary]).map((code) => (
        /** @type {[string, number]} */
        [code, shown.filter((d) => of(d) === code).length]
      )).filter(([, n]) => n).map(([code, n]) => el("option", { value: code }, `${term(vocabulary, code)} (${n})`))
    );
    const kind = choice("kind", say("Why they differ"), say("All kinds"), "Difference", (d) => d.kind);
    const subject = choice("subject", say("Subject"), say("All subjects"), "Subject", (d) => d.subject);
    const order = el(
      "select",
      { id: "dispute-order", "aria-label": say("Order"), change: () => fill4() },
      el("option", { value: "subject" }, say("By subject")),
      el("option", { value: "newest" }, say("Newest first"))
    );
    function matches(d, needle) {
      return folded(
        [
          ...d.messages,
          ...concerned(d).map((i) => data.claims[i]).flatMap((c) => [c.claimant, c.paraphrase, c.place, c.districts, c.category])
        ].join(" ")
      ).includes(needle);
    }
    const fields = { text, kind, subject, order };
    function fill4(limit2 = 20) {
      for (const [name, field] of Object.entries(fields)) asked2[name] = field.value;
      const needle = folded(text.value.trim());
      const found2 = shown.filter(
        (d) => (!kind.value || d.kind === kind.value) && (!subject.value || d.subject === subject.value) && (!needle || matches(d, needle))
      );
      if (order.value === "newest") {
        const kinds2 = Object.keys(data.terms.Difference);
        found2.sort(
          (a, b) => kinds2.indexOf(a.kind) - kinds2.indexOf(b.kind) || (newest2(a) < newest2(b) ? 1 : newest2(a) > newest2(b) ? -1 : 0)
        );
      }
      const covered = data.disputes.length - shown.length;
      const against = disputed(found2).length;
      const look = found2.length - against;
      status.textContent = `${count(against, "dispute")}${look ? say(", and {n} that only differ", { n: number(look) }) : ""}${found2.length > limit2 ? say(", the first {n} shown", { n: limit2 }) : ""}.${covered ? say(" Hidden by {by}: {what}.", { by: hider(), what: number(covered) }) : ""}`;
      list3.replaceChildren(
        ...found2.slice(0, limit2).flatMap((d, k) => [
          ...d.kind === found2[k - 1]?.kind ? [] : [heading2(d.kind, found2.filter((other) => other.kind === d.kind).length)],
          sideBySide(d)
        ])
      );
      if (found2.length > limit2)
        list3.append(
          el(
            "button",
            {
              type: "button",
              class: "more",
              click: () => {
                fill4(limit2 + 50);
                reach2(list3.querySelectorAll(".dispute")[limit2]);
              }
            },
            say("Show more")
          )
        );
    }
    const reach2 = (node) => {
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
    };
    const heading2 = (code, n) => el(
      "h3",
      {},
      term("Difference", code).replace(/^./, (c) => c.toUpperCase()),
      el("span", { class: "count" }, n)
    );
    everything = () => {
      for (const c of [text, kind, subject]) c.value = "";
      fill4(Infinity);
      return list3;
    };
    for (const [name, field] of Object.entries(fields)) {
      field.value = asked2[name] ?? field.value;
      if (field instanceof HTMLSelectElement && field.selectedIndex === -1) field.value = "";
    }
    fill4();
    return el(
      "div",
      {},
      el(
        "p",
        { class: "lead" },
        say(
          "A dispute is where a party contests a claim, or figures of the same thing exclude each other. What only differs is listed and counted apart. Both sides have the same weight here; the order says nothing."
        )
      ),
      el("div", { class: "filters" }, text, order),
      el("div", { class: "filters" }, kind, subject),
      status,
      list3
    );
  };
  var showDispute = (a, b) => {
    const view = showTab("disputes", { by: "hand" });
    const list3 = everything();
    const of = (pair) => page.data.disputes.findIndex((d) => d.a !== void 0 && [a, b].every((i) => pair(d).includes(i)));
    const alone = of((d) => [d.a, d.b]);
    const at2 = alone < 0 ? of(concerned) : alone;
    const node = (
      /** @type {HTMLElement | null} */
      list3.querySelector(`[data-dispute="${at2}"]`)
    );
    if (node) pointAt(node);
    else view.scrollTop = 0;
  };

  // panel/choices.js
  var LONG = 12;
  var choices = ({ id, title: title2 }, entries, change) => {
    const said2 = el("span", { class: "choices-said" });
    const boxes = entries.map(({ value, label: label3, n }, k) => {
      const input = el("input", {
        type: "checkbox",
        id: `filter-${id}-${k}`,
        value,
        change: () => {
          tell2();
          change();
        }
      });
      return {
        input,
        text: label3,
        row: el(
          "li",
          {},
          el(
            "label",
            { for: `filter-${id}-${k}` },
            input,
            el("span", {}, label3),
            el("span", { class: "count" }, number(n))
          )
        )
      };
    });
    const chosen5 = () => boxes.filter(({ input }) => input.checked);
    const none = action(say("All of them"), () => {
      boxes.forEach(({ input }) => {
        input.checked = false;
      });
      tell2();
      change();
      first("summary", node).focus();
    });
    function tell2() {
      const on2 = chosen5();
      said2.textContent = on2.length === 0 ? say("All ({n})", { n: number(entries.length) }) : on2.length === 1 ? on2[0].text : say("{n} of {all}", { n: number(on2.length), all: number(entries.length) });
      none.hidden = !on2.length;
      node.classList.toggle("on", on2.length > 0);
    }
    const list3 = el(
      "ul",
      { role: "group", "aria-label": title2 },
      boxes.map(({ row: row4 }) => row4)
    );
    const find = entries.length > LONG && el("input", {
      type: "search",
      placeholder: say("Search in the list"),
      "aria-label": `${title2}: ${say("Search in the list")}`,
      input: (event) => {
        const needle = folded(event.target.value.trim());
        for (const { row: row4, text, input } of boxes) row4.hidden = !input.checked && !folded(text).includes(needle);
      }
    });
    const node = el(
      "details",
      { class: "choices", id: `filter-${id}`, "data-field": id },
      el("summary", {}, el("span", { class: "choices-title" }, title2), said2),
      el("div", { class: "choices-list" }, find, list3, none)
    );
    node.addEventListener("toggle", () => {
      if (node.open) {
        for (const other of document.querySelectorAll(".choices[open]"))
          if (other !== node) other.removeAttribute("open");
      }
    });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && node.open) {
        node.open = false;
        first("summary", node).focus();
        event.stopPropagation();
        return;
      }
      const step2 = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step2 || !node.open) return;
      const seen = boxes.filter(({ row: row4 }) => !row4.hidden).map(({ input }) => input);
      if (find) seen.unshift(find);
      const to = seen[Math.max(
        0,
        Math.min(seen.length - 1, seen.indexOf(
          /** @type {HTMLInputElement} */
          document.activeElement
        ) + step2)
      )];
      to?.focus();
      event.preventDefault();
    });
    tell2();
    return {
      node,
      get: () => chosen5().map(({ input }) => input.value),
      set: (values) => {
        boxes.forEach(({ input }) => {
          input.checked = Boolean(values?.includes(input.value));
        });
        tell2();
      }
    };
  };

  // panel/filter.js
  var controls2 = /* @__PURE__ */ new Map();
  var setFilter = (wanted3, options = {}) => {
    if (!page.data.claims.length) return;
    choose2(wanted3);
    for (const [id, control2] of controls2) control2.set(chosen2[id]);
    sift();
    if (options.quiet) return;
    announce(stateText());
    tell("filter");
    remember();
  };
  var stateText = () => {
    const { claims } = page.data;
    const all2 = number(claims.length);
    return filtered() ? say("claims shown: {n} of {all}", { n: number(claims.length - hiddenCount()), all: all2 }) : say("claims shown: all {all}", { all: all2 });
  };
  var chosenText = () => [
    ...FIELDS.filter((f) => chosen2[f.id]).map(
      (f) => `${f.title}: ${chosen2[f.id].map((value) => label2(f, value)).join(say(" or "))}`
    ),
    chosen2.from && say("from {date}", { date: date(chosen2.from) }),
    chosen2.to && say("to {date}", { date: date(chosen2.to) })
  ].filter(Boolean).join(" · ");
  var label2 = (field, value) => field.label ? field.label(
    value,
    page.data.claims.findIndex((c) => field.of(c) === value)
  ) : value;
  function tellFilter() {
    byId("filter-state").textContent = stateText();
    const note = byId("filter-note");
    note.hidden = !filtering();
    note.replaceChildren(
      el("b", {}, say("Filter on: {state}. ", { state: stateText() })),
      say("Hidden by {by}: {what}; places of hidden claims stay in grey. ", {
        by: hider(),
        what: count(hiddenCount(), "claim")
      }),
      el("span", { class: "filter-what" }, chosenText()),
      " ",
      action(say("Clear the filter"), () => {
        setFilter({});
        first("#filter summary").focus();
      })
    );
    byId("filter").classList.toggle("on", filtering());
    byId("filter-clear").hidden = !filtering();
  }
  var buildFilter = () => {
    const { data } = page;
    const box2 = el("div", { id: "filter", class: "filter", hidden: !data.claims.length });
    const given2 = () => Object.fromEntries([...controls2].map(([id, c]) => [id, c.get()]).filter(([, v]) => v?.length));
    const change = () => setFilter(given2());
    const choice = (f) => {
      const found2 = /* @__PURE__ */ new Map();
      data.claims.forEach((claim, i) => {
        const value = f.of(claim);
        const entry = found2.get(value);
        if (entry) entry.n += 1;
        else found2.set(value, { value, n: 1, i });
      });
      const entries = [...found2.values()].map((e) => ({ ...e, label: f.label ? f.label(e.value, e.i) : e.value })).sort((a, b) => f.order ? f.order(a.i) - f.order(b.i) : a.label.localeCompare(b.label, "en"));
      const control2 = choices(f, entries, change);
      controls2.set(f.id, control2);
      return control2.node;
    };
    const day2 = (id, title2) => {
      const input = el("input", { type: "date", id: `filter-${id}`, change });
      controls2.set(id, {
        get: () => input.value,
        set: (value) => {
          input.value = value ?? "";
        }
      });
      return el("label", { for: `filter-${id}` }, el("span", {}, title2), input);
    };
    box2.append(
      el(
        "details",
        {},
        el("summary", {}, el("b", {}, say("Filter")), " ", el("span", { id: "filter-state" })),
        el(
          "div",
          { class: "filter-fields" },
          FIELDS.map(choice),
          el("div", { class: "filter-days" }, day2("from", say("Speaks of a time from")), day2("to", say("to"))),
          el(
            "p",
            { class: "claim-note" },
            say(
              "The time is the last day a claim speaks of. Disagreements stay whole if one side passes. Outlines and positions are not filtered."
            )
          )
        )
      ),
      el(
        "button",
        {
          type: "button",
          id: "filter-clear",
          class: "action",
          hidden: true,
          click: () => {
            setFilter({});
            first("summary", box2).focus();
          }
        },
        say("Clear")
      )
    );
    first("#panel .tabs").after(box2);
    const note = el("div", { id: "filter-note", class: "filter-note", hidden: true });
    first(".chart").append(note);
    L.DomEvent.disableClickPropagation(note);
  };

  // data/load.js
  async function unpack() {
    if (typeof DecompressionStream === "undefined") {
      throw new Error(say("This browser is too old to unpack the data (it lacks DecompressionStream)."));
    }
    try {
      const bytes = Uint8Array.from(atob(byId("payload").textContent), (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return JSON.parse(await new Response(stream).text());
    } catch {
      throw new Error(
        say(
          "The data in this file is damaged or incomplete, so the map is empty. That does not mean that land is safe. Get the file again."
        )
      );
    }
  }
  var listed = (map, key, value) => {
    const list3 = map.get(key);
    if (!list3) map.set(key, [value]);
    else if (!list3.includes(value)) list3.push(value);
  };
  var load = async () => {
    const data = await unpack();
    data.citedBy = /* @__PURE__ */ new Map();
    data.counteredBy = /* @__PURE__ */ new Map();
    data.disputesOf = /* @__PURE__ */ new Map();
    data.recordsOf = /* @__PURE__ */ new Map();
    data.homes = /* @__PURE__ */ new Map();
    data.claims.forEach((claim, i) => {
      listed(data.citedBy, claim.source, i);
      if (claim.counters !== void 0) listed(data.counteredBy, claim.counters, i);
    });
    data.competingOf = /* @__PURE__ */ new Map();
    data.competing.forEach((list3, t) => list3.forEach((i) => listed(data.competingOf, i, t)));
    data.disputes.forEach((d, i) => {
      for (const c of concerned(d)) listed(data.disputesOf, c, i);
    });
    data.districtAt = new Map(data.districts.map((d, i) => [d.district, i]));
    data.districts.forEach((d, _i) => {
      d.key = `district:${d.district}`;
      d.groups = [];
      d.sites = [];
      d.accidents = [];
      d.loose = [];
      if (d.drawn) d.claims.forEach((c) => listed(data.homes, c, d.key));
    });
    data.sites.forEach((s, i) => {
      s.key = `site:${s.id}`;
      s.claims.forEach((c) => listed(data.homes, c, s.key));
      s.districts.forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.sites.push(i));
    });
    data.areas.forEach((a) => {
      a.key = areaKey(a.layer, a.id);
      const record = a.layer === "minefield_records";
      a.claims.forEach((c) => listed(record ? data.recordsOf : data.homes, c, a.key));
    });
    data.groups.forEach((g, i) => {
      g.key = `group:${g.districts.join(";")}`;
      g.claims.forEach((c) => listed(data.homes, c, g.key));
      g.districts.forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.groups.push(i));
    });
    data.accidents.forEach((a, i) => {
      if (a.drawn) return;
      (a.districts ?? "").split(";").forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.accidents.push(i));
    });
    data.claims.forEach((claim, i) => {
      const names4 = (claim.districts ?? "").split(";").filter(Boolean);
      if (data.homes.has(i) || claim.support === "multi_district") return;
      names4.forEach((name) => {
        const district = data.districts[data.districtAt.get(name) ?? -1];
        if (district && !district.claims.includes(i)) district.loose.push(i);
      });
    });
    page.data = data;
    translate(data);
  };

  // map/legend.js
  var WIDE = 760;
  var buildLegend = () => {
    const { data } = page;
    const select2 = el(
      "select",
      { id: "figure", change: (e) => chooseFigure(e.target.value) },
      data.figures.map((f) => el("option", { value: f.id }, f.title))
    );
    byId("legend").append(
      el(
        "details",
        { class: "legend-card", open: !narrow() && page.map.getSize().x > WIDE },
        el("summary", {}, say("Legend")),
        el(
          "div",
          { hidden: !data.figures.length },
          el("label", { class: "legend-title", for: "figure" }, say("Colour the districts by")),
          select2
        ),
        el("div", { id: "legend-figure" }),
        el("fieldset", { class: "marks" }, el("legend", {}, say("Marks")), marks3()),
        ageRows()
      )
    );
  };
  function marks3() {
    const { layers, map, drawn: drawn3, data } = page;
    const switchFor = (name, symbol2, text, on2, flip, count2) => {
      const input = el("input", {
        type: "checkbox",
        checked: on2,
        id: `mark-${name}`,
        change: (e) => flip(e.target.checked)
      });
      return el(
        "label",
        { for: `mark-${name}` },
        input,
        symbol2 && el("span", { class: "mark-sample" }, drawSymbol(symbol2)),
        el("span", {}, text),
        count2 !== void 0 && el("span", { class: "count", "data-count": name }, number(count2))
      );
    };
    const layerSwitch = (name, text) => {
      if (!drawn3[name]) return null;
      return switchFor(
        name,
        name === "outlines" ? "outline" : name,
        text,
        !off3.has(name),
        (checked) => {
          if (checked) layers[name].addTo(map);
          else layers[name].remove();
          if (name === "records") tell("areas");
        },
        drawn3[name]
      );
    };
    const of = (name, status) => layers[name].getLayers().filter((l) => data.areas[l.feature.properties.i].status === status);
    const swatch2 = (name, status) => name === "events" ? drawSymbol(symbolOfEvent(status)) : drawArea(status);
    const VOCABULARY2 = { hazards: "Classification", released: "ReleaseProduct", events: "EventKind" };
    const areas = (name, statuses) => statuses.filter((s) => largeCounts(name)[s] || of(name, s).length || wasDrawn(name, s)).map((status) => {
      const own3 = of(name, status);
      const label3 = term(VOCABULARY2[name], status);
      const row4 = switchFor(
        `${name}-${status}`,
        null,
        label3,
        true,
        (on2) => {
          own3.forEach((l) => on2 ? layers[name].addLayer(l) : layers[name].removeLayer(l));
          switchLarge(name, status, on2);
          tell("areas");
        },
        own3.length + (largeCounts(name)[status] ?? 0)
      );
      row4.firstElementChild?.after(el("span", { class: "mark-sample" }, swatch2(name, status)));
      return row4;
    });
    const rasterLegend = (classes2, unit2, side3, reduced) => el(
      "div",
      { class: "raster-legend" },
      unit2 ? el("small", {}, say("Unit: {unit}", { unit: unit2 })) : "",
      classes2.map(
        ({ colour, label: label3 }) => el("div", {}, el("span", { class: "raster-sample", style: `background:${colour}` }), label3)
      ),
      el(
        "small",
        {},
        say("Without colour: no data."),
        " ",
        reduced ? say("Drawn in cells of {side} m, larger than those of the file.", { side: number(side3) }) : say("Cells of about {side} m.", { side: number(side3) })
      )
    );
    const overlay = ({ title: title2, source, opacity, box: box2, png, credit, legend: legend2, unit: unit2, cell_m, reduced }, k) => {
      const picture = L.imageOverlay(png, box2, {
        pane: "atlas-pictures",
        opacity,
        alt: title2,
        className: legend2 ? "raster-classes" : ""
      }).addTo(map);
      const whose = source === null ? el("small", {}, credit ?? "") : cite(source);
      const row4 = switchFor(
        `overlay-${k}`,
        "tiles",
        [title2, " ", whose],
        true,
        (on2) => on2 ? picture.addTo(map) : picture.remove()
      );
      return [
        row4,
        legend2 ? rasterLegend(legend2, unit2 ?? "", cell_m ?? 0, reduced ?? false) : "",
        el("input", {
          type: "range",
          min: 0,
          max: 100,
          value: Math.round(100 * opacity),
          class: "opacity",
          "aria-label": say("Opacity of {title}", { title: title2 }),
          input: (e) => picture.setOpacity(e.target.value / 100)
        })
      ];
    };
    const accidents = data.accidents.filter((a) => a.drawn).length;
    const outlines = () => {
      const large2 = Object.values(page.large).flatMap((layer) => layer.head.statuses);
      const found2 = /* @__PURE__ */ new Set([
        ...large2,
        // The line of a record is its own, whatever it was made from.
        ...data.areas.filter((a) => a.layer !== "minefield_records").map((a) => a.support),
        ...data.areas.filter((a) => a.layer === "hazard_areas").map((a) => a.land_status)
      ]);
      const text = (status) => status in data.terms.LandStatus ? `${say("Land status")}: ${lower(term("LandStatus", status))}` : term("Support", status);
      const sample = ({ colour, width: width2, dash }) => svg("rect", {
        x: 2,
        y: 6,
        width: 20,
        height: 12,
        fill: "none",
        stroke: colour || "#333",
        "stroke-width": width2,
        "stroke-dasharray": dash.join(" ") || "none"
      });
      return [...Object.keys(data.terms.LandStatus), "reconstructed_polygon"].filter((status) => found2.has(status)).map(
        (status) => el(
          "div",
          { class: "outline-sample", "data-land-status": status },
          el(
            "span",
            { class: "mark-sample" },
            svg(
              "svg",
              { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" },
              sample(theme.outlines[status])
            )
          ),
          el("span", {}, text(status))
        )
      );
    };
    const positions2 = () => {
      const large2 = ["hazards", "released"].some((name) => page.large[name]?.data.form.includes(canvasTiles.POINT));
      if (!large2 && !data.areas.some(isPosition)) return null;
      const diamond2 = svg("path", { d: "M5 12L12 5L19 12L12 19Z", fill: "#fff", stroke: "#333", "stroke-width": 1.8 });
      return el(
        "div",
        { class: "outline-sample", "data-land-status": "position" },
        el(
          "span",
          { class: "mark-sample" },
          svg("svg", { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" }, diamond2)
        ),
        el("span", {}, say("Only a position is known: not an area"))
      );
    };
    return [
      areas("hazards", classes.hazards),
      outlines(),
      areas("released", classes.released),
      positions2(),
      layerSwitch(
        "records",
        say("Minefield record, with its error band (CE95); rings from zoom 16: recorded items, not finds")
      ),
      areas("events", classes.events),
      layerSwitch("zone", say("Clearance claimed in or near a place")),
      layerSwitch("find", say("Ordnance found in or near a place")),
      layerSwitch(
        "accident",
        accidents === drawn3.accident ? say("Accident") : [
          say("Places of accidents, accidents there:"),
          " ",
          el("span", { "data-count": "accidents" }, number(accidents))
        ]
      ),
      layerSwitch("other", say("Other claim about a place")),
      layerSwitch("outlines", say("Clearance claimed somewhere in the district")),
      switchFor("labels", "town", say("Names"), true, showLabels),
      data.overlays.map(overlay),
      data.online.map(
        ({ id, host }) => switchFor(
          `online-${id}`,
          "tiles",
          [
            id === "map" ? say("Online base map ") : say("Online imagery "),
            el("small", {}, say("asks {host}", { host }))
          ],
          false,
          (on2) => onlineBaseMap(id, on2)
        )
      )
    ];
  }

  // map/band.js
  var metresPerPixel = () => {
    const { map } = page;
    return 40075017 * Math.cos(map.getCenter().lat * Math.PI / 180) / (256 * 2 ** map.getZoom());
  };
  var band = (layer, accuracy2, colour, pane) => {
    const width2 = 2 * accuracy2 / metresPerPixel();
    return width2 < 3 ? null : L.geoJSON(layer.feature, {
      pane,
      interactive: false,
      style: {
        fill: false,
        color: colour,
        weight: width2,
        opacity: 0.22,
        lineJoin: "round",
        className: "uncertainty-band"
      }
    });
  };

  // map/records.js
  var ITEMS_FROM = 16;
  var MOST3 = 4e3;
  var recordsNear = (layer) => {
    const { map, data } = page;
    if (!map.hasLayer(
      /** @type {any} */
      layer
    )) return [];
    const bounds2 = map.getBounds();
    const colour = theme.symbols.record;
    const found2 = [];
    let left = map.getZoom() < ITEMS_FROM ? 0 : MOST3;
    layer.eachLayer((outline) => {
      const area = data.areas[outline.feature.properties.i];
      if (!areaInTime(area) || !bounds2.pad(0.2).intersects(outline.getBounds())) return;
      if (area.ce95_m) found2.push(band(outline, area.ce95_m, colour, "atlas-records"));
      for (const at2 of area.items ?? []) {
        if (left <= 0) break;
        if (!bounds2.contains(at2)) continue;
        left -= 1;
        found2.push(
          L.circleMarker(at2, {
            pane: "atlas-records",
            radius: 4,
            weight: 1.6,
            color: colour,
            fill: false,
            interactive: false,
            className: "recorded-item"
          })
        );
      }
    });
    return found2;
  };

  // map/scale.js
  var SPECK = 9;
  var VERTICES_FROM = 14;
  var MOST4 = 3e3;
  var drawn = null;
  var vertices = (shape2) => (shape2.type === "Polygon" ? shape2.coordinates : shape2.coordinates.flat(1)).flatMap((ring2) => ring2.slice(0, -1));
  var extent2 = (layer) => {
    const [a, b] = [layer.getBounds().getNorthWest(), layer.getBounds().getSouthEast()].map(
      (corner) => page.map.latLngToLayerPoint(corner)
    );
    return Math.max(b.x - a.x, b.y - a.y);
  };
  var symbol = (name, area, pane) => L.marker(area.at, {
    pane,
    keyboard: false,
    icon: L.divIcon({
      className: "speck",
      iconSize: [12, 12],
      html: svg(
        "svg",
        { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" },
        svg("path", {
          d: name === "hazards" ? "M6 1L11 11H1Z" : "M2 2h8v8H2Z",
          fill: theme.areas[area.status].colour,
          stroke: "#fff",
          "stroke-width": 1.2
        })
      )
    })
  });
  function draw() {
    const { map, layers, data } = page;
    drawn?.remove();
    const zoom = map.getZoom();
    const bounds2 = map.getBounds();
    const found2 = [];
    let left = MOST4;
    for (const name of ["hazards", "released"]) {
      layers[name].eachLayer((layer) => {
        const area = data.areas[layer.feature.properties.i];
        if (!areaInTime(area) || !bounds2.intersects(layer.getBounds())) return;
        const { colour } = theme.areas[area.status];
        const pane = `${paneOf(name, area.status)}-marks`;
        const pixels = extent2(layer);
        found2.push(clockAt(area, pixels, pane));
        if (isPosition(area)) return;
        if (pixels < SPECK) {
          found2.push(symbol(name, area, pane).on("click", (event) => layer.fire("click", event)));
          return;
        }
        if (area.horizontal_accuracy_m) found2.push(band(layer, area.horizontal_accuracy_m, colour, pane));
        if (zoom < VERTICES_FROM) return;
        for (const [lng, lat] of vertices(layer.feature.geometry)) {
          if (left > 0 && bounds2.contains([lat, lng])) {
            left -= 1;
            found2.push(
              L.circleMarker([lat, lng], {
                pane,
                radius: 2.5,
                weight: 1.2,
                color: "#222",
                fillColor: "#fff",
                fillOpacity: 1,
                interactive: false,
                className: "vertex"
              })
            );
          }
        }
      });
    }
    found2.push(...recordsNear(layers.records));
    for (const { name, layer, area } of swipedAreas()) {
      if (!isPosition(area) && bounds2.intersects(layer.getBounds()) && extent2(layer) < SPECK)
        found2.push(
          symbol(name, area, `${paneOf(name, area.status)}-marks-was`).on("click", (event) => layer.fire("click", event))
        );
    }
    const chosen5 = page.selected ? lookUp(page.selected) : null;
    const uncertainty = chosen5?.kind === "district" ? chosen5.item.uncertainty_m : void 0;
    if (chosen5 && uncertainty) {
      layers.districts.eachLayer((layer) => {
        if (data.districts[layer.feature.properties.i] === chosen5.item)
          found2.push(band(layer, uncertainty, "#1b1e22", "atlas-bands"));
      });
    }
    drawn = L.layerGroup(found2.filter((one) => one !== null)).addTo(map);
  }
  var drawScale = () => draw();
  var followScale = () => {
    draw();
    page.map.on("moveend", draw);
  };

  // data/claims.js
  var index = null;
  var searchable = (text) => folded(text).replace(/(\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))/g, "$1").replace(/(\d)\s*(?:%|per ?cent\b)/g, "$1%").replace(/\s+/g, " ");
  function texts() {
    const { claims, sources, questions } = page.data;
    const asked4 = claims.map(() => []);
    for (const heading2 of questions)
      for (const i of heading2.claims) asked4[i].push(heading2.question, questionText(heading2));
    return claims.map((c, i) => {
      const source = sources[c.source - 1];
      const districts2 = (c.districts ?? "").split(";").filter(Boolean);
      return searchable(
        [
          c.claim_id,
          c.paraphrase,
          c.claimant,
          c.place,
          ...districts2,
          ...districts2.map(districtName),
          c.category,
          term("Subject", c.subject),
          figure(c),
          source.title,
          source.publisher,
          source.source_id,
          ...asked4[i]
        ].filter(Boolean).join(" \n ")
      );
    });
  }
  function testOf(word) {
    const start2 = /^[\p{L}\p{N}]/u.test(word) ? "(?<![\\p{L}\\p{N}])" : "";
    const before2 = /^\d/.test(word) ? "(?<!\\d[.,])" : "";
    const end = /\d$/.test(word) ? "(?!\\d|[.,]\\d)" : "";
    const pattern2 = new RegExp(`${start2}${before2}${word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}${end}`, "u");
    return (text) => pattern2.test(text);
  }
  var findClaims = (text) => {
    const tests = searchable(text.trim()).split(" ").filter(Boolean).map(testOf);
    const all2 = [...page.data.claims.keys()];
    if (!tests.length) return all2;
    index ??= texts();
    const searched = index;
    return all2.filter((i) => tests.every((test) => test(searched[i])));
  };
  var readyToFind = () => {
    index ??= texts();
  };
  var questionText = ({ question, since }) => {
    const label3 = term("Question", question);
    return since ? say("{question} since {date}?", { question: label3.replace(/\s*[?؟]$/, ""), date: date(since) }) : label3;
  };

  // data/files.js
  var OF_CLAIM = (
    /** @type {const} */
    [
      ...["claim_id", "claimant", "subject", "category", "stance", "quantity", "quantity_min", "quantity_max", "unit"],
      ...["qualifier", "place", "districts", "support", "period_start", "period_end", "as_of", "paraphrase", "grade"],
      ...["locator", "confidence_note", "withheld"]
    ]
  );
  var OF_SOURCE = ["title", "publisher", "author", "published", "url", "language", "grade"];
  var LOCATED = /* @__PURE__ */ new Set(["point", "settlement"]);
  var about = () => {
    const { meta, cautions } = page.data;
    return {
      dataset: meta.title,
      dataset_version: meta.version,
      data_date: meta.data_date ?? "",
      caution: `Claims, not truths. ${cautions.join(" ")}${meta.synthetic ? " Synthetic data: nothing here is about a real place." : ""}`
    };
  };
  function flat(i) {
    const { claims, sources, questions } = page.data;
    const claim = claims[i];
    const source = sources[claim.source - 1];
    const out = {};
    for (const name of OF_CLAIM) {
      const value = (
        /** @type {Record<string, any>} */
        claim[name]
      );
      if (value !== void 0) out[name] = value;
    }
    const counters2 = claim.counters === void 0 ? claim.counters_missing : claims[claim.counters].claim_id;
    if (counters2) out.counterclaim_of = counters2;
    out.questions = questions.filter((heading2) => heading2.claims.includes(i)).map(questionText).join(" | ");
    out.source_id = source.source_id;
    for (const name of OF_SOURCE) {
      const value = (
        /** @type {Record<string, any>} */
        source[name]
      );
      if (value !== void 0) out[`source_${name}`] = value;
    }
    return out;
  }
  var harmless = (value) => typeof value === "string" ? value.replace(/(^|;|[\r\n])([\s"']*[=+@\t\r-])/g, "$1'$2") : String(value ?? "");
  var harmlessAddress = (text) => text.replace(/;([=+@-])/g, (_, sign) => `;%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  var cell = (value) => {
    const text = harmless(typeof value === "string" && /^https?:/.test(value) ? harmlessAddress(value) : value);
    return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  var claimsCsv = (claims) => {
    const told2 = about();
    const columns = [
      ...OF_CLAIM,
      ...["counterclaim_of", "questions", "source_id"],
      ...OF_SOURCE.map((name) => `source_${name}`),
      ...Object.keys(told2)
    ];
    const lines2 = claims.map((i) => {
      const row4 = { ...flat(i), ...told2 };
      return columns.map((name) => cell(row4[name])).join(",");
    });
    return `\uFEFF${[columns.join(","), ...lines2, ""].join("\r\n")}`;
  };
  function pointOf(i) {
    if (!LOCATED.has(page.data.claims[i].support)) return null;
    const points3 = page.data.sites.filter((s) => s.claims.includes(i)).map(({ at: [lat, lon] }) => [lon, lat]);
    if (!points3.length) return null;
    return points3.length === 1 ? { type: "Point", coordinates: points3[0] } : { type: "MultiPoint", coordinates: points3 };
  }
  var claimsGeojson = (claims) => {
    const { meta, sources } = page.data;
    const cited = [...new Set(claims.map((i) => page.data.claims[i].source))].sort((a, b) => a - b);
    return `${JSON.stringify(
      {
        type: "FeatureCollection",
        ...about(),
        language,
        licence: meta.licence,
        credits: meta.credits.map((c) => `${c.text} (${c.licence})`),
        note: "Positions say: somewhere in or around here. Claims of districts and regions have no geometry.",
        sources: cited.map((n) => sources[n - 1]),
        features: claims.map((i) => ({
          type: "Feature",
          id: page.data.claims[i].claim_id,
          geometry: pointOf(i),
          properties: flat(i)
        }))
      },
      null,
      1
    )}
`;
  };

  // panel/save.js
  var save = (name, blob) => {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 6e4);
  };
  var fileName = (what, ending) => {
    const { name, version } = page.data.meta;
    return `${[name, what.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-"), version].map((part) => part.replace(/^-+|-+$/g, "")).filter(Boolean).join("-")}.${ending}`;
  };
  var saveClaims = (claims, about2) => {
    const what = () => `claims-${about2().slice(0, 40)}`;
    return el(
      "p",
      { class: "save" },
      el("span", {}, say("Save what is listed:")),
      action("CSV", () => save(fileName(what(), "csv"), new Blob([claimsCsv(claims())], { type: "text/csv" })), {
        "aria-label": say("Save the claims listed as CSV")
      }),
      action(
        "GeoJSON",
        () => save(fileName(what(), "geojson"), new Blob([claimsGeojson(claims())], { type: "application/geo+json" })),
        { "aria-label": say("Save the claims listed as GeoJSON") }
      )
    );
  };

  // panel/claims.js
  var MOST5 = 50;
  var asked3 = { text: "", order: "newest", by: "question" };
  var day = (i) => sortKey(page.data.claims[i]);
  var ground = (i) => {
    const { place: place2, districts: districts2 } = page.data.claims[i];
    return place2 ?? (districts2 ?? "").split(";").map(districtName).join(", ");
  };
  var ORDERS2 = {
    newest: day,
    oldest: day,
    claimant: (i) => folded(page.data.claims[i].claimant),
    place: (i) => folded(ground(i)),
    subject: (i) => folded(term("Subject", page.data.claims[i].subject))
  };
  function ordered(claims) {
    const key = ORDERS2[asked3.order];
    const keys3 = new Map(claims.map((i) => [i, [key(i), day(i)]]));
    const compare = (a, b) => a === b ? 0 : !a ? 1 : !b ? -1 : a < b ? -1 : 1;
    const turn3 = asked3.order === "newest" ? -1 : 1;
    return [...claims].sort((a, b) => {
      const [[ka, da], [kb, db]] = [keys3.get(a) ?? ["", ""], keys3.get(b) ?? ["", ""]];
      const by = compare(ka, kb);
      return (ka && kb ? turn3 * by : by) || -compare(da, db) || a - b;
    });
  }
  var row = (i) => {
    const claim = page.data.claims[i];
    const node = fold(
      el(
        "span",
        { class: "claim-row" },
        el(
          "span",
          { class: "claim-row-text" },
          figure(claim) && [el("b", {}, figure(claim)), " "],
          claim.paraphrase
        ),
        el("span", { class: "fold-sub" }, [claim.claimant, period(claim), ground(i)].filter(Boolean).join(" · "))
      ),
      () => claimView(i, { place: true, subject: true })
    );
    node.dataset.row = claim.claim_id;
    return node;
  };
  function rows(claims, most) {
    const box2 = el("div", { class: "claim-rows" });
    const add = (from) => {
      const next2 = claims.slice(from, from + most).map(row);
      box2.append(...next2);
      const left = claims.length - from - next2.length;
      if (left <= 0) return next2[0];
      const button = action(say("Show more ({n} left)", { n: number(left) }), () => {
        button.remove();
        add(from + next2.length)?.querySelector("summary")?.focus();
      });
      button.classList.add("more");
      box2.append(button);
      return next2[0];
    };
    add(0);
    return box2;
  }
  function gathered(found2) {
    const here = new Set(found2);
    const all2 = new Set(kept([...page.data.claims.keys()]));
    let room = asked3.text ? MOST5 : 0;
    return page.data.questions.map((heading2) => ({ heading: heading2, found: heading2.claims.filter((i) => here.has(i)) })).filter((group2) => group2.found.length).map((group2) => {
      const shown = shownOf(group2.heading.claims, all2);
      const open2 = room > 0;
      room -= Math.min(group2.found.length, MOST5);
      const node = fold(
        [
          el("span", { class: "fold-title", role: "heading", "aria-level": 3 }, questionText(group2.heading)),
          el(
            "span",
            { class: "count" },
            group2.found.length < shown.length ? say("{n} of {all}", { n: number(group2.found.length), all: number(shown.length) }) : number(shown.length)
          )
        ],
        () => {
          const list3 = el("div", {}, rows(ordered(group2.found), MOST5));
          if (group2.found.length === shown.length) return list3;
          const rest = action(
            say("All {n} claims on this question, whatever their words", { n: number(shown.length) }),
            () => {
              list3.replaceChildren(rows(ordered(shown), MOST5));
              list3.querySelector("summary")?.focus();
            }
          );
          list3.prepend(el("p", { class: "claim-note" }, rest));
          return list3;
        },
        open2
      );
      node.classList.add("big");
      node.dataset.question = group2.heading.question + (group2.heading.since ? `:${group2.heading.since}` : "");
      return node;
    });
  }
  var shownOf = (claims, shown) => claims.filter((i) => shown.has(i));
  var claimsView = () => {
    const list3 = el("div", { class: "results" });
    const status = el("p", { class: "sub", role: "status" });
    const hidden2 = el("div", {});
    let found2 = [];
    const text = el("input", {
      type: "search",
      id: "claims-text",
      value: asked3.text,
      placeholder: say("Words, claimant, place, id, source"),
      "aria-label": say("Search claims"),
      focus: readyToFind,
      input: (event) => change("text", event.target.value)
    });
    const choice = (name, title2, options) => el(
      "select",
      { id: `claims-${name}`, "aria-label": title2, change: (event) => change(name, event.target.value) },
      options.map(([value, label3]) => el("option", { value, selected: asked3[name] === value }, label3))
    );
    function change(name, value) {
      asked3[name] = value;
      fill4();
      remember();
    }
    function fill4() {
      const all2 = findClaims(asked3.text);
      found2 = kept(all2);
      status.textContent = asked3.text ? say("{what} with “{text}”", { what: count(found2.length, "claim"), text: asked3.text.trim() }) : say("{what} in all", { what: count(found2.length, "claim") });
      hidden2.replaceChildren(hiddenNote(all2) ?? "");
      list3.replaceChildren(...asked3.by === "question" ? gathered(found2) : [rows(ordered(found2), MOST5)]);
    }
    fill4();
    return el(
      "div",
      { class: "claims-view" },
      el("div", { class: "filters" }, text),
      el(
        "div",
        { class: "filters" },
        choice("order", say("Order"), [
          ["newest", say("Newest first")],
          ["oldest", say("Oldest first")],
          ["claimant", say("By claimant")],
          ["place", say("By place")],
          ["subject", say("By subject")]
        ]),
        choice("by", say("Gathered"), [
          ["question", say("By question")],
          ["none", say("One list")]
        ])
      ),
      status,
      hidden2,
      saveClaims(
        () => ordered(found2),
        () => asked3.text
      ),
      list3
    );
  };
  var claimsSought = () => ({
    ...asked3.text && { q: asked3.text },
    ...asked3.order !== "newest" && { order: asked3.order },
    ...asked3.by !== "question" && { by: asked3.by }
  });
  var recallClaims = ({ q, order, by }) => {
    if (typeof q === "string") asked3.text = q.slice(0, 200);
    if (Object.hasOwn(ORDERS2, order ?? "")) asked3.order = order;
    if (by === "none") asked3.by = by;
  };
  var showClaims = (text) => {
    asked3.text = text;
    const view = showTab("claims", { by: "hand" });
    refreshTab("claims");
    view.querySelector("#claims-text")?.focus({ preventScroll: true });
    remember();
  };

  // panel/overview.js
  var overviewView = () => {
    const { data } = page;
    const { meta } = data;
    const ranking = el("div", { id: "ranking" });
    list = ranking;
    refreshRanking();
    return el(
      "div",
      { class: "overview" },
      el(
        "p",
        { class: "lead" },
        say(
          "This map shows claims, not truths: who says what about mines and their clearance, where it was printed, and who disagrees."
        )
      ),
      el("p", {}, meta.description),
      language !== "en" && el(
        "p",
        { class: "sub" },
        say("Claims are given as they were recorded, not translated."),
        own?.read_by ? null : say(" This translation awaits a native reader."),
        namesLacking()
      ),
      numbers(),
      ranking,
      wholeCurves(),
      sidesView(),
      el("h3", {}, say("How to read it")),
      el(
        "ul",
        { class: "plain" },
        el(
          "li",
          {},
          say(
            "A figure of a district is a figure of the whole district. It is never drawn as a minefield, and no colour means that land is safe."
          )
        ),
        el("li", {}, say("Hatched districts: no figure was reported. That is not zero.")),
        el(
          "li",
          {},
          say(
            "Symbols mark a settlement or a point “somewhere in or around here”; from zoom 10 a dashed circle shows how exact the position is."
          )
        ),
        el("li", {}, say("Claims that disagree stand side by side. The map picks no winner.")),
        el("li", {}, say("Numbers in brackets lead to the source; from there back to all it is cited for."))
      ),
      el("h3", {}, say("What is drawn")),
      drawnTable(),
      el(
        "p",
        {},
        action(say("What is not drawn, and why"), () => showTab("undrawn"))
      ),
      el("h3", {}, say("Boundaries and names")),
      el("p", {}, meta.boundaries_note),
      el("h3", {}, say("Credits and licence")),
      el(
        "ul",
        { class: "plain" },
        meta.credits.map((c) => el("li", {}, c.url ? outward(c.url, c.text) : c.text, ` (${c.licence})`)),
        el(
          "li",
          {},
          outward("https://leafletjs.com", "Leaflet"),
          " (BSD-2-Clause) · ",
          outward("https://python-visualization.github.io/folium/", "folium"),
          " (MIT)"
        )
      ),
      el("p", {}, meta.licence)
    );
  };
  function namesLacking() {
    const { districts: districts2 } = page.data;
    const n = districts2.filter((d) => unnamed(d.district)).length;
    return n ? say(" Districts without a name in this language keep that of the dataset: {n} of {all}.", {
      n: number(n),
      all: number(districts2.length)
    }) : null;
  }
  var list = null;
  var refreshRanking = () => list?.replaceChildren(...rank());
  function numbers() {
    const { data } = page;
    const delivered = data.delivered_accidents;
    const cell2 = (value, text) => el("div", {}, el("b", {}, value), el("span", {}, text));
    return el(
      "div",
      { class: "numbers" },
      cell2(countOf([...data.claims.keys()]), noun(data.claims.length, "claim")),
      cell2(
        shareOf(data.sources.filter((_s, k) => sourceShown(k + 1)).length, data.sources.length),
        noun(data.sources.length, "source")
      ),
      cell2(
        shareOf(disputed(data.disputes).filter(disputeShown).length, disputed(data.disputes).length),
        noun(disputed(data.disputes).length, "dispute")
      ),
      cell2(
        shareOf(
          data.accidents.filter((a) => kept(a.claims).length).length + delivered,
          data.accidents.length + delivered
        ),
        noun(data.accidents.length + delivered, "accident")
      )
    );
  }
  var top = (cell2) => cell2.high ?? cell2.at;
  function rank() {
    const { data, figure: figure3 } = page;
    const items = data.districts.map((d, i) => ({ d, i, cell: figure3.cells[i] }));
    const reported = items.filter((x) => x.cell).sort((a, b) => figure3.id === "age" ? a.cell.at - b.cell.at : top(b.cell) - top(a.cell));
    const covered = items.filter((x) => !x.cell && figure3.hidden?.[x.i]);
    const silent = items.filter(
      (x) => !x.cell && !figure3.hidden?.[x.i] && x.d.claims.length + x.d.groups.length + x.d.sites.length > 0
    );
    const most = Math.max(...reported.map((x) => top(x.cell)), 1e-9);
    const name = ({ d }) => action(districtName(d.district), () => select(d.key, { fly: true }));
    const listed2 = silent.map((x, k) => [k ? ", " : "", name(x)]);
    if (!data.figures.length) {
      return silent.length ? [el("h3", {}, say("Districts named in claims")), el("p", { class: "sub" }, listed2, ".")] : [];
    }
    const bar = (cell2) => el(
      "span",
      { class: "bar", "aria-hidden": "true" },
      el("span", { class: "bar-low", style: `width:${cell2.at / most * 100}%` }),
      top(cell2) > cell2.at && el("span", { class: "bar-high", style: `width:${(top(cell2) - cell2.at) / most * 100}%` })
    );
    return [
      el("h3", {}, figure3.title),
      el(
        "p",
        { class: "sub" },
        [figure3.unit === "%" ? say("Per cent") : figure3.unit, figure3.what].filter(Boolean).join(", "),
        ". ",
        claimants(figure3) ? `${claimants(figure3)}. ` : "",
        figure3.note,
        figure3.id === "age" ? say(" Newest day:") : null
      ),
      el(
        "table",
        { class: "ranking" },
        el("caption", { class: "unseen" }, say("Districts by: {figure}", { figure: figure3.title })),
        el(
          "tbody",
          {},
          reported.map(
            (x) => el(
              "tr",
              { "data-district": x.d.district },
              el("th", { scope: "row" }, name(x)),
              el("td", { class: "bar-cell" }, figure3.id === "age" ? null : bar(x.cell)),
              el("td", { class: "value" }, cellText(figure3, x.i).replace(` ${figure3.unit}`, ""))
            )
          )
        )
      ),
      covered.length ? el(
        "p",
        { class: "hidden-note" },
        say("Hidden by {by}: {what}. ", { by: hider(), what: count(covered.length, "district") }),
        covered.map((x, k) => [k ? ", " : "", name(x)]),
        "."
      ) : null,
      silent.length ? el("p", { class: "sub" }, say("No figure reported, but named in other claims: "), listed2, ".") : null
    ].filter((node) => node !== null);
  }
  var NAMES = {
    districts: say("District outlines"),
    outlines: say("Districts with claims of clearance"),
    zone: say("Clearance claimed in or near a place"),
    find: say("Ordnance found in or near a place"),
    accident: say("Places of accidents"),
    other: say("Other places with claims"),
    hazards: say("Hazardous areas with an outline"),
    released: say("Released land with an outline"),
    events: say("Accidents, finds and other events as delivered"),
    lines: say("Roads and lines")
  };
  function drawnTable() {
    const rows2 = Object.entries(NAMES).map(
      ([id, name]) => el(
        "tr",
        { "data-layer": id },
        el("th", { scope: "row" }, name),
        el("td", { class: "value" }, number(page.drawn[id] ?? 0))
      )
    );
    return el(
      "table",
      { class: "plain-table" },
      el("caption", { class: "unseen" }, say("Number of drawn features")),
      el("tbody", {}, rows2)
    );
  }

  // text/mgrs.js
  var BETA = [
    N / 2 - 2 / 3 * N ** 2 + 37 / 96 * N ** 3 - 1 / 360 * N ** 4,
    1 / 48 * N ** 2 + 1 / 15 * N ** 3 - 437 / 1440 * N ** 4,
    17 / 480 * N ** 3 - 37 / 840 * N ** 4,
    4397 / 161280 * N ** 4
  ];
  var DELTA = [
    2 * N - 2 / 3 * N ** 2 - 2 * N ** 3 + 116 / 45 * N ** 4,
    7 / 3 * N ** 2 - 8 / 5 * N ** 3 - 227 / 45 * N ** 4,
    56 / 15 * N ** 3 - 136 / 35 * N ** 4,
    4279 / 630 * N ** 4
  ];
  var DEGREES = 180 / Math.PI;
  var TEXT = /^(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])\s*([\d\s]*)$/;
  var fromUtm = (zone2, south, easting, northing) => {
    const x = (northing - (south ? 1e7 : 0)) / (0.9996 * RADIUS);
    const y = (easting - 5e5) / (0.9996 * RADIUS);
    const [xi, eta] = BETA.reduce(
      ([a, b], beta, k) => [
        a - beta * Math.sin(2 * (k + 1) * x) * Math.cosh(2 * (k + 1) * y),
        b - beta * Math.cos(2 * (k + 1) * x) * Math.sinh(2 * (k + 1) * y)
      ],
      [x, y]
    );
    const chi = Math.asin(Math.sin(xi) / Math.cosh(eta));
    const lat = DELTA.reduce((sum2, delta2, k) => sum2 + delta2 * Math.sin(2 * (k + 1) * chi), chi);
    return { lat: lat * DEGREES, lon: zone2 * 6 - 183 + Math.atan2(Math.sinh(eta), Math.cos(xi)) * DEGREES };
  };
  var squareOf = (text) => {
    const match = TEXT.exec(text);
    if (!match) return null;
    const [, zoneText, band2, column, row4, rest] = match;
    const groups = rest.trim().split(/\s+/);
    const joined = groups.join("");
    const digits = joined.length / 2;
    const zone2 = Number(zoneText);
    const even = groups.length === 1 || groups.length === 2 && groups[0].length === groups[1].length;
    if (zone2 < 1 || zone2 > 60 || !Number.isInteger(digits) || digits > 5 || !even) return "none";
    const metres3 = 10 ** (5 - digits);
    const hundreds = LETTERS.indexOf(column) - (zone2 - 1) % 3 * 8 + 1;
    if (hundreds < 1 || hundreds > 8) return "none";
    const east = hundreds * 1e5 + Number(joined.slice(0, digits)) * metres3;
    const steps = (LETTERS.indexOf(row4) + (zone2 % 2 ? 0 : 15)) % 20;
    const north = steps * 1e5 + Number(joined.slice(digits)) * metres3;
    const south = band2 < "N";
    const wanted3 = `${zone2}${band2} ${column}${row4} ${joined.slice(0, digits)} ${joined.slice(digits)}`.trim();
    for (let from = north; from < 1e7; from += 2e6) {
      for (const [right, up] of [0.5, 1e-3, 0.999].flatMap((a) => [0.5, 1e-3, 0.999].map((b) => [a, b]))) {
        const at2 = fromUtm(zone2, south, east + right * metres3, from + up * metres3);
        const found2 = mgrs(at2.lat, at2.lon, Math.max(digits, 1)) ?? "";
        if (digits ? found2 === wanted3 : found2.startsWith(wanted3))
          return { ...fromUtm(zone2, south, east + metres3 / 2, from + metres3 / 2), metres: metres3 };
      }
    }
    return "none";
  };

  // text/position.js
  var SPELLINGS = [
    [/с\.? ?ш\.?|сев\.? ?ш\.?|пн\.? ?ш\.?/gi, "N"],
    [/ю\.? ?ш\.?|пд\.? ?ш\.?/gi, "S"],
    [/в\.? ?д\.?|вост\.? ?д\.?|сх\.? ?д\.?/gi, "E"],
    [/з\.? ?д\.?|зап\.? ?д\.?|зх\.? ?д\.?/gi, "W"],
    [/[º˚]/g, "°"],
    [/[′’‘ʹ´`]/g, "'"],
    [/[″”“ʺ]|''/g, '"'],
    [/[−–—]/g, "-"],
    [/[،]/g, ","],
    [/[؛]/g, ";"],
    [/٫/g, "."],
    [/[\u2066-\u2069\u200e\u200f]/g, ""]
  ];
  var plain2 = (text) => SPELLINGS.reduce((t, [from, to]) => t.replace(from, to), text).replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 1632)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 1776)).toUpperCase().replace(/\b(LATITUDE|LAT)\b[.:=]?/g, " LAT ").replace(/\b(LONGITUDE|LONG?|LNG)\b[.:=]?/g, " LON ").trim();
  var readPosition = (text) => {
    const said2 = plain2(text);
    const square = squareOf(said2);
    if (square) return square === "none" ? wrong("square") : { positions: [square] };
    if (!/^(?:LAT|LON|[-+\d\s.,;:/°'"NSEW])+$/.test(said2) || (said2.match(/\d+/g) ?? []).length < 2) return null;
    const pair = halves(withPoints(said2));
    if (!pair) return /[NSEW°]|\d[.,]\d/.test(said2.replace(/LAT|LON/g, "")) ? wrong("unclear") : null;
    const [a, b] = pair.map(angle);
    if (typeof a === "string") return wrong(a);
    if (typeof b === "string") return wrong(b);
    return placed(a, b);
  };
  var wrong = (fault) => ({ positions: [], fault });
  var withPoints = (said2) => /\d\.\d/.test(said2) ? said2 : said2.replace(/(\d),(?=\d)/g, "$1.");
  function halves(said2) {
    const trimmed = said2.replace(/^[\s,;/]+|[\s,;/]+$/g, "");
    const apart = trimmed.split(/\s*[;/]\s*|\s*,\s*/);
    if (apart.length === 2) return [apart[0], apart[1]];
    if (apart.length > 2) return null;
    const marks4 = [...trimmed.matchAll(/LAT|LON|[NSEW]/g)];
    if (marks4.length === 2) {
      const [one, two] = marks4.map((mark2) => mark2.index ?? 0);
      const at3 = one === 0 ? two : one + marks4[0][0].length;
      return [trimmed.slice(0, at3), trimmed.slice(at3)];
    }
    if (marks4.length > 2) return null;
    const degrees = [...trimmed.matchAll(/[-+]?\d+(?:\.\d+)?\s*°/g)];
    if (degrees.length === 2) return [trimmed.slice(0, degrees[1].index), trimmed.slice(degrees[1].index)];
    const numbers2 = [...trimmed.matchAll(/[-+]?\d+(?:\.\d+)*/g)];
    if (numbers2.length % 2) return null;
    const half = numbers2[numbers2.length / 2].index ?? 0;
    const letter = marks4[0]?.index ?? -1;
    const lastOfFirst = numbers2[numbers2.length / 2 - 1];
    const end = (lastOfFirst.index ?? 0) + lastOfFirst[0].length;
    const between = letter >= end && letter < half;
    const at2 = between && trimmed[letter - 1] === " " && trimmed[letter + 1] !== " " ? letter : half;
    return [trimmed.slice(0, at2), trimmed.slice(at2)];
  }
  function angle(part) {
    const letters = part.replace(/LAT|LON/g, "").match(/[NSEW]/g) ?? [];
    const named = part.match(/LAT|LON/)?.[0];
    const numbers2 = part.match(/[-+]?\d+(?:\.\d+)*/g) ?? [];
    if (letters.length > 1 || numbers2.length < 1 || numbers2.length > 3) return "unclear";
    const values = numbers2.map(Number);
    if (values.some(Number.isNaN) || numbers2.slice(1).some((n) => /^[-+]/.test(n))) return "unclear";
    if (numbers2.slice(0, -1).some((n) => n.includes("."))) return "unclear";
    const [whole = 0, minutes = 0, seconds = 0] = values;
    if (minutes >= 60 || seconds >= 60) return "sixty";
    const negative = numbers2[0]?.startsWith("-") ?? false;
    if (negative && letters.length) return "unclear";
    const size = Math.abs(whole) + minutes / 60 + seconds / 3600;
    const axis = letters[0] ? /[NS]/.test(letters[0]) ? "lat" : "lon" : null;
    const stated2 = named ? (
      /** @type {'lat' | 'lon'} */
      named.toLowerCase()
    ) : null;
    if (axis && stated2 && axis !== stated2) return "axis";
    return {
      degrees: negative || /[SW]/.test(letters[0] ?? "") ? -size : size,
      axis: axis ?? stated2,
      signed: negative
    };
  }
  function placed(a, b) {
    if (a.axis && a.axis === b.axis) return wrong("axis");
    const first2 = a.axis ?? (b.axis === "lat" ? "lon" : b.axis === "lon" ? "lat" : null);
    const both = [
      { lat: a.degrees, lon: b.degrees },
      { lat: b.degrees, lon: a.degrees }
    ];
    const meant = first2 === "lat" ? both.slice(0, 1) : first2 === "lon" ? both.slice(1) : both;
    const positions2 = meant.filter(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180);
    if (!positions2.length) return wrong("range");
    const same = positions2.length === 2 && a.degrees === b.degrees;
    return { positions: same ? positions2.slice(0, 1) : positions2 };
  }

  // tools/coordinates.js
  var pixel = (lat) => 40075017 * Math.cos(lat * (Math.PI / 180)) / (256 * 2 ** page.map.getZoom());
  var control = (position, node) => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    new (L.Control.extend({ onAdd: () => node }))({ position }).addTo(page.map);
  };
  function copy(shown, button) {
    const text = shown.replace(/[\u2066-\u2069]/g, "");
    const done = () => {
      button.textContent = say("Copied");
      announce(say("Copied: {text}", { text }));
    };
    const byHand = () => {
      const field = el("textarea", { class: "unseen" }, text);
      document.body.append(field);
      field.select();
      if (document.execCommand("copy")) done();
      field.remove();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }
  var names3 = Object.keys(formats);
  var pinAt = (at2, { typed, metres: metres3 } = {}) => {
    const { map } = page;
    const exact = metres3 ?? (typed ? 1 : pixel(at2.lat));
    const rows2 = names3.map((name) => {
      const value = formats[name](at2.lat, at2.lng, exact);
      return el(
        "tr",
        {},
        el("th", { scope: "row" }, name),
        el("td", {}, value),
        el(
          "td",
          {},
          el(
            "button",
            {
              type: "button",
              class: "action",
              "aria-label": say("Copy {name}", { name }),
              click: (e) => copy(value, e.target)
            },
            say("Copy")
          )
        )
      );
    });
    L.popup({ className: "position-popup", minWidth: 260 }).setLatLng(at2).setContent(
      el(
        "div",
        {},
        el(
          "table",
          {},
          el("caption", {}, typed ? say("“{text}” is read as", { text: typed }) : say("This position")),
          el("tbody", {}, rows2)
        ),
        el(
          "p",
          {},
          action(say("What is recorded here?"), () => {
            map.closePopup();
            askHere("at", [[at2.lat, at2.lng]]);
          })
        ),
        el(
          "p",
          { class: "claim-note" },
          metres3 ? say("WGS 84. It names a square of {length}; this is its middle.", { length: metres(metres3) }) : typed ? say("WGS 84, as typed.") : say("WGS 84, as exact as a pixel of this view.")
        )
      )
    ).openOn(map);
  };
  function addCoordinates() {
    const { map } = page;
    let format = names3[0];
    let last = null;
    const text = el("span", { id: "coordinates" });
    const show2 = () => {
      const at2 = last ?? map.getCenter();
      text.textContent = `${last ? "" : say("centre ")}${formats[format](at2.lat, at2.lng, pixel(at2.lat))}`;
    };
    const button = el("button", {
      type: "button",
      title: say("Degrees; degrees, minutes, seconds; MGRS"),
      click: () => {
        format = names3[(names3.indexOf(format) + 1) % names3.length];
        label3();
        show2();
      }
    });
    const label3 = () => {
      button.textContent = format;
      button.setAttribute("aria-label", say("Coordinates in {format}; change", { format }));
    };
    label3();
    const box2 = el(
      "div",
      {
        class: "coordinates",
        mousemove: (e) => e.stopPropagation(),
        mouseenter: () => {
          last = null;
          show2();
        }
      },
      button,
      text
    );
    control("bottomright", box2);
    map.on("mousemove", (event) => {
      last = event.latlng;
      show2();
    });
    map.on("mouseout", () => {
      last = null;
      show2();
    });
    map.on("moveend", show2);
    map.on("contextmenu", (event) => pinAt(event.latlng));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "c" && !event.ctrlKey && !event.metaKey && event.target === map.getContainer())
        pinAt(map.getCenter());
    });
    show2();
  }

  // panel/search.js
  function all() {
    const { data } = page;
    return [
      ...data.districts.map((d) => ({
        name: districtName(d.district),
        also: [d.district, d.name_az, d.name_hy, d.name_ru, d.name_local, ...d.aliases].filter((n) => n !== void 0),
        kind: d.drawn ? say("district") : say("district, not drawn"),
        key: d.key,
        weight: d.claims.length
      })),
      ...data.sites.map((s) => ({
        name: s.name,
        also: s.places.flatMap((p) => [p.name, ...p.also]),
        kind: s.districts.map(districtName).join(", "),
        key: s.key,
        weight: s.claims.length
      })),
      ...data.areas.map((a) => ({ name: a.name ?? a.id, also: [a.id], kind: areaKind(a), key: a.key, weight: 0 })),
      ...data.accidents.map((a) => ({
        name: a.name,
        also: [a.event_id],
        kind: say("Accident"),
        key: "",
        open: () => openClaim(a.claims[0]),
        weight: 0
      }))
    ].map((e) => ({ ...e, haystack: [] }));
  }
  var FAULTS = {
    range: say("No such position: latitude goes to 90°, longitude to 180°"),
    axis: say("Not a position: both numbers are latitudes, or both longitudes"),
    sixty: say("Not a position: minutes and seconds are less than 60"),
    square: say("There is no such square of MGRS"),
    unclear: say("Not clear as a position: write it as 39.99 N 46.93 E, or in MGRS")
  };
  function positions(typed) {
    const found2 = readPosition(typed)?.positions ?? [];
    return found2.map(({ lat, lon, metres: metres3 }) => ({
      name: formats.DD(lat, lon, metres3 ?? 1),
      also: [],
      kind: found2.length > 1 ? say("position, if this is the order; N or S, E or W would say") : metres3 ? say("middle of a square of {length}", { length: metres(metres3) }) : say("position"),
      key: "",
      open: () => {
        const at2 = L.latLng(lat, lon);
        page.map.setView(at2, Math.max(page.map.getZoom(), metres3 && metres3 > 5e3 ? 9 : 13), { animate: false });
        pinAt(at2, { typed, metres: metres3 });
      },
      weight: 0,
      haystack: []
    }));
  }
  function ofId(needle) {
    const { data } = page;
    const sources = data.sources.flatMap(
      (s, k) => folded(s.source_id) === needle ? [{ name: s.source_id, kind: say("Source {n}", { n: k + 1 }), n: k + 1 }] : []
    );
    const claims = data.claims.flatMap(
      (c, i) => folded(c.claim_id) === needle ? [{ name: c.claim_id, kind: say("claim of {name}", { name: c.claimant }), i }] : []
    );
    return [
      ...sources.map(({ name, kind, n }) => ({ name, kind, open: () => tell("source", n) })),
      ...claims.map(({ name, kind, i }) => ({ name, kind, open: () => openClaim(i) }))
    ].map((e) => ({ ...e, also: [], key: "", weight: 0, haystack: [] }));
  }
  function openClaim(i) {
    const [home2] = page.data.homes.get(i) ?? [];
    if (home2) select(home2, { fly: true });
    else tell("source", page.data.claims[i].source);
  }
  var buildSearch = () => {
    const entries = all().map((e) => ({ ...e, haystack: [e.name, ...e.also].map(folded) }));
    let shown = [];
    let active = -1;
    let sought = false;
    let closed = true;
    let told2 = 0;
    const list3 = el("ul", { id: "search-list", role: "listbox", "aria-label": say("Places found"), hidden: true });
    const input = el("input", {
      type: "search",
      id: "search-input",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "search-list",
      "aria-autocomplete": "list",
      autocomplete: "off",
      placeholder: say("Find a place, an id, a position, or words of claims"),
      "aria-label": say("Find a place, an id, a position, or words of claims"),
      input: update,
      keydown: keys3,
      focus: () => {
        readyToFind();
        update();
      },
      blur: () => setTimeout(close, 150)
    });
    function update() {
      const needle = folded(input.value.trim());
      const score = (e) => Math.min(...e.haystack.map((h) => h === needle ? 0 : h.startsWith(needle) ? 1 : h.includes(needle) ? 2 : 9));
      const typed = input.value.trim();
      const found2 = needle ? entries.map((e) => (
        /** @type {[number, Entry]} */
        [score(e), e]
      )).filter(([s]) => s < 9).sort(([sa, a], [sb, b]) => sa - sb || b.weight - a.weight).slice(0, 9).map(([, e]) => e) : [];
      shown = needle ? [...positions(typed), ...ofId(needle), ...found2].slice(0, 9) : [];
      told2 = needle.length < 2 ? 0 : kept(findClaims(input.value)).length;
      active = shown.length || told2 ? 0 : -1;
      sought = false;
      closed = false;
      render();
      more(needle);
    }
    async function more(needle) {
      const found2 = needle.length < 2 ? [] : await findLarge(needle, 9 - shown.length);
      if (closed || needle !== folded(input.value.trim())) return;
      sought = true;
      const others2 = found2.filter(({ key }) => !shown.some((e) => e.key === key));
      shown = [
        ...shown,
        ...others2.map((a) => ({
          name: a.name ?? a.id,
          also: [a.id],
          kind: areaKind(a),
          key: a.key,
          weight: 0,
          haystack: []
        }))
      ].slice(0, 9);
      if (shown.length) active = Math.max(active, 0);
      render();
    }
    function render() {
      const needle = folded(input.value.trim());
      const fault = FAULTS[readPosition(input.value)?.fault ?? ""];
      list3.replaceChildren(
        ...shown.map((e, k) => {
          const via = e.also.find((n) => folded(n).includes(needle) && !folded(e.name).includes(needle));
          return el(
            "li",
            {
              role: "option",
              id: `search-${k}`,
              mousedown: (event) => {
                event.preventDefault();
                go(k);
              }
            },
            el("b", {}, e.name),
            via && el("span", {}, ` ${via}`),
            el("small", {}, e.kind)
          );
        }),
        ...told2 ? [
          el(
            "li",
            {
              role: "option",
              id: `search-${shown.length}`,
              class: "search-claims",
              mousedown: (event) => {
                event.preventDefault();
                go(shown.length);
              }
            },
            say("Claims with these words"),
            el("small", {}, number(told2))
          )
        ] : [],
        ...needle && sought && !shown.length && (fault || !told2) ? [el("li", { class: "empty" }, fault ?? say("Nothing by that name, and no claim with these words"))] : []
      );
      list3.hidden = !list3.children.length;
      input.setAttribute("aria-expanded", String(!list3.hidden));
      mark2();
    }
    function mark2() {
      [...list3.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === active)));
      if (active >= 0) input.setAttribute("aria-activedescendant", `search-${active}`);
      else input.removeAttribute("aria-activedescendant");
    }
    function close() {
      closed = true;
      list3.hidden = true;
      input.setAttribute("aria-expanded", "false");
    }
    function go(k) {
      if (k === shown.length && told2) {
        close();
        tell("sought", input.value.trim());
        return;
      }
      if (!shown[k]) return;
      input.value = shown[k].name;
      close();
      if (shown[k].open) shown[k].open();
      else select(shown[k].key, { fly: true });
    }
    function keys3(event) {
      if (event.key === "ArrowDown") active = Math.min(active + 1, shown.length - (told2 ? 0 : 1));
      else if (event.key === "ArrowUp") active = Math.max(active - 1, 0);
      else if (event.key === "Enter") {
        go(active);
        return;
      } else if (event.key === "Escape") {
        close();
        return;
      } else return;
      event.preventDefault();
      mark2();
    }
    byId("search").append(input, list3);
  };

  // panel/sources.js
  var search;
  var list2;
  var sourcesView = () => {
    const { data } = page;
    search = el("input", {
      type: "search",
      id: "source-text",
      placeholder: say("Search title, publisher, author, number"),
      "aria-label": say("Search sources"),
      input: () => filter(status)
    });
    list2 = el(
      "ol",
      { class: "sources" },
      data.sources.map((source, k) => row2(source, k + 1))
    );
    const status = el("p", { class: "sub", role: "status", id: "source-status" });
    filter(status);
    return el(
      "div",
      {},
      el(
        "p",
        { class: "lead" },
        say("Many sources repeat the same official figure. Agreement between them is not independent confirmation.")
      ),
      el("div", { class: "filters" }, search),
      status,
      list2
    );
  };
  function row2(source, n) {
    const cited = page.data.citedBy.get(n) ?? [];
    const shown = kept(cited);
    const language2 = source.language && languageName(source.language);
    const facts2 = [
      source.publisher,
      source.author,
      date(source.published) || say("undated"),
      language2,
      source.kind
    ].filter(Boolean);
    return el(
      "li",
      { id: `source-${n}`, class: "source", "data-source": n },
      el("span", { class: "source-number" }, `[${n}]`),
      el(
        "div",
        { class: "source-body" },
        el("p", { class: "source-title" }, source.url ? outward(source.url, source.title) : source.title),
        el("p", { class: "source-facts" }, facts2.join(" · ")),
        source.affiliation && el("p", { class: "source-facts" }, source.affiliation),
        source.date_note && el("p", { class: "source-facts" }, say("Date: {note}", { note: source.date_note })),
        el(
          "p",
          { class: "source-facts" },
          sourceGrade(source),
          source.also_at && [" · ", outward(source.also_at, say("also here"))],
          source.archived_at && [" · ", outward(source.archived_at, say("archived copy"))],
          !source.url && say(" · no address"),
          source.not_a_link && say(" · given address is not a web address: {address}", { address: source.not_a_link })
        ),
        cited.length ? fold(
          [
            el("span", { class: "fold-title" }, say("Cited by")),
            el("span", { class: "count" }, countOf(cited), ` ${noun(cited.length, "claim")}`)
          ],
          () => [hiddenNote(cited), ...newestFirst(shown).map((i) => claimView(i, { place: true, subject: true }))]
        ) : el("p", { class: "source-facts" }, say("Not cited by any claim shown here"))
      )
    );
  }
  function languageName(code) {
    try {
      return new Intl.DisplayNames([language, "en"], { type: "language" }).of(code);
    } catch {
      return code;
    }
  }
  function filter(status) {
    const needle = folded(search.value.trim());
    let n = 0;
    let covered = 0;
    page.data.sources.forEach((source, k) => {
      const found2 = !needle || `[${k + 1}]`.includes(needle) || folded(
        [source.title, source.publisher, source.author, source.affiliation, source.url, source.published].join(" ")
      ).includes(needle);
      const hit = found2 && sourceShown(k + 1);
      list2.children[k].hidden = !hit;
      n += hit ? 1 : 0;
      covered += found2 && !hit ? 1 : 0;
    });
    status.textContent = count(n, "source") + (covered ? say(". Hidden by {by}: {what}.", { by: hider(), what: number(covered) }) : "");
  }
  var showSource = (n) => {
    showTab("sources", { by: "hand" });
    if (search.value) {
      search.value = "";
      search.dispatchEvent(new Event("input"));
    }
    const item = byId(`source-${n}`);
    item.hidden = false;
    const cited = item.querySelector("details");
    if (cited) {
      cited.fill();
      cited.open = true;
    }
    pointAt(item);
    announce(say("Source {n}", { n }));
  };

  // panel/table.js
  var MOST6 = 300;
  var COLUMNS = [
    ["name", say("Name"), (r) => folded(r.name)],
    ["kind", say("What it is"), (r) => r.order],
    ["claims", say("Claims"), (r) => -r.n],
    ["newest", say("Newest"), (r) => r.newest ? -Number(r.newest.replaceAll("-", "").padEnd(8, "0")) : 0]
  ];
  var sorted = "kind";
  var turned = false;
  var body;
  var newest3 = (claims) => newestFirst(kept(claims)).map((i) => sortKey(page.data.claims[i]))[0];
  var row3 = (item, name, kind, order, claims = item.claims) => ({
    key: item.key,
    name,
    kind,
    order,
    claims,
    n: kept(claims).length,
    newest: newest3(claims) ?? ("known_from" in item ? item.known_from : void 0) ?? ("valid_from" in item ? item.valid_from : void 0)
  });
  function inView2() {
    const { data, map } = page;
    const bounds2 = map.getBounds();
    const sites = data.sites.filter((s) => bounds2.contains(s.at));
    const areas = data.areas.filter((a) => bounds2.intersects(a.box));
    const told2 = sites.filter(toldInTime);
    const drawn3 = areas.filter((a) => areaInTime(a));
    const rows2 = [
      ...data.districts.filter((d) => d.drawn && bounds2.intersects(d.box)).map((d) => {
        const newest4 = newestOf(d);
        const found2 = row3(d, districtName(d.district), say("District"), 0, naming(d));
        return { ...found2, newest: newest4 === null ? void 0 : isoDay(newest4) };
      }),
      ...told2.map((s) => row3(s, s.name, term("Support", s.support), 1)),
      ...drawn3.map((a) => rowOfArea(a))
    ];
    return { rows: rows2, away: sites.length + areas.length - told2.length - drawn3.length };
  }
  function point(key) {
    const found2 = key ? lookUp(key) : null;
    outlineDistricts(found2?.kind === "district" ? [found2.item.district] : []);
    showSpot(found2);
  }
  var rowOfArea = (a) => row3(a, a.name ?? a.id, areaKind(a), 2);
  var turn2 = 0;
  async function fill2() {
    turn2 += 1;
    const mine = turn2;
    const small2 = inView2();
    const large2 = await largeInView(page.map.getBounds(), MOST6);
    if (mine !== turn2 || !body.isConnected) return;
    const held = body.contains(document.activeElement) ? (
      /** @type {HTMLElement} */
      document.activeElement.dataset.key
    ) : null;
    const of = (COLUMNS.find(([id]) => id === sorted) ?? COLUMNS[1])[2];
    const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
    const rows2 = [...small2.rows, ...large2.areas.map((a) => rowOfArea(a))].sort(
      (a, b) => (turned ? -1 : 1) * compare(of(a), of(b)) || compare(folded(a.name), folded(b.name))
    );
    const all2 = small2.rows.length + large2.n;
    const away = small2.away + large2.away;
    byId("in-view").textContent = `${say("In view: {what}", { what: count(all2, "feature") })}${all2 > MOST6 ? say(", the first {n} shown; zoom in for the rest", { n: MOST6 }) : ""}${away ? say("; {n} not on this day", { n: number(away) }) : ""}. ${say("What is not in the table was not recorded here: that says nothing about contamination.")}`;
    body.replaceChildren(
      ...rows2.slice(0, MOST6).map(
        (r, k) => el(
          "tr",
          {
            "data-key": r.key,
            tabindex: k ? -1 : 0,
            "aria-selected": String(r.key === page.selected),
            click: () => choose4(r.key),
            dblclick: () => open(r.key)
          },
          el("th", { scope: "row" }, r.name),
          el("td", {}, r.kind),
          el("td", { class: "value" }, r.order === 2 && !r.claims.length ? "–" : countOf(r.claims)),
          el("td", { class: "value" }, date(r.newest))
        )
      )
    );
    body.parentElement?.setAttribute("aria-rowcount", String(all2 + 1));
    if (held) [...body.rows].find((tr) => tr.dataset.key === held)?.focus();
  }
  function stand(tr) {
    if (!tr) return;
    for (const other of body.rows) other.tabIndex = other === tr ? 0 : -1;
    tr.focus();
  }
  function choose4(key) {
    select(key, { quiet: true });
    for (const tr of body.rows) tr.setAttribute("aria-selected", String(tr.dataset.key === key));
    point(key);
  }
  var open = (key) => {
    select(key, { fly: true });
  };
  function keys2(event) {
    const tr = event.target.closest("tbody tr");
    if (!tr) return;
    const all2 = [...body.rows];
    const at2 = all2.indexOf(tr);
    const keysTo = {
      ArrowDown: at2 + 1,
      ArrowUp: at2 - 1,
      Home: 0,
      End: all2.length - 1,
      PageDown: Math.min(at2 + 10, all2.length - 1),
      PageUp: Math.max(at2 - 10, 0)
    };
    const to = keysTo[event.key];
    if (to !== void 0) stand(all2[to]);
    else if (event.key === " ") choose4(tr.dataset.key);
    else if (event.key === "Enter") open(tr.dataset.key);
    else return;
    event.preventDefault();
  }
  var tableView = () => {
    body = el("tbody", {});
    const heads = COLUMNS.map(
      ([id, title2]) => el(
        "th",
        { scope: "col", "data-column": id },
        el(
          "button",
          {
            type: "button",
            click: () => {
              turned = sorted === id && !turned;
              sorted = id;
              mark2();
              fill2();
            }
          },
          title2
        )
      )
    );
    const mark2 = () => heads.forEach((th) => {
      const on2 = th.dataset.column === sorted;
      if (on2)
        th.setAttribute("aria-sort", turned !== ["claims", "newest"].includes(sorted) ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    });
    mark2();
    const table2 = el(
      "table",
      {
        class: "in-view",
        role: "grid",
        "aria-label": say("Features in view"),
        "aria-multiselectable": "false",
        keydown: keys2,
        focusin: (e) => {
          const tr = e.target.closest("tbody tr");
          if (tr) point(tr.dataset.key);
        },
        focusout: (e) => {
          if (!table2.contains(e.relatedTarget)) highlightSelection();
        },
        mouseover: (e) => {
          const tr = e.target.closest("tbody tr");
          if (tr) point(tr.dataset.key);
        },
        mouseleave: () => highlightSelection()
      },
      el("thead", {}, el("tr", {}, heads)),
      body
    );
    const view = el(
      "div",
      {},
      el("p", { class: "lead" }, say("What is in the part of the map shown. The table follows the map.")),
      el("p", { class: "sub", id: "in-view", role: "status" }),
      el(
        "p",
        { class: "claim-note" },
        say("Arrow keys walk the rows and outline each on the map; space selects, Enter opens what is recorded there.")
      ),
      table2
    );
    queueMicrotask(() => fill2());
    return view;
  };
  var followMap = () => page.map.on("moveend", () => {
    if (page.tab === "table" && body?.isConnected) fill2();
  });

  // panel/undrawn.js
  var unmarked = () => [
    ...new Set(
      page.data.undrawn.filter((g) => !["withheld", "places", "accidents"].includes(g.reason)).flatMap((g) => g.claims)
    )
  ];
  var parts2 = () => {
    const { undrawn, accidents } = page.data;
    const of = (reason2) => undrawn.find((group2) => group2.reason === reason2);
    const rejected = of("rejected")?.n ?? 0;
    return (
      /** @type {[string, number][]} */
      [
        [say("Claims"), kept(unmarked()).length],
        [say("Accidents"), (of("accidents")?.accidents ?? []).filter((a) => kept(accidents[a].claims).length).length],
        [say("Places"), (of("places")?.places ?? []).length],
        [
          say("Areas, events and other features"),
          undrawn.reduce((n, group2) => n + (group2.n ?? group2.items?.length ?? 0), -rejected)
        ],
        [say("Rejected rows"), rejected]
      ].filter(([, n]) => n)
    );
  };
  var countUndrawn = () => parts2().reduce((all2, [, n]) => all2 + n, 0);
  var undrawnView = () => {
    const { data } = page;
    const without = unmarked();
    const text = el("input", {
      type: "search",
      id: "undrawn-text",
      placeholder: say("Search what is not drawn"),
      "aria-label": say("Search what is not drawn"),
      input: () => find(text.value)
    });
    const found2 = el("div", { class: "results" });
    const groups = el("div", {}, data.undrawn.map(groupView2), data.findings.length ? findings() : null);
    function find(value) {
      const needle = folded(value.trim());
      groups.hidden = needle.length > 1;
      if (needle.length < 2) {
        found2.replaceChildren();
        return;
      }
      const claims = kept([...new Set(data.undrawn.flatMap((g) => g.claims))]).filter((i) => {
        const c = data.claims[i];
        return folded([c.claimant, c.paraphrase, c.place, c.districts, c.category].join(" ")).includes(needle);
      });
      found2.replaceChildren(
        el("p", { class: "sub" }, count(claims.length, "claim")),
        ...newestFirst(claims).slice(0, 100).map((i) => claimView(i, { place: true, subject: true }))
      );
    }
    return el(
      "div",
      {},
      el(
        "p",
        { class: "lead" },
        say(
          "Claims without a mark of their own on the map: {n} of {all}. Nothing is left out in silence: here they are, with the reason.",
          { n: number(without.length), all: number(data.claims.length) }
        )
      ),
      el(
        "p",
        { class: "sub", id: "undrawn-parts" },
        parts2().map(([text2, n]) => `${text2}: ${number(n)}`).join(" · ")
      ),
      hiddenNote(without),
      el("div", { class: "filters" }, text),
      found2,
      groups
    );
  };
  function groupView2(group2) {
    const node = fold(
      [
        el("span", { class: "fold-title" }, group2.title),
        el(
          "span",
          { class: "count" },
          group2.places ?? group2.items ? number(group2.n ?? (group2.places ?? group2.items ?? []).length) : group2.accidents ? shareOf(
            group2.accidents.filter((a) => kept(page.data.accidents[a].claims).length).length,
            group2.accidents.length
          ) : countOf(group2.claims)
        )
      ],
      () => [el("p", { class: "why" }, group2.why), content(group2)]
    );
    node.classList.add("big");
    node.dataset.reason = group2.reason;
    return node;
  }
  function content(group2) {
    const { data } = page;
    if (group2.reason === "multi_district") return data.groups.map((g) => groupView(g));
    if (group2.places) {
      return [
        el(
          "ul",
          { class: "plain" },
          group2.places.map(
            (p) => el(
              "li",
              {},
              el("b", {}, p.name),
              p.district && `, ${districtName(p.district)}`,
              p.note && el("div", { class: "claim-note" }, p.note)
            )
          )
        ),
        claimsBySubject(group2.claims, { place: true, open: 1 })
      ];
    }
    if (group2.items) {
      const left = (group2.n ?? 0) - group2.items.length;
      return [
        el(
          "ul",
          { class: "plain" },
          group2.items.map(
            (r) => el(
              "li",
              {},
              el("b", {}, r.name ?? r.id),
              ` · ${[r.layer && sayOfData(r.layer), r.name && r.id, r.why ? sayOfData(r.why) : date(r.day)].filter(Boolean).join(" · ")}`
            )
          )
        ),
        left > 0 && el("p", { class: "sub" }, say("and {n} more; the GeoPackage has them all", { n: number(left) })),
        group2.claims.length > 0 && claimsBySubject(group2.claims, { place: true, open: 1 })
      ];
    }
    if (group2.accidents) {
      return [...group2.accidents].sort((a, b) => (data.accidents[a].occurred ?? "") < (data.accidents[b].occurred ?? "") ? 1 : -1).map((a) => accidentView(data.accidents[a], false, data.accidents[a].name));
    }
    return claimsBySubject(group2.claims, { place: true, open: group2.claims.length < 15 ? 9 : 0 });
  }
  function findings() {
    const { data } = page;
    const levels = Object.keys(data.terms.Level);
    const sorted2 = [...data.findings].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
    const node = fold(
      [
        el("span", { class: "fold-title" }, say("Findings in the input")),
        el("span", { class: "count" }, number(sorted2.length))
      ],
      () => [
        el("p", { class: "why" }, say("What was rejected, repaired, or needs a look when the files were read.")),
        sorted2.map(
          (f) => el(
            "article",
            { class: "finding" },
            el(
              "p",
              {},
              el("span", { class: `tag tag-${f.level}` }, term("Level", f.level)),
              el("b", {}, sayOfData(f.message))
            ),
            el(
              "p",
              { class: "claim-note" },
              [
                f.code,
                f.file && `${f.file}${f.row ? say(", row {n}", { n: f.row }) : ""}`,
                f.layer && term("Layer", f.layer),
                f.feature_id,
                f.column,
                f.value && say("value: {value}", { value: f.value })
              ].filter(Boolean).join(" · ")
            ),
            f.hint && el("p", { class: "claim-note" }, sayOfData(f.hint))
          )
        )
      ]
    );
    node.classList.add("big");
    node.dataset.reason = "findings";
    return node;
  }

  // tools/minimap.js
  function addMinimap() {
    const { map, layers } = page;
    const [width2, height] = [136, 100];
    const box2 = extent().pad(0.5);
    const [nw, se] = [box2.getNorthWest(), box2.getSouthEast()].map((p) => map.project(p, 0));
    const scale = Math.min(width2 / (se.x - nw.x), height / (se.y - nw.y));
    const place2 = (p) => {
      const q = map.project(p, 0);
      return [(q.x - (nw.x + se.x) / 2) * scale + width2 / 2, (q.y - (nw.y + se.y) / 2) * scale + height / 2];
    };
    const path = (name, style) => {
      const rings = layers[name].getLayers().flatMap(
        ({ feature: { geometry: g } }) => (g.type === "Polygon" ? [g.coordinates] : g.type === "MultiPolygon" ? g.coordinates : []).flat()
      );
      const d = rings.map(
        (ring2) => `M${ring2.map(
          ([lon, lat]) => place2([Math.max(Math.min(lat, 85), -85), lon]).map((v) => v.toFixed(1)).join(" ")
        ).join("L")}Z`
      ).join("");
      return d && svg("path", { d, ...style });
    };
    const shapes2 = [
      path("base_land", { fill: "#ecebe6", stroke: "#cfccc4", "stroke-width": 0.5 }),
      path("districts", { fill: "#d6d1e6", stroke: "#a9a3c4", "stroke-width": 0.4 })
    ].filter(Boolean);
    if (!shapes2.length) return;
    const view = svg("rect", { fill: "rgb(61 50 116 / 15%)", stroke: "#3d3274", "stroke-width": 1.5 });
    const picture = svg(
      "svg",
      {
        viewBox: `0 0 ${width2} ${height}`,
        width: width2,
        height,
        role: "img",
        "aria-label": say("Overview map with the part in view")
      },
      ...shapes2,
      view
    );
    const follow = () => {
      const now2 = map.getBounds();
      const [[x0, y0], [x1, y1]] = [place2(now2.getNorthWest()), place2(now2.getSouthEast())];
      const [w, h] = [Math.max(x1 - x0, 4), Math.max(y1 - y0, 4)];
      const at2 = { x: (x0 + x1 - w) / 2, y: (y0 + y1 - h) / 2, width: w, height: h };
      for (const [name, value] of Object.entries(at2)) view.setAttribute(name, value.toFixed(1));
    };
    picture.addEventListener("click", (event) => {
      const frame2 = picture.getBoundingClientRect();
      const x = (event.clientX - frame2.left - width2 / 2) / scale + (nw.x + se.x) / 2;
      const y = (event.clientY - frame2.top - height / 2) / scale + (nw.y + se.y) / 2;
      map.panTo(map.unproject([x, y], 0), { animate: false });
    });
    const frame = el("div", { id: "minimap", class: "minimap" }, picture);
    control("bottomright", frame);
    const needed = () => {
      frame.hidden = map.getBounds().contains(extent());
    };
    map.on("moveend", needed);
    needed();
    map.on("move", follow);
    follow();
  }

  // tools/print.js
  var PIXEL = 0.0254 / 96;
  var before = null;
  function claimsShown() {
    const { data, map, figure: figure3 } = page;
    const bounds2 = map.getBounds();
    const selected = page.tab === "place" && page.selected ? lookUp(page.selected)?.item : null;
    return kept([
      .../* @__PURE__ */ new Set([
        ...data.districts.flatMap((d, i) => d.drawn && bounds2.intersects(d.box) ? figure3.cells[i]?.claims ?? [] : []),
        ...data.sites.flatMap((s) => bounds2.contains(s.at) ? s.claims : []),
        ...data.areas.flatMap((a) => bounds2.intersects(a.box) ? a.claims : []),
        ...selected?.claims ?? []
      ])
    ]);
  }
  var sourcesShown = () => {
    const { data, map } = page;
    const bounds2 = map.getBounds();
    return [
      .../* @__PURE__ */ new Set([
        ...claimsShown().map((i) => data.claims[i].source),
        ...data.areas.filter((a) => bounds2.intersects(a.box)).flatMap((a) => a.source ?? [])
      ])
    ].sort((a, b) => a - b);
  };
  function facts() {
    const { map, data } = page;
    const { lat } = map.getCenter();
    const ground2 = 40075017 * Math.cos(lat * Math.PI / 180) / (256 * 2 ** map.getZoom());
    const scale = Number((ground2 / PIXEL).toPrecision(2));
    return [
      say("Printed {date}", { date: date((/* @__PURE__ */ new Date()).toISOString().slice(0, 10)) }),
      say("Data to {date}.", { date: date(data.meta.data_date) || say("an unknown date") }).replace(/[.։]$/, ""),
      say("scale about 1:{scale} at {latitude} if printed at 100 %", {
        scale: number(scale),
        latitude: `${Math.abs(lat).toFixed(1)}° ${lat < 0 ? "S" : "N"}`
      }),
      "Mercator, WGS 84",
      data.claims.length && byId("filter-state").textContent
    ].filter(Boolean).join(" · ");
  }
  function fill3() {
    const { data } = page;
    const large2 = Object.keys(page.large).length > 0;
    const numbers2 = large2 ? data.sources.map((_s, k) => k + 1) : sourcesShown();
    byId("print-facts").textContent = facts();
    byId("print-sources").replaceChildren(
      el(
        "h2",
        {},
        large2 ? say("All sources of this dataset") : say("Sources of what this map shows"),
        el("span", { class: "count" }, number(numbers2.length))
      ),
      el(
        "ol",
        {},
        numbers2.map((n) => {
          const s = data.sources[n - 1];
          return el(
            "li",
            {},
            `[${n}] `,
            el("b", {}, s.title),
            " ",
            [s.publisher, date(s.published) || say("undated"), s.url].filter(Boolean).join(", ")
          );
        })
      )
    );
  }
  var legendCard = () => (
    /** @type {HTMLDetailsElement | null} */
    document.querySelector(".legend-card")
  );
  function uncovered() {
    const { map } = page;
    const { x, y } = map.getSize();
    const legend2 = legendCard();
    const left = legend2?.open && !narrow() ? Math.min(legend2.getBoundingClientRect().right - map.getContainer().getBoundingClientRect().left, x / 2) : 0;
    return L.latLngBounds(map.containerPointToLatLng([left, y]), map.containerPointToLatLng([x, 0]));
  }
  function dress2(on2) {
    const { map } = page;
    if (on2 === (before !== null)) return;
    if (on2) {
      const legend2 = legendCard();
      before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: uncovered(), open: legend2?.open ?? false };
      if (legend2) legend2.open = true;
      document.documentElement.classList.add("printing");
      document.documentElement.dataset.tab = page.tab ?? "";
      map.invalidateSize({ pan: false, animate: false });
      map.fitBounds(before.bounds, { animate: false });
      window.canvasTiles?.finish();
      fill3();
    } else {
      const { centre, zoom, open: open2 } = (
        /** @type {{centre: L.LatLng, zoom: number, open: boolean}} */
        before
      );
      before = null;
      const legend2 = legendCard();
      if (legend2) legend2.open = open2;
      document.documentElement.classList.remove("printing");
      map.invalidateSize({ pan: false, animate: false });
      map.setView(centre, zoom, { animate: false });
    }
  }
  var readyToPrint = () => {
    first(".chart").append(el("p", { id: "print-facts", class: "print-facts" }));
    byId("page").append(
      el("section", { id: "print-sources", class: "print-sources", "aria-label": say("Sources of what the map shows") })
    );
    window.addEventListener("beforeprint", () => dress2(true));
    window.addEventListener("afterprint", () => dress2(false));
    window.matchMedia("print").addEventListener("change", (event) => dress2(event.matches));
  };

  // tools/picture.js
  var COPIED = [
    ...["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"],
    ...["stroke-linecap", "stroke-linejoin", "opacity", "font-size", "font-weight", "text-anchor"]
  ];
  var CLEAR = /* @__PURE__ */ new Set(["rgba(0, 0, 0, 0)", "transparent"]);
  var HATCHED = [
    ["swatch-none", "url(#hatch-none)"],
    ["swatch-hidden", "url(#hatch-hidden)"],
    ["swatch-striped", "url(#stripes-0-2)"]
  ];
  var FONT = "DejaVu Sans, Noto Sans, Arial, sans-serif";
  var short = (value) => Math.round(value * 100) / 100;
  function dressed(node) {
    const copy2 = (
      /** @type {Element} */
      node.cloneNode(false)
    );
    const style = getComputedStyle(node);
    if (style.display === "none" || style.visibility === "hidden") return null;
    for (const name of ["class", "style", "tabindex", "role", "aria-label", "aria-hidden"]) copy2.removeAttribute(name);
    if (node.localName !== "svg" && node.localName !== "g")
      for (const name of COPIED) {
        const value = style.getPropertyValue(name);
        if (value && value !== "none 0px")
          copy2.setAttribute(name, value.replace(/url\("?[^"#)]*(#[^")]+)"?\)/g, "url($1)"));
      }
    for (const child of node.childNodes) {
      const inner = child instanceof Element ? dressed(child) : child.cloneNode();
      if (inner) copy2.append(inner);
    }
    return copy2;
  }
  function lines(node, corner) {
    const { parentElement: box2, data } = node;
    if (!box2 || !data.trim()) return [];
    const style = getComputedStyle(box2);
    const found2 = [];
    const range2 = document.createRange();
    for (const { index: index2, 0: word } of data.matchAll(/\S+\s*/g)) {
      range2.setStart(node, index2);
      range2.setEnd(node, index2 + word.trimEnd().length);
      const { left, top: top2, height, width: width2 } = range2.getBoundingClientRect();
      if (!width2) continue;
      const last = found2.at(-1);
      if (last && Math.abs(last.y - top2) < 2) last.text += word;
      else found2.push({ x: left, y: top2, height, text: word });
    }
    const size = Number.parseFloat(style.fontSize);
    return found2.map(
      ({ x, y, height, text }) => svg(
        "text",
        {
          x: short(x - corner.x),
          y: short(y - corner.y + height / 2 + 0.36 * size),
          "font-size": size,
          "font-weight": style.fontWeight,
          "font-style": style.fontStyle,
          fill: style.color,
          ...style.textShadow === "none" ? {} : { stroke: "#ffffff", "stroke-width": 3, "stroke-opacity": 0.85, "paint-order": "stroke" }
        },
        text.trimEnd()
      )
    );
  }
  function edge(style, place2) {
    const radius = Number.parseFloat(style.borderRadius) || 0;
    const rx = style.borderRadius.endsWith("%") ? place2.width * radius / 100 : radius;
    const sides2 = [style.borderTopWidth, style.borderLeftWidth, style.borderBottomWidth, style.borderRightWidth];
    const thick = Math.min(...sides2.map(Number.parseFloat));
    if (!(thick > 0)) return { rx };
    return {
      x: short(place2.x + thick / 2),
      y: short(place2.y + thick / 2),
      width: short(place2.width - thick),
      height: short(place2.height - thick),
      rx: Math.max(0, rx - thick / 2),
      stroke: style.borderTopColor,
      "stroke-width": thick
    };
  }
  function drawn2(node, corner, leftOut) {
    const style = getComputedStyle(node);
    if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0" || leftOut(node)) return [];
    const { left, top: top2, width: width2, height } = node.getBoundingClientRect();
    const place2 = { x: short(left - corner.x), y: short(top2 - corner.y), width: short(width2), height: short(height) };
    if (node instanceof SVGElement) {
      const copy2 = dressed(node);
      if (!copy2 || !width2) return [];
      for (const [name, value] of Object.entries(place2)) copy2.setAttribute(name, String(value));
      return [copy2];
    }
    if (node instanceof HTMLCanvasElement)
      return width2 ? [svg("image", { ...place2, opacity: style.opacity, href: node.toDataURL() })] : [];
    if (node instanceof HTMLImageElement)
      return node.src.startsWith("data:") ? [svg("image", { ...place2, opacity: style.opacity, href: node.src })] : [];
    if (node instanceof HTMLSelectElement) {
      const text = svg(
        "text",
        { x: place2.x + 6, y: place2.y + height / 2 + 5, "font-size": style.fontSize, "font-weight": style.fontWeight },
        node.selectedOptions[0]?.text ?? ""
      );
      return [text];
    }
    if (node instanceof HTMLInputElement) return [];
    const out = [];
    if (!CLEAR.has(style.backgroundColor) && width2 && node.localName !== "section")
      out.push(svg("rect", { ...place2, fill: style.backgroundColor, ...edge(style, place2) }));
    const hatch = HATCHED.find(([name]) => node.classList.contains(name));
    if (hatch && width2) out.push(svg("rect", { ...place2, fill: hatch[1], stroke: "#999999" }));
    const inner = [...node.childNodes].map((child, k) => ({
      child,
      k,
      z: child instanceof Element ? Number.parseInt(getComputedStyle(child).zIndex, 10) || 0 : 0
    }));
    inner.sort((a, b) => a.z - b.z || a.k - b.k);
    for (const { child } of inner) {
      if (child instanceof Element) out.push(...drawn2(child, corner, leftOut));
      else if (child instanceof Text) out.push(...lines(child, corner));
    }
    return out;
  }
  var pen2 = document.createElement("canvas").getContext("2d");
  function broken(text, width2, size, weight) {
    if (!pen2) return [text];
    pen2.font = `${weight} ${size}px ${FONT}`;
    const out = [""];
    const fits = (line2) => pen2.measureText(line2).width <= width2;
    for (const word of text.split(" ")) {
      const longer = out.at(-1) ? `${out.at(-1)} ${word}` : word;
      if (fits(longer)) out[out.length - 1] = longer;
      else if (fits(word)) out.push(word);
      else
        for (const sign of ` ${word}`) {
          if (fits(out.at(-1) + sign)) out[out.length - 1] += sign;
          else out.push(sign);
        }
    }
    return out;
  }
  function written2(texts2, x, y, width2) {
    const nodes = [];
    let at2 = y;
    for (const { text, size = 11, weight = 400, fill: fill4 = "#222222", gap: gap2 = 2 } of texts2) {
      for (const line2 of broken(text, width2, size, weight)) {
        at2 += size * 1.35;
        nodes.push(svg("text", { x, y: short(at2), "font-size": size, "font-weight": weight, fill: fill4 }, line2));
      }
      at2 += gap2;
    }
    return { nodes, end: at2 };
  }
  function sheet(width2, height, title2, described, nodes) {
    const hatches = [...document.querySelectorAll("body > svg > defs")].map((defs) => defs.cloneNode(true));
    const whole = svg(
      "svg",
      { width: width2, height, viewBox: `0 0 ${width2} ${height}`, "font-family": FONT },
      svg("title", {}, title2),
      svg("desc", {}, described),
      ...hatches,
      svg("rect", { width: width2, height, fill: "#ffffff" }),
      ...nodes
    );
    return `<?xml version="1.0" encoding="UTF-8"?>
${new XMLSerializer().serializeToString(whole)}
`;
  }

  // tools/png.js
  var TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
    return c >>> 0;
  });
  function crc32(bytes) {
    let c = 4294967295;
    for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ c >>> 8;
    return (c ^ 4294967295) >>> 0;
  }
  var AFTER_HEADER = 33;
  function withText(png, keyword, text) {
    const body2 = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
    const chunk = new Uint8Array(body2.length + 8);
    const view = new DataView(chunk.buffer);
    view.setUint32(0, body2.length - 4);
    chunk.set(body2, 4);
    view.setUint32(body2.length + 4, crc32(body2));
    const out = new Uint8Array(png.length + chunk.length);
    out.set(png.subarray(0, AFTER_HEADER));
    out.set(chunk, AFTER_HEADER);
    out.set(png.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
    return out;
  }
  async function rastered(text, width2, height, scale) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width2 * scale);
    canvas.height = Math.round(height * scale);
    const brush = (
      /** @type {CanvasRenderingContext2D} */
      canvas.getContext("2d")
    );
    brush.scale(scale, scale);
    brush.drawImage(image, 0, 0, width2, height);
    const blob = await new Promise((done) => {
      canvas.toBlob(done, "image/png");
    });
    if (!blob) throw new Error(`no picture of ${canvas.width} × ${canvas.height} pixels`);
    return new Uint8Array(await blob.arrayBuffer());
  }

  // tools/save.js
  var EDGE = 16;
  var LEGEND2 = 300;
  var MOST_PIXELS = 3e7;
  var OFF = ".leaflet-control-zoom, .leaflet-bar:not(.leaflet-control-scale), .minimap, .coordinates, .leaflet-control-scale, .leaflet-popup-pane, .leaflet-control-attribution, .canvas-walk";
  function notes() {
    const { data } = page;
    const told2 = about();
    const large2 = Object.keys(page.large).length > 0;
    const numbers2 = large2 ? data.sources.map((_s, k) => k + 1) : sourcesShown();
    return [
      { text: data.cautions.join(" "), size: 13, weight: 700, fill: "#7a3b00" },
      {
        text: [
          say("Claims, not truths. Newest information: {date}", {
            date: date(data.meta.data_date) || say("date unknown")
          }),
          say("version of the data: {version}", { version: told2.dataset_version }),
          filtering() && byId("filter-state").textContent,
          "Mercator, WGS 84"
        ].filter(Boolean).join(" · "),
        weight: 700
      },
      { text: data.meta.boundaries_note },
      { text: data.meta.credits.map((c) => `${c.text} (${c.licence})`).join(" · "), gap: 8 },
      { text: large2 ? say("All sources of this dataset") : say("Sources of what this map shows"), weight: 700, size: 12 },
      ...numbers2.map((n) => {
        const s = data.sources[n - 1];
        return {
          text: `[${n}] ${[s.title, s.publisher, date(s.published) || say("undated"), s.url].filter(Boolean).join(", ")}`,
          size: 9,
          gap: 0
        };
      })
    ];
  }
  function mapPicture() {
    const { data, map } = page;
    const box2 = map.getContainer();
    const frame = box2.getBoundingClientRect();
    const legend2 = (
      /** @type {HTMLDetailsElement} */
      document.querySelector(".legend-card")
    );
    const folded2 = !legend2.open;
    legend2.open = true;
    const off4 = [...legend2.querySelectorAll("label")].filter(
      (row4) => row4.querySelector("input[type=checkbox]:not(:checked)")
    );
    for (const row4 of off4) row4.style.display = "none";
    const card = legend2.getBoundingClientRect();
    const head2 = [{ text: data.meta.title, size: 20, weight: 700 }];
    if (data.meta.synthetic)
      head2.push({ text: say("SYNTHETIC DATA — nothing on this page is about a real place"), size: 13, weight: 700 });
    const width2 = Math.ceil(frame.width + 3 * EDGE + LEGEND2);
    const title2 = written2(head2, EDGE, EDGE - 6, width2 - 2 * EDGE);
    const top2 = Math.ceil(title2.end + 8);
    const layers = drawn2(box2, { x: frame.left, y: frame.top }, (node) => node.matches(OFF));
    const scroll = legend2.querySelector(".legend-body") ?? legend2;
    const side3 = drawn2(
      legend2,
      { x: card.left - frame.width - 2 * EDGE, y: card.top - top2 },
      (node) => node.matches("summary, input, button, .save, [hidden]")
    ).filter((node) => node.localName !== "rect" || Number(node.getAttribute("width")) < LEGEND2 - 40);
    for (const row4 of off4) row4.style.display = "";
    if (folded2) legend2.open = false;
    const tall = Math.ceil(Math.max(frame.height, scroll.scrollHeight + 20));
    const foot2 = written2(notes(), EDGE, top2 + tall + 4, width2 - 2 * EDGE);
    const height = Math.ceil(foot2.end + EDGE);
    const clip2 = svg("svg", { x: EDGE, y: top2, width: frame.width, height: frame.height });
    clip2.append(...layers, ...scaleBar(frame));
    const told2 = about();
    const text = sheet(width2, height, data.meta.title, JSON.stringify({ ...told2, licence: data.meta.licence }), [
      clip2,
      ...side3,
      ...title2.nodes,
      ...foot2.nodes
    ]);
    return { text, width: width2, height };
  }
  function scaleBar(frame) {
    const line2 = page.map.getContainer().querySelector(".leaflet-control-scale-line");
    if (!line2) return [];
    const { width: width2 } = line2.getBoundingClientRect();
    const [x, y] = [frame.width - width2 - 14, frame.height - 14];
    return [
      svg("rect", { x: x - 6, y: y - 20, width: width2 + 12, height: 28, fill: "#ffffff", "fill-opacity": 0.85 }),
      svg("path", { d: `M${x} ${y - 5}v5h${width2}v-5`, fill: "none", stroke: "#333333", "stroke-width": 1.5 }),
      svg("text", { x: x + 4, y: y - 6, "font-size": 11 }, line2.textContent ?? "")
    ];
  }
  async function saveMap(form) {
    try {
      const { text, width: width2, height } = mapPicture();
      const name = fileName("map", form);
      if (form === "svg") {
        save(name, new Blob([text], { type: "image/svg+xml" }));
        return;
      }
      const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width2 * height)));
      const lines2 = notes().map((line2) => line2.text);
      const png = withText(
        await rastered(text, width2, height, scale),
        "Description",
        [page.data.meta.title, JSON.stringify(about()), ...lines2].join("\n")
      );
      save(name, new Blob([
        /** @type {Uint8Array<ArrayBuffer>} */
        png
      ], { type: "image/png" }));
    } catch (error) {
      trouble(say("The map could not be saved: {why}", { why: String(error instanceof Error ? error.message : error) }));
    }
  }
  var saveMapRow = () => el(
    "p",
    { class: "save" },
    el("span", {}, say("Save the map:")),
    .../** @type {('png' | 'svg')[]} */
    ["png", "svg"].map(
      (form) => el(
        "button",
        {
          type: "button",
          class: "action",
          "aria-label": say("Save the map as {form}", { form: form.toUpperCase() }),
          click: () => saveMap(form)
        },
        form.toUpperCase()
      )
    )
  );

  // start.js
  var OUTLINES_FROM = 13;
  function refilter() {
    closePopup();
    dressMarks();
    countMarks();
    showAges();
    tellTotals();
    swipeAgain();
    chooseFigure(page.figure.id);
    refreshTabs();
  }
  function furnish() {
    const { data, map } = page;
    const { meta } = data;
    first(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("panel").focus();
    });
    byId("title").textContent = meta.title;
    document.title = meta.title;
    byId("strapline").textContent = say("Claims, not truths. Newest information: {date}", {
      date: date(meta.data_date) || say("date unknown")
    });
    byId("synthetic").hidden = !meta.synthetic;
    byId("cautions").replaceChildren(
      el(
        "p",
        { class: "cautions-main" },
        data.cautions.map((c) => [el("strong", {}, c), " "]),
        el(
          "span",
          { class: "data-date" },
          say("Data to {date}.", { date: date(meta.data_date) || say("an unknown date") })
        )
      ),
      el(
        "p",
        { class: "cautions-note", tabindex: narrow() ? 0 : null },
        meta.boundaries_note,
        " ",
        el(
          "span",
          { class: "cautions-credits" },
          meta.credits.map((c, k) => [
            k ? " · " : say("Data: "),
            c.url ? outward(c.url, c.text) : c.text,
            ` (${c.licence})`
          ])
        )
      )
    );
    map.attributionControl.setPrefix("Leaflet");
    L.control.zoom({ position: "topright", zoomInTitle: say("Zoom in"), zoomOutTitle: say("Zoom out") }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    const Tools = L.Control.extend({
      onAdd: () => {
        const button = (text, title2, click) => el(
          "a",
          {
            href: "#",
            role: "button",
            title: title2,
            "aria-label": title2,
            click: (e) => {
              e.preventDefault();
              click();
            }
          },
          text
        );
        const box2 = el(
          "div",
          { class: "leaflet-bar" },
          button(drawIcon("home"), say("Whole map"), () => home({ animate: false })),
          button(drawIcon("here"), say("What is recorded at a place?"), () => measure(!page.measuring, { ask: true })),
          button(drawIcon("ruler"), say("Measure distance and area"), () => measure(!page.measuring)),
          button(drawIcon("print"), say("Print map, legend and sources"), () => window.print()),
          document.fullscreenEnabled && button(
            drawIcon("full"),
            say("Full screen"),
            () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
          )
        );
        L.DomEvent.disableClickPropagation(box2);
        return box2;
      }
    });
    new Tools({ position: "topright" }).addTo(map);
    for (const id of ["legend", "tools"]) {
      L.DomEvent.disableClickPropagation(byId(id));
      L.DomEvent.disableScrollPropagation(byId(id));
    }
    const outlines = page.layers.hazards.getLayers().length + page.layers.released.getLayers().length > 0 || "hazards" in page.large || "released" in page.large;
    map.on("zoomend", () => {
      byId("page").classList.toggle("close", outlines && map.getZoom() >= OUTLINES_FROM);
      map.getContainer().dataset.scale = map.getZoom() < 8.5 ? "far" : map.getZoom() < 10 ? "middle" : "near";
      showRing(null);
    });
  }
  function connect() {
    on("select", answer);
    on("source", showSource);
    on("dispute", showDispute);
    on("sought", showClaims);
    on("click", takeClick);
    on("figure", refreshRanking);
    on("figure", swipeAgain);
    on("sifted", tellFilter);
    on("filter", refilter);
    on("marks", dressMarks);
    on("areas", drawScale);
    on("day", swipeNow);
    on("swipe", (what) => showDifference(what !== "before"));
    rememberAlso([
      inTheme,
      inLanguage,
      inFigure,
      inSelection,
      inPanel,
      claimsSought,
      filterChosen,
      timeChosen,
      swipeChosen
    ]);
  }
  function views() {
    const { data } = page;
    return [
      { id: "overview", title: say("Overview"), build: overviewView },
      ...data.changes ? [{ id: "changes", title: say("Changes"), build: changesView }] : [],
      { id: "place", title: say("Place"), build: placeView },
      { id: "table", title: say("In view"), build: tableView },
      ...data.claims.length ? [
        {
          id: "claims",
          title: say("Claims"),
          build: claimsView,
          count: () => data.claims.length - hiddenCount()
        }
      ] : [],
      {
        id: "disputes",
        title: say("Disputes"),
        build: disputesView,
        count: () => disputed(data.disputes).filter(disputeShown).length
      },
      {
        id: "sources",
        title: say("Sources"),
        build: sourcesView,
        count: () => data.sources.filter((_, k) => sourceShown(k + 1)).length
      },
      { id: "undrawn", title: say("Not drawn"), build: undrawnView, count: countUndrawn }
    ];
  }
  var sized = (box2) => new Promise((resolve) => {
    const look = () => {
      if (!box2.clientWidth || !box2.clientHeight) return;
      observer.disconnect();
      resolve();
    };
    const observer = new ResizeObserver(look);
    observer.observe(box2);
    look();
  });
  async function begin() {
    const { map } = page;
    connect();
    followLinks();
    speak();
    speakLarge();
    offerThemes();
    await Promise.all([load(), largeReady()]);
    await sized(map.getContainer());
    const asked4 = recalled();
    recallClaims(asked4);
    map.getContainer().setAttribute("aria-label", say("Map of districts. The list of districts in the overview says the same in words."));
    furnish();
    addHatches();
    dress();
    buildPanel(views());
    buildFilter();
    buildTimeline(swipeRow());
    setFilter(asked4, { quiet: true });
    map.invalidateSize({ pan: false });
    buildLegend();
    first(".legend-card").append(saveMapRow());
    buildSearch();
    if (asked4.view) map.setView(asked4.view.centre, asked4.view.zoom, { animate: false });
    else home({ animate: false });
    map.setMaxBounds(
      L.latLngBounds([
        [-85, -220],
        [85, 220]
      ]).extend(extent())
    );
    chooseFigure(asked4.fig);
    byId("figure").value = page.figure.id;
    showLayers();
    showLarge();
    showChanges();
    countMarks();
    addMinimap();
    addCoordinates();
    followMeasuring();
    readyToPrint();
    reachMarks();
    followMap();
    showTab(asked4.tab ?? "overview");
    placeNames();
    if (asked4.sel) {
      await seek(asked4.sel);
      select(asked4.sel);
      if (asked4.tab) showTab(asked4.tab);
    }
    recallTime(asked4);
    recallSwipe(asked4);
    followScale();
    watchAges();
    followSwitches();
    startRemembering();
    requestAnimationFrame(
      () => setTimeout(() => {
        byId("incomplete").remove();
        page.ready = performance.now();
        document.documentElement.dataset.ready = "true";
      })
    );
  }
  var start = () => begin().catch((error) => {
    trouble(String(error.message ?? error));
    throw error;
  }).finally(() => byId("waiting").remove());

  // page.js
  wearTheme();
  restrain();
  Object.assign(page, {
    words: words_exports,
    styles,
    points,
    onEach,
    start,
    formats,
    language,
    untranslated,
    theme,
    off: off3,
    // what may be asked
    askHere,
    hereAsked,
    hereRecords,
    bars: figureBars,
    card: cardOf,
    cellsAgain,
    districtName,
    extent,
    filterChosen,
    find: lookUp,
    findLarge,
    geodesicArea,
    geodesicLength,
    largeArea,
    lower,
    mgrs,
    plainPlaces,
    seek,
    shows,
    sourcesShown,
    swiped: swipedAreas,
    time: dayShown,
    utm,
    // what may be done
    chooseFigure,
    measure,
    measureAt,
    select,
    selectLargeAt,
    setFilter,
    setTime,
    show: showTab,
    showDispute,
    showLabels,
    swipe,
    trouble
  });
})();
