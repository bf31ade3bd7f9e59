'use strict';
/** How folium's layers look, before and after the data is unpacked. */
(() => {
  const { styles, points, say } = atlas;

  styles.base_land = () => ({ fillColor: '#ecebe6', fillOpacity: 1, color: '#cfccc4', weight: 1, interactive: false });
  styles.base_lake = () => ({ fillColor: '#d3e0e8', fillOpacity: 1, color: '#b3c6d2', weight: 0.7, interactive: false });
  styles.base_river = () => ({ color: '#b3c9d8', weight: 1.1, fill: false, interactive: false });
  styles.base_boundary = () => ({ color: '#77736b', weight: 1.3, dashArray: '6 3 1.5 3', fill: false, interactive: false });
  styles.districts = () => ({ fillColor: 'url(#hatch-none)', fillOpacity: 1, color: '#9a9a96', weight: 0.8 });
  styles.outlines = () => ({ fill: false, color: atlas.theme.symbols.zone, weight: 2, opacity: 0.9, dashArray: '7 4', interactive: false });
  styles.lines = () => ({ fill: false, color: atlas.theme.symbols.zone, weight: 3, dashArray: '2 5' });
  styles.hazards = () => ({ color: '#444', weight: 1 });
  styles.released = () => ({ color: '#444', weight: 1 });

  for (const kind of ['zone', 'find', 'accident', 'other']) {
    const pane = `atlas-${kind}s`.replace('others', 'other');
    points[kind] = (feature, latlng) => L.marker(latlng, {
      pane, keyboard: false, riseOnHover: true,
      icon: L.divIcon({ className: `mark mark-${kind}`, html: atlas.symbol(kind), iconSize: [24, 24] }),
    });
  }
  // What an event was is not known before the data is unpacked: `dress` gives it its symbol.
  points.events = (feature, latlng) => L.marker(latlng, {
    pane: 'atlas-finds', keyboard: false, riseOnHover: true, icon: L.divIcon({ className: 'mark mark-event', iconSize: [24, 24] }),
  });
  points.base_town = (feature, latlng) => L.marker(latlng, {
    pane: 'atlas-labels', interactive: false, keyboard: false,
    icon: L.divIcon({ className: 'label label-town', iconSize: [0, 0] }),
  });

  const CLICKABLE = { districts: 'districts', zone: 'sites', find: 'sites', accident: 'sites', other: 'sites', hazards: 'areas', released: 'areas', lines: 'areas', events: 'areas' };

  /** Called by folium for every feature it adds. */
  atlas.onEach = (name) => (feature, layer) => {
    const list = CLICKABLE[name];
    if (!list) return;
    const item = () => atlas.data?.[list][feature.properties.i];
    layer.on('click', (event) => {
      L.DomEvent.stopPropagation(event);
      if (atlas.measuring) { atlas.measureAt(event.latlng); return; }
      // Canvas tiles have no element of their own to click on; what they show lies over districts.
      if (list !== 'sites' && atlas.openChangeAt(event.latlng)) return;
      if (list === 'districts' && atlas.openEarlierAt(event.latlng)) return;
      if (list === 'districts' && atlas.selectLargeAt(event.latlng)) return;
      if (item()) atlas.select(item().key, { at: list === 'sites' ? layer.getLatLng() : event.latlng });
    });
    if (list === 'sites') {
      layer.on('mouseover', () => item() && atlas.ring(item()));
      layer.on('mouseout', () => atlas.ring(null));
    }
    // A shape with a tooltip listens for focus, which makes it a stop of the tab key in Chromium: one for each district
    // and area, without a name. Marks, list and table are the ways by keyboard.
    else layer.on('add', () => layer.getElement()?.setAttribute('tabindex', -1));
    layer.bindTooltip(() => (item() ? atlas.hint(list, item(), feature.properties.i) : ''),
      { sticky: list !== 'sites', className: 'hint', direction: 'top', offset: [0, -10], opacity: 1 });
  };

  const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);

  /** How an area of the page is drawn: its fill says what it is, its outline the land status. */
  atlas.areaStyle = (name, area) => {
    if (name === 'lines') return styles.lines();
    const style = atlas.theme.areas[area.status];
    const reconstructed = area.support === 'reconstructed_polygon' && area.support;
    const outline = atlas.theme.outlines[reconstructed || (name === 'hazards' && area.land_status)];
    return {
      fillColor: `url(#hatch-${area.status})`, fillOpacity: 1, color: outline?.colour || style.colour,
      weight: outline?.width ?? 1.8, dashArray: outline?.dash.join(' ') || style.dash || null,
    };
  };
  /** The symbol of a delivered event. */
  atlas.eventIcon = (status) => L.divIcon({ className: 'mark mark-event', html: atlas.symbol(atlas.eventSymbol(status)), iconSize: [24, 24] });

  /** Draw the areas by what they are; count what is drawn and compare with what should be. */
  atlas.dress = () => {
    const { data, layers } = atlas;
    for (const name of ['released', 'hazards']) {
      layers[name].eachLayer((layer) => {
        layer.setStyle(atlas.areaStyle(name, data.areas[layer.feature.properties.i]));
      });
    }
    layers.events.eachLayer((layer) => {
      layer.setIcon(atlas.eventIcon(data.areas[layer.feature.properties.i].status));
    });
    atlas.drawn = Object.fromEntries(Object.entries(layers).map(([name, layer]) => [name, layer.getLayers().length + (atlas.large[name] ? total(atlas.largeCounts(name)) : 0)]));
    const missing = Object.entries(data.expected).filter(([name, n]) => atlas.drawn[name] !== n);
    if (missing.length) {
      atlas.trouble(say('Not everything could be drawn: {what}', { what: missing.map(([name, n]) => `${name} ${say('{n} of {all}', { n: atlas.drawn[name] ?? 0, all: n })}`).join(', ') }));
    }
  };

  /** Put the layers on the map, once the view is known. */
  atlas.showLayers = () => {
    const { layers, map } = atlas;
    for (const name of MARKS) layers[name].eachLayer((mark) => mark.on('add', () => atlas.dressMark(name, mark)));
    layers.outlines.eachLayer((outline) => outline.on('add', () => dressOutline(outline)));
    for (const [name, layer] of Object.entries(layers)) if (!atlas.off.has(name)) layer.addTo(map);
  };

  const MARKS = ['zone', 'find', 'accident', 'other'];
  /** Whether any claim behind a mark of a kind is shown. */
  atlas.siteShown = (name, site) => (name === 'accident' ? site.accidents.some((a) => atlas.kept(atlas.data.accidents[a].claims).length)
    : atlas.kept(site.marked[name] ?? site.claims).length) > 0;

  /** Number of accidents at a mark; grey where the filter hides all its claims: it never vanishes. */
  atlas.dressMark = (name, mark) => {
    const node = mark.getElement();
    if (!node) return;
    const site = atlas.data.sites[mark.feature.properties.i];
    node.classList.toggle('not-then', !atlas.siteInTime(name, site));
    node.classList.toggle('filtered', !atlas.siteShown(name, site));
    node.querySelector('.mark-count')?.remove();
    const n = name === 'accident' ? site.accidents.filter((a) => atlas.kept(atlas.data.accidents[a].claims).length).length : 0;
    atlas.dressAge(node, atlas.ageOfMark(name, site));
    atlas.nameMark(mark);
    if (n > 1) node.append(atlas.el('span', { class: 'mark-count' }, n));
  };

  /** Claims of clearance behind the dashed outline of a district. */
  const clearance = (outline) => atlas.data.districts[outline.feature.properties.i].claims.filter((c) => atlas.data.claims[c].subject === 'area_cleared');
  /** Whether any of them is shown. */
  atlas.outlineShown = (outline) => atlas.kept(clearance(outline)).length > 0;
  /** As with marks: not there on a day before any was claimed, pale where the filter hides them. */
  function dressOutline(outline) {
    const node = outline.getElement();
    if (!node) return;
    node.style.display = clearance(outline).some(atlas.inTime) ? '' : 'none';
    node.classList.toggle('filtered', !atlas.outlineShown(outline));
  }
  atlas.dressMarks = () => {
    MARKS.forEach((name) => atlas.layers[name].eachLayer((mark) => atlas.dressMark(name, mark)));
    atlas.layers.outlines.eachLayer(dressOutline);
  };

  /** Layers that the reader has to turn on. */
  atlas.off = new Set(['outlines']);

  /** Show that something went wrong, on the map itself. */
  atlas.trouble = (text) => {
    const note = document.getElementById('trouble');
    note.textContent = text;
    note.hidden = false;
  };

  let ring = null;
  /** The circle within which a site lies; drawn where it is large enough to see. */
  atlas.ring = (site) => {
    ring?.remove();
    ring = null;
    site ??= atlas.selected?.startsWith('site:') ? atlas.find(atlas.selected).item : null;
    if (!site?.accuracy_m || atlas.map.getZoom() < 10) return;
    ring = L.circle(site.at, {
      radius: site.accuracy_m, pane: 'atlas-highlight', interactive: false,
      color: '#333', weight: 1.2, dashArray: '3 4', fillColor: '#fff', fillOpacity: 0.25,
    }).addTo(atlas.map);
  };

  let spot = null;
  /** Outline a site or an area, as found by `atlas.find`; nothing else. */
  atlas.spot = (found) => {
    spot?.remove();
    spot = null;
    if (!found || !['site', 'area', 'event', 'here'].includes(found.kind)) return;
    const { kind, item } = found;
    const i = kind === 'area' && atlas.data.areas.indexOf(item);
    const outline = kind === 'area' && ['hazards', 'released', 'lines'].flatMap((name) => atlas.layers[name].getLayers())
      .filter((layer) => layer.feature.properties.i === i).map((layer) => layer.feature);
    const line = (style) => {
      const look = { pane: 'atlas-highlight', interactive: false, fill: false, ...style };
      if (kind === 'here') return atlas.hereDrawn(item, look);
      if (kind !== 'area') return L.circleMarker(item.at ?? item.box[0], { ...look, radius: 15 });
      // On canvas tiles a feature has no shape of its own here: its extent stands for it.
      return item.of ? L.rectangle(item.box, look) : L.geoJSON(outline, { ...look, style: look });
    };
    spot = L.layerGroup([line({ color: '#fff', weight: 6, opacity: 0.9 }), line({ color: '#1b1e22', weight: 2.4 })]).addTo(atlas.map);
  };

  let highlight = null;
  /** Outline the districts of a selection. */
  atlas.highlight = (names) => {
    highlight?.remove();
    const wanted = new Set(names);
    const found = atlas.layers.districts.getLayers()
      .filter((layer) => wanted.has(atlas.data.districts[layer.feature.properties.i].district))
      .map((layer) => layer.feature);
    const line = (style) => L.geoJSON(found, { pane: 'atlas-highlight', interactive: false, style: { fill: false, ...style } });
    highlight = L.layerGroup([line({ color: '#fff', weight: 6, opacity: 0.9 }), line({ color: '#1b1e22', weight: 2.4 })]).addTo(atlas.map);
  };

  const tiles = {};
  /** An online base map: made when the reader first asks for it, never before; one at a time. */
  atlas.onlineBaseMap = (id, on) => {
    const { data, map } = atlas;
    const { url, credit, max_zoom: maxZoom } = data.online.find((one) => one.id === id);
    if (on) {
      for (const other of data.online) {
        if (other.id === id) continue;
        tiles[other.id]?.remove();
        document.getElementById(`mark-online-${other.id}`).checked = false;
      }
      tiles[id] ??= L.tileLayer(url, { maxZoom, attribution: credit });
      tiles[id].addTo(map);
    } else tiles[id]?.remove();
    for (const name of ['base_land', 'base_lake', 'base_river']) {
      if (on) atlas.layers[name].remove(); else atlas.layers[name].addTo(map);
    }
    document.getElementById('page').classList.toggle('over-tiles', on);
  };
})();
