/** From the compressed shapes of a layer to typed arrays (the layout is in FORMAT.md). */
import { DAMAGED } from './inflate.js';

/** @import { Head, Shapes } from './types' */

// What a feature is made of, as bits of `form`.
export const AREA = 1;
export const LINE = 2;
export const POINT = 4;
const FORM = [1, 0, 2, 4]; // by kind of ring; a hole adds nothing

/** Reads a buffer from front to back. */
class Reader {
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
    return new Int32Array(this.u8(4 * n).slice().buffer); // a copy, because aligned
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
}

/**
 * Decode the shapes of a layer. Vertices are cells of a Web Mercator grid.
 * @param {Head} head
 * @param {Uint8Array} bytes
 * @returns {Shapes}
 */
function decode(head, bytes) {
  const read = new Reader(bytes);
  const n = head.features;
  /** @type {any} */
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
  data.box = new Int32Array(4 * n); // west, north, east, south: rows grow southward
  data.form = new Uint8Array(n);
  place(data, rings, points);
  return data;
}

/**
 * Add the steps up, note where features and rings begin, and put boxes around them.
 * @param {Shapes} data
 * @param {Int32Array} rings
 * @param {Int32Array} points
 */
function place(data, rings, points) {
  const { n, x, y, kind, firstRing, firstVertex, box, form } = data;
  let ring = 0;
  let vertex = 0;
  let startX = 0;
  let startY = 0;
  for (let i = 0; i < n; i++) {
    let cx = startX;
    let cy = startY;
    let west = 0x7fffffff;
    let north = 0x7fffffff;
    let east = -0x80000000;
    let south = -0x80000000;
    const begin = vertex;
    for (const last = ring + (rings[i] ?? 0); ring < last; ring++) {
      form[i] |= FORM[kind[ring]];
      const from = vertex;
      let area = 0;
      for (const end = vertex + points[ring]; vertex < end; vertex++) {
        const px = cx;
        const py = cy;
        cx = (cx + ((x[vertex] >>> 1) ^ -(x[vertex] & 1))) | 0;
        cy = (cy + ((y[vertex] >>> 1) ^ -(y[vertex] & 1))) | 0;
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
      // Shells one way round and holes the other: then the non-zero rule fills exactly the
      // area, and of an area that overlaps itself all. (Rows grow southward: a shell that is
      // counter-clockwise on the ground has a negative area here.)
      if (kind[ring] < 2 && (kind[ring] === 0) !== area < 0) {
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

/** Takes the parts one after the other; `end` resolves to the data. */
export class Unpacker {
  /** @param {Head} head */
  constructor(head) {
    this.head = head;
    const { readable, writable } = new DecompressionStream('gzip');
    this.writer = writable.getWriter();
    this.inflated = this.#collect(readable.getReader());
    this.inflated.catch(() => {}); // told by end()
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
  async #collect(reader) {
    const bytes = new Uint8Array(this.head.bytes);
    let at = 0;
    // What does not inflate, is too long or too short: all the same to the reader.
    try {
      for (;;) {
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
    this.writer.write(bytes).catch(() => {});
  }

  async end() {
    this.writer.close().catch(() => {});
    return decode(this.head, await this.inflated);
  }
}
