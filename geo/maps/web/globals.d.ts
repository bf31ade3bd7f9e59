/** Leaflet comes with the page, the canvas layer with large layers. */
declare const canvasTiles: typeof import('./canvas/canvas.js').canvasTiles;

interface Uint8ArrayConstructor {
  /** Where the browser has it. */
  fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
}
