/** The legend: the figure chosen, its classes, marks with their switches. */
import { page } from '../data/state.js';
import { cite } from '../panel/cite.js';
import { narrow } from '../panel/panel.js';
import { classes } from '../settings.js';
import { on, tell } from '../signals.js';
import { isPosition } from '../text/areas.js';
import { byId, el, svg } from '../text/dom.js';
import { lower, say } from '../text/language.js';
import * as words from '../text/words.js';
import { wasDrawn } from '../time/swipe.js';
import { onlineBaseMap } from './basemap.js';
import { ageRows } from './clocks.js';
import { chooseFigure } from './colours.js';
import { showLabels } from './labels.js';
import { largeCounts, switchLarge } from './large.js';
import { off } from './layers.js';
import { drawArea, drawSymbol, symbolOfEvent } from './symbols.js';
import { theme } from './theme.js';

/** @import { LegendClass, OverlayImage } from '../payload' */
/** @import { Child, Outline } from '../types' */

/** Pixels of the map's width from which it has room for an open legend beside the data. */
const WIDE = 760;

/** Build the legend: choice of figure, classes, marks with their switches. */
export const buildLegend = () => {
  const { data } = page;
  const select = el(
    'select',
    { id: 'figure', change: (e) => chooseFigure(e.target.value) },
    data.figures.map((f) => el('option', { value: f.id }, f.title)),
  );
  byId('legend').append(
    el(
      'details',
      { class: 'legend-card', open: !narrow() && page.map.getSize().x > WIDE },
      el('summary', {}, say('Legend')),
      el(
        'div',
        { hidden: !data.figures.length },
        el('label', { class: 'legend-title', for: 'figure' }, say('Colour the districts by')),
        select,
      ),
      el('div', { id: 'legend-figure' }),
      el('fieldset', { class: 'marks' }, el('legend', {}, say('Marks')), marks()),
      ageRows(),
    ),
  );
};

function marks() {
  const { layers, map, drawn, data } = page;
  /**
   * @param {string} name
   * @param {string | null} symbol
   * @param {Child} text
   * @param {boolean} on
   * @param {(on: boolean) => unknown} flip
   * @param {number} [count]
   */
  const switchFor = (name, symbol, text, on, flip, count) => {
    const input = el('input', {
      type: 'checkbox',
      checked: on,
      id: `mark-${name}`,
      change: (e) => flip(e.target.checked),
    });
    return el(
      'label',
      { for: `mark-${name}` },
      input,
      symbol && el('span', { class: 'mark-sample' }, drawSymbol(symbol)),
      el('span', {}, text),
      count !== undefined && el('span', { class: 'count', 'data-count': name }, words.number(count)),
    );
  };
  /**
   * @param {string} name
   * @param {Child} text
   */
  const layerSwitch = (name, text) => {
    if (!drawn[name]) return null;
    return switchFor(
      name,
      name === 'outlines' ? 'outline' : name,
      text,
      !off.has(name),
      (checked) => {
        if (checked) layers[name].addTo(map);
        else layers[name].remove();
        if (name === 'records') tell('areas'); // its bands and items
      },
      drawn[name],
    );
  };
  /**
   * @param {string} name
   * @param {string} status
   */
  const of = (name, status) =>
    layers[name].getLayers().filter((l) => data.areas[l.feature.properties.i].status === status);
  /**
   * @param {string} name
   * @param {string} status
   */
  const swatch = (name, status) => (name === 'events' ? drawSymbol(symbolOfEvent(status)) : drawArea(status));
  /** @type {Record<string, string>} */
  const VOCABULARY = { hazards: 'Classification', released: 'ReleaseProduct', events: 'EventKind' };
  /**
   * @param {string} name
   * @param {string[]} statuses
   */
  const areas = (name, statuses) =>
    statuses
      .filter((s) => largeCounts(name)[s] || of(name, s).length || wasDrawn(name, s))
      .map((status) => {
        const own = of(name, status);
        const label = words.term(VOCABULARY[name], status);
        const row = switchFor(
          `${name}-${status}`,
          null,
          label,
          true,
          (on) => {
            own.forEach((l) => (on ? layers[name].addLayer(l) : layers[name].removeLayer(l)));
            switchLarge(name, status, on);
            tell('areas');
          },
          own.length + (largeCounts(name)[status] ?? 0),
        );
        row.firstElementChild?.after(el('span', { class: 'mark-sample' }, swatch(name, status)));
        return row;
      });
  /**
   * The classes of a raster with their unit, and how large its cells are drawn.
   * @param {LegendClass[]} classes
   * @param {string} unit
   * @param {number} side
   * @param {boolean} reduced
   */
  const rasterLegend = (classes, unit, side, reduced) =>
    el(
      'div',
      { class: 'raster-legend' },
      unit ? el('small', {}, say('Unit: {unit}', { unit })) : '',
      classes.map(({ colour, label }) =>
        el('div', {}, el('span', { class: 'raster-sample', style: `background:${colour}` }), label),
      ),
      el(
        'small',
        {},
        say('Without colour: no data.'),
        ' ',
        reduced
          ? say('Drawn in cells of {side} m, larger than those of the file.', { side: words.number(side) })
          : say('Cells of about {side} m.', { side: words.number(side) }),
      ),
    );
  /**
   * An image in the page, with its source and how much of it shines through.
   * @param {OverlayImage} given
   * @param {number} k
   */
  const overlay = ({ title, source, opacity, box, png, credit, legend, unit, cell_m, reduced }, k) => {
    const picture = L.imageOverlay(png, box, {
      pane: 'atlas-pictures',
      opacity,
      alt: title,
      className: legend ? 'raster-classes' : '',
    }).addTo(map);
    const whose = source === null ? el('small', {}, credit ?? '') : cite(source);
    const row = switchFor(`overlay-${k}`, 'tiles', [title, ' ', whose], true, (on) =>
      on ? picture.addTo(map) : picture.remove(),
    );
    return [
      row,
      legend ? rasterLegend(legend, unit ?? '', cell_m ?? 0, reduced ?? false) : '',
      el('input', {
        type: 'range',
        min: 0,
        max: 100,
        value: Math.round(100 * opacity),
        class: 'opacity',
        'aria-label': say('Opacity of {title}', { title }),
        input: (e) => picture.setOpacity(e.target.value / 100),
      }),
    ];
  };
  const accidents = data.accidents.filter((a) => a.drawn).length;
  /** What the outline of an area says, as far as any has it: the land status, or that it was reconstructed. */
  const outlines = () => {
    const large = Object.values(page.large).flatMap((layer) => layer.head.statuses);
    const found = new Set([
      ...large,
      // The line of a record is its own, whatever it was made from.
      ...data.areas.filter((a) => a.layer !== 'minefield_records').map((a) => a.support),
      ...data.areas.filter((a) => a.layer === 'hazard_areas').map((a) => a.land_status),
    ]);
    /** @param {string} status */
    const text = (status) =>
      status in data.terms.LandStatus
        ? `${say('Land status')}: ${lower(words.term('LandStatus', status))}`
        : words.term('Support', status);
    /** @param {Outline} given */
    const sample = ({ colour, width, dash }) =>
      svg('rect', {
        x: 2,
        y: 6,
        width: 20,
        height: 12,
        fill: 'none',
        stroke: colour || '#333',
        'stroke-width': width,
        'stroke-dasharray': dash.join(' ') || 'none',
      });
    return [...Object.keys(data.terms.LandStatus), 'reconstructed_polygon']
      .filter((status) => found.has(status))
      .map((status) =>
        el(
          'div',
          { class: 'outline-sample', 'data-land-status': status },
          el(
            'span',
            { class: 'mark-sample' },
            svg(
              'svg',
              { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' },
              sample(theme.outlines[status]),
            ),
          ),
          el('span', {}, text(status)),
        ),
      );
  };
  /** That marks of this kind are no areas, where there are any. */
  const positions = () => {
    const large = ['hazards', 'released'].some((name) => page.large[name]?.data.form.includes(canvasTiles.POINT));
    if (!large && !data.areas.some(isPosition)) return null;
    const diamond = svg('path', { d: 'M5 12L12 5L19 12L12 19Z', fill: '#fff', stroke: '#333', 'stroke-width': 1.8 });
    return el(
      'div',
      { class: 'outline-sample', 'data-land-status': 'position' },
      el(
        'span',
        { class: 'mark-sample' },
        svg('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' }, diamond),
      ),
      el('span', {}, say('Only a position is known: not an area')),
    );
  };
  return [
    areas('hazards', classes.hazards),
    outlines(),
    areas('released', classes.released),
    positions(),
    layerSwitch(
      'records',
      say('Minefield record, with its error band (CE95); rings from zoom 16: recorded items, not finds'),
    ),
    areas('events', classes.events),
    layerSwitch('zone', say('Clearance claimed in or near a place')),
    layerSwitch('find', say('Ordnance found in or near a place')),
    layerSwitch(
      'accident',
      accidents === drawn.accident
        ? say('Accident')
        : [
            say('Places of accidents, accidents there:'),
            ' ',
            el('span', { 'data-count': 'accidents' }, words.number(accidents)),
          ],
    ),
    layerSwitch('other', say('Other claim about a place')),
    layerSwitch('outlines', say('Clearance claimed somewhere in the district')),
    switchFor('labels', 'town', say('Names'), true, showLabels),
    data.overlays.map(overlay),
    data.online.map(({ id, host }) =>
      switchFor(
        `online-${id}`,
        'tiles',
        [
          id === 'map' ? say('Online base map ') : say('Online imagery '),
          el('small', {}, say('asks {host}', { host })),
        ],
        false,
        (on) => onlineBaseMap(id, on),
      ),
    ),
  ];
}
