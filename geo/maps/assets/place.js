'use strict';
/** What is recorded at a selection: a district, a site, an area or a group of districts. */
(() => {
  const { el, words, action, say } = atlas;

  /** The card of a selection, for the popup and for the panel. */
  atlas.card = (key) => {
    const found = atlas.find(key);
    if (!found) return el('p', {}, say('Nothing is selected.'));
    return el('div', { class: 'card', 'data-key': key }, cards[found.kind](found.item));
  };

  const head = (kind, name, also) => [
    el('p', { class: 'card-kind' }, kind),
    el('h3', { class: 'card-name' }, name),
    also.length ? el('p', { class: 'card-also' }, also.join(' · ')) : null,
  ];
  const caution = (text) => el('p', { class: 'card-caution' }, text);
  const section = (title, ...children) => [el('h4', { class: 'card-section' }, title), ...children];

  const cards = {
    district(district) {
      const { data } = atlas;
      const i = data.districtAt.get(district.district);
      const also = [district.district, district.name_az, district.name_hy, district.name_ru, ...district.aliases]
        .filter((n, k, all) => n && n !== atlas.districtName(district.district) && all.indexOf(n) === k);
      const contested = disputed(district.claims);
      const total = district.claims.length + district.groups.length + district.loose.length + district.sites.length;
      return [
        head(say('District'), atlas.districtName(district.district), also),
        caution(district.drawn
          ? say('Figures here are of the whole district. They say nothing about where in it.')
          : say('A known name without polygon: no open boundary layer has its outline yet. It is not drawn.')),
        district.note && el('p', { class: 'card-note' }, district.note),
        total === 0 && el('p', { class: 'empty' }, say('No claim in this dataset names this district. That is not evidence of no contamination.')),
        keyFigures(i),
        figuresOfTheSame([...district.claims, ...district.loose]),
        pairs(contested),
        district.claims.length ? section([say('Claims about the district '), el('span', { class: 'count' }, atlas.countOf(district.claims))],
          atlas.claimsBySubject(district.claims, { open: 1 })) : null,
        accidentsOf(district),
        groupsOf(district),
        district.loose.length ? section([say('Claims about a part or an unknown place '), el('span', { class: 'count' }, atlas.countOf(district.loose))],
          atlas.claimsBySubject(district.loose, { place: true })) : null,
        sitesOf(district),
        district.drawn && el('p', { class: 'card-source' },
          say('Outline: {set}', { set: district.boundary_set ?? say('boundary set not stated') }),
          district.uncertainty_m ? say(', border exact to about {km} km', { km: words.number(district.uncertainty_m / 1000) }) : ''),
      ];
    },

    site(site) {
      const { data } = atlas;
      const rest = site.claims.filter((c) => !site.accidents.some((a) => data.accidents[a].claims.includes(c)));
      const exact = (place) => (place.accuracy_m ? `, ${words.accuracy(place.accuracy_m)}` : '');
      const alone = site.places.length === 1;
      return [
        head(words.term('Support', site.support), site.name, alone ? site.places[0].also : []),
        caution(alone
          ? `${site.support === 'settlement' ? say('Somewhere in or around this place') : say('Near this position')}${exact(site.places[0])}. ${say('Not an outline.')}`
          : say('Several places share this position, because no better one is known. Not an outline.')),
        alone ? null : el('ul', { class: 'plain' }, site.places.map((p) => el('li', {}, el('b', {}, p.name), exact(p), p.also.length ? ` (${p.also.join(' · ')})` : null))),
        el('p', { class: 'card-note' }, site.districts.length ? [say('District as stated: '), site.districts.map((d, k) => [k ? ', ' : '',
          data.districtAt.has(d) ? action(atlas.districtName(d), () => atlas.select(`district:${d}`, { fly: true })) : d])] : null,
        site.places.some((p) => p.uncertain) ? say(' (near a border that is not exact, or outside the drawn district)') : ''),
        figuresOfTheSame(site.claims),
        pairs(disputed(site.claims)),
        site.accidents.length ? section(site.accidents.length > 1 ? [say('Accidents '), el('span', { class: 'count' }, site.accidents.length)] : say('Accident'),
          site.accidents.map((a) => accident(data.accidents[a], site.accidents.length < 4))) : null,
        rest.length ? section(site.accidents.length ? say('Other claims about this place') : say('Claims about this place'),
          atlas.claimsBySubject(rest, { open: 3 })) : null,
        atlas.fold([el('span', { class: 'fold-title' }, say('About the position'))], () => [
          el('p', { class: 'card-source' }, say('Latitude {lat}, longitude {lon} (WGS 84)', { lat: site.at[0].toFixed(4), lon: site.at[1].toFixed(4) })),
          site.places.map((p) => el('p', { class: 'card-note' }, [alone ? null : p.name, p.origin ?? say('origin not stated'), p.note].filter(Boolean).join('. ')))]),
      ];
    },

    area(area) {
      return [
        head(atlas.areaKind(area), area.name ?? area.id, []),
        caution(`${words.term('Support', area.support)}: ${words.meaning('Support', area.support)}.`),
        atlas.ageNote(atlas.ageOfArea(area)),
        el('dl', { class: 'facts' }, [
          [say('Id'), area.id],
          [say('Occurred'), area.occurred && words.date(area.occurred)],
          [say('Casualties'), OUTCOMES.some((key) => area[key] !== undefined) && casualties(area)],
          [say('Ordnance'), area.ordnance && words.term('Ordnance', area.ordnance)],
          [say('District as stated'), area.district],
          [say('Land status'), area.land_status && words.term('LandStatus', area.land_status)],
          [say('Method'), area.method && words.term('Method', area.method)],
          [say('Depth'), area.depth_m && `${words.number(area.depth_m)} ${say('m')}`],
          [say('Stated area'), area.stated_area_m2 && `${words.number(area.stated_area_m2 / 10000)} ${say('ha')}`],
          [say('From'), area.layer !== 'events' && area.valid_from && words.date(area.valid_from)],
          [say('Until (not included)'), area.valid_to && words.date(area.valid_to)],
          [say('Known from'), area.layer !== 'events' && area.known_from && words.date(area.known_from)],
          [say('Source'), area.source && atlas.cite(area.source)],
        ].filter(([, v]) => v).map(([name, v]) => [el('dt', {}, name), el('dd', {}, v)])),
        atlas.beside(area),
        area.claims.length ? section(say('Claims'), atlas.claimsBySubject(area.claims, { open: 3 })) : null,
      ];
    },

    event: (event) => cards.area(event),

    here: (asked) => atlas.hereCard(asked),

    group(group) {
      return [
        head(say('{what} together', { what: words.count(group.districts.length, 'district') }), group.districts.map(atlas.districtName).join(', '), []),
        caution(say('One figure for all of them. It is never split.')),
        figuresOfTheSame(group.claims),
        section(say('Claims'), atlas.claimsBySubject(group.claims, { open: 3, place: true })),
      ];
    },
  };

  const OUTCOMES = ['killed', 'injured'].flatMap((outcome) => [outcome, `${outcome}_min`, `${outcome}_max`]);
  const casualties = (event) => {
    const persons = (outcome) => words.persons(event[outcome] ?? event[`${outcome}_min`], event[outcome] ?? event[`${outcome}_max`]);
    return [say('{n} killed', { n: persons('killed') ?? say('not stated') }), say('{n} injured', { n: persons('injured') ?? say('not stated') })].join(', ');
  };

  /** What an area or an event is, in words. */
  atlas.areaKind = (area) => words.term({ hazard_areas: 'HazardStatus', events: 'EventKind' }[area.layer] ?? 'ReleaseProduct', area.status);

  const disputed = (claims) => [...new Set(claims.flatMap((c) => atlas.data.disputesOf.get(c) ?? []))]
    .map((d) => atlas.data.disputes[d]).filter((d) => d.a !== undefined && atlas.disputeShown(d));

  /** Figures of the same thing that differ, as bars. */
  function figuresOfTheSame(claims) {
    const bars = atlas.competing(claims);
    return bars.length ? section(say('Figures of the same thing that differ'), bars) : null;
  }

  /** Pairs that disagree; a long list starts closed, so that the claims stay in reach. */
  const pairs = (contested) => {
    const folds = [['between', say('Disputed, side by side')], ['revision', say('Revised: one claimant, different figures')]].map(([kind, title]) => {
      const some = contested.filter((d) => d.kind === kind);
      return some.length ? atlas.fold([el('span', { class: 'fold-title' }, title), el('span', { class: 'count' }, some.length)],
        () => some.map((d) => atlas.sideBySide(d)), kind === 'between' && some.length < 3) : null;
    }).filter(Boolean);
    return folds.length ? el('div', { class: 'card-disputes' }, folds) : null;
  };

  /** The figures the map can be coloured by, for one district, with their sources. */
  function keyFigures(i) {
    const { data } = atlas;
    const rows = data.figures.filter((f) => f.cells[i] || f.hidden?.[i]).map((figure) => {
      if (!figure.cells[i]) {
        return el('tr', {}, el('th', { scope: 'row' }, el('span', {}, figure.title)), el('td', { class: 'hidden-note' }, atlas.cellText(figure, i)));
      }
      const cell = figure.cells[i];
      const sources = [...new Set(cell.claims.map((c) => data.claims[c].source))];
      const claimants = [...new Set(cell.claims.map((c) => data.claims[c].claimant))];
      return el('tr', { class: figure.id === atlas.figure.id ? 'current' : null },
        el('th', { scope: 'row' }, el('span', {}, figure.title),
          el('small', {}, [figure.what, claimants.length === 1 ? claimants[0] : null].filter(Boolean).join(' · '))),
        el('td', {}, el('b', {}, atlas.cellText(figure, i)), ' ',
          sources.length <= 3 ? sources.map((n) => atlas.cite(n)) : el('small', {}, words.count(sources.length, 'source'))));
    });
    return rows.length ? el('table', { class: 'key-figures' }, el('caption', { class: 'unseen' }, say('Figures of this district')), el('tbody', {}, rows)) : null;
  }

  function accident(item, open, where) {
    const list = atlas.fold([
      el('span', { class: 'fold-title' }, words.date(item.occurred) || say('date not stated')),
      el('span', { class: 'fold-sub' }, [where, words.casualties(item)].filter(Boolean).join(': ')),
      item.contested && el('span', { class: 'tag' }, say('claims differ')),
      el('span', { class: 'count' }, atlas.countOf(item.claims))],
    () => [atlas.hiddenNote(item.claims), ...atlas.newestFirst(atlas.kept(item.claims)).map((c) => atlas.claim(c, { subject: true }))], open);
    list.classList.add('accident');
    return list;
  }
  atlas.accident = accident;

  function accidentsOf(district) {
    if (!district.accidents.length) return null;
    return section([say('Accidents in the district, place not known '), el('span', { class: 'count' }, district.accidents.length)],
      district.accidents.map((a) => accident(atlas.data.accidents[a], false)));
  }

  function groupsOf(district) {
    if (!district.groups.length) return null;
    const groups = district.groups.map((g) => atlas.data.groups[g]);
    const all = [...new Set(groups.flatMap((g) => g.claims))];
    return section([say('Figures of several districts together (never split) '), el('span', { class: 'count' }, atlas.countOf(all))],
      groups.map((group) => atlas.group(group)));
  }

  /** A group of districts that opens to its claims and outlines its members on the map. */
  atlas.group = (group) => {
    const fold = atlas.fold([
      el('span', { class: 'fold-title' }, `${words.count(group.districts.length, 'district')}: `, el('span', { class: 'fold-sub' }, group.districts.map(atlas.districtName).join(', '))),
      el('span', { class: 'count' }, atlas.countOf(group.claims))],
    () => [el('p', {}, action(say('Outline these districts on the map'), () => atlas.select(group.key, { quiet: true }))),
      atlas.claimsBySubject(group.claims, { open: 1, place: true })]);
    fold.addEventListener('mouseenter', () => atlas.highlight(group.districts));
    fold.addEventListener('mouseleave', () => atlas.highlightSelection());
    return fold;
  };

  function sitesOf(district) {
    if (!district.sites.length) return null;
    return section([say('Places in this district '), el('span', { class: 'count' }, district.sites.length)],
      el('ul', { class: 'chips' }, district.sites.map((s) => {
        const site = atlas.data.sites[s];
        return el('li', { class: atlas.kept(site.claims).length ? null : 'hidden-note' }, action([site.kinds.map((k) => el('span', { class: 'mark-sample small' }, atlas.symbol(k))), site.name],
          () => atlas.select(site.key, { fly: true })), atlas.hiddenIn(site.claims) ? el('span', { class: 'count' }, atlas.countOf(site.claims)) : null);
      })));
  }
})();
