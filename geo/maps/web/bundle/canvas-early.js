"use strict";
(() => {
  // canvas/inflate.js
  var TOO_OLD = "this browser lacks DecompressionStream";
  var DAMAGED = "its data is damaged";
  async function inflateJson(bytes) {
    if (typeof DecompressionStream === "undefined") throw new Error(TOO_OLD);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  // canvas/unpack.js
  var FORM = [1, 0, 2, 4];
  var Reader = class {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    /** @param {number} n */
    u8(n) {
      this.at += n;
      return this.bytes.subarray(this.at - n, this.at);
    }
    /** @param {number} n */
    i32(n) {
      return new Int32Array(this.u8(4 * n).slice().buffer);
    }
    /**
     * Varints in planes: all first bytes, then the second bytes of those that go on, …
     * @param {number[]} lengths
     */
    varints(lengths) {
      const { bytes } = this;
      const n = lengths[0];
      const out = new Int32Array(n);
      const first = this.at;
      let second = first + n;
      let third = second + lengths[1];
      let fourth = third + lengths[2];
      let fifth = fourth + lengths[3];
      for (let i = 0; i < n; i++) {
        let b = bytes[first + i];
        let v = b & 127;
        if (b > 127) {
          b = bytes[second++];
          v |= (b & 127) << 7;
          if (b > 127) {
            b = bytes[third++];
            v |= (b & 127) << 14;
            if (b > 127) {
              b = bytes[fourth++];
              v |= (b & 127) << 21;
              if (b > 127) v |= bytes[fifth++] << 28;
            }
          }
        }
        out[i] = v;
      }
      this.at = fifth;
      return out;
    }
  };
  function decode(head, bytes) {
    const read = new Reader(bytes);
    const n = head.features;
    const data = { n, classOf: read.u8(n).slice(), statusOf: read.u8(n).slice(), fault: read.u8(n).slice() };
    if (head.dated) {
      data.from = read.i32(n);
      data.to = read.i32(n);
    }
    if (head.known) data.known = read.i32(n);
    data.kind = read.u8(head.rings).slice();
    const rings = read.varints(head.planes.rings);
    const points = read.varints(head.planes.points);
    data.x = read.varints(head.planes.x);
    data.y = read.varints(head.planes.y);
    if (read.at !== bytes.length || data.x.length !== head.vertices) throw new Error(DAMAGED);
    data.firstRing = new Uint32Array(n + 1);
    data.firstVertex = new Uint32Array(head.rings + 1);
    data.box = new Int32Array(4 * n);
    data.form = new Uint8Array(n);
    place(data, rings, points);
    return data;
  }
  function place(data, rings, points) {
    const { n, x, y, kind, firstRing, firstVertex, box, form } = data;
    let ring = 0;
    let vertex = 0;
    let startX = 0;
    let startY = 0;
    for (let i = 0; i < n; i++) {
      let cx = startX;
      let cy = startY;
      let west = 2147483647;
      let north = 2147483647;
      let east = -2147483648;
      let south = -2147483648;
      const begin = vertex;
      for (const last = ring + (rings[i] ?? 0); ring < last; ring++) {
        form[i] |= FORM[kind[ring]];
        const from = vertex;
        let area = 0;
        for (const end = vertex + points[ring]; vertex < end; vertex++) {
          const px = cx;
          const py = cy;
          cx = cx + (x[vertex] >>> 1 ^ -(x[vertex] & 1)) | 0;
          cy = cy + (y[vertex] >>> 1 ^ -(y[vertex] & 1)) | 0;
          x[vertex] = cx;
          y[vertex] = cy;
          if (vertex === begin) {
            startX = cx;
            startY = cy;
          }
          if (vertex > from) area += (px - x[from]) * (cy - y[from]) - (cx - x[from]) * (py - y[from]);
          if (cx < west) west = cx;
          if (cx > east) east = cx;
          if (cy < north) north = cy;
          if (cy > south) south = cy;
        }
        firstVertex[ring + 1] = vertex;
        if (kind[ring] < 2 && kind[ring] === 0 !== area < 0) {
          x.subarray(from, vertex).reverse();
          y.subarray(from, vertex).reverse();
        }
      }
      firstRing[i + 1] = ring;
      box[4 * i] = west;
      box[4 * i + 1] = north;
      box[4 * i + 2] = east;
      box[4 * i + 3] = south;
    }
  }
  var Unpacker = class {
    /** @param {Head} head */
    constructor(head) {
      this.head = head;
      const { readable, writable } = new DecompressionStream("gzip");
      this.writer = writable.getWriter();
      this.inflated = this.#collect(readable.getReader());
      this.inflated.catch(() => {
      });
    }
    /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
    async #collect(reader) {
      const bytes = new Uint8Array(this.head.bytes);
      let at = 0;
      try {
        for (; ; ) {
          const { done, value } = await reader.read();
          if (done) break;
          bytes.set(value, at);
          at += value.length;
        }
      } catch {
        throw new Error(DAMAGED);
      }
      if (at !== bytes.length) throw new Error(DAMAGED);
      return bytes;
    }
    /** @param {Uint8Array<ArrayBuffer>} bytes */
    add(bytes) {
      this.writer.write(bytes).catch(() => {
      });
    }
    async end() {
      this.writer.close().catch(() => {
      });
      return decode(this.head, await this.inflated);
    }
  };

  // canvas/arrive.js
  function embedded(node) {
    const text = node.textContent;
    node.textContent = "";
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }
  var Arrival = class {
    /** @param {Uint8Array<ArrayBuffer>} head */
    constructor(head) {
      this.texts = new Uint8Array();
      this.parts = [];
      this.missing = null;
      this.head = inflateJson(head);
      this.data = this.#unpacked();
      this.data.catch(() => {
      });
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
          await new Promise((there) => {
            this.missing = there;
          });
        unpacker.add(
          /** @type {Uint8Array<ArrayBuffer>} */
          this.parts.shift()
        );
      }
      return unpacker.end();
    }
  };
  var arrivals = /* @__PURE__ */ new Map();
  var arrived = (node) => {
    const [, name, part] = /^(.*)_(head|texts|shapes_\d+)$/.exec(node.id) ?? [];
    const bytes = embedded(node);
    const arrival = arrivals.get(name);
    if (part === "head") arrivals.set(name, new Arrival(bytes));
    else if (part === "texts" && arrival) arrival.texts = bytes;
    else arrival?.add(bytes);
  };

  // canvas/early.js
  globalThis.canvasTiles ??= { arrivals, arrived };
})();
