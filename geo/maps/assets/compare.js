'use strict';
/** What differs between two states of the data: a layer on the map and a list. */
(() => {
  const { el, words } = atlas;
  const { say } = atlas;
  const FIRST = 100;
  const CHANGES = { added: 'added', removed: 'removed', changed: 'changed' };

  /** Open what differs at a place; true if something does. */
  atlas.openChangeAt = (latlng) => {
    const layer = atlas.changeLayer;
    const hits = layer?._map ? layer.hit(latlng) : [];
    if (hits.length) canvasTiles.clicks.show(atlas.map, latlng, hits.map((i) => [layer, i]));
    return hits.length > 0;
  };

  const hectares = (m2) => `${words.number(Math.round(m2 / 100) / 100)} ha`;

  /** Put the layer on the map, with a switch for each kind of change. */
  atlas.showChanges = () => {
    const { changes } = atlas.data;
    if (!changes) return;
    const layer = atlas.changeLayer;
    layer.on('trouble', ({ why }) => atlas.trouble(why));
    layer.addTo(atlas.map);
    document.getElementById('page').classList.add('comparing');
    const expected = changes.ground.reduce((n, kind) => n + kind.n, 0);
    if (layer.counts().shown !== expected) atlas.trouble(`${say('Not everything could be drawn')}: ${layer.counts().shown} / ${expected}`);
    const hidden = new Set();
    const style = (code) => layer.look.classes[layer.head.classes.indexOf(code)];
    document.querySelector('#legend .marks').before(el('fieldset', { class: 'marks', id: 'legend-changes' },
      el('legend', {}, `${say('Changes')}: ${changes.names.join(' → ')}`),
      changes.ground.map(({ code, label, n, m2 }) => el('label', { for: `change-${code}`, title: hectares(m2) },
        el('input', { type: 'checkbox', checked: true, id: `change-${code}`, change: (e) => { if (e.target.checked) hidden.delete(code); else hidden.add(code); layer.setHidden(hidden); } }),
        n > 0 && el('span', { class: 'mark-sample' }, layer.look.sample(style(code), canvasTiles.AREA)),
        el('span', {}, atlas.sayIfKnown(label)), el('span', { class: 'count', 'data-change': code }, words.number(n)))),
      el('label', { for: 'swipe-states' }, el('input', { type: 'checkbox', id: 'swipe-states', change: (e) => atlas.swipe(e.target.checked ? 'before' : null) }),
        el('span', {}, say('Both states, with a line between them'))),
      el('p', { class: 'legend-note', hidden: true }, say('District colours and clocks are those of the right side.'))));
  };

  /** What differs is drawn unless both states themselves are, side by side. */
  atlas.showDifference = (on) => {
    const box = document.getElementById('legend-changes');
    if (!box) return;
    if (on) atlas.changeLayer.addTo(atlas.map); else atlas.changeLayer.remove();
    document.getElementById('page').classList.toggle('comparing', on);
    for (const input of box.querySelectorAll('input')) if (input.id === 'swipe-states') input.checked = !on; else input.disabled = !on;
    box.querySelector('.legend-note').hidden = on;
  };

  atlas.views.changes = () => {
    const { changes } = atlas.data;
    return el('div', { class: 'changes' },
      el('p', { class: 'lead' }, `${changes.names[0]} → ${changes.names[1]}`),
      el('table', { class: 'plain-table' }, el('caption', { class: 'unseen' }, say('Ground that differs')), el('tbody', {}, changes.ground.map(({ code, label, n, m2 }) => el('tr', { 'data-change': code },
        el('th', { scope: 'row' }, atlas.sayIfKnown(label)), el('td', { class: 'value' }, words.number(n)), el('td', { class: 'value' }, hectares(m2)))))),
      el('p', { class: 'card-caution' }, atlas.sayIfKnown(changes.note)),
      changes.layers.length ? changes.layers.map(layerView) : el('p', {}, say('No row differs.')));
  };

  function layerView(layer) {
    const counts = Object.entries(CHANGES).map(([id, text]) => [layer.rows.filter((r) => r.change === id).length, text]).filter(([n]) => n);
    const fold = atlas.fold([el('span', { class: 'fold-title' }, atlas.sayIfKnown(layer.title)), el('span', { class: 'count' }, counts.map(([n, text]) => `${words.number(n)} ${atlas.sayIfKnown(text)}`).join(', '))],
      () => {
        const list = el('ul', { class: 'plain' });
        const more = (from) => {
          list.append(...layer.rows.slice(from, from + FIRST).map(rowView));
          const left = layer.rows.length - from - FIRST;
          if (left > 0) { const next = el('li', {}, atlas.action(`${words.number(left)} ${say('more')}`, () => { next.remove(); more(from + FIRST); })); list.append(next); }
        };
        more(0);
        return list;
      }, layer.rows.length < 30);
    fold.classList.add('big');
    fold.dataset.layer = layer.layer;
    return fold;
  }

  function rowView(row) {
    const here = row.change !== 'removed' && atlas.find(`area:${row.id}`);
    return el('li', { class: `change change-${row.change}`, 'data-id': row.id },
      el('span', { class: 'tag' }, atlas.sayIfKnown(CHANGES[row.change])), ' ',
      here ? atlas.action(row.id, () => atlas.select(here.item.key, { fly: true })) : el('b', {}, row.id), row.label && ` ${row.label}`,
      (row.values ?? []).map(([title, before, after]) => el('div', { class: 'claim-note' },
        before === null && after === null ? atlas.sayIfKnown(title) : [`${atlas.sayIfKnown(title)}: `, el('del', {}, before ?? say('not stated')), ' → ', el('ins', {}, after ?? say('not stated'))])));
  }
})();
