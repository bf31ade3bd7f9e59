/** Elements: made, found, and what they say aloud. Text is text here, whatever it looks like. */

/** @import { Child, Props } from '../types' */

/**
 * Create an element. Strings become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props] attributes; functions become event listeners, null leaves out
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const el = (tag, props, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of /** @type {Child[]} */ (children.flat(5))) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
};

/**
 * Create an SVG element with attributes and children.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export const svg = (tag, attributes, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
};

/**
 * A link that leaves the page, or plain text where the address is not http(s).
 * @param {string} address
 * @param {string} [text]
 */
export const outward = (address, text) => {
  let parsed = null;
  try {
    parsed = new URL(address);
  } catch {
    /* not an address */
  }
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    return el('span', {}, text ?? address);
  }
  return el(
    'a',
    {
      href: parsed.href,
      target: '_blank',
      rel: 'noopener noreferrer',
      class: 'outward',
    },
    text ?? address,
  );
};

/**
 * A button that looks like a link.
 * @param {Child} text
 * @param {(event: any) => unknown} click
 * @param {Props} [props]
 */
export const action = (text, click, props) => el('button', { type: 'button', class: 'action', click, ...props }, text);

/**
 * Say something to screen readers.
 * @param {string} text
 */
export const announce = (text) => {
  byId('announcer').textContent = text;
};

/**
 * A section that opens on demand; its content is built when it is first opened.
 * @param {Child} summary children of the summary line
 * @param {() => Child} build
 * @param {boolean} [open]
 * @returns {HTMLDetailsElement & {fill: () => void}} `fill` builds the content without opening it
 */
export const fold = (summary, build, open = false) => {
  let built = false;
  const fill = () => {
    if (built) return;
    built = true;
    node.append(el('div', { class: 'fold-body' }, build()));
  };
  const node = Object.assign(el('details', { class: 'fold' }, el('summary', {}, summary)), { fill });
  node.addEventListener('toggle', () => {
    if (node.open) fill();
  });
  if (open) {
    fill();
    node.open = true;
  }
  return node;
};

/**
 * Lower case without accents, for searching.
 * @param {unknown} text
 */
export const folded = (text) =>
  String(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ə', 'a').replaceAll('ı', 'i');

/**
 * Show that something went wrong, on the map itself.
 * @param {string} text
 */
export const trouble = (text) => {
  const note = byId('trouble');
  note.textContent = text;
  note.hidden = false;
};

/**
 * The element of an id; that it is there is the page's own promise.
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return node;
};

/**
 * The first element of a selector; that there is one is the page's own promise.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any}
 */
export const first = (selector, within = document) => {
  const node = within.querySelector(selector);
  if (!node) throw new Error(`no element ${selector}`);
  return node;
};
