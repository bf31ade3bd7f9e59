/** Legend with counts, switches for classes and colours, and the list of what is not drawn. */
import { el, first } from '../text/dom.js';
import { words } from './words.js';

/** @import { Tiles } from './layer.js' */
/** @import { Style } from './types' */

const FIRST = 200; // names of undrawn features listed at once

/** @param {Tiles} layer */
export const legend = (layer) => {
  const control = /** @type {any} */ (new L.Control({ position: 'bottomleft' }));
  control.onAdd = () => {
    const { head } = layer;
    const total = el('p', { class: 'canvas-total', role: 'status' });
    const rows = el('ul', {});
    const box = el(
      'section',
      { class: 'canvas-legend leaflet-control', 'aria-label': head.name },
      el('h2', {}, head.name),
      total,
      rows,
      outlines(layer),
      themes(layer),
      undrawn(layer),
    );
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    const hidden = new Set();
    const fill = () => {
      const counts = layer.counts();
      rows.replaceChildren(...[...layer.look.inOrder].reverse().map((style) => classRow(layer, style, counts, hidden)));
      update();
    };
    const update = () => {
      const counts = layer.counts();
      const inView = layer.inView().length;
      total.textContent = `${words.count(counts.shown, counts.features - counts.undrawn)} ${words.onMap} · ${words.inView(inView)}`;
      for (const item of rows.children)
        first('.canvas-count', item).textContent = words.number(
          counts.classes[Number(item.getAttribute('data-code'))].count,
        );
    };
    fill();
    const map = layer.mapOf();
    map.on('moveend', update);
    layer.on('counts', update);
    layer.on('look', fill);
    control.stop = () => {
      map.off('moveend', update);
      layer.off('counts', update);
      layer.off('look', fill);
    };
    return box;
  };
  control.onRemove = () => control.stop();
  return control;
};

/**
 * @param {Tiles} layer
 * @param {Style} style
 * @param {ReturnType<Tiles['counts']>} counts
 * @param {Set<string | null>} hidden
 */
function classRow(layer, style, counts, hidden) {
  const value = layer.head.classes[style.code];
  /** @param {any} event */
  const flip = (event) => {
    if (event.target.checked) hidden.delete(value);
    else hidden.add(value);
    layer.setHidden(hidden);
  };
  const form = layer.formOfClass(style.code);
  return el(
    'li',
    { 'data-code': style.code },
    el(
      'label',
      {},
      el('input', { type: 'checkbox', checked: !hidden.has(value), change: flip }),
      layer.look.sample(style, form),
      el('span', {}, style.label),
    ),
    el('span', { class: 'canvas-count' }, words.number(counts.classes[style.code].count)),
  );
}

/** @param {Tiles} layer */
function outlines(layer) {
  if (!layer.head.statuses.length) return null;
  const list = el('ul', {});
  const fill = () =>
    list.replaceChildren(
      ...layer.look.outlines.map((outline, status) =>
        el(
          'li',
          {},
          el('span', {}, outline ? layer.look.outlineSample(status) : '', ' ', outline?.label ?? words.noStatus),
        ),
      ),
    );
  fill();
  layer.on('look', fill);
  return [el('h3', {}, words.statusTitle), list];
}

/** @param {Tiles} layer */
function themes(layer) {
  const { themes: all } = layer.head;
  if (all.length < 2) return null;
  return el(
    'label',
    { class: 'canvas-theme' },
    `${words.theme} `,
    el(
      'select',
      { change: (event) => layer.setTheme(event.target.value) },
      all.map(({ name }) => el('option', { value: name, selected: name === layer.theme }, name)),
    ),
  );
}

/** @param {Tiles} layer */
function undrawn(layer) {
  const { fault } = layer.data;
  /** @type {number[]} */
  const ids = [];
  fault.forEach((why, i) => {
    if (why) ids.push(i);
  });
  if (!ids.length) return null;
  const list = el('ul', {});
  /** @param {number} from */
  const more = async (from) => {
    for (const i of ids.slice(from, from + FIRST)) {
      list.append(el('li', {}, `${await layer.attributes.label(i)}: ${words.faults[fault[i]]}`));
    }
    const left = ids.length - from - FIRST;
    if (left <= 0) return;
    const next = el(
      'button',
      {
        type: 'button',
        click: (event) => {
          event.stopPropagation();
          next.remove();
          more(from + FIRST);
        },
      },
      words.more(left),
    );
    list.append(next);
  };
  const box = el(
    'details',
    {
      class: 'canvas-undrawn',
      toggle: () => {
        if (!list.childElementCount) more(0);
      },
    },
    el('summary', {}, words.undrawn(ids.length)),
    list,
  );
  return box;
}
