/**
 * How old the information is, told by a small clock beside a mark or inside an outline. Never by a
 * paler colour: pale reads as less dangerous, and a hazard reported long ago is no less of one.
 */
import {
  ageOfArea,
  ageOfDistrict,
  ageOfMark,
  ageText,
  CLASSES,
  LABELS,
  limit,
  STEPS,
  today,
  UNKNOWN,
} from '../data/age.js';
import { page } from '../data/state.js';
import { areaInTime, dayShown, siteInTime } from '../data/time.js';
import { tell } from '../signals.js';
import { el, first, svg } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

/** @import { Tiles } from '../canvas/layer.js' */
/** @import { Age, Area, District } from '../types' */

const off = new Set();

/**
 * A clock; the older, the darker; a question mark where there is no date.
 * @param {Age} age
 * @param {number} [size]
 */
const clock = (age, size = 12) => {
  const [face, line] = age === 10 ? ['#1b1e22', '#fff'] : ['#fff', '#1b1e22'];
  return svg(
    'svg',
    { viewBox: '0 0 12 12', width: size, height: size, 'aria-hidden': 'true', class: 'clock', 'data-age': age },
    svg('circle', { cx: 6, cy: 6, r: 5.9, fill: '#fff' }),
    svg('circle', { cx: 6, cy: 6, r: 4.7, fill: face, stroke: '#1b1e22', 'stroke-width': 1.1 }),
    svg('path', {
      d: age === UNKNOWN ? 'M4.6 4.9C4.6 3.4 7.4 3.4 7.4 4.9C7.4 6 6 6 6 7M6 8.6V8.7' : 'M6 3.1V6.2L8.3 7.5',
      fill: 'none',
      stroke: line,
      'stroke-width': 1.2,
      'stroke-linecap': 'round',
    }),
  );
};

/**
 * The same as a line of a card, with its clock.
 * @param {Age | null} age
 */
export const ageNote = (age) =>
  age === null ? null : el('p', { class: 'card-note age-note' }, clock(age, 14), ' ', ageText(age));

/**
 * Put the clock on a mark or a name, or take it away.
 * @param {Element | undefined} node
 * @param {Age | null} age
 */
export const dressAge = (node, age) => {
  if (!node) return;
  node.querySelector('.clock')?.remove();
  if (age !== null && !off.has(age)) node.append(clock(age));
};

/**
 * A clock for an area, inside it or, where it is too small, at the corner of its symbol.
 * @param {Area} area
 * @param {number} pixels
 * @param {string} pane
 */
export const clockAt = (area, pixels, pane) => {
  const age = ageOfArea(area);
  if (age === null || off.has(age)) return null;
  const beside = pixels < 24;
  return L.marker(area.at, {
    pane,
    interactive: false,
    keyboard: false,
    icon: L.divIcon({
      className: 'area-age',
      html: clock(age, beside ? 10 : 14),
      iconSize: [0, 0],
      iconAnchor: beside ? [-2, -2] : [7, 7],
    }),
  });
};

const labels = new Map(); // district -> element of its name

/**
 * Note where the name of a district stands.
 * @param {District} district
 * @param {Element | undefined} node
 */
export const ageOnLabel = (district, node) => {
  labels.set(district, node);
  dressAge(node, ageOfDistrict(district));
};

function dressEvents() {
  page.layers.events.eachLayer((mark) => {
    const node = mark.getElement();
    if (node) dressAge(node, ageOfArea(page.data.areas[mark.feature.properties.i]));
  });
}

/** How many things on the map are of each age. */
function counts() {
  const { data, layers, large } = page;
  const n = Object.fromEntries(CLASSES.map((age) => [age, 0]));
  /** @param {Age | null} age */
  const add = (age) => {
    if (age !== null) n[age] += 1;
  };
  for (const name of ['zone', 'find', 'accident', 'other']) {
    layers[name].eachLayer((mark) => {
      const site = data.sites[mark.feature.properties.i];
      if (siteInTime(name, site)) add(ageOfMark(name, site));
    });
  }
  data.districts.forEach((d) => {
    if (d.drawn) add(ageOfDistrict(d));
  });
  data.areas.forEach((area) => {
    if (areaInTime(area)) add(ageOfArea(area));
  });
  for (const layer of Object.values(large)) {
    ageLarge(layer);
    for (const [age, found] of Object.entries(layer.ageCounts())) n[age] += found;
  }
  return n;
}

/**
 * Tell a large layer what is old on the day shown.
 * @param {Tiles} layer
 * @param {{repaint?: boolean}} [options]
 */
export const ageLarge = (layer, options) => {
  const now = today();
  if (now !== null)
    layer.setAges(
      STEPS.map((years) => ({ age: years, before: limit(years, now), shown: !off.has(years) })),
      !off.has(UNKNOWN),
      options,
    );
};

/** Show ages again after the day, the filter or a switch changed. */
export const showAges = () => {
  const n = counts();
  for (const age of CLASSES) {
    const row = document.querySelector(`label[for="mark-age-${age}"]`);
    if (!row) continue;
    /** @type {HTMLElement} */ (row).hidden = !n[age] && !off.has(age);
    first('.count', row).textContent = words.number(n[age]);
  }
  const box = document.getElementById('ages');
  if (box) {
    box.hidden = !CLASSES.some((age) => n[age] || off.has(age));
    first('legend', box).textContent = say('Newest information, seen from {date}', {
      date: words.date(dayShown()?.day ?? page.data.meta.data_date),
    });
  }
  for (const [district, node] of labels) dressAge(node, ageOfDistrict(district));
  dressEvents();
  tell('areas');
};

/** Rows of the legend, with a switch each. */
export const ageRows = () =>
  el(
    'fieldset',
    { class: 'marks', id: 'ages', hidden: true },
    el('legend', {}),
    /** @type {Age[]} */ ([5, 10, UNKNOWN]).map((age) =>
      el(
        'label',
        { for: `mark-age-${age}` },
        el('input', {
          type: 'checkbox',
          id: `mark-age-${age}`,
          checked: true,
          change: (event) => {
            if (event.target.checked) off.delete(age);
            else off.add(age);
            tell('marks');
            showAges();
          },
        }),
        el('span', { class: 'mark-sample' }, clock(age, 16)),
        el('span', {}, LABELS[age]),
        el('span', { class: 'count' }),
      ),
    ),
  );

export const watchAges = () => {
  page.layers.events.eachLayer((mark) =>
    mark.on('add', () => dressAge(mark.getElement(), ageOfArea(page.data.areas[mark.feature.properties.i]))),
  );
  showAges();
};
