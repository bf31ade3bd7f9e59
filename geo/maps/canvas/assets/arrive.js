'use strict';
/**
 * The parts of a layer as the page brings them, each handed on by a script right behind it: large shapes are unpacked
 * by a worker while the rest of the page is still being read.
 */
(() => {
  const { words } = canvasTiles;
  const FEW = 4; // parts that are not worth a worker
  const PATIENCE = 3000; // milliseconds for a worker to answer

  // What a feature is made of, as bits of `form`.
  canvasTiles.AREA = 1;
  canvasTiles.LINE = 2;
  canvasTiles.POINT = 4;

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

  /** Unpacks in the page itself. */
  function here(head) {
    const unpacker = new (canvasTiles.unpacking(words.wrongSize))(head);
    return { add: (bytes) => unpacker.add(bytes), end: () => unpacker.end() };
  }

  /** What the worker does with each message. */
  function work(Unpacker) {
    let unpacker;
    onmessage = async ({ data: { head, bytes, end } }) => {
      if (head) { unpacker = new Unpacker(head); postMessage({}); }
      if (bytes) unpacker.add(bytes);
      if (!end) return;
      try {
        const data = await unpacker.end();
        postMessage({ data }, Object.values(data).filter(ArrayBuffer.isView).map((list) => list.buffer));
      } catch (error) { postMessage({ why: error.message }); }
    };
  }

  /** Unpacks in a worker; rejects where the page may not start one. */
  function elsewhere(head) {
    return new Promise((resolve, reject) => {
      const code = `'use strict'; (${work})((${canvasTiles.unpacking})(${JSON.stringify(words.wrongSize)}));`;
      const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      const worker = new Worker(address);
      const result = new Promise((done, failed) => {
        worker.onmessage = ({ data: { data, why } }) => {
          URL.revokeObjectURL(address);
          if (data) done(data); else if (why) failed(new Error(why));
          else resolve({
            add: (bytes) => worker.postMessage({ bytes }, [bytes.buffer]),
            end: () => { worker.postMessage({ end: true }); return result.finally(() => worker.terminate()); },
          });
        };
        worker.onerror = (event) => { event.preventDefault(); failed(new Error(words.wrongSize)); reject(event); };
      });
      result.catch(() => {}); // told by end()
      setTimeout(reject, PATIENCE);
      worker.postMessage({ head });
    });
  }

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
      const unpacker = head.parts < FEW ? here(head) : await elsewhere(head).catch(() => here(head));
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
