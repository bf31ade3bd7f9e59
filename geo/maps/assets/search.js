'use strict';
/** Search for districts and places by any name they carry. */
(() => {
  const { el, say } = atlas;

  atlas.buildSearch = () => {
    const { data } = atlas;
    const entries = [
      ...data.districts.map((d) => ({ name: atlas.districtName(d.district), also: [d.district, d.name_az, d.name_hy, d.name_ru, d.name_local, ...d.aliases].filter(Boolean), kind: d.drawn ? say('district') : say('district, not drawn'), key: d.key, weight: d.claims.length })),
      ...data.sites.map((s) => ({ name: s.name, also: s.places.flatMap((p) => [p.name, ...p.also]), kind: s.districts.map(atlas.districtName).join(', '), key: s.key, weight: s.claims.length })),
      ...data.areas.map((a) => ({ name: a.name ?? a.id, also: [a.id], kind: atlas.areaKind(a), key: a.key, weight: 0 })),
    ].map((e) => ({ ...e, haystack: [e.name, ...e.also].map(atlas.folded) }));
    let shown = [];
    let active = -1;
    let sought = false; // everywhere
    let closed = true;
    const list = el('ul', { id: 'search-list', role: 'listbox', 'aria-label': say('Places found'), hidden: true });
    const input = el('input', {
      type: 'search', id: 'search-input', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
      autocomplete: 'off', placeholder: say('Find a district or place'), 'aria-label': say('Find a district or place'), input: update, keydown: keys,
      focus: update, blur: () => setTimeout(close, 150),
    });

    function update() {
      const needle = atlas.folded(input.value.trim());
      const score = (e) => Math.min(...e.haystack.map((h) => (h === needle ? 0 : h.startsWith(needle) ? 1 : h.includes(needle) ? 2 : 9)));
      shown = needle ? entries.map((e) => [score(e), e]).filter(([s]) => s < 9)
        .sort(([sa, a], [sb, b]) => sa - sb || b.weight - a.weight).slice(0, 9).map(([, e]) => e) : [];
      active = shown.length ? 0 : -1;
      sought = false;
      closed = false;
      render();
      more(needle);
    }
    // Ids of large layers lie compressed: they come when they are found.
    async function more(needle) {
      const found = needle.length < 2 ? [] : await atlas.findLarge(needle, 9 - shown.length);
      if (closed || needle !== atlas.folded(input.value.trim())) return; // the reader went on meanwhile
      sought = true;
      const others = found.filter(({ key }) => !shown.some((e) => e.key === key));
      shown = [...shown, ...others.map((a) => ({ name: a.name ?? a.id, also: [a.id], kind: atlas.areaKind(a), key: a.key }))].slice(0, 9);
      if (shown.length) active = Math.max(active, 0);
      render();
    }
    function render() {
      const needle = atlas.folded(input.value.trim());
      list.replaceChildren(...shown.map((e, k) => {
        const via = e.also.find((n) => atlas.folded(n).includes(needle) && !atlas.folded(e.name).includes(needle));
        return el('li', { role: 'option', id: `search-${k}`, mousedown: (event) => { event.preventDefault(); go(k); } },
          el('b', {}, e.name), via && el('span', {}, ` ${via}`), el('small', {}, e.kind));
      }), ...(needle && sought && !shown.length ? [el('li', { class: 'empty' }, say('Nothing by that name in this dataset'))] : []));
      list.hidden = !list.children.length;
      input.setAttribute('aria-expanded', String(!list.hidden));
      mark();
    }
    function mark() {
      [...list.children].forEach((li, k) => li.setAttribute('aria-selected', String(k === active)));
      if (active >= 0) input.setAttribute('aria-activedescendant', `search-${active}`); else input.removeAttribute('aria-activedescendant');
    }
    function close() { closed = true; list.hidden = true; input.setAttribute('aria-expanded', 'false'); }
    function go(k) {
      if (!shown[k]) return;
      input.value = shown[k].name;
      close();
      atlas.select(shown[k].key, { fly: true });
    }
    function keys(event) {
      if (event.key === 'ArrowDown') active = Math.min(active + 1, shown.length - 1);
      else if (event.key === 'ArrowUp') active = Math.max(active - 1, 0);
      else if (event.key === 'Enter') { go(active); return; } else if (event.key === 'Escape') { close(); return; } else return;
      event.preventDefault();
      mark();
    }
    document.getElementById('search').append(input, list);
  };
})();
