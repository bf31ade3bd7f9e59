import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { inflate } from '../../geo/maps/web/data/deflate.js';

const TEXTS = [
  '',
  'a',
  'aaaaaaaaaa'.repeat(500),
  'Շուշիի շրջան, Şuşa rayonu, Шушинский район, شوشا '.repeat(40),
  Array.from({ length: 5000 }, (_, k) => String.fromCodePoint(32 + ((k * 7919) % 9000))).join(''),
];

test('what zlib deflates comes back, whatever the strategy', () => {
  for (const text of TEXTS)
    for (const level of [0, 1, 6, 9])
      for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
        const bytes = Buffer.from(text);
        assert.deepEqual(Buffer.from(inflate(deflateRawSync(bytes, { level, strategy }))), bytes);
      }
});

test('what is cut short or changed is an error or another text, never a loop', () => {
  const whole = deflateRawSync(Buffer.from(TEXTS[3]));
  for (let k = 0; k < whole.length; k += 1) {
    assert.throws(() => inflate(whole.subarray(0, k)), /damaged/);
    const changed = Uint8Array.from(whole);
    changed[k] ^= 0x55;
    try {
      inflate(changed);
    } catch (error) {
      assert.match(String(error), /damaged/);
    }
  }
});
