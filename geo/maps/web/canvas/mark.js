/** A feature drawn once more, so that it stands out. */
import { toLatLng } from './grid.js';

/** @import { Tiles } from './layer.js' */

/**
 * @param {Tiles} layer
 * @param {number} i
 */
export const mark = (layer, i) => {
  const { x, y, kind, firstRing, firstVertex } = layer.data;
  const group = L.layerGroup();
  /** @param {L.Layer} shape */
  const add = (shape) => group.addLayer(shape);
  const style = {
    color: '#000',
    weight: 3,
    fill: false,
    interactive: false,
    dashArray: '2 5',
    className: 'canvas-mark',
  };
  for (let r = firstRing[i]; r < firstRing[i + 1]; r++) {
    const run = [];
    for (let v = firstVertex[r]; v < firstVertex[r + 1]; v++) run.push(toLatLng(x[v], y[v]));
    if (kind[r] < 2) add(L.polygon(run, style));
    else if (kind[r] === 2) add(L.polyline(run, style));
  }
  // However small the feature is, a ring shows where it is.
  add(L.circleMarker(layer.anchor(i), { ...style, radius: 11, dashArray: undefined, weight: 2 }));
  return group;
};
