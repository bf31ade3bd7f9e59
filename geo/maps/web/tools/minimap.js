/** A small map of the whole. */
import { page } from '../data/state.js';
import { extent } from '../map/extent.js';
import { el, svg } from '../text/dom.js';
import { say } from '../text/language.js';
import { control } from './coordinates.js';

/** A small map of the whole, from what the page has; a click moves the large one there. */
export function addMinimap() {
  const { map, layers } = page;
  const [width, height] = [136, 100];
  const box = extent().pad(0.5);
  const [nw, se] = [box.getNorthWest(), box.getSouthEast()].map((p) => map.project(p, 0));
  const scale = Math.min(width / (se.x - nw.x), height / (se.y - nw.y));
  /** @param {L.LatLngExpression} p */
  const place = (p) => {
    const q = map.project(p, 0);
    return [(q.x - (nw.x + se.x) / 2) * scale + width / 2, (q.y - (nw.y + se.y) / 2) * scale + height / 2];
  };
  /**
   * @param {string} name
   * @param {Record<string, string | number>} style
   */
  const path = (name, style) => {
    const rings = layers[name]
      .getLayers()
      .flatMap(({ feature: { geometry: g } }) =>
        (g.type === 'Polygon' ? [g.coordinates] : g.type === 'MultiPolygon' ? g.coordinates : []).flat(),
      );
    const d = rings
      .map(
        (ring) =>
          `M${ring
            .map((/** @type {number[]} */ [lon, lat]) =>
              place([Math.max(Math.min(lat, 85), -85), lon])
                .map((v) => v.toFixed(1))
                .join(' '),
            )
            .join('L')}Z`,
      )
      .join('');
    return d && svg('path', { d, ...style });
  };
  const shapes = [
    path('base_land', { fill: '#ecebe6', stroke: '#cfccc4', 'stroke-width': 0.5 }),
    path('districts', { fill: '#d6d1e6', stroke: '#a9a3c4', 'stroke-width': 0.4 }),
  ].filter(Boolean);
  if (!shapes.length) return;
  const view = svg('rect', { fill: 'rgb(61 50 116 / 15%)', stroke: '#3d3274', 'stroke-width': 1.5 });
  const picture = svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': say('Overview map with the part in view'),
    },
    ...shapes,
    view,
  );
  const follow = () => {
    const now = map.getBounds();
    const [[x0, y0], [x1, y1]] = [place(now.getNorthWest()), place(now.getSouthEast())];
    const [w, h] = [Math.max(x1 - x0, 4), Math.max(y1 - y0, 4)];
    const at = { x: (x0 + x1 - w) / 2, y: (y0 + y1 - h) / 2, width: w, height: h };
    for (const [name, value] of Object.entries(at)) view.setAttribute(name, value.toFixed(1));
  };
  picture.addEventListener('click', (event) => {
    const frame = picture.getBoundingClientRect();
    const x = (event.clientX - frame.left - width / 2) / scale + (nw.x + se.x) / 2;
    const y = (event.clientY - frame.top - height / 2) / scale + (nw.y + se.y) / 2;
    map.panTo(map.unproject([x, y], 0), { animate: false });
  });
  const frame = el('div', { id: 'minimap', class: 'minimap' }, picture);
  control('bottomright', frame);
  // Where all is in view it would say nothing, and lie over the map.
  const needed = () => {
    frame.hidden = map.getBounds().contains(extent());
  };
  map.on('moveend', needed);
  needed();
  map.on('move', follow);
  follow();
}
