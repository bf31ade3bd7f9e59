/**
 * What is on the screen, as one SVG that stands alone: shapes, hatches, tiles, marks, names, the legend. Text stays text.
 * Nothing is fetched: what comes from a network, such as an online base map, is left out.
 */
import { svg } from '../text/dom.js';

const COPIED = [
  ...['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['stroke-linecap', 'stroke-linejoin', 'opacity', 'font-size', 'font-weight', 'text-anchor'],
];
const CLEAR = new Set(['rgba(0, 0, 0, 0)', 'transparent']);
// What style sheets draw with gradients, by its hatch.
const HATCHED = [
  ['swatch-none', 'url(#hatch-none)'],
  ['swatch-hidden', 'url(#hatch-hidden)'],
  ['swatch-striped', 'url(#stripes-0-2)'],
];
const FONT = 'DejaVu Sans, Noto Sans, Arial, sans-serif';

/** @typedef {{x: number, y: number}} Corner where the picture starts, on the screen */

/** @param {number} value */
const short = (value) => Math.round(value * 100) / 100;

/**
 * A copy of an SVG with the look that style sheets give it.
 * @param {Element} node
 */
function dressed(node) {
  const copy = /** @type {Element} */ (node.cloneNode(false));
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return null;
  for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label', 'aria-hidden']) copy.removeAttribute(name);
  if (node.localName !== 'svg' && node.localName !== 'g')
    for (const name of COPIED) {
      const value = style.getPropertyValue(name);
      // A style sheet's url(#…) is written with the address of the page.
      if (value && value !== 'none 0px')
        copy.setAttribute(name, value.replace(/url\("?[^"#)]*(#[^")]+)"?\)/g, 'url($1)'));
    }
  for (const child of node.childNodes) {
    const inner = child instanceof Element ? dressed(child) : child.cloneNode();
    if (inner) copy.append(inner);
  }
  return copy;
}

/**
 * Text, line by line where it stands.
 * @param {Text} node
 * @param {Corner} corner
 */
function lines(node, corner) {
  const { parentElement: box, data } = node;
  if (!box || !data.trim()) return [];
  const style = getComputedStyle(box);
  /** @type {{x: number, y: number, height: number, text: string}[]} */
  const found = [];
  const range = document.createRange();
  for (const { index, 0: word } of data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const { left, top, height, width } = range.getBoundingClientRect();
    if (!width) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.y - top) < 2) last.text += word;
    else found.push({ x: left, y: top, height, text: word });
  }
  const size = Number.parseFloat(style.fontSize);
  return found.map(({ x, y, height, text }) =>
    svg(
      'text',
      {
        x: short(x - corner.x),
        y: short(y - corner.y + height / 2 + 0.36 * size),
        'font-size': size,
        'font-weight': style.fontWeight,
        'font-style': style.fontStyle,
        fill: style.color,
        ...(style.textShadow === 'none'
          ? {}
          : { stroke: '#ffffff', 'stroke-width': 3, 'stroke-opacity': 0.85, 'paint-order': 'stroke' }),
      },
      text.trimEnd(),
    ),
  );
}

/**
 * The corners of a box and, where it has one on all sides, its border.
 * @param {CSSStyleDeclaration} style
 * @param {{x: number, y: number, width: number, height: number}} place
 * @returns {Record<string, string | number>}
 */
function edge(style, place) {
  const radius = Number.parseFloat(style.borderRadius) || 0;
  const rx = style.borderRadius.endsWith('%') ? (place.width * radius) / 100 : radius;
  const sides = [style.borderTopWidth, style.borderLeftWidth, style.borderBottomWidth, style.borderRightWidth];
  const thick = Math.min(...sides.map(Number.parseFloat));
  if (!(thick > 0)) return { rx };
  return {
    x: short(place.x + thick / 2),
    y: short(place.y + thick / 2),
    width: short(place.width - thick),
    height: short(place.height - thick),
    rx: Math.max(0, rx - thick / 2),
    stroke: style.borderTopColor,
    'stroke-width': thick,
  };
}

/**
 * What an element and all in it look like, from behind to the front.
 * @param {Element} node
 * @param {Corner} corner
 * @param {(node: Element) => boolean} leftOut
 * @returns {Element[]}
 */
export function drawn(node, corner, leftOut) {
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || leftOut(node)) return [];
  const { left, top, width, height } = node.getBoundingClientRect();
  const place = { x: short(left - corner.x), y: short(top - corner.y), width: short(width), height: short(height) };
  if (node instanceof SVGElement) {
    const copy = dressed(node);
    if (!copy || !width) return [];
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    return [copy];
  }
  if (node instanceof HTMLCanvasElement)
    return width ? [svg('image', { ...place, opacity: style.opacity, href: node.toDataURL() })] : [];
  if (node instanceof HTMLImageElement)
    return node.src.startsWith('data:') ? [svg('image', { ...place, opacity: style.opacity, href: node.src })] : [];
  if (node instanceof HTMLSelectElement) {
    const text = svg(
      'text',
      { x: place.x + 6, y: place.y + height / 2 + 5, 'font-size': style.fontSize, 'font-weight': style.fontWeight },
      node.selectedOptions[0]?.text ?? '',
    );
    return [text];
  }
  if (node instanceof HTMLInputElement) return [];
  /** @type {Element[]} */
  const out = [];
  if (!CLEAR.has(style.backgroundColor) && width && node.localName !== 'section')
    out.push(svg('rect', { ...place, fill: style.backgroundColor, ...edge(style, place) }));
  const hatch = HATCHED.find(([name]) => node.classList.contains(name));
  if (hatch && width) out.push(svg('rect', { ...place, fill: hatch[1], stroke: '#999999' }));
  const inner = [...node.childNodes].map((child, k) => ({
    child,
    k,
    z: child instanceof Element ? Number.parseInt(getComputedStyle(child).zIndex, 10) || 0 : 0,
  }));
  inner.sort((a, b) => a.z - b.z || a.k - b.k);
  for (const { child } of inner) {
    if (child instanceof Element) out.push(...drawn(child, corner, leftOut));
    else if (child instanceof Text) out.push(...lines(child, corner));
  }
  return out;
}

const pen = document.createElement('canvas').getContext('2d');

/**
 * Break a text into lines of a width.
 * @param {string} text
 * @param {number} width
 * @param {number} size
 * @param {number} weight
 */
function broken(text, width, size, weight) {
  if (!pen) return [text];
  pen.font = `${weight} ${size}px ${FONT}`;
  /** @type {string[]} */
  const out = [''];
  /** @param {string} line */
  const fits = (line) => pen.measureText(line).width <= width;
  for (const word of text.split(' ')) {
    const longer = out.at(-1) ? `${out.at(-1)} ${word}` : word;
    if (fits(longer)) out[out.length - 1] = longer;
    else if (fits(word)) out.push(word);
    // An address longer than a line goes on in the next.
    else
      for (const sign of ` ${word}`) {
        if (fits(out.at(-1) + sign)) out[out.length - 1] += sign;
        else out.push(sign);
      }
  }
  return out;
}

/** @typedef {{text: string, size?: number, weight?: number, fill?: string, gap?: number}} Line */

/**
 * Lines of text below each other.
 * @param {Line[]} texts
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @returns {{nodes: Element[], end: number}} where they end
 */
export function written(texts, x, y, width) {
  const nodes = [];
  let at = y;
  for (const { text, size = 11, weight = 400, fill = '#222222', gap = 2 } of texts) {
    for (const line of broken(text, width, size, weight)) {
      at += size * 1.35;
      nodes.push(svg('text', { x, y: short(at), 'font-size': size, 'font-weight': weight, fill }, line));
    }
    at += gap;
  }
  return { nodes, end: at };
}

/**
 * The whole picture.
 * @param {number} width
 * @param {number} height
 * @param {string} title
 * @param {string} described what a reader who cannot see it is told, and what it is
 * @param {Element[]} nodes
 */
export function sheet(width, height, title, described, nodes) {
  const hatches = [...document.querySelectorAll('body > svg > defs')].map((defs) => defs.cloneNode(true));
  const whole = svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': FONT },
    svg('title', {}, title),
    svg('desc', {}, described),
    ...hatches,
    svg('rect', { width, height, fill: '#ffffff' }),
    ...nodes,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}\n`;
}
