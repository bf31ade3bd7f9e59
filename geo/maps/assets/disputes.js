'use strict';
/** Claims that do not agree: all pairs side by side, by kind and subject, with a search. */
(() => {
  const { el, words, say } = atlas;
  const concerned = (d) => (d.a === undefined ? d.claims : [d.a, d.b, ...(d.also ?? [])]);
  atlas.concerned = concerned;
  /** What is only worth a look is no disagreement, and not counted as one. */
  atlas.disagreements = (list) => list.filter((d) => d.kind !== 'review');

  /** Whether a disagreement is shown: whole, as soon as the filter leaves one side of it. */
  atlas.disputeShown = (d) => concerned(d).some(atlas.shows);

  const newest = (d) => concerned(d).map((i) => words.sortKey(atlas.data.claims[i])).sort().at(-1);

  const asked = {}; // what the reader looks for; the view is built again when the day or the filter changes

  atlas.views.disputes = () => {
    const { data } = atlas;
    const shown = data.disputes.filter(atlas.disputeShown);
    const list = el('div', { class: 'results' });
    const status = el('p', { class: 'sub', role: 'status' });
    const text = el('input', { type: 'search', id: 'dispute-text', placeholder: say('Search claims, claimants, places'), 'aria-label': say('Search disputes'), input: () => fill() });
    const choice = (id, name, all, vocabulary, of) => el('select', { id: `dispute-${id}`, 'aria-label': name, change: () => fill() },
      el('option', { value: '' }, `${all} (${shown.length})`),
      Object.keys(data.terms[vocabulary]).map((code) => [code, shown.filter((d) => of(d) === code).length]).filter(([, n]) => n)
        .map(([code, n]) => el('option', { value: code }, `${words.term(vocabulary, code)} (${n})`)));
    const kind = choice('kind', say('Kind of disagreement'), say('All kinds'), 'Kind', (d) => d.kind);
    const subject = choice('subject', say('Subject'), say('All subjects'), 'Subject', (d) => d.subject);
    const order = el('select', { id: 'dispute-order', 'aria-label': say('Order'), change: () => fill() },
      el('option', { value: 'subject' }, say('By subject')), el('option', { value: 'newest' }, say('Newest first')));

    function matches(d, needle) {
      return atlas.folded([...d.messages, ...concerned(d).map((i) => data.claims[i]).flatMap((c) => [c.claimant, c.paraphrase, c.place, c.districts, c.category])].join(' ')).includes(needle);
    }
    const fields = { text, kind, subject, order };
    function fill(limit = 20) {
      for (const [name, field] of Object.entries(fields)) asked[name] = field.value;
      const needle = atlas.folded(text.value.trim());
      const found = shown.filter((d) => (!kind.value || d.kind === kind.value) && (!subject.value || d.subject === subject.value) && (!needle || matches(d, needle)));
      if (order.value === 'newest') {
        const kinds = Object.keys(data.terms.Kind);
        found.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : 0));
      }
      const covered = data.disputes.length - shown.length;
      const against = atlas.disagreements(found).length;
      const look = found.length - against;
      status.textContent = `${words.count(against, 'disagreement')}${look ? say(', {n} only to be looked at', { n: words.number(look) }) : ''}${found.length > limit ? say(', the first {n} shown', { n: limit }) : ''}.${covered ? say(' Hidden by {by}: {what}.', { by: atlas.hider(), what: words.number(covered) }) : ''}`;
      list.replaceChildren(...found.slice(0, limit).flatMap((d, k) => [
        d.kind !== found[k - 1]?.kind && heading(d.kind, found.filter((other) => other.kind === d.kind).length),
        atlas.sideBySide(d)].filter(Boolean)));
      if (found.length > limit) list.append(el('button', { type: 'button', class: 'more', click: () => { fill(limit + 50); reach(list.querySelectorAll('.dispute')[limit]); } }, say('Show more')));
    }
    /** Read on with the first of those that came. */
    const reach = (node) => { node.tabIndex = -1; node.focus({ preventScroll: true }); };
    const heading = (code, n) => el('h3', {}, words.term('Kind', code).replace(/^./, (c) => c.toUpperCase()), el('span', { class: 'count' }, n));
    /** Show everything there is, so that any pair can be pointed at. */
    atlas.allDisputes = () => { for (const c of [text, kind, subject]) c.value = ''; fill(Infinity); return list; };
    for (const [name, field] of Object.entries(fields)) {
      field.value = asked[name] ?? field.value;
      if (field.selectedIndex === -1) field.value = ''; // nothing of that kind any more
    }
    fill();
    return el('div', {},
      el('p', { class: 'lead' }, say('Claims about the same thing that do not agree. Both sides have the same weight here; the order says nothing.')),
      el('div', { class: 'filters' }, text, order), el('div', { class: 'filters' }, kind, subject), status, list);
  };

  /** Go to the pair of two claims. */
  atlas.showDispute = (a, b) => {
    const view = atlas.show('disputes', { by: 'hand' });
    const list = atlas.allDisputes();
    const of = (pair) => atlas.data.disputes.findIndex((d) => d.a !== undefined && [a, b].every((i) => pair(d).includes(i)));
    const alone = of((d) => [d.a, d.b]);
    const at = alone < 0 ? of(concerned) : alone; // a reprint stands with what it reprints
    const node = list.querySelector(`[data-dispute="${at}"]`);
    if (node) atlas.point(node); else view.scrollTop = 0;
  };
})();
