'use strict';
/** Put it together: unpack, dress the map, build the text, restore the view. */
(() => {
  const { el, map, words, say } = atlas;
  const [LEGEND, POPUP, TOOLS] = [318, 430, 56]; // pixels of the map's width
  const OUTLINES_FROM = 13; // zoom from which outlines are what is read
  let popup = null;

  /** What of a box lies within a degree of others; all of it where there are none. */
  const within = (boxes) => {
    const around = L.latLngBounds([]);
    boxes.forEach((b) => around.extend(b));
    if (!around.isValid()) return (b) => b;
    const [west, south, east, north] = [around.getWest() - 1, around.getSouth() - 1, around.getEast() + 1, around.getNorth() + 1];
    return (b) => {
      const [w, s] = [Math.max(west, b.getWest()), Math.max(south, b.getSouth())];
      const [e, n] = [Math.min(east, b.getEast()), Math.min(north, b.getNorth())];
      return w <= e && s <= n ? L.latLngBounds([[s, w], [n, e]]) : null;
    };
  };

  /** The part of the map that is in use: districts with claims, sites, areas. */
  atlas.extent = () => {
    const { data } = atlas;
    const box = L.latLngBounds([]);
    data.districts.forEach((d) => d.drawn && d.claims.length && box.extend(d.box));
    const others = [...data.areas.map((a) => a.box), ...Object.values(data.large)];
    // A mistyped sign puts one of thousands beyond the ocean: what is far outside all districts does not set the view,
    // unless there is nothing else.
    const near = within(data.districts.filter((d) => d.drawn).map((d) => d.box));
    others.forEach((b) => { const part = near(L.latLngBounds(b)); if (part) box.extend(part); });
    if (!box.isValid()) others.forEach((b) => box.extend(b));
    // A place far from everything else (a meeting abroad) does not set the view.
    if (!box.isValid()) data.sites.forEach((s) => box.extend(s.at));
    if (!box.isValid()) data.districts.forEach((d) => d.drawn && box.extend(d.box));
    if (!box.isValid()) return L.latLngBounds([[-60, -150], [70, 150]]);
    // One position alone has no size to fit.
    return box.getSouthWest().equals(box.getNorthEast()) ? box.getCenter().toBounds(20_000) : box;
  };
  // The legend covers the left of the map on wide screens.
  const margins = () => (atlas.narrow() ? { paddingTopLeft: [10, 10], paddingBottomRight: [10, atlas.sheetHeight() + 10] }
    : { paddingTopLeft: [Math.min(310, map.getSize().x * 0.38), 16], paddingBottomRight: [20, 16] });
  const home = (options) => map.fitBounds(atlas.extent(), { ...margins(), ...options });

  atlas.highlightSelection = () => {
    const found = atlas.selected && atlas.find(atlas.selected);
    atlas.highlight(found?.kind === 'district' ? [found.item.district] : found?.kind === 'group' ? found.item.districts : []);
    atlas.ring(null);
    atlas.spot(found);
    atlas.drawScale();
  };

  /**
   * Select something and show what is recorded there.
   * @param {string} key
   * @param {{at?: L.LatLng, fly?: boolean, quiet?: boolean}} [options] where the popup opens;
   *   move there; outline only
   */
  atlas.select = (key, options = {}) => {
    const found = atlas.find(key);
    if (!found) return;
    atlas.selected = key;
    const { kind, item } = found;
    if (atlas.narrow() && !options.quiet) atlas.show('place', { by: 'hand' });
    const box = item.box ?? (kind === 'group' && item.districts.map((n) => atlas.data.districts[atlas.data.districtAt.get(n)]?.box).filter(Boolean).flat());
    if ((kind === 'group' || options.fly) && box?.length) map.fitBounds(box, { ...margins(), maxZoom: 10.5, animate: false });
    else if (options.fly && item.at) map.setView(item.at, Math.max(map.getZoom(), 11), { animate: false });
    atlas.highlightSelection();
    atlas.refresh('place');
    atlas.remember();
    if (kind !== 'here') atlas.announce(`${(item.district && atlas.districtName(item.district)) ?? item.name ?? say('Group of districts')}: ${words.count(item.claims.length, 'claim')}`);
    if (options.quiet) { popup?.remove(); return; }
    const spot = options.at ?? item.at ?? (box?.length && L.latLngBounds(box).getCenter());
    // Where the text is the place to read, or a popup has no room beside the legend, the map shows where.
    if (atlas.narrow() || !spot || options.fly || kind === 'group' || kind === 'here' || atlas.tab === 'place' || map.getSize().x < LEGEND + POPUP + TOOLS) {
      popup?.remove();
      atlas.show('place', { by: 'hand' });
      // Keep what was chosen above the sheet.
      if (atlas.narrow() && spot) map.panInside(spot, { paddingTopLeft: [30, 60], paddingBottomRight: [60, map.getSize().y * 0.62], animate: false });
      return;
    }
    popup?.remove();
    popup = L.popup({
      maxWidth: POPUP - 30, minWidth: 340, maxHeight: Math.max(260, Math.round(map.getSize().y * 0.62)),
      className: 'claims-popup', autoPanPaddingTopLeft: [LEGEND, 12], autoPanPaddingBottomRight: [TOOLS, 12],
    }).setLatLng(spot).setContent(el('div', { click: (event) => event.stopPropagation() }, // or it would reach the map once its button is gone
      el('p', { class: 'popup-tools' }, atlas.action(say('Read in the panel'), () => { popup.remove(); atlas.show('place', { by: 'hand' }).focus(); })),
      atlas.card(key))).openOn(map);
  };

  /** Tell in the open popup what is told now, after the day changed. */
  atlas.refreshPopup = () => {
    if (!popup?.isOpen()) return;
    popup.getElement().querySelector('.card').replaceWith(atlas.card(atlas.selected));
    popup.update();
  };

  atlas.views.place = () => (atlas.selected ? atlas.card(atlas.selected)
    : el('p', { class: 'lead' }, say('Click a district or a symbol on the map, or search by name, to read every claim about it.')));

  /** Show everything again after the filter changed. */
  atlas.refilter = () => {
    popup?.remove();
    atlas.dressMarks();
    atlas.countMarks();
    atlas.showAges();
    atlas.tellTotals();
    atlas.swipeAgain();
    atlas.chooseFigure(atlas.figure.id);
    atlas.refreshAll();
  };

  function furnish() {
    const { data } = atlas;
    const { meta } = data;
    // The address is the link to this view: it does not become that of a part of the page.
    document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); document.getElementById('panel').focus(); });
    document.getElementById('title').textContent = meta.title;
    document.getElementById('strapline').textContent = say('Claims, not truths. Newest information: {date}', { date: words.date(meta.data_date) || say('date unknown') });
    document.getElementById('synthetic').hidden = !meta.synthetic;
    document.getElementById('cautions').replaceChildren(
      el('p', { class: 'cautions-main' }, data.cautions.map((c) => [el('strong', {}, c), ' ']),
        el('span', { class: 'data-date' }, say('Data to {date}.', { date: words.date(meta.data_date) || say('an unknown date') }))),
      el('p', { class: 'cautions-note', tabindex: atlas.narrow() ? 0 : null }, meta.boundaries_note, ' ',
        el('span', { class: 'cautions-credits' }, meta.credits.map((c, k) => [k ? ' · ' : say('Data: '), c.url ? atlas.outward(c.url, c.text) : c.text, ` (${c.licence})`]))));
    map.attributionControl.setPrefix('Leaflet');
    L.control.zoom({ position: 'topright' }).addTo(map);
    L.control.scale({ position: 'bottomright', imperial: false }).addTo(map);
    const Tools = L.Control.extend({ onAdd: () => {
      const button = (text, title, click) => el('a', { href: '#', role: 'button', title, 'aria-label': title, click: (e) => { e.preventDefault(); click(); } }, text);
      const box = el('div', { class: 'leaflet-bar' },
        button(atlas.icon('home'), say('Whole map'), () => home({ animate: false })),
        button(atlas.icon('here'), say('What is recorded at a place?'), () => atlas.measure(!atlas.measuring, { ask: true })),
        button(atlas.icon('ruler'), say('Measure distance and area'), () => atlas.measure(!atlas.measuring)),
        button(atlas.icon('print'), say('Print map, legend and sources'), () => window.print()),
        document.fullscreenEnabled && button(atlas.icon('full'), say('Full screen'), () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())));
      L.DomEvent.disableClickPropagation(box);
      return box;
    } });
    new Tools({ position: 'topright' }).addTo(map);
    for (const id of ['legend', 'tools']) {
      L.DomEvent.disableClickPropagation(document.getElementById(id));
      L.DomEvent.disableScrollPropagation(document.getElementById(id));
    }
    const outlines = atlas.layers.hazards.getLayers().length + atlas.layers.released.getLayers().length > 0 || 'hazards' in atlas.large || 'released' in atlas.large;
    map.on('zoomend', () => {
      // So near, one district fills the view: its colour says nothing any more, and dulls those of the outlines.
      document.getElementById('page').classList.toggle('close', outlines && map.getZoom() >= OUTLINES_FROM);
      map.getContainer().dataset.scale = map.getZoom() < 8.5 ? 'far' : map.getZoom() < 10 ? 'middle' : 'near';
      atlas.ring(null);
    });
  }

  async function start() {
    atlas.speak();
    atlas.offerThemes();
    await Promise.all([atlas.load(), atlas.largeReady()]);
    const recalled = atlas.recalled();
    map.getContainer().setAttribute('aria-label', say('Map of districts. The list of districts in the overview says the same in words.'));
    furnish();
    atlas.hatches();
    atlas.dress();
    atlas.buildPanel();
    atlas.buildFilter();
    atlas.buildTimeline();
    atlas.setFilter(recalled, { quiet: true });
    atlas.buildLegend();
    atlas.buildSearch();
    map.invalidateSize({ pan: false });
    if (recalled.view) map.setView(recalled.view.centre, recalled.view.zoom, { animate: false }); else home({ animate: false });
    map.setMaxBounds(L.latLngBounds([[-85, -220], [85, 220]]).extend(atlas.extent()));
    atlas.chooseFigure(recalled.fig);
    document.getElementById('figure').value = atlas.figure.id;
    atlas.showLayers();
    atlas.showLarge();
    atlas.showChanges();
    atlas.countMarks();
    atlas.buildTools();
    atlas.readyToPrint();
    atlas.reachMarks();
    atlas.followMap();
    atlas.show(recalled.tab ?? 'overview');
    atlas.label();
    if (recalled.sel) { await atlas.seek(recalled.sel); atlas.select(recalled.sel); }
    atlas.recallTime(recalled);
    atlas.recallSwipe(recalled);
    atlas.followScale();
    atlas.watchAges();
    atlas.startRemembering();
    requestAnimationFrame(() => setTimeout(() => { atlas.ready = performance.now(); document.documentElement.dataset.ready = 'true'; }));
  }
  start().catch((error) => { atlas.trouble(String(error.message ?? error)); throw error; })
    .finally(() => document.getElementById('waiting').remove());
})();
