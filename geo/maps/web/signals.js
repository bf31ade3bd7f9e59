/**
 * What one part of the page tells others without knowing them. `start.js` says who listens to what, so that modules
 * import each other in one direction only.
 */

/**
 * Each signal and what comes with it.
 * @typedef {object} Signals
 * @property {[key: string, options: import('./types').SelectOptions]} select somebody asks what is recorded at something
 * @property {[n: number]} source somebody follows the mark of a source
 * @property {[a: number, b: number]} dispute somebody follows a claim to the one it contradicts
 * @property {[text: string]} sought somebody looks for claims by their words
 * @property {[click: import('./types').MapClick]} click a shape or a mark was clicked
 * @property {[]} figure another figure colours the districts
 * @property {[]} sifted other claims are hidden than before
 * @property {[]} filter the reader changed the filter
 * @property {[]} marks marks look otherwise
 * @property {[]} areas other areas are drawn, or drawn otherwise
 * @property {[]} day another day is shown
 * @property {[what: string | null]} swipe another state, or none, is shown to the left of a line
 */

/** @type {Map<keyof Signals, ((...values: any[]) => void)[]>} */
const listeners = new Map();

/**
 * Listen to a signal.
 * @template {keyof Signals} Name
 * @param {Name} name
 * @param {(...values: Signals[Name]) => unknown} listener called at once, in the order of registration
 */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), /** @type {(...values: any[]) => void} */ (listener)]);
}

/**
 * Tell whoever listens.
 * @template {keyof Signals} Name
 * @param {Name} name
 * @param {Signals[Name]} values
 */
export function tell(name, ...values) {
  for (const listener of listeners.get(name) ?? []) listener(...values);
}
