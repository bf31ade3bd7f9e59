/** How folium's layers look, before and after the data is unpacked. */

import { ageOfMark } from '../data/age.js';
import { kept } from '../data/filter.js';
import { page } from '../data/state.js';
import { inTime, siteInTime } from '../data/time.js';
import { tell } from '../signals.js';
import { isPosition } from '../text/areas.js';
import { shareOf } from '../text/counts.js';
import { el, trouble } from '../text/dom.js';
import { say } from '../text/language.js';
import { showSea } from './basemap.js';
import { dressAge } from './clocks.js';
import { showRing } from './highlight.js';
import { hintOf } from './hints.js';
import { largeCounts } from './large.js';
import { nameMark } from './marks.js';
import { areaStyle, eventIcon, paneOf } from './styles.js';

/** @import { Drawn, Numbered, Site } from '../types' */

/** @type {Record<string, 'districts' | 'sites' | 'areas'>} */
const CLICKABLE = {
  districts: 'districts',
  zone: 'sites',
  find: 'sites',
  accident: 'sites',
  other: 'sites',
  hazards: 'areas',
  released: 'areas',
  lines: 'areas',
  records: 'areas',
  events: 'areas',
};

/**
 * Called by folium for every feature it adds.
 * @param {string} name
 * @returns {(feature: Numbered, layer: any) => void}
 */
export const onEach = (name) => (feature, layer) => {
  const list = CLICKABLE[name];
  if (!list) return;
  const item = () => /** @type {any} */ (page.data?.[list][feature.properties.i]);
  layer.on('click', (/** @type {L.LeafletMouseEvent} */ event) => {
    L.DomEvent.stopPropagation(event);
    tell('click', { at: event.latlng, list, item: item(), spot: list === 'sites' ? layer.getLatLng() : event.latlng });
  });
  if (list === 'sites') {
    layer.on('mouseover', () => item() && showRing(item()));
    layer.on('mouseout', () => showRing(null));
  }
  // A shape with a tooltip listens for focus, which makes it a stop of the tab key in Chromium: one for each district
  // and area, without a name. Marks, list and table are the ways by keyboard.
  else layer.on('add', () => layer.getElement()?.setAttribute('tabindex', -1));
  layer.bindTooltip(() => (item() ? hintOf(list, item(), feature.properties.i) : ''), {
    sticky: list !== 'sites',
    className: 'hint',
    direction: 'top',
    offset: [0, -10],
    opacity: 1,
  });
};

/** @param {Record<string, number>} counts */
const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);

/** Draw the areas by what they are; count what is drawn and compare with what should be. */
export const dress = () => {
  const { data, layers } = page;
  for (const name of ['released', 'hazards']) {
    layers[name].eachLayer((layer) => {
      const area = data.areas[layer.feature.properties.i];
      const pane = `${paneOf(name, area.status)}${isPosition(area) ? '-marks' : ''}`;
      layer.setStyle(/** @type {L.PathOptions} */ ({ ...areaStyle(name, area), pane }));
    });
  }
  layers.events.eachLayer((layer) => {
    layer.setIcon(eventIcon(data.areas[layer.feature.properties.i].status));
  });
  page.drawn = Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      layer.getLayers().length + (page.large[name] ? total(largeCounts(name)) : 0),
    ]),
  );
  const missing = Object.entries(data.expected).filter(([name, n]) => page.drawn[name] !== n);
  if (missing.length) {
    trouble(
      say('Not everything could be drawn: {what}', {
        what: missing
          .map(([name, n]) => `${name} ${say('{n} of {all}', { n: page.drawn[name] ?? 0, all: n })}`)
          .join(', '),
      }),
    );
  }
};

/** Put the layers on the map, once the view is known. */
export const showLayers = () => {
  const { layers, map } = page;
  for (const name of MARKS) layers[name].eachLayer((mark) => mark.on('add', () => dressMark(name, mark)));
  layers.outlines.eachLayer((outline) => outline.on('add', () => dressOutline(outline)));
  showSea();
  for (const [name, layer] of Object.entries(layers)) if (!off.has(name)) layer.addTo(map);
};

const MARKS = ['zone', 'find', 'accident', 'other'];

/**
 * Whether any claim behind a mark of a kind is shown.
 * @param {string} name
 * @param {Site} site
 */
export const siteShown = (name, site) =>
  name === 'accident'
    ? site.accidents.some((a) => kept(page.data.accidents[a].claims).length > 0)
    : kept(site.marked[name] ?? site.claims).length > 0;

/**
 * Number of accidents at a mark; grey where the filter hides all its claims: it never vanishes.
 * @param {string} name
 * @param {Drawn} mark
 */
export const dressMark = (name, mark) => {
  const node = mark.getElement();
  if (!node) return;
  const site = page.data.sites[mark.feature.properties.i];
  node.classList.toggle('not-then', !siteInTime(name, site));
  node.classList.toggle('filtered', !siteShown(name, site));
  node.querySelector('.mark-count')?.remove();
  const n = name === 'accident' ? site.accidents.filter((a) => kept(page.data.accidents[a].claims).length).length : 0;
  dressAge(node, ageOfMark(name, site));
  nameMark(mark);
  if (n > 1) node.append(el('span', { class: 'mark-count' }, n));
};

/**
 * Claims of clearance behind the dashed outline of a district.
 * @param {Drawn} outline
 */
const clearance = (outline) =>
  page.data.districts[outline.feature.properties.i].claims.filter(
    (c) => page.data.claims[c].subject === 'area_cleared',
  );

/**
 * Whether any of them is shown.
 * @param {Drawn} outline
 */
export const outlineShown = (outline) => kept(clearance(outline)).length > 0;

/**
 * As with marks: not there on a day before any was claimed, pale where the filter hides them.
 * @param {Drawn} outline
 */
function dressOutline(outline) {
  const node = outline.getElement();
  if (!node) return;
  node.style.display = clearance(outline).some(inTime) ? '' : 'none';
  node.classList.toggle('filtered', !outlineShown(outline));
}

/** Dress all marks and outlines again. */
export const dressMarks = () => {
  MARKS.forEach((name) => page.layers[name].eachLayer((mark) => dressMark(name, mark)));
  page.layers.outlines.eachLayer(dressOutline);
};

/** Layers that the reader has to turn on. */
export const off = new Set(['outlines']);

/** Numbers of marks in the legend, again after the filter changed. */
export const countMarks = () => {
  for (const name of ['zone', 'find', 'accident', 'other']) {
    const cell = document.querySelector(`#legend [data-count="${name}"]`);
    if (!cell) continue;
    const sites = page.layers[name].getLayers().map((mark) => page.data.sites[mark.feature.properties.i]);
    cell.textContent = shareOf(sites.filter((site) => siteShown(name, site)).length, sites.length);
  }
  const there = document.querySelector('#legend [data-count="accidents"]');
  const accidents = page.data.accidents.filter((a) => a.drawn);
  if (there) there.textContent = shareOf(accidents.filter((a) => kept(a.claims).length).length, accidents.length);
  const cell = document.querySelector('#legend [data-count="outlines"]');
  const outlines = page.layers.outlines.getLayers();
  if (cell) cell.textContent = shareOf(outlines.filter(outlineShown).length, outlines.length);
};
