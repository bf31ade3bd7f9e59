/** What an area or an event is, in words. */
import * as words from './words.js';

/** @import { Area } from '../types' */

/**
 * What an area or an event is, in words.
 * @param {Area} area
 */
export const areaKind = (area) =>
  words.term({ hazard_areas: 'Classification', events: 'EventKind' }[area.layer] ?? 'ReleaseProduct', area.status);
