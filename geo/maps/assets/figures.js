'use strict';
/** Colour the districts by a figure, with its legend; and the list of districts by that figure. */
(() => {
  const { el, words, say } = atlas;

  /** Which colour of the ramp a class has; fewer classes than colours spread over all of it. */
  const step = (k, classes) => (classes === 1 ? 2 : Math.round((k * (atlas.theme.ramp.length - 1)) / (classes - 1)));

  const classOf = (figure, value) => {
    const k = figure.breaks.findIndex((bound) => value < bound);
    return k < 0 ? figure.breaks.length : k;
  };

  /** Classes of the lowest and of the highest claim. */
  const spread = (figure, cell) => [classOf(figure, cell.at), classOf(figure, cell.high ?? cell.at)];

  /** Fill of a district: where claims differ by a class or more, stripes of both, neither first. */
  const fill = (figure, cell, covered) => {
    if (!cell) return covered ? 'url(#hatch-hidden)' : 'url(#hatch-none)';
    const classes = figure.breaks.length + 1;
    const [low, high] = spread(figure, cell).map((k) => step(k, classes));
    return low === high ? atlas.theme.ramp[low] : `url(#stripes-${low}-${high})`;
  };

  /** The figure of a district in words, or that there is none. */
  atlas.cellText = (figure, i) => {
    const cell = figure.cells[i];
    const n = figure.hidden?.[i];
    if (!cell) return n ? say('hidden by {by}: {what}', { by: atlas.hider(), what: words.count(n, 'claim') }) : say('no figure reported');
    if (figure.id === 'age') return words.date(cell.day);
    const { low, high } = cell;
    const unit = figure.unit === '%' ? '\u202f%' : ` ${figure.unit}`;
    const text = `${words.range(round(low), round(high))}${unit}`;
    return low === undefined ? say('up to {figure}', { figure: text }) : high === undefined ? say('over {figure}', { figure: text }) : text;
  };
  const round = (v) => (v === undefined ? v : Math.round(v * 100) / 100);

  /** The tooltip of something on the map. */
  atlas.hint = (list, item, i) => {
    if (list === 'districts') {
      return el('div', {}, el('b', {}, atlas.districtName(item.district)), el('br'),
        `${atlas.figure.title}: ${atlas.cellText(atlas.figure, i)}`);
    }
    if (list === 'areas') return el('div', {}, el('b', {}, item.name ?? item.id), el('br'), [atlas.areaKind(item), atlas.ageText(atlas.ageOfArea(item))].filter(Boolean).join('; '));
    const kinds = [
      item.kinds.includes('zone') && say('clearance claimed'),
      item.kinds.includes('find') && say('ordnance found'),
      atlas.hiddenIn(item.claims) > 0 && say('hidden by {by}: {what}', { by: atlas.hider(), what: words.count(atlas.hiddenIn(item.claims), 'claim') }),
      item.accidents.length && words.count(item.accidents.length, 'accident'),
      item.kinds.includes('other') && words.count(item.claims.length, 'claim'),
      atlas.ageText(atlas.ageOfSite(item)),
    ].filter(Boolean);
    return el('div', {}, el('b', {}, item.name), el('br'), kinds.join(', '));
  };

  /** Choose the figure and paint. */
  atlas.chooseFigure = (id) => {
    const { data } = atlas;
    atlas.figure = data.figures.find((f) => f.id === id) ?? data.figures[0] ?? NO_FIGURES;
    atlas.paintFigure();
    atlas.refreshRanking?.();
    atlas.remember();
  };
  /** Paint the districts and the legend by the figure chosen. */
  atlas.paintFigure = () => {
    atlas.layers.districts.eachLayer((layer) => {
      const { i } = layer.feature.properties;
      layer.setStyle({ fillColor: fill(atlas.figure, atlas.figure.cells[i], atlas.figure.hidden?.[i]) });
    });
    legend();
  };
  const NO_FIGURES = { id: '', title: say('No figures of districts'), unit: '', by: [], note: '', breaks: [], cells: {} };

  function classLabel(figure, k) {
    const { breaks, unit } = figure;
    const f = words.number;
    const suffix = unit === '%' ? '\u202f%' : '';
    if (!breaks.length) return `${say('all figures')}${suffix}`;
    if (k === 0) return say('below {figure}', { figure: `${f(breaks[0])}${suffix}` });
    if (k === breaks.length) return say('{figure} and more', { figure: `${f(breaks[k - 1])}${suffix}` });
    return `${f(breaks[k - 1])} – ${f(breaks[k])}${suffix}`;
  }

  /** Who claims it, shortly: everybody where few, a count where many. */
  atlas.claimants = (figure) => {
    if (!figure.by.length) return null;
    const shown = figure.by.slice(0, 2).join('; ');
    return figure.by.length > 2 ? say('Claimed by {names} and others ({n} more)', { names: shown, n: words.number(figure.by.length - 2) }) : say('Claimed by {names}', { names: shown });
  };

  const swatch = (colour) => el('span', {
    class: { striped: 'swatch swatch-striped', hidden: 'swatch swatch-hidden' }[colour] ?? (colour ? 'swatch' : 'swatch swatch-none'),
    style: colour && !['striped', 'hidden'].includes(colour) ? `background:${colour}` : null,
  });

  function legend() {
    const { data, figure } = atlas;
    const box = document.getElementById('legend-figure');
    const classes = figure.breaks.length + 1;
    const shown = data.districts.filter((d) => d.drawn).map((d) => figure.cells[data.districts.indexOf(d)]);
    const agreed = (k) => (c) => c && spread(figure, c).every((end) => end === k);
    const counts = Array.from({ length: classes }, (_, k) => shown.filter(agreed(k)).length);
    const differ = shown.filter((c) => c && spread(figure, c)[0] !== spread(figure, c)[1]).length;
    const covered = data.districts.filter((d, i) => d.drawn && !figure.cells[i] && figure.hidden?.[i]).length;
    const none = shown.filter((c) => !c).length - covered;
    const row = (colour, label, n) => el('li', {}, swatch(colour), el('span', {}, label), el('span', { class: 'count' }, n));
    const classless = row(null, say('no figure reported'), none);
    if (figure === NO_FIGURES) { // the hatching still has to be explained
      box.replaceChildren(el('ul', { class: 'classes' }, none > 0 && classless));
      return;
    }
    box.replaceChildren(
      el('p', { class: 'legend-what' }, [figure.unit === '%' ? say('per cent') : figure.unit, figure.what].filter(Boolean).join(' · ')),
      el('ul', { class: 'classes', 'aria-label': say('Classes and number of districts') },
        counts.map((n, k) => row(atlas.theme.ramp[step(k, classes)], classLabel(figure, k), n)),
        differ > 0 && row('striped', say('claims differ: both classes'), differ),
        covered > 0 && row('hidden', say('hidden by {by}', { by: atlas.hider() }), covered),
        classless),
      el('p', { class: 'close-note' }, say('So near, districts are not coloured: outlines are read. Zoom out for the colours.')),
      el('p', { class: 'legend-note' }, [
        atlas.claimants(figure), figure.note].filter(Boolean).map((t) => el('span', {}, t))));
  }

  /** Numbers of marks in the legend, again after the filter changed. */
  atlas.countMarks = () => {
    for (const name of ['zone', 'find', 'accident', 'other']) {
      const cell = document.querySelector(`#legend [data-count="${name}"]`);
      if (!cell) continue;
      const sites = atlas.layers[name].getLayers().map((mark) => atlas.data.sites[mark.feature.properties.i]);
      cell.textContent = atlas.shareOf(sites.filter((site) => atlas.siteShown(name, site)).length, sites.length);
    }
    const cell = document.querySelector('#legend [data-count="outlines"]');
    const outlines = atlas.layers.outlines.getLayers();
    if (cell) cell.textContent = atlas.shareOf(outlines.filter(atlas.outlineShown).length, outlines.length);
  };

  /** Build the legend: choice of figure, classes, marks with their switches. */
  atlas.buildLegend = () => {
    const { data } = atlas;
    const select = el('select', { id: 'figure', change: (e) => atlas.chooseFigure(e.target.value) },
      data.figures.map((f) => el('option', { value: f.id }, f.title)));
    document.getElementById('legend').append(
      el('details', { class: 'legend-card', open: window.innerWidth > 760 },
        el('summary', {}, say('Legend')),
        el('div', { hidden: !data.figures.length },
          el('label', { class: 'legend-title', for: 'figure' }, say('Colour the districts by')), select),
        el('div', { id: 'legend-figure' }),
        el('fieldset', { class: 'marks' }, el('legend', {}, say('Marks')), marks()),
        atlas.ageRows()));
  };
  
  function marks() {
    const { layers, map, drawn, data } = atlas;
    const switchFor = (name, symbol, text, on, flip, count) => {
      const input = el('input', { type: 'checkbox', checked: on, id: `mark-${name}`, change: (e) => flip(e.target.checked) });
      return el('label', { for: `mark-${name}` }, input, symbol && el('span', { class: 'mark-sample' }, atlas.symbol(symbol)), el('span', {}, text),
        count !== undefined && el('span', { class: 'count', 'data-count': name }, words.number(count)));
    };
    const layerSwitch = (name, text) => {
      if (!drawn[name]) return null;
      return switchFor(name, name === 'outlines' ? 'outline' : name, text, !atlas.off.has(name),
        (checked) => { if (checked) layers[name].addTo(map); else layers[name].remove(); }, drawn[name]);
    };
    const of = (name, status) => layers[name].getLayers().filter((l) => data.areas[l.feature.properties.i].status === status);
    const swatch = (name, status) => (name === 'events' ? atlas.symbol(atlas.eventSymbol(status))
      : atlas.svg('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' },
        atlas.svg('rect', { x: 2, y: 6, width: 20, height: 12, fill: `url(#hatch-${status})`, stroke: atlas.theme.areas[status].colour, 'stroke-width': 1.8 })));
    const VOCABULARY = { hazards: 'HazardStatus', released: 'ReleaseProduct', events: 'EventKind' };
    const areas = (name, statuses) => statuses.filter((s) => atlas.largeCounts(name)[s] || of(name, s).length || atlas.wasDrawn(name, s))
      .map((status) => {
        const own = of(name, status);
        const label = words.term(VOCABULARY[name], status);
        const row = switchFor(`${name}-${status}`, null, label, true,
          (on) => {
            own.forEach((l) => (on ? layers[name].addLayer(l) : layers[name].removeLayer(l)));
            atlas.switchLarge(name, status, on);
            atlas.drawScale();
          }, own.length + (atlas.largeCounts(name)[status] ?? 0));
        row.firstChild.after(el('span', { class: 'mark-sample' }, swatch(name, status)));
        return row;
      });
    /** An image in the page, with its source and how much of it shines through. */
    const overlay = ({ title, source, opacity, box, png }, k) => {
      const picture = L.imageOverlay(png, box, { pane: 'atlas-pictures', opacity, alt: title }).addTo(map);
      const row = switchFor(`overlay-${k}`, 'tiles', [title, ' ', atlas.cite(source)], true, (on) => (on ? picture.addTo(map) : picture.remove()));
      return [row, el('input', { type: 'range', min: 0, max: 100, value: Math.round(100 * opacity), class: 'opacity', 'aria-label': say('Opacity of {title}', { title }),
        input: (e) => picture.setOpacity(e.target.value / 100) })];
    };
    const accidents = data.accidents.filter((a) => a.drawn).length;
    /** What the outline of an area says, as far as any has it: the land status, or that it was reconstructed. */
    const outlines = () => {
      const large = Object.values(atlas.large).flatMap((layer) => layer.head.statuses);
      const found = new Set([...large, ...data.areas.map((a) => a.support), ...data.areas.filter((a) => a.layer === 'hazard_areas').map((a) => a.land_status)]);
      const text = (status) => (status in data.terms.LandStatus ? `${say('Land status')}: ${atlas.lower(words.term('LandStatus', status))}` : words.term('Support', status));
      const sample = ({ colour, width, dash }) => atlas.svg('rect', { x: 2, y: 6, width: 20, height: 12, fill: 'none', stroke: colour || '#333', 'stroke-width': width, 'stroke-dasharray': dash.join(' ') || 'none' });
      return [...Object.keys(data.terms.LandStatus), 'reconstructed_polygon'].filter((status) => found.has(status)).map((status) => el('div', { class: 'outline-sample', 'data-land-status': status },
        el('span', { class: 'mark-sample' }, atlas.svg('svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' }, sample(atlas.theme.outlines[status]))),
        el('span', {}, text(status))));
    };
    return [
      areas('hazards', ['confirmed', 'suspected']), outlines(), areas('released', ['cleared', 'reduced', 'cancelled']),
      areas('events', ['accident', 'ordnance_found', 'suspicion', 'seizure', 'other']),
      layerSwitch('zone', say('Clearance claimed in or near a place')),
      layerSwitch('find', say('Ordnance found in or near a place')),
      layerSwitch('accident', accidents === drawn.accident ? say('Accident') : say('Places of accidents ({n})', { n: words.count(accidents, 'accident') })),
      layerSwitch('other', say('Other claim about a place')),
      layerSwitch('outlines', say('Clearance claimed somewhere in the district')),
      switchFor('labels', 'town', say('Names'), true, atlas.showLabels),
      data.overlays.map(overlay),
      data.online.map(({ id, host }) => switchFor(`online-${id}`, 'tiles', [id === 'map' ? say('Online base map ') : say('Online imagery '),
        el('small', {}, say('asks {host}', { host }))], false, (on) => atlas.onlineBaseMap(id, on))),
    ];
  }
})();
