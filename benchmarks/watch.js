'use strict';
/** Runs in each page from the start: notes when everything in view is drawn, measures zooming. */
window.bench = {};
(() => {
  const all = (prefix) => Object.keys(window).filter((k) => k.startsWith(prefix)).map((k) => window[k]);
  bench.map = () => all('map_').find((m) => m.getZoom);
  bench.canvas = () => all('canvas_layer_').find((l) => l.hit);
  const drawn = () => {
    if (document.readyState !== 'complete') return false;
    const own = bench.canvas();
    if (own) { const d = own.data && !own._loading && own.drawn(); return d && d.painted > 0 && d.painted === d.inView; }
    return all('geo_json_').some((l) => l.getLayers && l.getLayers().length === FEATURES);
  };
  const poll = () => {
    if (drawn()) requestAnimationFrame(() => requestAnimationFrame(() => { bench.ready = performance.now(); }));
    else setTimeout(poll, 10);
  };
  poll();
  bench.zoom = async (levels, rest) => {
    let longest = 0; let on = true; let last = performance.now();
    const frame = (now) => { longest = Math.max(longest, now - last); last = now; if (on) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    for (const step of levels) { bench.map().setZoom(bench.map().getZoom() + step); await new Promise((r) => setTimeout(r, rest)); }
    on = false;
    return longest;
  };
  bench.days = async () => {
    const times = [];
    for (let day = 18800; day < 19800; day += 100) {
      const start = performance.now();
      bench.canvas().setAsOf(day);
      await new Promise((r) => requestAnimationFrame(() => setTimeout(r, 0)));
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length >> 1];
  };
})();
