/** What differs between two states of the data: a layer on the map and a list. */

import { lookUp } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { action, byId, el, first, fold, trouble } from '../text/dom.js';
import { say, sayOfData } from '../text/language.js';
import * as words from '../text/words.js';
import { swipe } from '../time/swipe.js';

/** @import { ChangedLayer, ChangedRow } from '../payload' */

const FIRST = 100;
/** @type {Record<string, string>} */
const CHANGES = { added: say('added'), removed: say('removed'), changed: say('changed') };

/**
 * Open what differs at a place; true if something does.
 * @param {L.LatLng} latlng
 */
export const openChangeAt = (latlng) => {
  const layer = page.changeLayer;
  const hits = layer && page.map.hasLayer(layer) ? layer.hit(latlng) : [];
  if (hits.length)
    canvasTiles.clicks.show(
      page.map,
      latlng,
      hits.map((i) => [layer, i]),
    );
  return hits.length > 0;
};

/** @param {number} m2 */
const hectares = (m2) => `${words.number(Math.round(m2 / 100) / 100)} ha`;

/** Put the layer on the map, with a switch for each kind of change. */
export const showChanges = () => {
  const { changes } = page.data;
  const layer = page.changeLayer;
  if (!changes || !layer) return;
  layer.on('trouble', (/** @type {any} */ { why }) => trouble(why));
  layer.addTo(page.map);
  byId('page').classList.add('comparing');
  const expected = changes.ground.reduce((n, kind) => n + kind.n, 0);
  if (layer.counts().shown !== expected)
    trouble(`${say('Not everything could be drawn')}: ${layer.counts().shown} / ${expected}`);
  const hidden = new Set();
  /** @param {string} code */
  const style = (code) => layer.look.classes[layer.head.classes.indexOf(code)];
  first('#legend .marks').before(
    el(
      'fieldset',
      { class: 'marks', id: 'legend-changes' },
      el('legend', {}, `${say('Changes')}: ${changes.names.join(' → ')}`),
      changes.ground.map(({ code, label, n, m2 }) =>
        el(
          'label',
          { for: `change-${code}`, title: hectares(m2) },
          el('input', {
            type: 'checkbox',
            checked: true,
            id: `change-${code}`,
            change: (e) => {
              if (e.target.checked) hidden.delete(code);
              else hidden.add(code);
              layer.setHidden(hidden);
            },
          }),
          n > 0 && el('span', { class: 'mark-sample' }, layer.look.sample(style(code), canvasTiles.AREA)),
          el('span', {}, sayOfData(label)),
          el('span', { class: 'count', 'data-change': code }, words.number(n)),
        ),
      ),
      el(
        'label',
        { for: 'swipe-states' },
        el('input', { type: 'checkbox', id: 'swipe-states', change: (e) => swipe(e.target.checked ? 'before' : null) }),
        el('span', {}, say('Both states, with a line between them')),
      ),
      el('p', { class: 'legend-note', hidden: true }, say('Clocks are those of the right side.')),
    ),
  );
};

/**
 * What differs is drawn unless both states themselves are, side by side.
 * @param {boolean} on
 */
export const showDifference = (on) => {
  const box = document.getElementById('legend-changes');
  if (!box) return;
  if (on) page.changeLayer?.addTo(page.map);
  else page.changeLayer?.remove();
  byId('page').classList.toggle('comparing', on);
  for (const input of box.querySelectorAll('input'))
    if (input.id === 'swipe-states') input.checked = !on;
    else input.disabled = !on;
  first('.legend-note', box).hidden = on;
};

export const changesView = () => {
  const { changes } = page.data;
  if (!changes) return el('div', {});
  return el(
    'div',
    { class: 'changes' },
    el('p', { class: 'lead' }, `${changes.names[0]} → ${changes.names[1]}`),
    el(
      'table',
      { class: 'plain-table' },
      el('caption', { class: 'unseen' }, say('Ground that differs')),
      el(
        'tbody',
        {},
        changes.ground.map(({ code, label, n, m2 }) =>
          el(
            'tr',
            { 'data-change': code },
            el('th', { scope: 'row' }, sayOfData(label)),
            el('td', { class: 'value' }, words.number(n)),
            el('td', { class: 'value' }, hectares(m2)),
          ),
        ),
      ),
    ),
    el('p', { class: 'card-caution' }, sayOfData(changes.note)),
    changes.layers.length ? changes.layers.map(layerView) : el('p', {}, say('No row differs.')),
  );
};

/** @param {ChangedLayer} layer */
function layerView(layer) {
  const counts = Object.entries(CHANGES)
    .map(([id, text]) => /** @type {[number, string]} */ ([layer.rows.filter((r) => r.change === id).length, text]))
    .filter(([n]) => n);
  const list = fold(
    [
      el('span', { class: 'fold-title' }, sayOfData(layer.title)),
      el('span', { class: 'count' }, counts.map(([n, text]) => `${words.number(n)} ${text}`).join(', ')),
    ],
    () => {
      const items = el('ul', { class: 'plain' });
      /** @param {number} from */
      const more = (from) => {
        items.append(...layer.rows.slice(from, from + FIRST).map(rowView));
        const left = layer.rows.length - from - FIRST;
        if (left > 0) {
          const next = el(
            'li',
            {},
            action(`${words.number(left)} ${say('more')}`, () => {
              next.remove();
              more(from + FIRST);
            }),
          );
          items.append(next);
        }
      };
      more(0);
      return items;
    },
    layer.rows.length < 30,
  );
  list.classList.add('big');
  list.dataset.layer = layer.layer;
  return list;
}

/** @param {ChangedRow} row */
function rowView(row) {
  const here = row.change !== 'removed' && lookUp(`area:${row.id}`);
  return el(
    'li',
    { class: `change change-${row.change}`, 'data-id': row.id },
    el('span', { class: 'tag' }, CHANGES[row.change]),
    ' ',
    here ? action(row.id, () => select(here.item.key, { fly: true })) : el('b', {}, row.id),
    row.label && ` ${row.label}`,
    (row.values ?? []).map(([title, before, after]) =>
      el(
        'div',
        { class: 'claim-note' },
        before === null && after === null
          ? sayOfData(title)
          : [
              `${sayOfData(title)}: `,
              el('del', {}, before ?? say('not stated')),
              ' → ',
              el('ins', {}, after ?? say('not stated')),
            ],
      ),
    ),
  );
}
