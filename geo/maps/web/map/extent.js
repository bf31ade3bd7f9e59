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

/** The part of the map that is in use: districts with claims, sites, areas. */
export const extent = () => {
  const { data } = page;
  const box = L.latLngBounds([]);
  data.districts.forEach((d) => d.drawn && d.claims.length && box.extend(d.box));
  const others = [...data.areas.map((a) => a.box), ...Object.values(data.large)];
  // A mistyped sign puts one of thousands beyond the ocean: what is far outside all districts does not set the view,
  // unless there is nothing else.
  const near = within(data.districts.filter((d) => d.drawn).map((d) => d.box));
  others.forEach((b) => {
    const part = near(L.latLngBounds(b));
    if (part) box.extend(part);
  });
  if (!box.isValid()) others.forEach((b) => box.extend(b));
  // A place far from everything else (a meeting abroad) does not set the view.
  if (!box.isValid()) data.sites.forEach((s) => box.extend(s.at));
  if (!box.isValid()) data.districts.forEach((d) => d.drawn && box.extend(d.box));
  if (!box.isValid())
    return L.latLngBounds([
      [-60, -150],
      [70, 150],
    ]);
  // One position alone has no size to fit.
  return box.getSouthWest().equals(box.getNorthEast()) ? box.getCenter().toBounds(20_000) : box;
};

/**
 * Room for what lies over the map: the legend at the left, or the sheet at the bottom.
 * @returns {L.FitBoundsOptions}
 */
export const margins = () =>
  narrow()
    ? { paddingTopLeft: [10, 10], paddingBottomRight: [10, sheetHeight() + 10] }
    : { paddingTopLeft: [Math.min(310, page.map.getSize().x * 0.38), 16], paddingBottomRight: [20, 16] };

/**
 * Show all that is in use.
 * @param {L.FitBoundsOptions} options
 */
export const home = (options) => page.map.fitBounds(extent(), { ...margins(), ...options });
