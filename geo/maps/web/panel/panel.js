/** The panel beside the map: tabs on wide screens, a sheet from below on narrow ones. */
import { remember } from '../data/address.js';
import { page } from '../data/state.js';
import { byId, el, first } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

/** @type {Map<string, {view: import('../types').View, tab: HTMLElement, box: HTMLElement, built: boolean}>} */
const tabs = new Map();
/** @type {HTMLElement} */
let panel;

/**
 * Build the tabs; each is filled when it is first shown.
 * @param {import('../types').View[]} views in order
 */
export const buildPanel = (views) => {
  panel = byId('panel');
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('What to read'), keydown: walk });
  const handle = el('button', {
    type: 'button',
    class: 'sheet-handle',
    'aria-label': say('Make the text larger or smaller'),
    click: resize,
  });
  panel.append(handle, list);
  for (const view of views) {
    const { id, title } = view;
    const tab = el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${id}`,
        'aria-controls': `view-${id}`,
        click: () => showTab(id, { by: 'hand' }),
      },
      title,
      view.count && el('span', { class: 'tab-count' }),
    );
    const box = el('div', {
      role: 'tabpanel',
      id: `view-${id}`,
      class: 'view',
      'aria-labelledby': `tab-${id}`,
      tabindex: 0,
      hidden: true,
    });
    list.append(tab);
    panel.append(box);
    tabs.set(id, { view, tab, box, built: false });
  }
  countTabs();
  // Wider than the sheet of a phone: an arrow tells that there are more.
  const hint = () => {
    list.toggleAttribute('data-more', list.scrollWidth - list.clientWidth - Math.abs(list.scrollLeft) > 4);
  };
  list.addEventListener('scroll', hint, { passive: true });
  new ResizeObserver(hint).observe(list);
};

// What the tabs count, as far as the filter shows it.
function countTabs() {
  for (const { view, tab } of tabs.values())
    if (view.count) first('.tab-count', tab).textContent = words.number(view.count());
}

/** Build everything again, after the filter changed. */
export const refreshTabs = () => {
  countTabs();
  for (const id of tabs.keys()) refreshTab(id);
};

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
  if (!step) return;
  const ids = [...tabs.keys()];
  const next =
    Math.abs(step) === 99
      ? step < 0
        ? 0
        : ids.length - 1
      : (ids.indexOf(page.tab ?? '') + step + ids.length) % ids.length;
  showTab(ids[next]);
  tabOf(ids[next]).tab.focus();
  event.preventDefault();
}

function resize() {
  const sizes = ['low', 'half', 'full'];
  setSheet(sizes[(sizes.indexOf(panel.dataset.size ?? 'low') + 1) % sizes.length]);
}
/** @param {string} size */
const setSheet = (size) => {
  panel.dataset.size = size;
};

/** How much of the map the sheet covers, in pixels. */
export const sheetHeight = () => {
  const whole = page.map.getSize().y;
  const { size } = panel.dataset;
  return size === 'full' ? whole : size === 'half' ? 0.58 * whole : 108;
};

/** Whether the panel is a sheet over the map. */
export const narrow = () => window.matchMedia('(max-width: 900px)').matches;

/** @param {string} id */
function tabOf(id) {
  const found = tabs.get(id);
  if (!found) throw new Error(`no tab ${id}`);
  return found;
}

/** The tab shown, for the address. */
export const inPanel = () => (page.tab && page.tab !== 'overview' ? { tab: page.tab } : {});

/**
 * Show a tab.
 * @param {string} id
 * @param {{by?: string}} [options] 'hand' raises the sheet on narrow screens
 */
export const showTab = (id, options = {}) => {
  page.tab = tabs.has(id) ? id : 'overview';
  const held = document.activeElement?.closest('.view');
  for (const [name, { tab, box }] of tabs) {
    const on = name === page.tab;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    box.hidden = !on;
  }
  const current = tabOf(page.tab);
  if (!current.built) {
    current.built = true;
    current.box.append(current.view.build());
  }
  if (options.by && (panel.dataset.size ?? 'low') === 'low') setSheet('half');
  // Who followed a link in one view reads on in the other.
  if (held && held !== current.box) current.box.focus({ preventScroll: true });
  remember();
  return current.box;
};

/**
 * Build a tab again; at once if it is shown.
 * @param {string} id
 */
export const refreshTab = (id) => {
  const entry = tabOf(id);
  const { box, view } = entry;
  const held = box.contains(document.activeElement);
  box.replaceChildren();
  entry.built = page.tab === id;
  if (entry.built) box.append(view.build());
  box.scrollTop = 0;
  if (held) box.focus({ preventScroll: true });
};

/**
 * Bring something into view and let the eye find it.
 * @param {HTMLElement} node
 */
export const pointAt = (node) => {
  for (let up = node.parentElement; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true;
  node.scrollIntoView({ block: 'start' });
  node.classList.remove('found');
  requestAnimationFrame(() => node.classList.add('found'));
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
};
