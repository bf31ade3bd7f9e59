'use strict';
/** Short names for the tests. MAP and LAYERS stand for the names folium gave. */
window.map = MAP; window.layers = [LAYERS]; window.layer = layers[0];
window.settled = async () => {
  for (const one of layers) {
    const waiting = () => one._loading || !one.data
      || (one.painted && Object.values(one._tiles ?? {}).some(({ current, el }) => current && !one.painted.has(el)));
    while (waiting()) await new Promise((r) => setTimeout(r, 5));
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
};
window.go = async (lat, lng, zoom) => { map.setView([lat, lng], zoom, { animate: false }); await settled(); };
// The pixel that the canvas layer has at a place, copied: tiles are not made for reading.
const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
window.pixelAt = (x, y) => {
  const tile = layer._tiles[`${Math.floor(x / 256)}:${Math.floor(y / 256)}:${map.getZoom()}`]?.el;
  if (!tile) return null;
  const inTile = (v) => Math.floor(((v % 256) + 256) % 256);
  probe.clearRect(0, 0, 1, 1);
  probe.drawImage(tile, inTile(x), inTile(y), 1, 1, 0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data];
};
window.pixel = (lat, lng) => {
  const { x, y } = map.project([lat, lng], map.getZoom()); // not rounded
  return pixelAt(x, y);
};
window.strip = (tile, y) => {
  const pen = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true });
  pen.drawImage(tile, 0, y, 8, 8, 0, 0, 8, 8);
  return pen.getImageData(0, 0, 8, 8).data.join();
};
Promise.all(layers.map((one) => one.ready)).then(settled, () => {}).then(() => { document.documentElement.dataset.ready = ''; });
