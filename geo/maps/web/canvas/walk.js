/**
 * The keyboard's way to the features: a list box of those in view, nearest to the middle first.
 * Arrow keys go through it and mark each on the map, Enter opens its popup, Escape leaves.
 */

import { el } from '../text/dom.js';
import { clicks } from './clicks.js';
import { mark } from './mark.js';
import { words } from './words.js';

/** @import { Tiles } from './layer.js' */

const AROUND = 12; // options in the page at a time
let number = 0;

/** @param {Tiles} layer */
export const walk = (layer) => {
  const control = /** @type {any} */ (new L.Control({ position: 'topright' }));
  control.onAdd = () => build(layer, control);
  control.onRemove = () => control.stop();
  return control;
};

/**
 * @param {Tiles} layer
 * @param {any} control
 */
function build(layer, control) {
  const map = layer.mapOf();
  const prefix = `canvas-walk-${number++}`;
  const help = el('p', { id: `${prefix}-help` }, words.walkHelp);
  const list = el('ul', {
    role: 'listbox',
    tabindex: 0,
    'aria-label': words.walk(layer.head.name),
    'aria-describedby': `${prefix}-help`,
  });
  const box = el('div', { class: 'canvas-walk leaflet-control' }, help, list);
  L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
  /** @type {{ids: number[], at: number, mark: L.LayerGroup | null, turn: number}} */
  const state = { ids: [], at: 0, mark: null, turn: 0 };

  const collect = () => {
    const middle = map.project(map.getCenter(), 0);
    /** @param {number} i */
    const far = (i) => map.project(layer.anchor(i), 0).distanceTo(middle);
    state.ids = layer
      .inView()
      .map((i) => [far(i), i])
      .sort((a, b) => a[0] - b[0])
      .map(([, i]) => i);
    state.at = 0;
  };

  const show = async () => {
    const turn = ++state.turn;
    const { ids, at } = state;
    unmark();
    if (!ids.length) {
      list.replaceChildren(el('li', { role: 'option', 'aria-disabled': 'true' }, words.nothingInView));
      list.removeAttribute('aria-activedescendant');
      return;
    }
    const from = Math.max(0, Math.min(at - (AROUND >> 1), ids.length - AROUND));
    const near = ids.slice(from, from + AROUND);
    const labels = await Promise.all(near.map((i) => layer.attributes.label(i)));
    if (turn !== state.turn || !box.isConnected) return; // a later key was quicker
    list.replaceChildren(
      ...near.map((i, k) =>
        el(
          'li',
          {
            role: 'option',
            id: `${prefix}-${i}`,
            'data-feature': i,
            'aria-selected': String(from + k === at),
            'aria-posinset': from + k + 1,
            'aria-setsize': ids.length,
            click: () => {
              state.at = from + k;
              show();
              open();
            },
          },
          `${labels[k]} — ${layer.look.classes[layer.data.classOf[i]].label}`,
        ),
      ),
    );
    list.setAttribute('aria-activedescendant', `${prefix}-${ids[at]}`);
    state.mark = mark(layer, ids[at]).addTo(map);
  };

  const unmark = () => {
    state.mark?.remove();
    state.mark = null;
  };

  const open = async () => {
    const i = state.ids[state.at];
    if (i === undefined) return;
    layer.fire('select', { features: [i], latlng: layer.anchor(i) });
    if (layer.options.popup) await clicks.show(map, layer.anchor(i), [[layer, i]]);
  };

  /** @param {number} to */
  const go = (to) => {
    state.at = Math.max(0, Math.min(state.ids.length - 1, to));
    show();
  };
  /** @type {Record<string, () => void>} */
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
    ' ': open,
    Escape: () => {
      map.closePopup();
      list.blur();
    },
  };
  list.addEventListener('keydown', (event) => {
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
  list.addEventListener('focus', again);
  list.addEventListener('blur', unmark);
  const autopan = () => {
    if (!map._popup?.isOpen()) again();
  }; // opening a popup may pan
  map.on('moveend', autopan);
  layer.on('counts', again);
  control.stop = () => {
    unmark();
    map.off('moveend', autopan);
    layer.off('counts', again);
  };
  return box;
}
