/** The minefield records that a claim speaks of: only what is on paper can be checked. */

import { lookUp } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { action, el } from '../text/dom.js';
import { say } from '../text/language.js';

/** @import { Area } from '../types' */

const ABOUT = new Set(['map_handover', 'mines_mapped', 'record_accuracy']);

/**
 * Ways to records.
 * @param {Area[]} records
 */
export const recordLinks = (records) =>
  records.map((record, k) => [
    k ? ', ' : '',
    action(record.name ?? record.id, () => select(record.key, { fly: true })),
  ]);

/**
 * The records that a claim about maps handed over speaks of, or that there are none to check it by.
 * @param {number} i position of the claim
 */
export const recordsOfClaim = (i) => {
  const { data } = page;
  const records = (data.recordsOf.get(i) ?? []).map((key) => /** @type {Area} */ (lookUp(key)?.item));
  if (records.length)
    return el('p', { class: 'claim-records' }, say('Minefield records it speaks of: '), recordLinks(records));
  if (!ABOUT.has(data.claims[i].subject)) return null;
  return el(
    'p',
    { class: 'claim-records' },
    data.areas.some((a) => a.layer === 'minefield_records')
      ? say('No minefield record here is linked to this claim, so the claim cannot be checked here.')
      : say('This dataset has no minefield record, so the claim cannot be checked here.'),
  );
};
