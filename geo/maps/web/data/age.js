/** How old the information is. */

import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { newestOf } from './cells.js';
import { kept } from './filter.js';
import { naming } from './find.js';
import { page } from './state.js';
import { dayShown, lastDay } from './time.js';

/** @import { Age, Area, District, Site } from '../types' */

const DAY = 86_400_000;
/** Years, the oldest first. */
export const STEPS = /** @type {const} */ ([10, 5]);
export const UNKNOWN = /** @type {const} */ ('undated');
export const CLASSES = [...STEPS, UNKNOWN];

/** The day that age is reckoned from: that of the slider, or the newest in the data. */
export const today = () => lastDay(dayShown()?.day ?? page.data.meta.data_date);

/**
 * What is before the day of a step is older than so many years.
 * @param {number} years
 * @param {number} now
 */
export const limit = (years, now) => {
  const d = new Date(now * DAY);
  return Date.UTC(d.getUTCFullYear() - years, d.getUTCMonth(), d.getUTCDate()) / DAY;
};

/**
 * Class of age by the newest of some days (since 1970-01-01): 10, 5, 'undated', or null if newer.
 * @param {(number | null)[]} days
 * @returns {Age | null}
 */
const classOf = (days) => {
  const now = today();
  if (now === null) return null;
  const newest = Math.max(...days.filter((day) => day !== null));
  return newest === -Infinity ? UNKNOWN : (STEPS.find((years) => newest < limit(years, now)) ?? null);
};

/** @type {(number | null)[]} What a claim speaks of, or where it does not say, the day it was published; the last day that may be meant. */
const when = [];

/** @param {number} i */
const said = (i) => (when[i] ??= lastSaid(i));

/** @param {number} i */
const lastSaid = (i) => {
  const claim = page.data.claims[i];
  return lastDay(words.sortKey(claim) || page.data.sources[claim.source - 1].published);
};

/** @param {number[]} claims */
const ofClaims = (claims) => {
  const some = kept(claims);
  return some.length ? classOf(some.map(said)) : null;
};

/**
 * Age of an area or an event: of its claims, or of the newest date it has.
 * @param {Area} area
 */
export const ageOfArea = (area) =>
  area.claims.length ? ofClaims(area.claims) : classOf([area.known_from, area.valid_from, area.occurred].map(lastDay));

/**
 * Age of what is behind a mark of a kind.
 * @param {string} name
 * @param {Site} site
 */
export const ageOfMark = (name, site) =>
  ofClaims(
    name === 'accident'
      ? site.accidents.flatMap((a) => page.data.accidents[a].claims)
      : (site.marked[name] ?? site.claims),
  );

/**
 * Age of the newest of all that is told at a place.
 * @param {Site} site
 */
export const ageOfSite = (site) => ofClaims(site.claims);

/**
 * Age of the newest thing that any claim tells of a district: the day that the map is coloured by; null where none does.
 * @param {District} district
 */
export const ageOfDistrict = (district) => {
  const newest = newestOf(district);
  return newest === null ? ofClaims(naming(district)) : classOf([newest / DAY]);
};

/** @type {Record<Age, string>} Classes of age in words. */
export const LABELS = {
  10: say('older than 10 years'),
  5: say('older than 5 years'),
  [UNKNOWN]: say('without a date'),
};

/**
 * The age in words, for tooltips and who does not see the clock.
 * @param {Age | null} age
 */
export const ageText = (age) => (age === null ? null : say('newest information: {age}', { age: LABELS[age] }));
