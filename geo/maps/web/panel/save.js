/** Files made in the page and handed to the browser to save; nothing is fetched. */
import { claimsCsv, claimsGeojson } from '../data/files.js';
import { page } from '../data/state.js';
import { action, el } from '../text/dom.js';
import { say } from '../text/language.js';

/**
 * Save a file.
 * @param {string} name
 * @param {Blob} blob
 */
export const save = (name, blob) => {
  const address = URL.createObjectURL(blob);
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // some browsers read it later
};

/**
 * Name of a file: dataset, what it holds, version.
 * @param {string} what
 * @param {string} ending
 */
export const fileName = (what, ending) => {
  const { name, version } = page.data.meta;
  return `${[name, what.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-'), version]
    .map((part) => part.replace(/^-+|-+$/g, ''))
    .filter(Boolean)
    .join('-')}.${ending}`;
};

/**
 * Ways to save claims.
 * @param {() => number[]} claims those shown, in order
 * @param {() => string} about what was looked for
 */
export const saveClaims = (claims, about) => {
  const what = () => `claims-${about().slice(0, 40)}`;
  return el(
    'p',
    { class: 'save' },
    el('span', {}, say('Save what is listed:')),
    action('CSV', () => save(fileName(what(), 'csv'), new Blob([claimsCsv(claims())], { type: 'text/csv' })), {
      'aria-label': say('Save the claims listed as CSV'),
    }),
    action(
      'GeoJSON',
      () => save(fileName(what(), 'geojson'), new Blob([claimsGeojson(claims())], { type: 'application/geo+json' })),
      { 'aria-label': say('Save the claims listed as GeoJSON') },
    ),
  );
};
