/** Things of the data by their keys. */

import * as words from '../text/words.js';
import { hereAsked } from './asked.js';
import { page } from './state.js';

/** @import { Area, District, Found } from '../types' */

/**
 * What is told of a district and of places in it, each claim once; not of several districts together.
 * @param {District} d
 */
export const toldOf = (d) => [
  ...new Set([...d.claims, ...d.loose, ...d.sites.flatMap((s) => page.data.sites[s].claims)]),
];

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
