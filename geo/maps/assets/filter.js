'use strict';
/**
 * The filter of claims. What it hides stays counted wherever it would have stood, marks stay on
 * the map in grey, and no district turns into one without figures because of it.
 */
(() => {
  const { el, words, say } = atlas;

  /** Who speaks, without the person in brackets. */
  atlas.body = (claimant) => String(claimant).split(' (')[0].trim();
  const sourceOf = (claim) => atlas.data.sources[claim.source - 1];
  const UNKNOWN = say('not stated');

  // Each field: its name in the link, title, the value of a claim, and the label of a value.
  const FIELDS = [
    { id: 'who', title: say('Claimant'), of: (c) => atlas.body(c.claimant) },
    { id: 'aff', title: say('Affiliation of the publisher'), of: (c) => sourceOf(c).affiliation ?? UNKNOWN, label: (v) => (v === UNKNOWN ? say('not stated') : v) },
    { id: 'grade', title: say('Grade of source and information'), of: (c) => `${sourceOf(c).grade ?? 'F'}${c.grade ?? '6'}`,
      label: (v) => `${v}: ${atlas.lower(words.term('SourceGrade', v[0]))}, ${atlas.lower(words.term('InformationGrade', v.slice(1)))}` },
    { id: 'src', title: say('Source'), of: (c) => sourceOf(c).source_id,
      label: (v, i) => `[${atlas.data.claims[i].source}] ${sourceOf(atlas.data.claims[i]).title}`, order: (i) => atlas.data.claims[i].source },
    { id: 'sub', title: say('Subject'), of: (c) => c.subject, label: (v) => words.term('Subject', v),
      order: (i) => Object.keys(atlas.data.terms.Subject).indexOf(atlas.data.claims[i].subject) },
  ];
  const DAY = /^\d{4}-\d{2}-\d{2}$/;
  const controls = new Map();
  let chosen = {};
  let hidden = null; // Set of claims, null without a filter

  /** Whether a claim is shown. */
  atlas.shows = (i) => !hidden?.has(i);
  /** The claims of a list that are shown. */
  atlas.kept = (claims) => (hidden ? claims.filter(atlas.shows) : claims);
  /** How many claims of a list the filter hides. */
  atlas.hiddenIn = (claims) => (hidden ? claims.length - atlas.kept(claims).length : 0);
  atlas.filtered = () => hidden !== null;
  /** What is chosen, for the link: {who: [one, or several], from: …}. */
  atlas.filterChosen = () => ({ ...chosen });

  const filtering = () => Object.keys(chosen).length > 0;
  /** What hides claims: the filter, the day, or either. */
  atlas.hider = () => [filtering() && say('the filter'), atlas.timeOn() && say('the day chosen')].filter(Boolean).join(say(' or '));

  /**
   * Work out again which claims are hidden, and the figures of districts from the rest.
   * @param {Object[]} [figures] which; all if not given
   */
  atlas.sift = (figures = atlas.data.figures) => {
    const { data } = atlas;
    hidden = filtering() || atlas.timeOn() ? new Set(data.claims.keys()) : null;
    if (hidden) data.claims.forEach((claim, i) => { if (passes(claim) && atlas.inTime(i)) hidden.delete(i); });
    for (const figure of figures) if (figure.id) figure.cells = atlas.filteredCells(figure);
    state();
  };

  /** A line that says how many claims of a list are hidden; nothing if none is. */
  atlas.hiddenNote = (claims) => {
    const n = atlas.hiddenIn(claims);
    return n ? el('p', { class: 'hidden-note' }, say('Hidden by {by}: {what}.', { by: atlas.hider(), what: words.count(n, 'claim') })) : null;
  };
  /** A number of claims, or 'n of m' while some are hidden. */
  atlas.countOf = (claims) => {
    const n = atlas.hiddenIn(claims);
    return n ? say('{n} of {all}', { n: words.number(claims.length - n), all: words.number(claims.length) }) : words.number(claims.length);
  };
  /** Shown where everything of a kind is hidden. */
  atlas.shareOf = (n, all) => (n === all ? words.number(all) : say('{n} of {all}', { n: words.number(n), all: words.number(all) }));

  /** First and last day of what a partial date may mean. */
  const days = (text) => {
    const [y, m, d] = text.split('-').map(Number);
    if (d) return [text, text];
    const last = m ? new Date(Date.UTC(y, m, 0)).getUTCDate() : 31;
    return m ? [`${text}-01`, `${text}-${last}`] : [`${y}-01-01`, `${y}-12-31`];
  };

  function passes(claim) {
    if (FIELDS.some((f) => chosen[f.id] && !chosen[f.id].includes(f.of(claim)))) return false;
    if (!chosen.from && !chosen.to) return true;
    const said = words.sortKey(claim);
    if (!said) return false;
    const [first, last] = days(said);
    return (!chosen.from || last >= chosen.from) && (!chosen.to || first <= chosen.to);
  }

  /**
   * Set the filter; what is not a value of the data is left out.
   * @param {Object} wanted by name of field, a value or a list of them; days as 'YYYY-MM-DD' for
   *   `from` and `to`
   */
  atlas.setFilter = (wanted, options = {}) => {
    const { data } = atlas;
    if (!data.claims.length) return;
    chosen = {};
    for (const f of FIELDS) {
      const asked = new Set([wanted[f.id] ?? []].flat());
      const known = asked.size ? [...new Set(data.claims.map(f.of))].filter((value) => asked.has(value)) : [];
      if (known.length) chosen[f.id] = known;
    }
    for (const end of ['from', 'to']) if (DAY.test(wanted[end] ?? '')) chosen[end] = wanted[end];
    for (const [id, control] of controls) control.set(chosen[id]);
    atlas.sift();
    if (options.quiet) return;
    atlas.announce(stateText());
    atlas.refilter();
    atlas.remember();
  };

  const stateText = () => {
    const { claims } = atlas.data;
    const all = words.number(claims.length);
    return hidden ? say('claims shown: {n} of {all}', { n: words.number(claims.length - hidden.size), all }) : say('claims shown: all {all}', { all });
  };
  const what = () => [...FIELDS.filter((f) => chosen[f.id]).map((f) => `${f.title}: ${chosen[f.id].map((value) => label(f, value)).join(say(' or '))}`),
    chosen.from && say('from {date}', { date: words.date(chosen.from) }), chosen.to && say('to {date}', { date: words.date(chosen.to) })].filter(Boolean).join(' · ');
  const label = (field, value) => (field.label ? field.label(value, atlas.data.claims.findIndex((c) => field.of(c) === value)) : value);

  function state() {
    document.getElementById('filter-state').textContent = stateText();
    const note = document.getElementById('filter-note');
    note.hidden = !filtering();
    note.replaceChildren(el('b', {}, say('Filter on: {state}. ', { state: stateText() })), say('Hidden by {by}: {what}; places of hidden claims stay in grey. ', { by: atlas.hider(), what: words.count(hidden?.size ?? 0, 'claim') }),
      el('span', { class: 'filter-what' }, what()), ' ', atlas.action(say('Clear the filter'), () => { atlas.setFilter({}); document.querySelector('#filter summary').focus(); }));
    document.getElementById('filter').classList.toggle('on', filtering());
    document.getElementById('filter-clear').hidden = !filtering();
  }

  /** Build the control, below the tabs, and the note on the map. */
  atlas.buildFilter = () => {
    const { data } = atlas;
    const box = el('div', { id: 'filter', class: 'filter', hidden: !data.claims.length });
    const given = () => Object.fromEntries([...controls].map(([id, c]) => [id, c.get()]).filter(([, v]) => v?.length));
    const change = () => atlas.setFilter(given());
    const choice = (f) => {
      const found = new Map();
      data.claims.forEach((claim, i) => {
        const value = f.of(claim);
        const entry = found.get(value);
        if (entry) entry.n += 1; else found.set(value, { value, n: 1, i });
      });
      const entries = [...found.values()].map((e) => ({ ...e, label: f.label ? f.label(e.value, e.i) : e.value }))
        .sort((a, b) => (f.order ? f.order(a.i) - f.order(b.i) : a.label.localeCompare(b.label, 'en')));
      const control = atlas.choices(f, entries, change);
      controls.set(f.id, control);
      return control.node;
    };
    const day = (id, title) => {
      const input = el('input', { type: 'date', id: `filter-${id}`, change });
      controls.set(id, { get: () => input.value, set: (value) => { input.value = value ?? ''; } });
      return el('label', { for: `filter-${id}` }, el('span', {}, title), input);
    };
    box.append(el('details', {},
      el('summary', {}, el('b', {}, say('Filter')), ' ', el('span', { id: 'filter-state' })),
      el('div', { class: 'filter-fields' }, FIELDS.map(choice),
        el('div', { class: 'filter-days' }, day('from', say('Speaks of a time from')), day('to', say('to'))),
        el('p', { class: 'claim-note' }, say('The time is the last day a claim speaks of. Disagreements stay whole if one side passes. Outlines and positions are not filtered.')))),
    el('button', { type: 'button', id: 'filter-clear', class: 'action', hidden: true, click: () => { atlas.setFilter({}); box.querySelector('summary').focus(); } }, say('Clear')));
    document.querySelector('#panel .tabs').after(box);
    const note = el('div', { id: 'filter-note', class: 'filter-note', hidden: true });
    document.querySelector('.chart').append(note);
    L.DomEvent.disableClickPropagation(note);
  };
})();
