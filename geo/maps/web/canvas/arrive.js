/**
 * The parts of a layer as the page brings them, each handed on by a script right behind it: shapes are inflated while
 * the rest of the page is still being read. (A worker for this was measured: it made the page no quicker.)
 */

import { inflateJson } from './inflate.js';
import { Unpacker } from './unpack.js';

/** @import { Head } from './types' */

/**
 * Bytes of an embedded part. Its text is dropped: megabytes nobody needs twice.
 * @param {HTMLElement} node
 */
function embedded(node) {
  const text = node.textContent;
  node.textContent = '';
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

class Arrival {
  /** @param {Uint8Array<ArrayBuffer>} head */
  constructor(head) {
    /** @type {Uint8Array<ArrayBuffer>} */
    this.texts = new Uint8Array();
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.parts = [];
    /** @type {(() => void) | null} Tells that the next part is there. */
    this.missing = null;
    /** @type {Promise<Head>} What the layer is made of. */
    this.head = inflateJson(head);
    /** Its shapes, decoded. */
    this.data = this.#unpacked();
    this.data.catch(() => {}); // told by the layer
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  add(bytes) {
    this.parts.push(bytes);
    this.missing?.();
  }

  async #unpacked() {
    const head = await this.head;
    const unpacker = new Unpacker(head);
    for (let k = 0; k < head.parts; k++) {
      if (!this.parts.length)
        await new Promise((/** @type {(value?: unknown) => void} */ there) => {
          this.missing = there;
        });
      unpacker.add(/** @type {Uint8Array<ArrayBuffer>} */ (this.parts.shift()));
    }
    return unpacker.end();
  }
}

/** @type {Map<string, Arrival>} Layers by name. */
export const arrivals = new Map();

/**
 * Take the element of a part: `<name>_head`, `<name>_shapes_<k>` or `<name>_texts`.
 * @param {HTMLElement} node
 */
export const arrived = (node) => {
  const [, name, part] = /^(.*)_(head|texts|shapes_\d+)$/.exec(node.id) ?? [];
  const bytes = embedded(node);
  const arrival = arrivals.get(name);
  if (part === 'head') arrivals.set(name, new Arrival(bytes));
  else if (part === 'texts' && arrival) arrival.texts = bytes;
  else arrival?.add(bytes);
};
