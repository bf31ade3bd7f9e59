'use strict';
/** Who published what: every source with its number, and what cites it. */
(() => {
  const { el, words, say } = atlas;
  let search = null;
  let list = null;

  atlas.views.sources = () => {
    const { data } = atlas;
    search = el('input', { type: 'search', id: 'source-text', placeholder: say('Search title, publisher, author, number'), 'aria-label': say('Search sources'), input: () => filter(status) });
    list = el('ol', { class: 'sources' }, data.sources.map((source, k) => row(source, k + 1)));
    const status = el('p', { class: 'sub', role: 'status', id: 'source-status' });
    filter(status);
    return el('div', {},
      el('p', { class: 'lead' }, say('Many sources repeat the same official figure. Agreement between them is not independent confirmation.')),
      el('div', { class: 'filters' }, search), status, list);
  };

  function row(source, n) {
    const cited = atlas.data.citedBy.get(n) ?? [];
    const shown = atlas.kept(cited);
    const language = source.language && languageName(source.language);
    const facts = [source.publisher, source.author, words.date(source.published) || say('undated'), language, source.kind].filter(Boolean);
    return el('li', { id: `source-${n}`, class: 'source', 'data-source': n },
      el('span', { class: 'source-number' }, `[${n}]`),
      el('div', { class: 'source-body' },
        el('p', { class: 'source-title' }, source.url ? atlas.outward(source.url, source.title) : source.title),
        el('p', { class: 'source-facts' }, facts.join(' · ')),
        source.affiliation && el('p', { class: 'source-facts' }, source.affiliation),
        source.date_note && el('p', { class: 'source-facts' }, say('Date: {note}', { note: source.date_note })),
        el('p', { class: 'source-facts' }, say('Source grade {grade}: {words}', { grade: source.grade ?? 'F', words: atlas.lower(words.term('SourceGrade', source.grade ?? 'F')) }),
          source.also_at && [' · ', atlas.outward(source.also_at, say('also here'))],
          !source.url && say(' · no address'),
          source.not_a_link && say(' · given address is not a web address: {address}', { address: source.not_a_link })),
        cited.length ? atlas.fold([el('span', { class: 'fold-title' }, say('Cited by')), el('span', { class: 'count' }, atlas.countOf(cited), ` ${atlas.noun(cited.length, 'claim')}`)],
          () => [atlas.hiddenNote(cited), ...atlas.newestFirst(shown).map((i) => atlas.claim(i, { place: true, subject: true }))])
          : el('p', { class: 'source-facts' }, say('Not cited by any claim shown here'))));
  }

  function languageName(code) {
    try { return new Intl.DisplayNames([atlas.language, 'en'], { type: 'language' }).of(code); } catch { return code; }
  }

  /**
   * Whether a source is shown: all are without a filter, else those with a claim that is. One that
   * no claim cites stands behind areas or events, which the filter leaves alone.
   */
  atlas.sourceShown = (n) => !atlas.filtered() || !atlas.data.citedBy.has(n) || atlas.kept(atlas.data.citedBy.get(n) ?? []).length > 0;

  function filter(status) {
    const needle = atlas.folded(search.value.trim());
    let n = 0;
    let covered = 0;
    atlas.data.sources.forEach((source, k) => {
      const found = !needle || `[${k + 1}]`.includes(needle)
        || atlas.folded([source.title, source.publisher, source.author, source.affiliation, source.url, source.published].join(' ')).includes(needle);
      const hit = found && atlas.sourceShown(k + 1);
      list.children[k].hidden = !hit;
      n += hit;
      covered += found && !hit;
    });
    status.textContent = words.count(n, 'source') + (covered ? say('. Hidden by {by}: {what}.', { by: atlas.hider(), what: words.number(covered) }) : '');
  }

  /** Go to source [n] and open what cites it. */
  atlas.showSource = (n) => {
    atlas.show('sources', { by: 'hand' });
    if (search.value) { search.value = ''; search.dispatchEvent(new Event('input')); }
    const item = document.getElementById(`source-${n}`);
    item.hidden = false; // asked for by its number, it is shown whatever the filter
    const cited = item.querySelector('details');
    if (cited) { cited.fill(); cited.open = true; }
    atlas.point(item);
    atlas.announce(say('Source {n}', { n }));
  };
})();
