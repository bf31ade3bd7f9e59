/** What Python puts into the page before its scripts: colours and languages. */

import { inflate } from './data/deflate.js';

/** @import { Language } from './types' */

/** @type {Partial<import('./types').Settings>} */
const given = /** @type {any} */ (globalThis).atlas ?? {};

/** The themes, by code. */
export const themes = given.themes ?? {};

/** The classes of each layer, from the symbols' table: what is drawn last comes first. */
export const classes = given.classes ?? { hazards: [], released: [], events: [] };

/** Name and direction of all languages but English, by code. */
export const languages = given.languages ?? {};

/**
 * All that a language says; null for English, which is written in the scripts.
 * @param {string} code
 * @returns {Language | null}
 */
export const wordsOf = (code) => {
  if (!Object.hasOwn(languages, code)) return null;
  const bytes = Uint8Array.from(atob(languages[code].packed), (letter) => letter.charCodeAt(0));
  const found = JSON.parse(new TextDecoder().decode(inflate(bytes)));
  const said = /** @type {[string, string | null][]} */ (
    (given.sentences ?? []).map((text, k) => [text, found.strings[k]])
  );
  return { ...found, strings: Object.fromEntries(said.filter(([, text]) => text !== null)) };
};
