/** Pictures to draw on. */

/**
 * A canvas of a size, in pixels.
 * @param {number} width
 * @param {number} [height]
 */
export function newCanvas(width, height = width) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function penOf(canvas, settings) {
  const pen = canvas.getContext('2d', settings);
  if (!pen) throw new Error('no canvas to draw on');
  return pen;
}
