/**
 * The marks without a mouse: one stop for the tab key, arrow keys to the next mark in that
 * direction, Enter to read, Escape to come back.
 */
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { showRing } from './highlight.js';
import { hintOf } from './hints.js';

/** @import { Drawn } from '../types' */

const KINDS = ['zone', 'find', 'accident', 'other'];
/** @type {Record<string, number[]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Drawn | null} */
let current = null;
/** @type {Drawn | null} Where focus goes back to when a popup closes. */
let origin = null;

const inView = () => {
  const bounds = page.map.getBounds();
  return KINDS.flatMap((name) => page.layers[name].getLayers()).filter(
    (mark) => mark.getElement()?.isConnected && bounds.contains(mark.getLatLng()),
  );
};
/** @param {Drawn} mark */
const at = (mark) => page.map.latLngToContainerPoint(mark.getLatLng());

/**
 * One mark can be reached by tab: the one reached last, or the first in view.
 * @param {Drawn | undefined} mark
 */
function choose(mark) {
  current?.getElement()?.setAttribute('tabindex', '-1');
  current = mark ?? null;
  current?.getElement()?.setAttribute('tabindex', '0');
}
function settle() {
  const seen = inView();
  if (current && seen.includes(current)) choose(current);
  else choose(seen.sort((a, b) => at(a).y - at(b).y || at(a).x - at(b).x)[0]);
}

/**
 * The nearest mark in a direction, straight ahead before aside; else the next at the same spot.
 * @param {Drawn} from
 * @param {number[]} given
 */
function next(from, [dx, dy]) {
  const here = at(from);
  const ahead = inView()
    .filter((mark) => mark !== from)
    .map((mark) => {
      const [x, y] = [at(mark).x - here.x, at(mark).y - here.y];
      const along = x * dx + y * dy;
      return { mark, along, cost: along + 2 * Math.abs(x * dy - y * dx) };
    })
    .filter((m) => m.along > 0.5);
  return ahead.sort((a, b) => a.cost - b.cost)[0]?.mark;
}

/** @param {Element} node */
const markOf = (node) => inView().find((mark) => mark.getElement() === node);

/** @param {any} event */
function keys(event) {
  if (event.key === 'Escape' && event.target.closest('.leaflet-popup')) {
    page.map.closePopup();
    origin?.getElement()?.focus();
    event.stopPropagation();
    return;
  }
  const node = event.target.closest('.mark');
  const mark = node && markOf(node);
  if (!mark) return;
  const step = STEPS[event.key];
  if (step) {
    const to = next(mark, step);
    if (to) {
      choose(to);
      to.getElement()?.focus();
    }
  } else if (event.key === 'Enter' || event.key === ' ') {
    origin = mark;
    select(page.data.sites[mark.feature.properties.i].key, { at: mark.getLatLng() });
    /** @type {HTMLElement | null} */ (document.querySelector('.claims-popup button'))?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Name a mark for who does not see it.
 * @param {Drawn} mark
 */
export const nameMark = (mark) => {
  const node = mark.getElement();
  if (!node) return;
  node.setAttribute('role', 'button');
  node.setAttribute('tabindex', mark === current ? '0' : '-1');
  const hint = hintOf('sites', page.data.sites[mark.feature.properties.i]);
  node.setAttribute(
    'aria-label',
    [...hint.childNodes]
      .map((n) => n.textContent)
      .filter(Boolean)
      .join(': '),
  );
};

/** Let the keyboard reach the marks. */
export const reachMarks = () => {
  const container = page.map.getContainer();
  container.addEventListener('keydown', keys, true);
  container.addEventListener('focusin', (event) => {
    const node = /** @type {Element} */ (event.target);
    const mark = node.classList.contains('mark') && markOf(node);
    if (mark) {
      choose(mark);
      showRing(page.data.sites[mark.feature.properties.i]);
    }
  });
  page.map.on('moveend layeradd layerremove', L.Util.throttle(settle, 50, null));
  settle();
};
