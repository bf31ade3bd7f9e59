'use strict';
/** Colour the districts by a figure, with its legend; and the list of districts by that figure. */
(() => {
  const { el, words } = atlas;

  const ramp = (k, classes) => {
    const colours = atlas.theme.ramp;
    // Fewer classes than colours: spread over the whole ramp.
    return colours[classes === 1 ? 2 : Math.round((k * (colours.length - 1)) / (classes - 1))];
  };

  const classOf = (figure, value) => {
    const k = figure.breaks.findIndex((bound) => value < bound);
    return k < 0 ? figure.breaks.length : k;
  };

  /** The figure of a district in words, or that there is none. */
  atlas.cellText = (figure, i) => {
    const cell = figure.cells[i];
    if (!cell) return 'no figure reported';
    if (figure.unit === 'years') return words.date(cell.day);
    const { low, high } = cell;
    const unit = figure.unit === '%' ? '\u202f%' : ` ${figure.unit}`;
    const bound = low === undefined ? 'up to ' : high === undefined ? 'over ' : '';
    return `${bound}${words.range(round(low), round(high))}${unit}`;
  };
  const round = (v) => (v === undefined ? v : Math.round(v * 100) / 100);

  /** The tooltip of something on the map. */
  atlas.hint = (list, item, i) => {
    if (list === 'districts') {
      return el('div', {}, el('b', {}, item.district), el('br'),
        `${atlas.figure.title}: ${atlas.cellText(atlas.figure, i)}`);
    }
    if (list === 'areas') return el('div', {}, el('b', {}, item.name ?? item.id), el('br'), atlas.areaKind(item));
    const kinds = [
      item.kinds.includes('zone') && 'clearance claimed',
      item.kinds.includes('find') && 'ordnance found',
      item.accidents.length && words.count(item.accidents.length, 'accident'),
      item.kinds.includes('other') && words.count(item.claims.length, 'claim'),
    ].filter(Boolean);
    return el('div', {}, el('b', {}, item.name), el('br'), kinds.join(', '));
  };

  /** Choose the figure and paint. */
  atlas.chooseFigure = (id) => {
    const { data } = atlas;
    atlas.figure = data.figures.find((f) => f.id === id) ?? data.figures[0] ?? NO_FIGURES;
    const classes = atlas.figure.breaks.length + 1;
    atlas.layers.districts.eachLayer((layer) => {
      const cell = atlas.figure.cells[layer.feature.properties.i];
      layer.setStyle({
        fillColor: cell ? ramp(classOf(atlas.figure, cell.at), classes) : 'url(#hatch-none)',
      });
    });
    legend();
    atlas.refreshRanking?.();
    atlas.remember();
  };
  const NO_FIGURES = { id: '', title: 'No figures of districts', unit: '', by: [], note: '', breaks: [], cells: {} };

  function classLabel(figure, k) {
    const { breaks, unit } = figure;
    const f = words.number;
    const suffix = unit === '%' ? '\u202f%' : '';
    if (!breaks.length) return `all figures${suffix}`;
    if (k === 0) return `below ${f(breaks[0])}${suffix}`;
    if (k === breaks.length) return `${f(breaks[k - 1])}${suffix} and more`;
    return `${f(breaks[k - 1])} – ${f(breaks[k])}${suffix}`;
  }

  /** Who claims it, shortly: everybody where few, a count where many. */
  atlas.claimants = (figure) => {
    if (!figure.by.length) return null;
    const shown = figure.by.slice(0, 2).join('; ');
    return `Claimed by ${shown}${figure.by.length > 2 ? ` and ${words.count(figure.by.length - 2, 'other')}` : ''}`;
  };

  const swatch = (colour) => el('span', { class: colour ? 'swatch' : 'swatch swatch-none', style: colour ? `background:${colour}` : null });

  function legend() {
    const { data, figure } = atlas;
    const box = document.getElementById('legend-figure');
    const classes = figure.breaks.length + 1;
    const drawn = data.districts.map((d, i) => (d.drawn ? figure.cells[i] : null));
    const counts = Array.from({ length: classes }, (_, k) => drawn.filter((c) => c && classOf(figure, c.at) === k).length);
    const none = data.districts.filter((d, i) => d.drawn && !figure.cells[i]).length;
    const differ = drawn.some((c) => c && round(c.low) !== round(c.high));
    const row = (colour, label, n) => el('li', {}, swatch(colour), el('span', {}, label), el('span', { class: 'count' }, n));
    box.replaceChildren(
      el('p', { class: 'legend-what' }, [figure.unit === '%' ? 'per cent' : figure.unit, figure.what].filter(Boolean).join(' · ')),
      el('ul', { class: 'classes', 'aria-label': 'Classes and number of districts' },
        counts.map((n, k) => row(ramp(k, classes), classLabel(figure, k), n)),
        row(null, 'no figure reported', none)),
      el('p', { class: 'legend-note' }, [
        atlas.claimants(figure), figure.note && `${figure.note}`,
        differ ? 'Where claims differ, the lowest is coloured.' : null].filter(Boolean).map((t) => el('span', {}, t))));
  }

  /** Build the legend: choice of figure, classes, marks with their switches. */
  atlas.buildLegend = () => {
    const { data } = atlas;
    const select = el('select', { id: 'figure', change: (e) => atlas.chooseFigure(e.target.value) },
      data.figures.map((f) => el('option', { value: f.id }, f.title)));
    document.getElementById('legend').append(
      el('details', { class: 'legend-card', open: window.innerWidth > 760 },
        el('summary', {}, 'Legend'),
        el('label', { class: 'legend-title', for: 'figure' }, 'Colour the districts by'), select,
        el('div', { id: 'legend-figure' }),
        el('fieldset', { class: 'marks' }, el('legend', {}, 'Marks'), marks())));
  };
  
  function marks() {
    const { layers, map, drawn, data } = atlas;
    const switchFor = (name, symbol, text, on, flip, count) => {
      const input = el('input', { type: 'checkbox', checked: on, id: `mark-${name}`, change: (e) => flip(e.target.checked) });
      return el('label', { for: `mark-${name}` }, input, symbol && el('span', { class: 'mark-sample' }, atlas.symbol(symbol)), el('span', {}, text),
        count !== undefined && el('span', { class: 'count' }, words.number(count)));
    };
    const layerSwitch = (name, text) => {
      if (!drawn[name]) return null;
      return switchFor(name, name === 'outlines' ? 'outline' : name, text, !atlas.off.has(name),
        (checked) => { if (checked) layers[name].addTo(map); else layers[name].remove(); }, drawn[name]);
    };
    const areas = (name, statuses) => statuses.filter((s) => data.areas.some((a) => a.status === s && (name === 'hazards') === (a.layer === 'hazard_areas')))
      .map((status) => {
        const own = layers[name].getLayers().filter((l) => data.areas[l.feature.properties.i].status === status);
        const sample = atlas.svg('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' },
          atlas.svg('rect', { x: 2, y: 6, width: 20, height: 12, fill: `url(#hatch-${status})`, stroke: atlas.theme.areas[status].colour, 'stroke-width': 1.8 }));
        const label = words.term(name === 'hazards' ? 'HazardStatus' : 'ReleaseProduct', status);
        const row = switchFor(`area-${status}`, null, label, true,
          (on) => own.forEach((l) => (on ? layers[name].addLayer(l) : layers[name].removeLayer(l))), own.length);
        row.firstChild.after(el('span', { class: 'mark-sample' }, sample));
        return row;
      });
    const accidents = data.accidents.filter((a) => a.drawn).length;
    return [
      areas('hazards', ['confirmed', 'suspected']), areas('released', ['cleared', 'reduced', 'cancelled']),
      layerSwitch('zone', 'Clearance claimed in or near a place'),
      layerSwitch('find', 'Ordnance found in or near a place'),
      layerSwitch('accident', accidents === drawn.accident ? 'Accident' : `Places of accidents (${accidents} accidents)`),
      layerSwitch('other', 'Other claim about a place'),
      layerSwitch('outlines', 'Clearance claimed somewhere in the district'),
      switchFor('labels', 'town', 'Names', true, atlas.showLabels),
      switchFor('tiles', 'tiles', ['Online base map ', el('small', {}, 'asks openstreetmap.org')], false, atlas.onlineBaseMap),
    ];
  }
})();
