'use strict';
/** What this is, what it is not, and the districts by the chosen figure. */
(() => {
  const { el, words, action, say } = atlas;

  atlas.views.overview = () => {
    const { data } = atlas;
    const { meta } = data;
    const ranking = el('div', { id: 'ranking' });
    atlas.refreshRanking = () => ranking.replaceChildren(...rank());
    atlas.refreshRanking();
    return el('div', { class: 'overview' },
      el('p', { class: 'lead' }, say('This map shows claims, not truths: who says what about mines and their clearance, where it was printed, and who disagrees.')),
      el('p', {}, meta.description),
      atlas.language !== 'en' && el('p', { class: 'sub' }, say('Claims are given in English, as they were recorded. This translation awaits a native reader.')),
      numbers(),
      ranking,
      el('h3', {}, say('How to read it')),
      el('ul', { class: 'plain' },
        el('li', {}, say('A figure of a district is a figure of the whole district. It is never drawn as a minefield, and no colour means that land is safe.')),
        el('li', {}, say('Hatched districts: no figure was reported. That is not zero.')),
        el('li', {}, say('Symbols mark a settlement or a point “somewhere in or around here”; from zoom 10 a dashed circle shows how exact the position is.')),
        el('li', {}, say('Claims that disagree stand side by side. The map picks no winner.')),
        el('li', {}, say('Numbers in brackets lead to the source; from there back to all it is cited for.'))),
      el('h3', {}, say('What is drawn')),
      drawnTable(),
      el('p', {}, action(say('What is not drawn, and why'), () => atlas.show('undrawn'))),
      el('h3', {}, say('Boundaries and names')),
      el('p', {}, meta.boundaries_note),
      el('h3', {}, say('Credits and licence')),
      el('ul', { class: 'plain' }, meta.credits.map((c) => el('li', {}, c.url ? atlas.outward(c.url, c.text) : c.text, ` (${c.licence})`)),
        el('li', {}, atlas.outward('https://leafletjs.com', 'Leaflet'), ' (BSD-2-Clause) · ', atlas.outward('https://python-visualization.github.io/folium/', 'folium'), ' (MIT)')),
      el('p', {}, meta.licence));
  };

  function numbers() {
    const { data } = atlas;
    const delivered = data.delivered_accidents;
    const cell = (value, text) => el('div', {}, el('b', {}, value), el('span', {}, text));
    return el('div', { class: 'numbers' },
      cell(atlas.countOf([...data.claims.keys()]), say('claims')),
      cell(atlas.shareOf(data.sources.filter((s, k) => atlas.sourceShown(k + 1)).length, data.sources.length), say('sources')),
      cell(atlas.shareOf(atlas.disagreements(data.disputes).filter(atlas.disputeShown).length, atlas.disagreements(data.disputes).length), say('disagreements')),
      cell(atlas.shareOf(data.accidents.filter((a) => atlas.kept(a.claims).length).length + delivered, data.accidents.length + delivered), say('accidents')));
  }

  const top = (cell) => cell.high ?? cell.at;

  /** Districts by the chosen figure, the reported ones first. Also the way in by keyboard. */
  function rank() {
    const { data, figure } = atlas;
    const items = data.districts.map((d, i) => ({ d, i, cell: figure.cells[i] }));
    const reported = items.filter((x) => x.cell).sort((a, b) => (figure.id === 'age' ? a.cell.at - b.cell.at : top(b.cell) - top(a.cell)));
    const covered = items.filter((x) => !x.cell && figure.hidden?.[x.i]);
    const silent = items.filter((x) => !x.cell && !figure.hidden?.[x.i] && x.d.claims.length + x.d.groups.length + x.d.sites.length > 0);
    const most = Math.max(...reported.map((x) => top(x.cell)), 1e-9);
    const name = ({ d }) => action(atlas.districtName(d.district), () => atlas.select(d.key, { fly: true }));
    const listed = silent.map((x, k) => [k ? ', ' : '', name(x)]);
    if (!data.figures.length) {
      return silent.length ? [el('h3', {}, say('Districts named in claims')), el('p', { class: 'sub' }, listed, '.')] : [];
    }
    const bar = (cell) => el('span', { class: 'bar', 'aria-hidden': 'true' },
      el('span', { class: 'bar-low', style: `width:${(cell.at / most) * 100}%` }),
      top(cell) > cell.at && el('span', { class: 'bar-high', style: `width:${((top(cell) - cell.at) / most) * 100}%` }));
    return [
      el('h3', {}, figure.title),
      el('p', { class: 'sub' }, [figure.unit === '%' ? say('Per cent') : figure.unit, figure.what].filter(Boolean).join(', '), '. ',
        atlas.claimants(figure) ? `${atlas.claimants(figure)}. ` : '', figure.note, figure.id === 'age' ? say(' Newest day:') : null),
      el('table', { class: 'ranking' }, el('caption', { class: 'unseen' }, say('Districts by: {figure}', { figure: figure.title })),
        el('tbody', {}, reported.map((x) => el('tr', { 'data-district': x.d.district },
          el('th', { scope: 'row' }, name(x)),
          el('td', { class: 'bar-cell' }, figure.id === 'age' ? null : bar(x.cell)),
          el('td', { class: 'value' }, atlas.cellText(figure, x.i).replace(` ${figure.unit}`, '')))))),
      covered.length ? el('p', { class: 'hidden-note' }, say('Hidden by {by}: {what}. ', { by: atlas.hider(), what: words.count(covered.length, 'district') }),
        covered.map((x, k) => [k ? ', ' : '', name(x)]), '.') : null,
      silent.length ? el('p', { class: 'sub' }, say('No figure reported, but named in other claims: '),
        listed, '.') : null,
    ].filter(Boolean);
  }

  const NAMES = {
    districts: say('District outlines'), outlines: say('Districts with claims of clearance'), zone: say('Clearance claimed in or near a place'),
    find: say('Ordnance found in or near a place'), accident: say('Places of accidents'), other: say('Other places with claims'),
    hazards: say('Hazardous areas with an outline'), released: say('Released land with an outline'), events: say('Accidents, finds and other events as delivered'), lines: say('Roads and lines'),
  };

  function drawnTable() {
    const rows = Object.entries(NAMES).map(([id, name]) => el('tr', { 'data-layer': id },
      el('th', { scope: 'row' }, name), el('td', { class: 'value' }, words.number(atlas.drawn[id] ?? 0))));
    return el('table', { class: 'plain-table' }, el('caption', { class: 'unseen' }, say('Number of drawn features')), el('tbody', {}, rows));
  }
})();
