/** A picture as PNG, with a text in it that says what it is. */

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/**
 * The check sum that PNG asks for (CRC-32, ISO 3309).
 * @param {Uint8Array} bytes
 */
export function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const AFTER_HEADER = 33; // signature and IHDR

/**
 * Put an international text (iTXt, UTF-8) into a PNG.
 * @param {Uint8Array} png
 * @param {string} keyword
 * @param {string} text
 */
export function withText(png, keyword, text) {
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  const out = new Uint8Array(png.length + chunk.length);
  out.set(png.subarray(0, AFTER_HEADER));
  out.set(chunk, AFTER_HEADER);
  out.set(png.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
  return out;
}

/**
 * Draw an SVG as PNG.
 * @param {string} text of the SVG
 * @param {number} width
 * @param {number} height
 * @param {number} scale pixels for each of the SVG's
 * @returns {Promise<Uint8Array>}
 */
export async function rastered(text, width, height, scale) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  brush.scale(scale, scale);
  brush.drawImage(image, 0, 0, width, height);
  /** @type {Blob | null} */
  const blob = await new Promise((done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (!blob) throw new Error(`no picture of ${canvas.width} × ${canvas.height} pixels`);
  return new Uint8Array(await blob.arrayBuffer());
}
