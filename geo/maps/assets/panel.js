'use strict';
/** The panel beside the map: tabs on wide screens, a sheet from below on narrow ones. */
(() => {
  const { el, say } = atlas;
  const TABS = [
    ['overview', say('Overview')], ['place', say('Place')], ['table', say('In view')], ['disputes', say('Disputes')],
    ['sources', say('Sources')], ['undrawn', say('Not drawn')],
  ];
  const tabs = new Map();
  let panel = null;

  /** Build the tabs; each is filled when it is first shown. */
  atlas.buildPanel = () => {
    panel = document.getElementById('panel');
    const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('What to read'), keydown: walk });
    const handle = el('button', { type: 'button', class: 'sheet-handle', 'aria-label': say('Make the text larger or smaller'), click: resize });
    panel.append(handle, list);
    if (atlas.data.changes) TABS.splice(1, 0, ['changes', atlas.say?.(say('Changes')) ?? say('Changes')]);
    for (const [id, title] of TABS) {
      const tab = el('button', {
        type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `view-${id}`, click: () => atlas.show(id, { by: 'hand' }),
      }, title, COUNTS[id] && el('span', { class: 'tab-count' }));
      const view = el('div', { role: 'tabpanel', id: `view-${id}`, class: 'view', 'aria-labelledby': `tab-${id}`, tabindex: 0, hidden: true });
      list.append(tab);
      panel.append(view);
      tabs.set(id, { tab, view, built: false });
    }
    countTabs();
  };

  // What the tabs count, as far as the filter shows it.
  const COUNTS = {
    disputes: () => atlas.disagreements(atlas.data.disputes).filter(atlas.disputeShown).length,
    sources: () => atlas.data.sources.filter((s, k) => atlas.sourceShown(k + 1)).length,
    undrawn: () => atlas.data.undrawn.reduce((n, group) => n + (group.n ?? group.items?.length ?? 0), atlas.kept(atlas.unmarked()).length),
  };
  const countTabs = () => Object.entries(COUNTS).forEach(([id, n]) => { tabs.get(id).tab.lastChild.textContent = atlas.words.number(n()); });

  /** Build everything again, after the filter changed. */
  atlas.refreshAll = () => {
    countTabs();
    for (const id of tabs.keys()) atlas.refresh(id);
  };

  function walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (!step) return;
    const at = TABS.findIndex(([id]) => id === atlas.tab);
    const next = Math.abs(step) === 99 ? (step < 0 ? 0 : TABS.length - 1) : (at + step + TABS.length) % TABS.length;
    atlas.show(TABS[next][0]);
    tabs.get(TABS[next][0]).tab.focus();
    event.preventDefault();
  }

  function resize() {
    const sizes = ['low', 'half', 'full'];
    setSheet(sizes[(sizes.indexOf(panel.dataset.size ?? 'low') + 1) % sizes.length]);
  }
  const setSheet = (size) => { panel.dataset.size = size; };

  /** How much of the map the sheet covers, in pixels. */
  atlas.sheetHeight = () => {
    const whole = atlas.map.getSize().y;
    return { half: 0.58 * whole, full: whole }[panel.dataset.size] ?? 108;
  };

  /** Whether the panel is a sheet over the map. */
  atlas.narrow = () => window.matchMedia('(max-width: 760px)').matches;

  /**
   * Show a tab.
   * @param {string} id
   * @param {{by?: string}} [options] 'hand' raises the sheet on narrow screens
   */
  atlas.show = (id, options = {}) => {
    atlas.tab = tabs.has(id) ? id : 'overview';
    const held = document.activeElement?.closest('.view');
    for (const [name, { tab, view }] of tabs) {
      const on = name === atlas.tab;
      tab.setAttribute('aria-selected', on);
      tab.tabIndex = on ? 0 : -1;
      view.hidden = !on;
    }
    const current = tabs.get(atlas.tab);
    if (!current.built) {
      current.built = true;
      current.view.append(atlas.views[atlas.tab]());
    }
    if (options.by && (panel.dataset.size ?? 'low') === 'low') setSheet('half');
    // Who followed a link in one view reads on in the other.
    if (held && held !== current.view) current.view.focus({ preventScroll: true });
    atlas.remember();
    return current.view;
  };

  /** Build a tab again; at once if it is shown. */
  atlas.refresh = (id) => {
    const { view } = tabs.get(id);
    const held = view.contains(document.activeElement);
    view.replaceChildren();
    tabs.get(id).built = atlas.tab === id;
    if (atlas.tab === id) view.append(atlas.views[id]());
    view.scrollTop = 0;
    if (held) view.focus({ preventScroll: true });
  };

  /** Bring something into view and let the eye find it. */
  atlas.point = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    node.scrollIntoView({ block: 'start' });
    node.classList.remove('found');
    requestAnimationFrame(() => node.classList.add('found'));
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  };
})();
