'use strict';
/**
 * The parts of a layer as the page brings them, each handed on by a script right behind it: shapes are inflated while
 * the rest of the page is still being read. (A worker for this was measured: it made the page no quicker.)
 */
(() => {
  const { words } = canvasTiles;

  /** Bytes of an embedded part. Its text is dropped: megabytes nobody needs twice. */
  function embedded(node) {
    const text = node.textContent;
    node.textContent = '';
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  canvasTiles.inflateJson = async (bytes) => {
    if (typeof DecompressionStream === 'undefined') throw new Error(words.tooOld);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };

  class Arrival {
    constructor(head) {
      this.parts = [];
      this.missing = null; // resolves when the next part is there
      /** What the layer is made of. */
      this.head = canvasTiles.inflateJson(head);
      /** Its shapes, decoded. */
      this.data = this.#unpacked();
      this.data.catch(() => {}); // told by the layer
    }

    add(bytes) { this.parts.push(bytes); this.missing?.(); }

    async #unpacked() {
      const head = await this.head;
      const unpacker = new canvasTiles.Unpacker(head);
      for (let k = 0; k < head.parts; k++) {
        if (!this.parts.length) await new Promise((there) => { this.missing = there; });
        unpacker.add(this.parts.shift());
      }
      return unpacker.end();
    }
  }

  /** Layers by name. */
  canvasTiles.arrivals = new Map();

  /** Take the element of a part: `<name>_head`, `<name>_shapes_<k>` or `<name>_texts`. */
  canvasTiles.arrived = (node) => {
    const [, name, part] = /^(.*)_(head|texts|shapes_\d+)$/.exec(node.id);
    const bytes = embedded(node);
    const arrival = canvasTiles.arrivals.get(name);
    if (part === 'head') canvasTiles.arrivals.set(name, new Arrival(bytes));
    else if (part === 'texts') arrival.texts = bytes;
    else arrival.add(bytes);
  };
})();
