'use strict';
/** The page's name space. Each file adds one idea to it. */
window.atlas = { layers: {}, large: {}, wasLarge: {}, styles: {}, points: {}, views: {} };

(() => {
  /**
   * Create an element. Strings become text, never markup.
   * @param {string} tag
   * @param {Object} [props] attributes; functions become event listeners, null leaves out
   * @param {...(Node|string|number|null|Array)} children
   * @returns {HTMLElement}
   */
  atlas.el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === 'function') node.addEventListener(name, value);
      else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false)
      .map((c) => (c instanceof Node ? c : document.createTextNode(String(c)))));
    return node;
  };

  /** Create an SVG element with attributes and children. */
  atlas.svg = (tag, attributes, ...children) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  /**
   * A link that leaves the page, or plain text where the address is not http(s).
   * @param {string} address
   * @param {string} [text]
   */
  atlas.outward = (address, text) => {
    let parsed = null;
    try { parsed = new URL(address); } catch { /* not an address */ }
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
      return atlas.el('span', {}, text ?? address);
    }
    return atlas.el('a', {
      href: parsed.href, target: '_blank', rel: 'noopener noreferrer', class: 'outward',
    }, text ?? address);
  };

  /** A button that looks like a link. */
  atlas.action = (text, click, props) => atlas.el('button', { type: 'button', class: 'action', click, ...props }, text);

  /** Say something to screen readers. */
  atlas.announce = (text) => { document.getElementById('announcer').textContent = text; };

  /**
   * A section that opens on demand; its content is built when it is first opened.
   * @param {Array} summary children of the summary line
   * @param {() => (Node|Node[])} build
   * @param {boolean} [open]
   */
  atlas.fold = (summary, build, open = false) => {
    const node = atlas.el('details', { class: 'fold' }, atlas.el('summary', {}, summary));
    let built = false;
    const fill = () => {
      if (built) return;
      built = true;
      node.append(atlas.el('div', { class: 'fold-body' }, build()));
    };
    node.addEventListener('toggle', () => { if (node.open) fill(); });
    node.fill = fill;
    if (open) { fill(); node.open = true; }
    return node;
  };

  /** Lower case without accents, for searching. */
  atlas.folded = (text) => String(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replaceAll('ə', 'a').replaceAll('ı', 'i');
})();
