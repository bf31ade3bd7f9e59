'use strict';
/** What the map does not draw, and why; and what was rejected or needs a look. */
(() => {
  const { el, words, say } = atlas;

  /** Claims without a mark of their own: those with a reason of place, not listed for another one. */
  atlas.unmarked = () => [...new Set(atlas.data.undrawn
    .filter((g) => !['withheld', 'places', 'accidents'].includes(g.reason)).flatMap((g) => g.claims))];

  atlas.views.undrawn = () => {
    const { data } = atlas;
    const unmarked = atlas.unmarked();
    const text = el('input', { type: 'search', id: 'undrawn-text', placeholder: say('Search what is not drawn'), 'aria-label': say('Search what is not drawn'), input: () => find(text.value) });
    const found = el('div', { class: 'results' });
    const groups = el('div', {}, data.undrawn.map(groupView), data.findings.length ? findings() : null);
    function find(value) {
      const needle = atlas.folded(value.trim());
      groups.hidden = needle.length > 1;
      if (needle.length < 2) { found.replaceChildren(); return; }
      const claims = atlas.kept([...new Set(data.undrawn.flatMap((g) => g.claims))]).filter((i) => {
        const c = data.claims[i];
        return atlas.folded([c.claimant, c.paraphrase, c.place, c.districts, c.category].join(' ')).includes(needle);
      });
      found.replaceChildren(el('p', { class: 'sub' }, words.count(claims.length, 'claim')),
        ...atlas.newestFirst(claims).slice(0, 100).map((i) => atlas.claim(i, { place: true, subject: true })));
    }
    return el('div', {},
      el('p', { class: 'lead' }, say('Claims without a mark of their own on the map: {n} of {all}. Nothing is left out in silence: here they are, with the reason.', { n: words.number(unmarked.length), all: words.number(data.claims.length) })),
      atlas.hiddenNote(unmarked), el('div', { class: 'filters' }, text), found, groups);
  };

  function groupView(group) {
    const node = atlas.fold(
      [el('span', { class: 'fold-title' }, group.title), el('span', { class: 'count' }, group.places ?? group.items ? words.number(group.n ?? (group.places ?? group.items).length)
        : group.accidents ? atlas.shareOf(group.accidents.filter((a) => atlas.kept(atlas.data.accidents[a].claims).length).length, group.accidents.length)
          : atlas.countOf(group.claims))],
      () => [el('p', { class: 'why' }, group.why), content(group)]);
    node.classList.add('big');
    node.dataset.reason = group.reason;
    return node;
  }

  function content(group) {
    const { data } = atlas;
    if (group.reason === 'multi_district') return data.groups.map((g) => atlas.group(g));
    if (group.places) {
      return [el('ul', { class: 'plain' }, group.places.map((p) => el('li', {}, el('b', {}, p.name), p.district && `, ${atlas.districtName(p.district)}`,
        p.note && el('div', { class: 'claim-note' }, p.note)))),
      atlas.claimsBySubject(group.claims, { place: true, open: 1 })];
    }
    if (group.items) {
      const left = (group.n ?? 0) - group.items.length;
      return [el('ul', { class: 'plain' }, group.items.map((r) => el('li', {}, el('b', {}, r.name ?? r.id),
        ` · ${[r.layer, r.name && r.id, r.why ?? words.date(r.day)].filter(Boolean).join(' · ')}`))),
      left > 0 && el('p', { class: 'sub' }, say('and {n} more; the GeoPackage has them all', { n: words.number(left) })),
      group.claims.length > 0 && atlas.claimsBySubject(group.claims, { place: true, open: 1 })];
    }
    if (group.accidents) {
      return [...group.accidents].sort((a, b) => ((data.accidents[a].occurred ?? '') < (data.accidents[b].occurred ?? '') ? 1 : -1))
        .map((a) => atlas.accident(data.accidents[a], false, data.accidents[a].name));
    }
    return atlas.claimsBySubject(group.claims, { place: true, open: group.claims.length < 15 ? 9 : 0 });
  }

  function findings() {
    const { data } = atlas;
    const levels = Object.keys(data.terms.Level);
    const sorted = [...data.findings].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
    const node = atlas.fold([el('span', { class: 'fold-title' }, say('Findings in the input')), el('span', { class: 'count' }, words.number(sorted.length))],
      () => [el('p', { class: 'why' }, say('What was rejected, repaired, or needs a look when the files were read.')),
        sorted.map((f) => el('article', { class: 'finding' },
          el('p', {}, el('span', { class: `tag tag-${f.level}` }, words.term('Level', f.level)), el('b', {}, f.message)),
          el('p', { class: 'claim-note' }, [f.code, f.file && `${f.file}${f.row ? say(', row {n}', { n: f.row }) : ''}`, f.layer, f.feature_id, f.column, f.value && say('value: {value}', { value: f.value })].filter(Boolean).join(' · ')),
          f.hint && el('p', { class: 'claim-note' }, f.hint)))]);
    node.classList.add('big');
    node.dataset.reason = 'findings';
    return node;
  }
})();
