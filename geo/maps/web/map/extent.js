/** What part of the map is in use, and how a view leaves room for what lies over the map. */
import { page } from '../data/state.js';
import { narrow, sheetHeight } from '../panel/panel.js';

/** Pixels of the map's width that the legend, a popup and the tools take. */
export const [LEGEND, POPUP, TOOLS] = [318, 430, 56];

/**
 * What of a box lies within a degree of others; all of it where there are none.
 * @param {L.LatLngBoundsExpression[]} boxes
 */
const within = (boxes) => {
  const around = L.latLngBounds([]);
  boxes.forEach((b) => around.extend(b));
  if (!around.isValid()) return (/** @type {L.LatLngBounds} */ b) => b;
  const [west, south, east, north] = [
    around.getWest() - 1,
    around.getSouth() - 1,
    around.getEast() + 1,
    around.getNorth() + 1,
  ];
  return (/** @type {L.LatLngBounds} */ b) => {
    const [w, s] = [Math.max(west, b.getWest()), Math.max(south, b.getSouth())];
    const [e, n] = [Math.min(east, b.getEast()), Math.min(north, b.getNorth())];
    return w <= e && s <= n
      ? L.latLngBounds([
          [s, w],
          [n, e],
        ])
      : null;
  };
};

const FEW = 0.05; // of the outlines, at most, that a slip of the pen puts elsewhere

/** The part of the map that is in use: districts with claims, outlines, places near either. */
export const extent = () => {
  const { data } = page;
  const box = L.latLngBounds([]);
  for (const d of data.districts) if (d.drawn && d.claims.length) box.extend(d.box);
  const outlines = [...data.areas.map((a) => a.box), ...Object.values(data.large)].map((b) => L.latLngBounds(b));
  // A mistyped sign puts one of thousands beyond the ocean: a few outlines far outside all districts do not set the
  // view, unless there is nothing else. Where many are, the data is there.
  const near = within(data.districts.filter((d) => d.drawn).map((d) => d.box));
  const parts = outlines.map(near);
  const far = parts.filter((part) => part === null).length;
  const stray = far <= FEW * outlines.length;
  for (const [k, part] of parts.entries()) {
    if (part) box.extend(part);
    else if (!stray) box.extend(outlines[k]);
  }
  if (!box.isValid()) for (const b of outlines) box.extend(b);
  // A place far from everything else (a meeting abroad) does not set the view, nor one nothing is claimed of.
  const around = within(box.isValid() ? [box] : []);
  const told = data.sites.filter((s) => s.claims.length).map((s) => L.latLngBounds(s.at, s.at));
  for (const at of told) if (around(at)) box.extend(at);
  if (!box.isValid()) for (const d of data.districts) if (d.drawn) box.extend(d.box);
  if (!box.isValid()) {
    return L.latLngBounds([
      [-60, -150],
      [70, 150],
    ]);
  }
  // One position alone has no size to fit.
  return box.getSouthWest().equals(box.getNorthEast()) ? box.getCenter().toBounds(20_000) : box;
};

/** Pixels of the map's left that an open legend covers. */
function coveredByLegend() {
  const card = /** @type {HTMLDetailsElement | null} */ (document.querySelector('.legend-card'));
  if (!card?.open) return 0;
  return card.getBoundingClientRect().right - page.map.getContainer().getBoundingClientRect().left;
}

/**
 * Room for what lies over the map: the legend at the left, the buttons at the right, or the sheet at the bottom.
 * @returns {L.FitBoundsOptions}
 */
export const margins = () =>
  narrow()
    ? { paddingTopLeft: [10, 10], paddingBottomRight: [10, sheetHeight() + 10] }
    : { paddingTopLeft: [coveredByLegend() + 8, 16], paddingBottomRight: [56, 16] };

/**
 * Show all that is in use.
 * @param {L.FitBoundsOptions} options
 */
export const home = (options) => page.map.fitBounds(extent(), { ...margins(), ...options });
