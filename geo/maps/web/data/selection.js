/** Asking for something on the map; `map/selection.js` answers. */
import { tell } from '../signals.js';

/**
 * Select something and show what is recorded there.
 * @param {string} key
 * @param {import('../types').SelectOptions} [options]
 */
export const select = (key, options = {}) => tell('select', key, options);
