/**
 * What is recorded at a place the reader asks about: a position, along a route, in an area. All
 * records count, whatever the filter, the day or the legend hide: what is hidden is not gone.
 */
import { DISTANCES, keyOf, reach } from '../data/asked.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { largeArea } from '../map/large.js';
import { cite } from '../panel/cite.js';
import { showTab } from '../panel/panel.js';
import { areaKind } from '../text/areas.js';
import { action, announce, el } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';
import { distanceBetween, projectShape, reachOnPlane } from './nearness.js';

/** @import { Tiles } from '../canvas/layer.js' */
/** @import { Area, Asked, At, District, Form, Place } from '../types' */
/** @import { Shape } from './nearness.js' */

const LISTED = 60; // records of a kind
const RELATIONS = ['here', 'perhaps', 'near'];

/**
 * Answer what is recorded at some points: a position, a line, or the corners of an area.
 * @param {Form} form
 * @param {At[]} points
 */
export const askHere = (form, points) => select(keyOf(form, points));

/**
 * A record that a question finds; of large layers first only its name and number.
 * @typedef {object} Hit
 * @property {any} item
 * @property {number} metres
 * @property {number | null} azimuth
 * @property {string} relation
 */

/** @type {Record<string, (coordinates: any) => number[][][]>} */
const PARTS = {
  Point: (c) => [[c]],
  MultiPoint: (c) => c.map((/** @type {number[]} */ p) => [p]),
  LineString: (c) => [c],
  MultiLineString: (c) => c,
  Polygon: (c) => c,
  MultiPolygon: (c) => c.flat(1),
};

/**
 * A shape of GeoJSON, moved by whole turns to be near a longitude.
 * @param {any} geometry
 * @param {number} lng
 */
const shape = (geometry, lng) => {
  const rings = PARTS[geometry.type](geometry.coordinates);
  const [x] = rings[0][0];
  const turn = 360 * Math.round((lng - x) / 360);
  return projectShape({
    area: geometry.type.endsWith('Polygon'),
    rings: rings.map((ring) => ring.map(([a, b]) => /** @type {At} */ ([b, a + turn]))),
  });
};

/**
 * Feature `i` of a large layer; its lines as they are stored.
 * @param {Tiles} given
 * @param {number} i
 * @param {number} lng
 */
const largeShape = ({ data }, i, lng) => {
  const { x, y, kind, firstRing, firstVertex } = data;
  const rings = [];
  for (let r = firstRing[i]; r < firstRing[i + 1]; r += 1) {
    const ring = [];
    for (let v = firstVertex[r]; v < firstVertex[r + 1]; v += 1) {
      const at = canvasTiles.toLatLng(x[v], y[v]);
      ring.push([at.lat, at.lng]);
    }
    if (kind[r] < 2) ring.push(ring[0]); // stored open
    rings.push(ring);
  }
  const turn = 360 * Math.round((lng - rings[0][0][1]) / 360);
  return projectShape({
    area: Boolean(data.form[i] & canvasTiles.AREA),
    rings: rings.map((ring) => ring.map(([a, b]) => /** @type {At} */ ([a, b + turn]))),
  });
};

/**
 * The place asked about, as a shape.
 * @param {Form} form
 * @param {At[]} points
 */
const placeOf = (form, points) =>
  projectShape({ area: form === 'in', rings: [form === 'in' ? [...points, points[0]] : points] });

/**
 * @param {number} metres
 * @param {number} exact
 * @param {boolean} around
 */
const relation = (metres, exact, around) => (metres === 0 && !around ? 'here' : metres <= exact ? 'perhaps' : 'near');

/**
 * How far from where it is drawn an area may lie, with the radius stated for a position.
 * @param {Area} area
 */
const reachOf = ({ horizontal_accuracy_m: exact, stated_radius_m: radius, ce95_m: band }) =>
  (exact ?? 0) + (radius ?? 0) + (band ?? 0);

/**
 * Records of a question: {item, relation, metres, azimuth}, the closest first.
 * @param {Asked} given
 */
export async function hereRecords({ form, points, within: reach }) {
  const { data, layers, large } = page;
  const lng = points[0][1];
  const place = placeOf(form, points);
  const farthest = Math.max(...points.map((p) => Math.abs(p[0])));
  /** @type {Hit[]} */
  const found = [];
  /**
   * Compare one shape with the place, unless its box is too far away.
   * @param {Shape} other
   * @param {any} item
   * @param {number} exact
   * @param {boolean} around
   */
  const compare = (other, item, exact, around) => {
    const far = reachOnPlane(reach + exact, farthest);
    const [a, b] = [place.box, other.box];
    if (b[0] > a[2] + far || b[2] < a[0] - far || b[1] > a[3] + far || b[3] < a[1] - far) return;
    const { metres, azimuth } = distanceBetween(place, other);
    if (metres <= reach + exact) found.push({ item, metres, azimuth, relation: relation(metres, exact, around) });
  };
  for (const name of ['hazards', 'released', 'lines', 'records', 'events']) {
    layers[name]?.eachLayer(({ feature }) => {
      const area = data.areas[feature.properties.i];
      compare(shape(feature.geometry, lng), area, reachOf(area), area.support === 'settlement');
    });
  }
  for (const site of data.sites) {
    const known = site.places.map((p) => p.accuracy_m).filter((m) => m !== null && m > 0);
    compare(
      shape({ type: 'Point', coordinates: [site.at[1], site.at[0]] }, lng),
      site,
      Math.max(0, ...known.map(Number)),
      site.support === 'settlement',
    );
  }
  for (const [name, layer] of Object.entries(large)) await ofLarge(name, layer);

  /**
   * @param {string} name
   * @param {Tiles} layer
   */
  async function ofLarge(name, layer) {
    // How exact a feature is stands in its text, which is not unpacked yet: the least exact one counts first.
    const exact = data.large_accuracy?.[name] ?? 0;
    const far = (reachOnPlane(reach + exact, farthest) / (2 * Math.PI)) * canvasTiles.WORLD * 1.01;
    const corners = points.map(([a, b]) => canvasTiles.toGrid({ lat: a, lng: b }));
    const [xs, ys] = [0, 1].map((c) => corners.map((p) => p[c]));
    const hits = new Set();
    for (let turn = -1; turn <= 1; turn += 1) {
      const by = turn * canvasTiles.WORLD;
      layer.index.search(
        Math.min(...xs) - far + by,
        Math.min(...ys) - far,
        Math.max(...xs) + far + by,
        Math.max(...ys) + far,
        (i) => hits.add(i),
      );
    }
    for (const i of hits) {
      const other = largeShape(layer, i, lng);
      const { metres, azimuth } = distanceBetween(place, other);
      if (metres > reach + exact) continue;
      /** @type {any} */
      const item = exact ? await largeArea(name, i) : { of: [name, i], layer: name };
      const own = reachOf(item);
      if (metres <= reach + own)
        found.push({ item, metres, azimuth, relation: relation(metres, own, item.support === 'settlement') });
    }
  }
  return found.sort((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || a.metres - b.metres);
}

const WINDS = [
  say('north'),
  say('north-east'),
  say('east'),
  say('south-east'),
  say('south'),
  say('south-west'),
  say('west'),
  say('north-west'),
];

/** @type {Record<string, (reach: number) => string>} */
const heading = {
  here: () => say('Recorded at this place'),
  perhaps: () => say('Perhaps at this place: somewhere around it, or nearer than it is exact'),
  near: (/** @type {number} */ reach) => say('Within {length} of it', { length: words.metres(reach) }),
};

/**
 * A record in one line, with a way to its card.
 * @param {Hit} given
 */
async function line({ item, metres, azimuth }) {
  const area = item.key ? item : await largeArea(item.of[0], item.of[1]);
  const isSite = area.key.startsWith('site:');
  const what = isSite ? words.count(area.claims.length, 'claim') : areaKind(area);
  const since = area.occurred
    ? words.date(area.occurred)
    : area.valid_from && say('from {date}', { date: words.date(area.valid_from) });
  const exact = isSite
    ? Math.max(0, ...area.places.map((/** @type {Place} */ p) => p.accuracy_m ?? 0))
    : area.horizontal_accuracy_m;
  return el(
    'li',
    {},
    action(area.name ?? area.id, () => select(area.key, { at: isSite ? area.at : undefined })),
    ' ',
    [
      what,
      metres > 0 && `${words.metres(metres)} ${WINDS[Math.round(((Number(azimuth) + 360) % 360) / 45) % 8]}`,
      exact > 0 && words.accuracy(exact),
      since,
      area.valid_to && say('until {date}', { date: words.date(area.valid_to) }),
    ]
      .filter(Boolean)
      .join(', '),
    ' ',
    area.source && cite(area.source),
  );
}

/**
 * Districts the place is in, or may be in as exact as borders are, with what has no place in them.
 * @param {Asked} given
 */
function districts({ form, points }) {
  const place = placeOf(form, points);
  return page.layers.districts
    .getLayers()
    .map(({ feature }) => {
      const district = page.data.districts[feature.properties.i];
      const { metres } = distanceBetween(place, shape(feature.geometry, points[0][1]));
      return metres <= (district.uncertainty_m ?? 0) ? { district, metres } : null;
    })
    .filter((one) => one !== null)
    .sort((a, b) => a.metres - b.metres);
}

/**
 * @param {number} n
 * @param {string} text
 */
const gap = (n, text) => n > 0 && el('li', {}, text);

/** @param {{district: District, metres: number}[]} around */
const unknown = (around) => [
  around.flatMap(({ district: d }) => {
    const name = districtName(d.district);
    const groups = new Set(d.groups.flatMap((g) => page.data.groups[g].claims)).size;
    return [
      gap(
        d.claims.length,
        say('{what} about {district} as a whole: nobody says where in it', {
          what: words.count(d.claims.length, 'claim'),
          district: name,
        }),
      ),
      gap(
        d.loose.length,
        say('{what} about a part of {district}, or an unknown place in it', {
          what: words.count(d.loose.length, 'claim'),
          district: name,
        }),
      ),
      gap(
        d.accidents.length,
        say('{what} in {district}, place not known', {
          what: words.count(d.accidents.length, 'accident'),
          district: name,
        }),
      ),
      gap(
        groups,
        say('{what} about {district} and other districts together', {
          what: words.count(groups, 'claim'),
          district: name,
        }),
      ),
    ];
  }),
  !around.length && el('li', {}, say('Outside all districts that are drawn.')),
  gap(
    page.data.areas.some((a) => a.layer === 'hazard_areas') || 'hazards' in page.large ? 0 : 1,
    say('This dataset has no outlines of hazardous areas.'),
  ),
  el(
    'li',
    {},
    action(say('What has no place on the map, and why'), () => showTab('undrawn', { by: 'hand' })),
  ),
];

/**
 * The answer, for the panel.
 * @param {Asked} item
 */
export const hereCard = (item) => {
  const around = districts(item);
  const answer = el(
    'div',
    { class: 'here-answer', 'aria-busy': 'true' },
    el('p', { class: 'claim-note' }, say('Looking …')),
  );
  const choose = el(
    'select',
    {
      id: 'here-within',
      change: (e) => {
        reach(Number(e.target.value));
        askHere(item.form, item.points);
        document.getElementById('here-within')?.focus();
      },
    },
    DISTANCES.map((m) => el('option', { value: m, selected: m === item.within }, words.metres(m))),
  );
  hereRecords(item).then(async (found) => {
    const parts = await Promise.all(
      RELATIONS.map(async (relation) => {
        const some = found.filter((one) => one.relation === relation);
        const lines = await Promise.all(some.slice(0, LISTED).map(line));
        return [
          el(
            'h4',
            { class: 'card-section' },
            heading[relation](item.within),
            ' ',
            el('span', { class: 'count', 'data-relation': relation }, words.number(some.length)),
          ),
          some.length
            ? el(
                'ul',
                { class: 'plain here-records' },
                lines,
                some.length > LISTED && el('li', {}, say('{n} more', { n: words.number(some.length - LISTED) })),
              )
            : el('p', { class: 'empty' }, say('No record. That is not evidence of no contamination.')),
        ];
      }),
    );
    answer.replaceChildren(...parts.flat());
    answer.removeAttribute('aria-busy');
    announce(`${item.name}: ${words.count(found.length, 'record')}`);
  });
  return [
    el('p', { class: 'card-kind' }, say('What is recorded here?')),
    el('h3', { class: 'card-name' }, item.name),
    el('p', { class: 'card-caution' }, page.data.cautions.join(' ')),
    el(
      'p',
      { class: 'card-note' },
      around.length
        ? [
            say('District: '),
            around.map(({ district, metres }, k) => [
              k ? ', ' : '',
              action(districtName(district.district), () => select(district.key)),
              metres > 0 ? say(' (perhaps: the border is nearer than it is exact)') : '',
            ]),
          ]
        : null,
    ),
    el('p', {}, el('label', { for: 'here-within' }, say('How far around it: ')), choose),
    answer,
    el('h4', { class: 'card-section' }, say('Not known')),
    el('ul', { class: 'plain here-gaps' }, unknown(around)),
    el('p', { class: 'claim-note' }, say('Everything counts here, whatever the filter, the day or the legend hide.')),
  ];
};
