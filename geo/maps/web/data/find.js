/** Things of the data by their keys. */

import * as words from '../text/words.js';
import { hereAsked } from './asked.js';
import { page } from './state.js';

/** @import { Area, Data, District, Found } from '../types' */

/**
 * Claims that name a district, alone or with others; of all districts found in one go.
 * @param {District} district
 */
export const naming = (district) => {
  const { data } = page;
  data.naming ??= allNaming(data);
  return data.naming.get(district.district) ?? [];
};

/** @param {Data} data */
function allNaming({ districts, claims }) {
  /** @type {Map<string, number[]>} */
  const found = new Map(districts.map((d) => [d.district, []]));
  claims.forEach((claim, i) => {
    for (const name of new Set((claim.districts ?? '').split(';'))) found.get(name)?.push(i);
  });
  return found;
}

/**
 * Claims that name a district and no other.
 * @param {District} district
 */
export const namingOnly = (district) =>
  naming(district).filter((i) => page.data.claims[i].districts === district.district);

/** @type {Map<string, Area>} Areas of large layers that somebody asked for, by key. */
export const opened = new Map();

/**
 * Key of an area or an event.
 * @param {string} layer
 * @param {unknown} id
 */
export const areaKey = (layer, id) => `${layer === 'events' ? 'event' : 'area'}:${id}`;

/**
 * What a selection key stands for; null if nothing.
 * @param {string} key
 * @returns {Found | null}
 */
export const lookUp = (key) => {
  const kind = key.slice(0, key.indexOf(':'));
  const asked = kind === 'here' && hereAsked(key);
  if (asked) return { kind: 'here', item: asked };
  const { districts, sites, areas, groups } = page.data;
  /** @type {Record<string, {key: string}[]>} */
  const lists = { district: districts, site: sites, area: areas, event: areas, group: groups };
  const item =
    (Object.hasOwn(lists, kind) ? lists[kind] : []).find((candidate) => candidate.key === key) ?? opened.get(key);
  return item ? /** @type {Found} */ ({ kind, item }) : null;
};

/**
 * Claims newest first; ties keep the order of the data.
 * @param {number[]} claims
 */
export const newestFirst = (claims) =>
  [...claims].sort((a, b) => {
    const [ka, kb] = [a, b].map((i) => words.sortKey(page.data.claims[i]));
    return ka < kb ? 1 : ka > kb ? -1 : a - b;
  });
