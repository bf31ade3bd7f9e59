/** The texts of features, opened chunk by chunk when somebody asks. */
import { inflateJson } from './inflate.js';
import { words } from './words.js';

/** @import { Head } from './types' */

const KEPT = 16; // chunks, the least recently used goes first

export class Attributes {
  /**
   * @param {Head} head
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  constructor(head, bytes) {
    this.head = head;
    this.bytes = bytes;
    this.chunks = new Map();
  }

  /** @param {number} c */
  #chunk(c) {
    let chunk = this.chunks.get(c);
    if (chunk) this.chunks.delete(c);
    else chunk = inflateJson(this.bytes.subarray(this.head.offsets[c], this.head.offsets[c + 1]));
    this.chunks.set(c, chunk);
    if (this.chunks.size > KEPT) this.chunks.delete(this.chunks.keys().next().value);
    return chunk;
  }

  /**
   * Pairs of column and value of feature `i`; the first is its label.
   * @param {number} i
   */
  async of(i) {
    const { chunk: size, columns } = this.head;
    const values = await this.#chunk(Math.floor(i / size));
    return columns.map((name, at) => [name, values[at][i % size]]);
  }

  /**
   * Labels of all features of a chunk.
   * @param {number} c
   */
  async labels(c) {
    return (await this.#chunk(c))[0];
  }

  /** @param {number} i */
  async label(i) {
    const [[, label]] = await this.of(i);
    return label === null || label === '' ? words.unnamed : String(label);
  }
}
