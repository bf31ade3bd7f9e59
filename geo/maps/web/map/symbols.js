/** Symbols and hatches, drawn with SVG. */

import { svg } from '../text/dom.js';
import { theme } from './theme.js';

const COLOURS = theme.symbols;

/** @type {Record<string, () => SVGElement[]>} */
const shapes = {
  zone: () => [
    svg('circle', { cx: 12, cy: 12, r: 8.5, class: 'halo' }),
    svg('circle', { cx: 12, cy: 12, r: 8.5, fill: 'none', stroke: COLOURS.zone, 'stroke-width': 2.6 }),
  ],
  find: () => [svg('circle', { cx: 12, cy: 12, r: 5, fill: COLOURS.find, stroke: '#fff', 'stroke-width': 1.5 })],
  accident: () => [
    svg('path', { d: 'M7.5 7.5l9 9M16.5 7.5l-9 9', class: 'halo' }),
    svg('path', {
      d: 'M7.5 7.5l9 9M16.5 7.5l-9 9',
      stroke: COLOURS.accident,
      'stroke-width': 2.4,
      'stroke-linecap': 'round',
    }),
  ],
  suspicion: () => [svg('path', { d: 'M12 5l7 13H5z', fill: COLOURS.suspicion, stroke: '#fff', 'stroke-width': 1.5 })],
  seizure: () => [
    svg('rect', { x: 7.5, y: 7.5, width: 9, height: 9, fill: COLOURS.other, stroke: '#fff', 'stroke-width': 1.5 }),
  ],
  other: () => [svg('circle', { cx: 12, cy: 12, r: 3.4, fill: '#fff', stroke: COLOURS.other, 'stroke-width': 1.8 })],
  records: () => [
    svg('rect', {
      x: 3,
      y: 6,
      width: 18,
      height: 12,
      fill: 'none',
      stroke: COLOURS.record,
      'stroke-width': 6,
      'stroke-opacity': 0.18,
    }),
    svg('rect', {
      x: 3,
      y: 6,
      width: 18,
      height: 12,
      fill: 'none',
      stroke: COLOURS.record,
      'stroke-width': 2,
      'stroke-dasharray': '6 3 1.5 3',
    }),
  ],
  outline: () => [
    svg('rect', {
      x: 3,
      y: 6,
      width: 18,
      height: 12,
      fill: 'none',
      stroke: COLOURS.zone,
      'stroke-width': 2,
      'stroke-dasharray': '5 3',
    }),
  ],
  town: () => [svg('circle', { cx: 12, cy: 12, r: 2.6, fill: '#fff', stroke: '#444', 'stroke-width': 1.4 })],
  tiles: () => [
    svg('path', { d: 'M3 7l6-2 6 2 6-2v12l-6 2-6-2-6 2z', fill: 'none', stroke: COLOURS.other, 'stroke-width': 1.6 }),
    svg('path', { d: 'M9 5v12M15 7v12', stroke: COLOURS.other, 'stroke-width': 1.2 }),
  ],
};

/**
 * The symbol of a kind of mark, 24 × 24.
 * @param {string} kind
 */
export const drawSymbol = (kind) =>
  svg('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' }, ...shapes[kind]());

/**
 * A sample of the areas of a class, hatched as on the map.
 * @param {string} status
 */
export const drawArea = (status) =>
  svg(
    'svg',
    { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' },
    svg('rect', {
      x: 2,
      y: 6,
      width: 20,
      height: 12,
      fill: `url(#hatch-${status})`,
      stroke: theme.areas[status].colour,
      'stroke-width': 1.8,
    }),
  );

/**
 * The symbol of a delivered event, by its kind.
 * @param {string} kind
 */
export const symbolOfEvent = (kind) => (kind === 'ordnance_found' ? 'find' : kind);

/** @type {Record<string, string>} Icons of the map's buttons. */
const ICONS = {
  home: 'M3 10.5L12 3l9 7.5M5.5 9v11h13V9',
  here: 'M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 14.8 12 21 12 21zM10.2 8.3c.2-2.6 4-2.3 3.7 0-.2 1.2-1.9 1.3-1.9 3M12 13v1.2',
  ruler: 'M3 16L16 3l5 5L8 21zM7 12l2.5 2.5M10 9l1.5 1.5M13 6l2.5 2.5',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
};
/**
 * An icon for a button.
 * @param {string} name
 */
export const drawIcon = (name) =>
  svg(
    'svg',
    { viewBox: '0 0 24 24', width: 16, height: 16, 'aria-hidden': 'true', class: 'icon' },
    svg('path', { d: ICONS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 2 }),
  );

/**
 * @param {string} id
 * @param {number} size
 * @param {string} background
 * @param {number} opacity
 * @param {...Node} children
 */
const pattern = (id, size, background, opacity, ...children) =>
  svg(
    'pattern',
    { id, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    svg('rect', { width: size, height: size, fill: background, 'fill-opacity': opacity }),
    ...children,
  );

/** @type {Record<string, (size: number, colour: string, width: number) => SVGElement[]>} */
const HATCH = {
  diagonal: (size, colour, width) => [
    svg('path', {
      d: `M-1 1l2-2M0 ${size}L${size} 0M${size - 1} ${size + 1}l2-2`,
      stroke: colour,
      'stroke-width': width,
    }),
  ],
  cross: (size, colour, width) => [
    svg('path', { d: `M0 0L${size} ${size}M0 ${size}L${size} 0`, stroke: colour, 'stroke-width': width }),
  ],
  dots: (size, colour) => [svg('circle', { cx: size / 2, cy: size / 2, r: 1.6, fill: colour })],
  none: () => [],
};

/** Put the hatches where every map layer can refer to them. */
export const addHatches = () => {
  const { ramp, noFigure, areas } = theme;
  const defs = svg('defs', {}, pattern('hatch-none', 9, noFigure.paper, 1, ...HATCH.diagonal(9, noFigure.line, 1)));
  defs.append(pattern('hatch-hidden', 6, '#dcdad5', 0.35, svg('circle', { cx: 3, cy: 3, r: 1, fill: '#7d7a74' })));
  ramp.forEach((colour, a) =>
    ramp.slice(a + 1).forEach((other, k) => {
      defs.append(
        svg(
          'pattern',
          {
            id: `stripes-${a}-${a + 1 + k}`,
            width: 14,
            height: 14,
            patternUnits: 'userSpaceOnUse',
            patternTransform: 'rotate(45)',
          },
          svg('rect', { width: 14, height: 14, fill: colour }),
          svg('rect', { width: 7, height: 14, fill: other }),
        ),
      );
    }),
  );
  for (const [status, style] of Object.entries(areas)) {
    defs.append(
      pattern(`hatch-${status}`, 8, style.colour, style.opacity, ...HATCH[style.hatch](8, style.colour, 1.6)),
    );
  }
  document.body.append(svg('svg', { width: 0, height: 0, class: 'unseen', 'aria-hidden': 'true' }, defs));
};
