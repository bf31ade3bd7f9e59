/**
 * Deflated bytes (RFC 1951), unpacked at once: what the page says is needed before the browser's own stream, which
 * only answers later, could give it.
 */

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const DAMAGED = 'its data is damaged';

/**
 * A code of a table of lengths: how many codes of each length, and the symbols in order (section 3.2.2).
 * @param {number[]} lengths
 */
function codeOf(lengths) {
  const counts = Array.from({ length: 16 }, (_, n) => lengths.filter((length) => length === n && n > 0).length);
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length || a.symbol - b.symbol)
    .map(({ symbol }) => symbol);
  return { counts, symbols };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function inflate(bytes) {
  /** @type {number[]} */
  const out = [];
  let at = 0; // in bits
  /** @param {number} count */
  const take = (count) => {
    let value = 0;
    for (let k = 0; k < count; k += 1, at += 1) {
      if (at >> 3 >= bytes.length) throw new Error(DAMAGED);
      value |= ((bytes[at >> 3] >> (at & 7)) & 1) << k;
    }
    return value;
  };
  /** @param {ReturnType<typeof codeOf>} code */
  const symbol = ({ counts, symbols }) => {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length += 1) {
      code |= take(1);
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error(DAMAGED);
  };
  for (let last = 0; !last; ) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) {
      at = (at + 7) & ~7;
      const count = take(16);
      at += 16; // its complement
      for (let k = 0; k < count; k += 1) out.push(take(8));
      continue;
    }
    if (kind === 3) throw new Error(DAMAGED);
    const [literals, distances] = kind === 1 ? fixed() : dynamic(take, symbol);
    for (let next = symbol(literals); next !== 256; next = symbol(literals)) {
      if (next < 256) {
        out.push(next);
        continue;
      }
      const k = next - 257;
      const length = LENGTHS[k] + take(k < 8 || k === 28 ? 0 : (k - 4) >> 2);
      const d = symbol(distances);
      const extra = d < 4 ? 0 : (d - 2) >> 1;
      const back = (d < 4 ? d + 1 : ((2 + (d & 1)) << extra) + 1) + take(extra);
      if (back > out.length) throw new Error(DAMAGED);
      for (let n = 0; n < length; n += 1) out.push(out[out.length - back]);
    }
  }
  return Uint8Array.from(out);
}

const fixed = () => [
  codeOf(Array.from({ length: 288 }, (_, k) => (k < 144 ? 8 : k < 256 ? 9 : k < 280 ? 7 : 8))),
  codeOf(Array.from({ length: 30 }, () => 5)),
];

/**
 * @param {(count: number) => number} take
 * @param {(code: ReturnType<typeof codeOf>) => number} symbol
 */
function dynamic(take, symbol) {
  const [literals, distances, given] = [take(5) + 257, take(5) + 1, take(4) + 4];
  const small = Array.from({ length: 19 }, () => 0);
  for (let k = 0; k < given; k += 1) small[ORDER[k]] = take(3);
  const code = codeOf(small);
  /** @type {number[]} */
  const lengths = [];
  while (lengths.length < literals + distances) {
    const next = symbol(code);
    if (next < 16) lengths.push(next);
    else {
      const value = next === 16 ? lengths[lengths.length - 1] : 0;
      const times = next === 16 ? 3 + take(2) : next === 17 ? 3 + take(3) : 11 + take(7);
      for (let k = 0; k < times; k += 1) lengths.push(value);
    }
  }
  return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
}
