/** What of the canvas layer runs in the head of the page: it takes the data as it arrives. */
import { arrivals, arrived } from './arrive.js';

/** @type {any} */ (globalThis).canvasTiles ??= { arrivals, arrived };
