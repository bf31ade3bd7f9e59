'use strict';
/** Claims that do not agree: all pairs side by side, by subject, with a search. */
(() => {
  const { el, words } = atlas;

  atlas.views.disputes = () => {
    const { data } = atlas;
    const subjects = new Map();
    const subjectOf = (d) => d.subject ?? data.claims[d.a ?? d.claims[0]].subject;
    data.disputes.forEach((d) => subjects.set(subjectOf(d), (subjects.get(subjectOf(d)) ?? 0) + 1));
    const list = el('div', { class: 'results' });
    const status = el('p', { class: 'sub', role: 'status' });
    const text = el('input', { type: 'search', id: 'dispute-text', placeholder: 'Search claims, claimants, places', 'aria-label': 'Search disputes', input: () => fill() });
    const order = Object.keys(data.terms.Subject);
    const choice = el('select', { id: 'dispute-subject', 'aria-label': 'Subject', change: () => fill() },
      el('option', { value: '' }, `All subjects (${data.disputes.length})`),
      [...subjects.entries()].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([s, n]) => el('option', { value: s }, `${words.term('Subject', s)} (${n})`)));

    function matches(d, needle) {
      const claims = [d.a, d.b, ...(d.claims ?? [])].filter((c) => c !== undefined).map((c) => data.claims[c]);
      return atlas.folded([d.message, ...claims.flatMap((c) => [c.claimant, c.paraphrase, c.place, c.districts, c.category])].join(' ')).includes(needle);
    }
    function fill(limit = 20) {
      const needle = atlas.folded(text.value.trim());
      const found = data.disputes.filter((d) => (!choice.value || subjectOf(d) === choice.value) && (!needle || matches(d, needle)));
      status.textContent = `${words.count(found.length, 'disagreement')}${found.length > limit ? `, the first ${limit} shown` : ''}`;
      list.replaceChildren(...found.slice(0, limit).map((d) => atlas.sideBySide(d)));
      if (found.length > limit) list.append(el('button', { type: 'button', class: 'more', click: () => fill(limit + 50) }, 'Show more'));
    }
    /** Show everything, unfiltered, so that any pair can be pointed at. */
    atlas.allDisputes = () => { text.value = ''; choice.value = ''; fill(Infinity); return list; };
    fill();
    return el('div', {},
      el('p', { class: 'lead' }, 'Claims about the same thing that do not agree. Both sides have the same weight here; the order says nothing.'),
      el('div', { class: 'filters' }, text, choice), status, list);
  };

  /** Go to the pair of two claims. */
  atlas.showDispute = (a, b) => {
    const view = atlas.show('disputes', { by: 'hand' });
    const list = atlas.allDisputes();
    const at = atlas.data.disputes.findIndex((d) => (d.a === a && d.b === b) || (d.a === b && d.b === a));
    if (at >= 0) atlas.point(list.children[at]); else view.scrollTop = 0;
  };
})();
