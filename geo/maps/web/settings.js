/** What Python puts into the page before its scripts: colours and languages. */

/** @type {Partial<import('./types').Settings>} */
const given = /** @type {any} */ (globalThis).atlas ?? {};

/** The themes, by code. */
export const themes = given.themes ?? {};

/** All languages but English, by code. */
export const languages = given.languages ?? {};
