'use strict';
/** Tools on the map: coordinates, measuring, a small overview map. */
(() => {
  const { el, svg, words, say } = atlas;

  /** Width of a pixel at a latitude, in metres. */
  const pixel = (lat) => (40_075_017 * Math.cos(lat * (Math.PI / 180))) / (256 * 2 ** atlas.map.getZoom());
  const control = (position, node) => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    new (L.Control.extend({ onAdd: () => node }))({ position }).addTo(atlas.map);
  };

  function copy(text, button) {
    const done = () => { button.textContent = say('Copied'); atlas.announce(say('Copied: {text}', { text })); };
    const byHand = () => {
      const field = el('textarea', { class: 'unseen' }, text);
      document.body.append(field);
      field.select();
      if (document.execCommand('copy')) done();
      field.remove();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand); else byHand();
  }

  /** Where the pointer is, in the way the reader chose; a right click or 'c' gives all to copy. */
  function coordinates() {
    const { map } = atlas;
    const names = Object.keys(atlas.formats);
    let format = names[0];
    let last = null;
    const text = el('span', { id: 'coordinates' });
    const show = () => {
      const at = last ?? map.getCenter();
      text.textContent = `${last ? '' : say('centre ')}${atlas.formats[format](at.lat, at.lng, pixel(at.lat))}`;
    };
    const button = el('button', { type: 'button', title: say('Degrees; degrees, minutes, seconds; MGRS'), click: () => {
      format = names[(names.indexOf(format) + 1) % names.length];
      label();
      show();
    } });
    const label = () => { button.textContent = format; button.setAttribute('aria-label', say('Coordinates in {format}; change', { format })); };
    label();
    const box = el('div', { class: 'coordinates', mousemove: (e) => e.stopPropagation(), mouseenter: () => { last = null; show(); } }, button, text);
    control('bottomright', box);
    map.on('mousemove', (event) => { last = event.latlng; show(); });
    map.on('mouseout', () => { last = null; show(); });
    map.on('moveend', show);
    const pin = (at) => {
      const rows = names.map((name) => {
        const value = atlas.formats[name](at.lat, at.lng, pixel(at.lat));
        return el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value),
          el('td', {}, el('button', { type: 'button', class: 'action', 'aria-label': say('Copy {name}', { name }), click: (e) => copy(value, e.target) }, say('Copy'))));
      });
      L.popup({ className: 'position-popup', minWidth: 260 }).setLatLng(at).setContent(el('div', {},
        el('table', {}, el('caption', {}, say('This position')), el('tbody', {}, rows)),
        el('p', {}, atlas.action(say('What is recorded here?'), () => { map.closePopup(); atlas.askHere('at', [[at.lat, at.lng]]); })),
        el('p', { class: 'claim-note' }, say('WGS 84, as exact as a pixel of this view.')))).openOn(map);
    };
    map.on('contextmenu', (event) => pin(event.latlng));
    map.getContainer().addEventListener('keydown', (event) => {
      if (event.key === 'c' && !event.ctrlKey && !event.metaKey && event.target === map.getContainer()) pin(map.getCenter());
    });
    show();
  }

  /** A length, and an area, in words. */
  const metres = (m) => (m === null ? say('not known') : m < 1000 ? `${words.number(Math.round(m))} ${say('m')}` : `${words.number(Math.round(m / 10) / 100)} ${say('km')}`);
  const square = (m2) => (m2 === null ? say('not known') : m2 < 10_000 ? `${words.number(Math.round(m2))} ${say('m²')}`
    : m2 < 1e8 ? `${words.number(Math.round(m2 / 100) / 100)} ${say('ha')}` : `${words.number(Math.round(m2 / 1e4) / 100)} ${say('km²')}`);

  Object.assign(atlas, { metres, squareMetres: square });

  const points = [];
  let asking = false; // one point, and the answer
  let drawing = null;
  let box = null;
  /** Whether clicks on the map measure, rather than select. */
  atlas.measuring = false;

  function redraw() {
    drawing?.remove();
    const style = { pane: 'atlas-highlight', interactive: false, color: '#111', weight: 2.2 };
    const edges = points.slice(1).map((to, k) => atlas.alongGeodesic(points[k], to, 50_000) ?? [points[k], to]);
    const closing = points.length > 2 ? atlas.alongGeodesic(points.at(-1), points[0], 50_000) : null;
    drawing = L.layerGroup([
      ...edges.flatMap((edge) => [L.polyline(edge, { ...style, color: '#fff', weight: 5 }), L.polyline(edge, style)]),
      closing && L.polyline(closing, { ...style, dashArray: '4 5', weight: 1.6 }),
      ...points.map((p) => L.circleMarker(p, { ...style, radius: 3.5, fillColor: '#fff', fillOpacity: 1 })),
    ].filter(Boolean)).addTo(atlas.map);
    const output = document.getElementById('measured');
    if (asking) return;
    const forms = { at: points.length === 1, along: points.length > 1, in: points.length > 2 };
    for (const button of box.querySelectorAll('[data-ask]')) button.hidden = !forms[button.dataset.ask];
    box.querySelector('.ask').hidden = !points.length;
    output.textContent = points.length < 2 ? say('Click points on the map; by keyboard, Enter takes the centre of the map.')
      : [say('Distance {length}', { length: metres(atlas.geodesicLength(points)) }), points.length > 2 && say('area {area}', { area: square(atlas.geodesicArea(points)) })].filter(Boolean).join(', ');
  }

  /** Take a point into the measurement. */
  atlas.measureAt = (at) => {
    points.push([at.lat, at.lng]);
    if (asking) ask('at'); else redraw();
  };

  /** What is recorded at the points so far. */
  function ask(form) {
    const asked = [...points];
    atlas.measure(false);
    atlas.askHere(form, asked);
  }

  /** Start or stop measuring; stopping clears the drawing. */
  atlas.measure = (on, { ask: place = false } = {}) => {
    const { map } = atlas;
    const held = box?.contains(document.activeElement);
    atlas.measuring = on;
    asking = on && place;
    points.length = 0;
    map.getContainer().classList.toggle('measuring', on);
    map.doubleClickZoom[on ? 'disable' : 'enable']();
    box?.remove();
    box = null;
    drawing?.remove();
    if (held) map.getContainer().focus();
    if (!on) return;
    box = asking ? el('div', { class: 'measure-box' },
      el('p', { id: 'measured', role: 'status' }, say('Click a place on the map; by keyboard, Enter takes its centre.')),
      el('p', { class: 'claim-note' }, say('For a route or a parcel, measure it first.')),
      el('p', {}, atlas.action(say('Stop asking'), () => atlas.measure(false))))
      : el('div', { class: 'measure-box' },
        el('p', { id: 'measured', role: 'status' }),
        el('p', { class: 'claim-note' }, say('On the WGS 84 ellipsoid, between the points you chose. Marks and borders are only as exact as their sources.')),
        el('p', { class: 'ask' }, say('What is recorded here?'), ' ', ['at', 'along', 'in'].map((form) => atlas.action({ at: say('at the point'), along: say('along the line'), in: say('in the area') }[form], () => ask(form), { 'data-ask': form, hidden: true }))),
        el('p', {}, atlas.action(say('Take back'), () => { points.pop(); redraw(); }), ' · ', atlas.action(say('Stop measuring'), () => atlas.measure(false))));
    document.getElementById('tools').append(box);
    redraw();
    map.getContainer().focus();
  };

  function measuring() {
    const { map } = atlas;
    map.on('click', (event) => { if (atlas.measuring) atlas.measureAt(event.latlng); });
    map.getContainer().addEventListener('keydown', (event) => {
      if (!atlas.measuring || event.target !== map.getContainer()) return;
      if (event.key === 'Enter') atlas.measureAt(map.getCenter());
      else if (event.key === 'Escape') atlas.measure(false);
      else return;
      event.preventDefault();
    });
  }

  /** A small map of the whole, from what the page has; a click moves the large one there. */
  function minimap() {
    const { map, layers } = atlas;
    const [width, height] = [136, 100];
    const box = atlas.extent().pad(0.5);
    const [nw, se] = [box.getNorthWest(), box.getSouthEast()].map((p) => map.project(p, 0));
    const scale = Math.min(width / (se.x - nw.x), height / (se.y - nw.y));
    const place = (p) => {
      const q = map.project(p, 0);
      return [(q.x - (nw.x + se.x) / 2) * scale + width / 2, (q.y - (nw.y + se.y) / 2) * scale + height / 2];
    };
    const path = (name, style) => {
      const rings = layers[name].getLayers().flatMap(({ feature: { geometry: g } }) => (g.type === 'Polygon' ? [g.coordinates] : g.type === 'MultiPolygon' ? g.coordinates : []).flat());
      const d = rings.map((ring) => `M${ring.map(([lon, lat]) => place([Math.max(Math.min(lat, 85), -85), lon]).map((v) => v.toFixed(1)).join(' ')).join('L')}Z`).join('');
      return d && svg('path', { d, ...style });
    };
    const shapes = [path('base_land', { fill: '#ecebe6', stroke: '#cfccc4', 'stroke-width': 0.5 }), path('districts', { fill: '#d6d1e6', stroke: '#a9a3c4', 'stroke-width': 0.4 })].filter(Boolean);
    if (!shapes.length) return;
    const view = svg('rect', { fill: 'rgb(61 50 116 / 15%)', stroke: '#3d3274', 'stroke-width': 1.5 });
    const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': say('Overview map with the part in view') }, ...shapes, view);
    const follow = () => {
      const now = map.getBounds();
      const [[x0, y0], [x1, y1]] = [place(now.getNorthWest()), place(now.getSouthEast())];
      const [w, h] = [Math.max(x1 - x0, 4), Math.max(y1 - y0, 4)];
      const at = { x: (x0 + x1 - w) / 2, y: (y0 + y1 - h) / 2, width: w, height: h };
      for (const [name, value] of Object.entries(at)) view.setAttribute(name, value.toFixed(1));
    };
    picture.addEventListener('click', (event) => {
      const frame = picture.getBoundingClientRect();
      const x = ((event.clientX - frame.left) - width / 2) / scale + (nw.x + se.x) / 2;
      const y = ((event.clientY - frame.top) - height / 2) / scale + (nw.y + se.y) / 2;
      map.panTo(map.unproject([x, y], 0), { animate: false });
    });
    const frame = el('div', { id: 'minimap', class: 'minimap' }, picture);
    control('bottomright', frame);
    // Where all is in view it would say nothing, and lie over the map.
    const needed = () => { frame.hidden = map.getBounds().contains(atlas.extent()); };
    map.on('moveend', needed);
    needed();
    map.on('move', follow);
    follow();
  }

  atlas.buildTools = () => { minimap(); coordinates(); measuring(); };
})();
