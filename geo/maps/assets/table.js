'use strict';
/** What is in view, as a table: rows follow the map, the map follows the row. */
(() => {
  const { el, words, say } = atlas;
  const MOST = 300;
  const COLUMNS = [
    ['name', say('Name'), (r) => atlas.folded(r.name)], ['kind', say('What it is'), (r) => r.order],
    ['claims', say('Claims'), (r) => -r.n], ['newest', say('Newest'), (r) => (r.newest ? -Number(r.newest.replaceAll('-', '').padEnd(8, '0')) : 0)],
  ];
  let sorted = 'kind';
  let turned = false;
  let body = null;

  const newest = (claims) => atlas.newestFirst(atlas.kept(claims)).map((i) => words.sortKey(atlas.data.claims[i]))[0];
  const row = (item, name, kind, order, claims = item.claims) => ({
    key: item.key, name, kind, order, claims, n: atlas.kept(claims).length, newest: newest(claims) ?? item.known_from ?? item.valid_from,
  });
  /** What is told of a district and of places in it, each claim once; not of several districts together. */
  atlas.toldOf = (d) => [...new Set([...d.claims, ...d.loose, ...d.sites.flatMap((s) => atlas.data.sites[s].claims)])];

  /** What lies in the part of the map that is shown: rows, and how many are not in force on the day. */
  function inView() {
    const { data, map } = atlas;
    const bounds = map.getBounds();
    const sites = data.sites.filter((s) => bounds.contains(s.at));
    const areas = data.areas.filter((a) => bounds.intersects(a.box));
    const then = [sites.filter(atlas.toldInTime), areas.filter((a) => atlas.areaInTime(a))];
    const rows = [
      ...data.districts.filter((d) => d.drawn && bounds.intersects(d.box)).map((d) => row(d, atlas.districtName(d.district), say('District'), 0, atlas.toldOf(d))),
      ...then[0].map((s) => row(s, s.name, words.term('Support', s.support), 1)),
      ...then[1].map(rowOfArea),
    ];
    return { rows, away: sites.length + areas.length - then[0].length - then[1].length };
  }

  /** Show on the map what a row is about. */
  function point(key) {
    const found = key && atlas.find(key);
    atlas.highlight(found?.kind === 'district' ? [found.item.district] : []);
    atlas.spot(found);
  }

  const rowOfArea = (a) => row(a, a.name ?? a.id, atlas.areaKind(a), 2);
  let turn = 0;
  /** Fill the table; features of large layers are unpacked first. */
  async function fill() {
    const mine = turn += 1;
    const small = inView();
    const large = await atlas.largeInView(atlas.map.getBounds(), MOST);
    if (mine !== turn || !body.isConnected) return; // the view moved on meanwhile
    const held = body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const of = COLUMNS.find(([id]) => id === sorted)[2];
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const rows = [...small.rows, ...large.areas.map(rowOfArea)].sort((a, b) => (turned ? -1 : 1) * compare(of(a), of(b)) || compare(atlas.folded(a.name), atlas.folded(b.name)));
    const all = small.rows.length + large.n;
    const away = small.away + large.away;
    document.getElementById('in-view').textContent = `${say('In view: {what}', { what: words.count(all, 'feature') })}${all > MOST ? say(', the first {n} shown; zoom in for the rest', { n: MOST }) : ''}${away ? say('; {n} not on this day', { n: words.number(away) }) : ''}. ${say('What is not in the table was not recorded here: that says nothing about contamination.')}`;
    body.replaceChildren(...rows.slice(0, MOST).map((r, k) => el('tr', {
      'data-key': r.key, tabindex: k ? -1 : 0, 'aria-selected': String(r.key === atlas.selected), click: () => choose(r.key), dblclick: () => open(r.key),
    },
    el('th', { scope: 'row' }, r.name), el('td', {}, r.kind), el('td', { class: 'value' }, r.order === 2 && !r.claims.length ? '–' : atlas.countOf(r.claims)), el('td', { class: 'value' }, words.date(r.newest)))));
    body.parentElement.setAttribute('aria-rowcount', all + 1);
    if (held) [...body.rows].find((tr) => tr.dataset.key === held)?.focus();
  }

  function stand(tr) {
    if (!tr) return;
    for (const other of body.rows) other.tabIndex = other === tr ? 0 : -1;
    tr.focus();
  }
  function choose(key) {
    atlas.select(key, { quiet: true });
    for (const tr of body.rows) tr.setAttribute('aria-selected', String(tr.dataset.key === key));
    point(key);
  }
  const open = (key) => { atlas.select(key, { fly: true }); };

  function keys(event) {
    const tr = event.target.closest('tbody tr');
    if (!tr) return;
    const all = [...body.rows];
    const at = all.indexOf(tr);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1, PageDown: Math.min(at + 10, all.length - 1), PageUp: Math.max(at - 10, 0) }[event.key];
    if (to !== undefined) stand(all[to]);
    else if (event.key === ' ') choose(tr.dataset.key);
    else if (event.key === 'Enter') open(tr.dataset.key);
    else return;
    event.preventDefault();
  }

  atlas.views.table = () => {
    body = el('tbody', {});
    const heads = COLUMNS.map(([id, title]) => el('th', { scope: 'col', 'data-column': id }, el('button', { type: 'button', click: () => {
      turned = sorted === id && !turned;
      sorted = id;
      mark();
      fill();
    } }, title)));
    const mark = () => heads.forEach((th) => {
      const on = th.dataset.column === sorted;
      if (on) th.setAttribute('aria-sort', (turned !== ['claims', 'newest'].includes(sorted)) ? 'descending' : 'ascending'); else th.removeAttribute('aria-sort');
    });
    mark();
    const table = el('table', { class: 'in-view', role: 'grid', 'aria-label': say('Features in view'), 'aria-multiselectable': 'false', keydown: keys,
      focusin: (e) => { const tr = e.target.closest('tbody tr'); if (tr) point(tr.dataset.key); },
      focusout: (e) => { if (!table.contains(e.relatedTarget)) atlas.highlightSelection(); },
      mouseover: (e) => { const tr = e.target.closest('tbody tr'); if (tr) point(tr.dataset.key); },
      mouseleave: () => atlas.highlightSelection() },
    el('thead', {}, el('tr', {}, heads)), body);
    const view = el('div', {},
      el('p', { class: 'lead' }, say('What is in the part of the map shown. The table follows the map.')),
      el('p', { class: 'sub', id: 'in-view', role: 'status' }),
      el('p', { class: 'claim-note' }, say('Arrow keys walk the rows and outline each on the map; space selects, Enter opens what is recorded there.')),
      table);
    queueMicrotask(() => fill()); // once it stands in the page
    return view;
  };

  atlas.followMap = () => atlas.map.on('moveend', () => { if (atlas.tab === 'table' && body?.isConnected) fill(); });
})();
