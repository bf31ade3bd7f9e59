/** Measuring distance and area, and asking what is recorded at a place. */

import { page } from '../data/state.js';
import { action, byId, el, first } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { alongGeodesic, geodesicArea, geodesicLength } from './geodesy.js';
import { askHere } from './here.js';

/** @import { At, Form } from '../types' */

/** @type {At[]} */
const points = [];
let asking = false; // one point, and the answer
/** @type {L.LayerGroup | null} */
let drawing = null;
/** @type {HTMLElement | null} */
let box = null;

function redraw() {
  drawing?.remove();
  const style = { pane: 'atlas-highlight', interactive: false, color: '#111', weight: 2.2 };
  const edges = points.slice(1).map((to, k) => alongGeodesic(points[k], to, 50_000) ?? [points[k], to]);
  const closing = points.length > 2 ? alongGeodesic(points[points.length - 1], points[0], 50_000) : null;
  drawing = L.layerGroup(
    [
      ...edges.flatMap((edge) => [L.polyline(edge, { ...style, color: '#fff', weight: 5 }), L.polyline(edge, style)]),
      closing && L.polyline(closing, { ...style, dashArray: '4 5', weight: 1.6 }),
      ...points.map((p) => L.circleMarker(p, { ...style, radius: 3.5, fillColor: '#fff', fillOpacity: 1 })),
    ].filter((one) => one !== null),
  ).addTo(page.map);
  const output = byId('measured');
  if (asking) return;
  const forms = { at: points.length === 1, along: points.length > 1, in: points.length > 2 };
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (box?.querySelectorAll('[data-ask]') ?? []))
    button.hidden = !forms[/** @type {Form} */ (button.dataset.ask)];
  first('.ask').hidden = !points.length;
  output.textContent =
    points.length < 2
      ? say('Click points on the map; by keyboard, Enter takes the centre of the map.')
      : [
          say('Distance {length}', { length: words.metres(geodesicLength(points)) }),
          points.length > 2 && say('area {area}', { area: words.squareMetres(geodesicArea(points)) }),
        ]
          .filter(Boolean)
          .join(', ');
}

/**
 * Take a point into the measurement.
 * @param {L.LatLng} at
 */
export const measureAt = (at) => {
  points.push([at.lat, at.lng]);
  if (asking) ask('at');
  else redraw();
};

/**
 * What is recorded at the points so far.
 * @param {Form} form
 */
function ask(form) {
  const asked = [...points];
  measure(false);
  askHere(form, asked);
}

/**
 * Start or stop measuring; stopping clears the drawing.
 * @param {boolean} on
 * @param {{ask?: boolean}} [given]
 */
export const measure = (on, { ask: place = false } = {}) => {
  const { map } = page;
  const held = box?.contains(document.activeElement);
  page.measuring = on;
  asking = on && place;
  points.length = 0;
  map.getContainer().classList.toggle('measuring', on);
  map.doubleClickZoom[on ? 'disable' : 'enable']();
  box?.remove();
  box = null;
  drawing?.remove();
  if (held) map.getContainer().focus();
  if (!on) return;
  box = asking
    ? el(
        'div',
        { class: 'measure-box' },
        el(
          'p',
          { id: 'measured', role: 'status' },
          say('Click a place on the map; by keyboard, Enter takes its centre.'),
        ),
        el('p', { class: 'claim-note' }, say('For a route or a parcel, measure it first.')),
        el(
          'p',
          {},
          action(say('Stop asking'), () => measure(false)),
        ),
      )
    : el(
        'div',
        { class: 'measure-box' },
        el('p', { id: 'measured', role: 'status' }),
        el(
          'p',
          { class: 'claim-note' },
          say(
            'On the WGS 84 ellipsoid, between the points you chose. Marks and borders are only as exact as their sources.',
          ),
        ),
        el(
          'p',
          { class: 'ask' },
          say('What is recorded here?'),
          ' ',
          /** @type {Form[]} */ (['at', 'along', 'in']).map((form) =>
            action(
              { at: say('at the point'), along: say('along the line'), in: say('in the area') }[form],
              () => ask(form),
              { 'data-ask': form, hidden: true },
            ),
          ),
        ),
        el(
          'p',
          {},
          action(say('Take back'), () => {
            points.pop();
            redraw();
          }),
          ' · ',
          action(say('Stop measuring'), () => measure(false)),
        ),
      );
  byId('tools').append(box);
  redraw();
  map.getContainer().focus();
};

export function followMeasuring() {
  const { map } = page;
  map.on('click', (event) => {
    if (page.measuring) measureAt(event.latlng);
  });
  map.getContainer().addEventListener('keydown', (event) => {
    if (!page.measuring || event.target !== map.getContainer()) return;
    if (event.key === 'Enter') measureAt(map.getCenter());
    else if (event.key === 'Escape') measure(false);
    else return;
    event.preventDefault();
  });
}
