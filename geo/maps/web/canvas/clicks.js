/** One click, one popup, however many canvas layers lie there. */
import { cardOf } from './card.js';

/** @import { Tiles } from './layer.js' */

export const clicks = {
  /**
   * @param {Tiles} layer
   * @param {L.Map} map
   */
  add(layer, map) {
    if (!map.canvasTiles) {
      map.canvasTiles = new Set();
      map.on('click', (event) => clicks.open(map, event.latlng));
    }
    map.canvasTiles.add(layer);
  },

  /**
   * @param {Tiles} layer
   * @param {L.Map} map
   */
  remove(layer, map) {
    map.canvasTiles?.delete(layer);
  },

  /**
   * @param {L.Map} map
   * @param {L.LatLng} latlng
   */
  async open(map, latlng) {
    const hits = [...(map.canvasTiles ?? [])]
      .reverse()
      .flatMap((layer) => layer.hit(latlng).map((i) => /** @type {[Tiles, number]} */ ([layer, i])));
    for (const layer of map.canvasTiles ?? []) {
      const features = hits.filter(([of]) => of === layer).map(([, i]) => i);
      if (features.length) layer.fire('select', { features, latlng });
    }
    return clicks.show(
      map,
      latlng,
      hits.filter(([layer]) => layer.options.popup),
    );
  },

  /**
   * @param {L.Map} map
   * @param {L.LatLng} latlng
   * @param {[Tiles, number][]} hits
   */
  async show(map, latlng, hits) {
    if (!hits.length) return null;
    const content = await cardOf(hits);
    return L.popup({ maxWidth: 380, maxHeight: 340 }).setLatLng(latlng).setContent(content).openOn(map);
  },
};
