/** Bytes of the page, unpacked. */

/** Why a layer cannot be shown. */
export const TOO_OLD = 'this browser lacks DecompressionStream';
export const DAMAGED = 'its data is damaged';

/**
 * JSON from its gzip.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function inflateJson(bytes) {
  if (typeof DecompressionStream === 'undefined') throw new Error(TOO_OLD);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}
