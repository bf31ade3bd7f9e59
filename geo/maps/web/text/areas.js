/** What an area or an event is, in words. */
import { say } from './language.js';
import * as words from './words.js';

/** @import { Area } from '../types' */

/**
 * Whether only the position of a hazard or a release is known: a mark, never an area.
 * @param {Area} area
 */
export const isPosition = ({ layer, support }) =>
  (layer === 'hazard_areas' || layer === 'land_release') && !support.endsWith('_polygon');

/**
 * What an area or an event is, in words.
 * @param {Area} area
 */
export const areaKind = (area) =>
  area.layer === 'minefield_records'
    ? say('Minefield record')
    : words.term({ hazard_areas: 'Classification', events: 'EventKind' }[area.layer] ?? 'ReleaseProduct', area.status);
