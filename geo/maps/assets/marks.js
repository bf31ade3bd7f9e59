'use strict';
/**
 * The marks without a mouse: one stop for the tab key, arrow keys to the next mark in that
 * direction, Enter to read, Escape to come back.
 */
(() => {
  const KINDS = ['zone', 'find', 'accident', 'other'];
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let current = null;
  let origin = null; // where focus goes back to when a popup closes

  const inView = () => {
    const bounds = atlas.map.getBounds();
    return KINDS.flatMap((name) => atlas.layers[name].getLayers())
      .filter((mark) => mark.getElement()?.isConnected && bounds.contains(mark.getLatLng()));
  };
  const at = (mark) => atlas.map.latLngToContainerPoint(mark.getLatLng());

  /** One mark can be reached by tab: the one reached last, or the first in view. */
  function choose(mark) {
    current?.getElement()?.setAttribute('tabindex', -1);
    current = mark ?? null;
    current?.getElement()?.setAttribute('tabindex', 0);
  }
  function settle() {
    const seen = inView();
    if (current && seen.includes(current)) choose(current);
    else choose(seen.sort((a, b) => at(a).y - at(b).y || at(a).x - at(b).x)[0]);
  }

  /** The nearest mark in a direction, straight ahead before aside; else the next at the same spot. */
  function next(from, [dx, dy]) {
    const here = at(from);
    const ahead = inView().filter((mark) => mark !== from).map((mark) => {
      const [x, y] = [at(mark).x - here.x, at(mark).y - here.y];
      const along = x * dx + y * dy;
      return { mark, along, cost: along + 2 * Math.abs(x * dy - y * dx) };
    }).filter((m) => m.along > 0.5);
    return ahead.sort((a, b) => a.cost - b.cost)[0]?.mark;
  }

  const markOf = (node) => inView().find((mark) => mark.getElement() === node);

  function keys(event) {
    if (event.key === 'Escape' && event.target.closest('.leaflet-popup')) {
      atlas.map.closePopup();
      origin?.getElement()?.focus();
      event.stopPropagation();
      return;
    }
    const node = event.target.closest('.mark');
    const mark = node && markOf(node);
    if (!mark) return;
    const step = STEPS[event.key];
    if (step) {
      const to = next(mark, step);
      if (to) { choose(to); to.getElement().focus(); }
    } else if (event.key === 'Enter' || event.key === ' ') {
      origin = mark;
      atlas.select(atlas.data.sites[mark.feature.properties.i].key, { at: mark.getLatLng() });
      document.querySelector('.claims-popup button')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Name a mark for who does not see it. */
  atlas.nameMark = (mark) => {
    const node = mark.getElement();
    node.setAttribute('role', 'button');
    node.setAttribute('tabindex', mark === current ? 0 : -1);
    const hint = atlas.hint('sites', atlas.data.sites[mark.feature.properties.i]);
    node.setAttribute('aria-label', [...hint.childNodes].map((n) => n.textContent).filter(Boolean).join(': '));
  };

  atlas.reachMarks = () => {
    const container = atlas.map.getContainer();
    container.addEventListener('keydown', keys, true);
    container.addEventListener('focusin', (event) => {
      const mark = event.target.classList.contains('mark') && markOf(event.target);
      if (mark) { choose(mark); atlas.ring(atlas.data.sites[mark.feature.properties.i]); }
    });
    atlas.map.on('moveend layeradd layerremove', L.Util.throttle(settle, 50, null));
    settle();
  };
})();
