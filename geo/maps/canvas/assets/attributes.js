'use strict';
/** The texts of features, opened chunk by chunk when somebody asks. */
(() => {
  const KEPT = 16; // chunks, the least recently used goes first

  canvasTiles.Attributes = class {
    constructor(head, bytes) {
      this.head = head;
      this.bytes = bytes;
      this.chunks = new Map();
    }

    #chunk(c) {
      let chunk = this.chunks.get(c);
      if (chunk) this.chunks.delete(c);
      else chunk = canvasTiles.inflateJson(this.bytes.subarray(this.head.offsets[c], this.head.offsets[c + 1]));
      this.chunks.set(c, chunk);
      if (this.chunks.size > KEPT) this.chunks.delete(this.chunks.keys().next().value);
      return chunk;
    }

    /** Pairs of column and value of feature `i`; the first is its label. */
    async of(i) {
      const { chunk: size, columns } = this.head;
      const values = await this.#chunk(Math.floor(i / size));
      return columns.map((name, at) => [name, values[at][i % size]]);
    }

    /** Labels of all features of a chunk. */
    async labels(c) { return (await this.#chunk(c))[0]; }

    async label(i) {
      const [[, label]] = await this.of(i);
      return label === null || label === '' ? canvasTiles.words.unnamed : String(label);
    }
  };
})();
