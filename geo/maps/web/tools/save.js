/** Save the map as it is shown, with its legend, cautions, date, version and sources, as PNG or SVG. */

import { about } from '../data/files.js';
import { filtering } from '../data/filter.js';
import { page } from '../data/state.js';
import { fileName, save } from '../panel/save.js';
import { byId, el, svg, trouble } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { drawn, sheet, written } from './picture.js';
import { rastered, withText } from './png.js';
import { sourcesShown } from './print.js';

/** @import { Line } from './picture.js' */

const EDGE = 16;
const LEGEND = 300; // width of the column beside the map
const MOST_PIXELS = 30e6; // what all browsers draw at once

/** Controls are for the screen; the scale is for the reader. */
const OFF =
  '.leaflet-control-zoom, .leaflet-bar:not(.leaflet-control-scale), .minimap, .coordinates, .leaflet-control-scale, .leaflet-popup-pane, .leaflet-control-attribution, .canvas-walk';

/** Lines below the map. @returns {Line[]} */
function notes() {
  const { data } = page;
  const told = about();
  const large = Object.keys(page.large).length > 0;
  const numbers = large ? data.sources.map((_s, k) => k + 1) : sourcesShown();
  return [
    { text: data.cautions.join(' '), size: 13, weight: 700, fill: '#7a3b00' },
    {
      text: [
        say('Claims, not truths. Newest information: {date}', {
          date: words.date(data.meta.data_date) || say('date unknown'),
        }),
        say('version of the data: {version}', { version: told.dataset_version }),
        filtering() && byId('filter-state').textContent,
        'Mercator, WGS 84',
      ]
        .filter(Boolean)
        .join(' · '),
      weight: 700,
    },
    { text: data.meta.boundaries_note },
    { text: data.meta.credits.map((c) => `${c.text} (${c.licence})`).join(' · '), gap: 8 },
    { text: large ? say('All sources of this dataset') : say('Sources of what this map shows'), weight: 700, size: 12 },
    ...numbers.map((n) => {
      const s = data.sources[n - 1];
      return {
        text: `[${n}] ${[s.title, s.publisher, words.date(s.published) || say('undated'), s.url].filter(Boolean).join(', ')}`,
        size: 9,
        gap: 0,
      };
    }),
  ];
}

/** The map as SVG: text, width, height. */
export function mapPicture() {
  const { data, map } = page;
  const box = map.getContainer();
  const frame = box.getBoundingClientRect();
  const legend = /** @type {HTMLDetailsElement} */ (document.querySelector('.legend-card'));
  const folded = !legend.open;
  legend.open = true;
  // What is switched off is not on the map, so it is no row of its legend.
  const off = [...legend.querySelectorAll('label')].filter((row) =>
    row.querySelector('input[type=checkbox]:not(:checked)'),
  );
  for (const row of off) row.style.display = 'none';
  const card = legend.getBoundingClientRect();
  const head = [{ text: data.meta.title, size: 20, weight: 700 }];
  if (data.meta.synthetic)
    head.push({ text: say('SYNTHETIC DATA — nothing on this page is about a real place'), size: 13, weight: 700 });
  const width = Math.ceil(frame.width + 3 * EDGE + LEGEND);
  const title = written(head, EDGE, EDGE - 6, width - 2 * EDGE);
  const top = Math.ceil(title.end + 8);
  const layers = drawn(box, { x: frame.left, y: frame.top }, (node) => node.matches(OFF));
  // What the card scrolls away is drawn, too: the column beside the map has room.
  const scroll = legend.querySelector('.legend-body') ?? legend;
  const side = drawn(legend, { x: card.left - frame.width - 2 * EDGE, y: card.top - top }, (node) =>
    node.matches('summary, input, button, .save, [hidden]'),
  ).filter((node) => node.localName !== 'rect' || Number(node.getAttribute('width')) < LEGEND - 40);
  for (const row of off) row.style.display = '';
  if (folded) legend.open = false;
  const tall = Math.ceil(Math.max(frame.height, scroll.scrollHeight + 20));
  const foot = written(notes(), EDGE, top + tall + 4, width - 2 * EDGE);
  const height = Math.ceil(foot.end + EDGE);
  const clip = svg('svg', { x: EDGE, y: top, width: frame.width, height: frame.height });
  clip.append(...layers, ...scaleBar(frame));
  const told = about();
  const text = sheet(width, height, data.meta.title, JSON.stringify({ ...told, licence: data.meta.licence }), [
    clip,
    ...side,
    ...title.nodes,
    ...foot.nodes,
  ]);
  return { text, width, height };
}

/**
 * The scale of the map, in its corner.
 * @param {DOMRect} frame
 */
function scaleBar(frame) {
  const line = page.map.getContainer().querySelector('.leaflet-control-scale-line');
  if (!line) return [];
  const { width } = line.getBoundingClientRect();
  const [x, y] = [frame.width - width - 14, frame.height - 14];
  return [
    svg('rect', { x: x - 6, y: y - 20, width: width + 12, height: 28, fill: '#ffffff', 'fill-opacity': 0.85 }),
    svg('path', { d: `M${x} ${y - 5}v5h${width}v-5`, fill: 'none', stroke: '#333333', 'stroke-width': 1.5 }),
    svg('text', { x: x + 4, y: y - 6, 'font-size': 11 }, line.textContent ?? ''),
  ];
}

/** @param {'png' | 'svg'} form */
async function saveMap(form) {
  try {
    const { text, width, height } = mapPicture();
    const name = fileName('map', form);
    if (form === 'svg') {
      save(name, new Blob([text], { type: 'image/svg+xml' }));
      return;
    }
    const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width * height)));
    const lines = notes().map((line) => line.text);
    const png = withText(
      await rastered(text, width, height, scale),
      'Description',
      [page.data.meta.title, JSON.stringify(about()), ...lines].join('\n'),
    );
    save(name, new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (png)], { type: 'image/png' }));
  } catch (error) {
    trouble(say('The map could not be saved: {why}', { why: String(error instanceof Error ? error.message : error) }));
  }
}

/** Ways to save the map, for the foot of the legend. */
export const saveMapRow = () =>
  el(
    'p',
    { class: 'save' },
    el('span', {}, say('Save the map:')),
    .../** @type {('png' | 'svg')[]} */ (['png', 'svg']).map((form) =>
      el(
        'button',
        {
          type: 'button',
          class: 'action',
          'aria-label': say('Save the map as {form}', { form: form.toUpperCase() }),
          click: () => saveMap(form),
        },
        form.toUpperCase(),
      ),
    ),
  );
