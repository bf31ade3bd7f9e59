'use strict';
/**
 * What is recorded at a place the reader asks about: a position, along a route, in an area. All
 * records count, whatever the filter, the day or the legend hide: what is hidden is not gone.
 */
(() => {
  const { el, words, say, action } = atlas;
  const FORMS = ['at', 'along', 'in']; // of one point, of two, of three and more
  const DISTANCES = [100, 500, 1000, 5000];
  const MOST = 60; // points of a question, and records listed of a kind
  const RELATIONS = ['here', 'perhaps', 'near'];
  let within = 1000;

  const keyOf = (form, points) => `here:${within}:${form}:${points.map((p) => p.map((v) => v.toFixed(6)).join(',')).join(';')}`;

  /** Answer what is recorded at some points: a position, a line, or the corners of an area. */
  atlas.askHere = (form, points) => atlas.select(keyOf(form, points));

  /** The question that a key holds, as an item to select; null if it is none. */
  atlas.hereAsked = (key) => {
    const [, metres, form, text = ''] = key.split(':');
    const points = text.split(';').map((pair) => pair.split(',').map(Number));
    const sound = points.every((p) => p.length === 2 && p.every(Number.isFinite) && Math.abs(p[0]) < 90 && Math.abs(p[1]) <= 540);
    const enough = FORMS.indexOf(form) + 1;
    if (!sound || !DISTANCES.includes(Number(metres)) || !enough || points.length < enough || points.length > MOST) return null;
    const box = L.latLngBounds(points);
    return { key, form, points, within: Number(metres), claims: [], at: points[0], name: title(form, points),
      box: [[box.getSouth(), box.getWest()], [box.getNorth(), box.getEast()]] };
  };

  const title = (form, points) => {
    const [first] = Object.values(atlas.formats);
    if (form === 'along') return say('Along {length}', { length: atlas.metres(atlas.geodesicLength(points)) });
    if (form === 'in') return say('In {area}', { area: atlas.squareMetres(atlas.geodesicArea(points)) });
    return first(...points[0], 1);
  };

  /** What the map shows of the question. */
  atlas.hereDrawn = ({ form, points, within: metres }, style) => {
    if (form === 'at') return L.layerGroup([L.circleMarker(points[0], { ...style, radius: 6 }), L.circle(points[0], { ...style, weight: style.weight / 2, radius: metres, dashArray: '4 5' })]);
    return form === 'in' ? L.polygon(points, style) : L.polyline(points, style);
  };

  const PARTS = { Point: (c) => [[c]], MultiPoint: (c) => c.map((p) => [p]), LineString: (c) => [c], MultiLineString: (c) => c, Polygon: (c) => c, MultiPolygon: (c) => c.flat(1) };

  /** A shape of GeoJSON, moved by whole turns to be near a longitude. */
  const shape = (geometry, lng) => {
    const rings = PARTS[geometry.type](geometry.coordinates);
    const [x] = rings[0][0];
    const turn = 360 * Math.round((lng - x) / 360);
    return atlas.planar({ area: geometry.type.endsWith('Polygon'), rings: rings.map((ring) => ring.map(([a, b]) => [b, a + turn])) });
  };

  /** Feature `i` of a large layer; its lines as they are stored. */
  const largeShape = ({ data }, i, lng) => {
    const { x, y, kind, firstRing, firstVertex } = data;
    const rings = [];
    for (let r = firstRing[i]; r < firstRing[i + 1]; r += 1) {
      const ring = [];
      for (let v = firstVertex[r]; v < firstVertex[r + 1]; v += 1) { const at = canvasTiles.toLatLng(x[v], y[v]); ring.push([at.lat, at.lng]); }
      if (kind[r] < 2) ring.push(ring[0]); // stored open
      rings.push(ring);
    }
    const turn = 360 * Math.round((lng - rings[0][0][1]) / 360);
    return atlas.planar({ area: Boolean(data.form[i] & canvasTiles.AREA), rings: rings.map((ring) => ring.map(([a, b]) => [a, b + turn])) });
  };

  /** The place asked about, as a shape. */
  const placeOf = (form, points) => atlas.planar({ area: form === 'in', rings: [form === 'in' ? [...points, points[0]] : points] });

  const relation = (metres, exact, around) => (metres === 0 && !around ? 'here' : metres <= exact ? 'perhaps' : 'near');

  /** Records of a question: {item, relation, metres, azimuth}, the closest first. */
  async function records({ form, points, within: reach }) {
    const { data, layers, large } = atlas;
    const [lat, lng] = points[0];
    const place = placeOf(form, points);
    const farthest = Math.max(...points.map((p) => Math.abs(p[0])));
    const found = [];
    /** Compare one shape with the place, unless its box is too far away. */
    const compare = (other, item, exact, around) => {
      const far = atlas.planeReach(reach + exact, farthest);
      const [a, b] = [place.box, other.box];
      if (b[0] > a[2] + far || b[2] < a[0] - far || b[1] > a[3] + far || b[3] < a[1] - far) return;
      const { metres, azimuth } = atlas.apart(place, other);
      if (metres <= reach + exact) found.push({ item, metres, azimuth, relation: relation(metres, exact, around) });
    };
    for (const name of ['hazards', 'released', 'lines', 'events']) {
      layers[name]?.eachLayer(({ feature }) => {
        const area = data.areas[feature.properties.i];
        compare(shape(feature.geometry, lng), area, area.horizontal_accuracy_m ?? 0, area.support === 'settlement');
      });
    }
    for (const site of data.sites) {
      const known = site.places.map((p) => p.accuracy_m).filter((m) => m > 0);
      compare(shape({ type: 'Point', coordinates: [site.at[1], site.at[0]] }, lng), site, Math.max(0, ...known), site.support === 'settlement');
    }
    for (const [name, layer] of Object.entries(large)) await ofLarge(name, layer);

    async function ofLarge(name, layer) {
      // How exact a feature is stands in its text, which is not unpacked yet: the least exact one counts first.
      const exact = data.large_accuracy?.[name] ?? 0;
      const far = (atlas.planeReach(reach + exact, farthest) / (2 * Math.PI)) * canvasTiles.WORLD * 1.01;
      const corners = points.map(([a, b]) => canvasTiles.toGrid({ lat: a, lng: b }));
      const [xs, ys] = [0, 1].map((c) => corners.map((p) => p[c]));
      const hits = new Set();
      for (let turn = -1; turn <= 1; turn += 1) {
        const by = turn * canvasTiles.WORLD;
        layer.index.search(Math.min(...xs) - far + by, Math.min(...ys) - far, Math.max(...xs) + far + by, Math.max(...ys) + far, (i) => hits.add(i));
      }
      for (const i of hits) {
        const other = largeShape(layer, i, lng);
        const { metres, azimuth } = atlas.apart(place, other);
        if (metres > reach + exact) continue;
        const item = exact ? await atlas.largeArea(name, i) : { of: [name, i], layer: name };
        const own = item.horizontal_accuracy_m ?? 0;
        if (metres <= reach + own) found.push({ item, metres, azimuth, relation: relation(metres, own, item.support === 'settlement') });
      }
    }
    return found.sort((a, b) => RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || a.metres - b.metres);
  }
  atlas.hereRecords = records;

  const WINDS = [say('north'), say('north-east'), say('east'), say('south-east'), say('south'), say('south-west'), say('west'), say('north-west')];
  const heading = { here: () => say('Recorded at this place'), perhaps: () => say('Perhaps at this place: somewhere around it, or nearer than it is exact'),
    near: (reach) => say('Within {length} of it', { length: atlas.metres(reach) }) };

  /** A record in one line, with a way to its card. */
  async function line({ item, metres, azimuth }) {
    const area = item.key ? item : await atlas.largeArea(...item.of);
    const isSite = area.key.startsWith('site:');
    const what = isSite ? words.count(area.claims.length, 'claim') : atlas.areaKind(area);
    const since = area.occurred ? words.date(area.occurred) : area.valid_from && say('from {date}', { date: words.date(area.valid_from) });
    const exact = isSite ? Math.max(0, ...area.places.map((p) => p.accuracy_m ?? 0)) : area.horizontal_accuracy_m;
    return el('li', {}, action(area.name ?? area.id, () => atlas.select(area.key, { at: isSite ? area.at : undefined })), ' ',
      [what, metres > 0 && `${atlas.metres(metres)} ${WINDS[Math.round(((azimuth + 360) % 360) / 45) % 8]}`, exact > 0 && words.accuracy(exact),
        since, area.valid_to && say('until {date}', { date: words.date(area.valid_to) })].filter(Boolean).join(', '), ' ', area.source && atlas.cite(area.source));
  }

  /** Districts the place is in, or may be in as exact as borders are, with what has no place in them. */
  function districts({ form, points }) {
    const place = placeOf(form, points);
    return atlas.layers.districts.getLayers().map(({ feature }) => {
      const district = atlas.data.districts[feature.properties.i];
      const { metres } = atlas.apart(place, shape(feature.geometry, points[0][1]));
      return metres <= (district.uncertainty_m ?? 0) ? { district, metres } : null;
    }).filter(Boolean).sort((a, b) => a.metres - b.metres);
  }

  const gap = (n, text) => n > 0 && el('li', {}, text);
  const unknown = (around) => [
    around.flatMap(({ district: d }) => {
      const name = atlas.districtName(d.district);
      const groups = new Set(d.groups.flatMap((g) => atlas.data.groups[g].claims)).size;
      return [
        gap(d.claims.length, say('{what} about {district} as a whole: nobody says where in it', { what: words.count(d.claims.length, 'claim'), district: name })),
        gap(d.loose.length, say('{what} about a part of {district}, or an unknown place in it', { what: words.count(d.loose.length, 'claim'), district: name })),
        gap(d.accidents.length, say('{what} in {district}, place not known', { what: words.count(d.accidents.length, 'accident'), district: name })),
        gap(groups, say('{what} about {district} and other districts together', { what: words.count(groups, 'claim'), district: name })),
      ];
    }),
    !around.length && el('li', {}, say('Outside all districts that are drawn.')),
    gap(atlas.data.areas.some((a) => a.layer === 'hazard_areas') || 'hazards' in atlas.large ? 0 : 1, say('This dataset has no outlines of hazardous areas.')),
    el('li', {}, action(say('What has no place on the map, and why'), () => atlas.show('undrawn', { by: 'hand' }))),
  ];

  /** The answer, for the panel. */
  atlas.hereCard = (item) => {
    const around = districts(item);
    const answer = el('div', { class: 'here-answer', 'aria-busy': 'true' }, el('p', { class: 'claim-note' }, say('Looking …')));
    const choose = el('select', { id: 'here-within', change: (e) => { within = Number(e.target.value); atlas.askHere(item.form, item.points); document.getElementById('here-within')?.focus(); } },
      DISTANCES.map((m) => el('option', { value: m, selected: m === item.within }, atlas.metres(m))));
    records(item).then(async (found) => {
      const parts = await Promise.all(RELATIONS.map(async (relation) => {
        const some = found.filter((one) => one.relation === relation);
        const lines = await Promise.all(some.slice(0, MOST).map(line));
        return [el('h4', { class: 'card-section' }, heading[relation](item.within), ' ', el('span', { class: 'count', 'data-relation': relation }, words.number(some.length))),
          some.length ? el('ul', { class: 'plain here-records' }, lines, some.length > MOST && el('li', {}, say('{n} more', { n: words.number(some.length - MOST) })))
            : el('p', { class: 'empty' }, say('No record. That is not evidence of no contamination.'))];
      }));
      answer.replaceChildren(...parts.flat());
      answer.removeAttribute('aria-busy');
      atlas.announce(`${item.name}: ${words.count(found.length, 'record')}`);
    });
    return [
      el('p', { class: 'card-kind' }, say('What is recorded here?')),
      el('h3', { class: 'card-name' }, item.name),
      el('p', { class: 'card-caution' }, atlas.data.cautions.join(' ')),
      el('p', { class: 'card-note' }, around.length ? [say('District: '), around.map(({ district, metres }, k) => [k ? ', ' : '', action(atlas.districtName(district.district), () => atlas.select(district.key)),
        metres > 0 ? say(' (perhaps: the border is nearer than it is exact)') : ''])] : null),
      el('p', {}, el('label', { for: 'here-within' }, say('How far around it: ')), choose),
      answer,
      el('h4', { class: 'card-section' }, say('Not known')),
      el('ul', { class: 'plain here-gaps' }, unknown(around)),
      el('p', { class: 'claim-note' }, say('Everything counts here, whatever the filter, the day or the legend hide.')),
    ];
  };
})();
