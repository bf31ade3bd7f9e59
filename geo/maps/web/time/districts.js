/** Districts to the left of the line: the figure of the other day or dataset, in the classes of the right side. */
import { cellsOn } from '../data/sift.js';
import { page } from '../data/state.js';
import { fillOf } from '../map/colours.js';
import { onEach } from '../map/layers.js';
import { styles } from '../map/styles.js';

/** @import { Cell, Numbered } from '../types' */

/**
 * Districts as they were.
 * @param {string | null} day null for the other dataset of a comparison
 * @param {string} pane
 */
export function districtsThen(day, pane) {
  const { figure } = page;
  /** @type {{cells: Record<number, Cell>, hidden?: Record<number, number>}} */
  const then = day ? cellsOn(figure, day) : { cells: page.data.changes?.was?.cells[figure.id] ?? {} };
  const { features } = page.layers.districts.toGeoJSON();
  return L.geoJSON(/** @type {GeoJSON.FeatureCollection} */ ({ type: 'FeatureCollection', features }), {
    pane,
    style: (feature) => {
      const { i } = /** @type {Numbered} */ (feature).properties;
      return { ...styles.districts(), fillColor: fillOf(figure, then.cells[i], then.hidden?.[i]), pane };
    },
    onEachFeature: (feature, /** @type {any} */ layer) => {
      onEach('districts')(/** @type {Numbered} */ (feature), layer);
      layer.unbindTooltip(); // which would tell the figure of the right side
    },
  });
}
