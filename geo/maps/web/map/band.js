/** A band as wide as something may be off. */

import { page } from '../data/state.js';

/** @import { Drawn } from '../types' */

const metresPerPixel = () => {
  const { map } = page;
  return (40_075_017 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
};

/**
 * A band as wide as the accuracy on both sides of a line, where it is wide enough to see.
 * @param {Drawn} layer
 * @param {number} accuracy
 * @param {string} colour
 * @param {string} pane
 */
export const band = (layer, accuracy, colour, pane) => {
  const width = (2 * accuracy) / metresPerPixel();
  return width < 3
    ? null
    : L.geoJSON(layer.feature, {
        pane,
        interactive: false,
        style: {
          fill: false,
          color: colour,
          weight: width,
          opacity: 0.22,
          lineJoin: 'round',
          className: 'uncertainty-band',
        },
      });
};
