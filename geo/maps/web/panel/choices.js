/**
 * A field of the filter from which several values may be chosen: a list of check boxes that opens
 * below its name, with a search where it is long. By keyboard: Enter or space opens, tab and the
 * arrow keys walk, space chooses, Escape closes.
 */
import { action, el, first, folded } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

const LONG = 12; // entries from which searching helps

/**
 * @param {{id: string, title: string}} field
 * @param {{value: string, label: string, n: number}[]} entries in order
 * @param {() => void} change called when the choice changes
 * @returns {{node: Element, get: () => string[], set: (values: string[]|undefined) => void}}
 */
export const choices = ({ id, title }, entries, change) => {
  const said = el('span', { class: 'choices-said' });
  const boxes = entries.map(({ value, label, n }, k) => {
    const input = el('input', {
      type: 'checkbox',
      id: `filter-${id}-${k}`,
      value,
      change: () => {
        tell();
        change();
      },
    });
    return {
      input,
      text: label,
      row: el(
        'li',
        {},
        el(
          'label',
          { for: `filter-${id}-${k}` },
          input,
          el('span', {}, label),
          el('span', { class: 'count' }, words.number(n)),
        ),
      ),
    };
  });
  const chosen = () => boxes.filter(({ input }) => input.checked);
  const none = action(say('All of them'), () => {
    boxes.forEach(({ input }) => {
      input.checked = false;
    });
    tell();
    change();
    first('summary', node).focus();
  });
  function tell() {
    const on = chosen();
    said.textContent =
      on.length === 0
        ? say('All ({n})', { n: words.number(entries.length) })
        : on.length === 1
          ? on[0].text
          : say('{n} of {all}', { n: words.number(on.length), all: words.number(entries.length) });
    none.hidden = !on.length;
    node.classList.toggle('on', on.length > 0);
  }
  const list = el(
    'ul',
    { role: 'group', 'aria-label': title },
    boxes.map(({ row }) => row),
  );
  const find =
    entries.length > LONG &&
    el('input', {
      type: 'search',
      placeholder: say('Search in the list'),
      'aria-label': `${title}: ${say('Search in the list')}`,
      input: (event) => {
        const needle = folded(event.target.value.trim());
        // What is chosen stays in sight.
        for (const { row, text, input } of boxes) row.hidden = !input.checked && !folded(text).includes(needle);
      },
    });
  const node = el(
    'details',
    { class: 'choices', id: `filter-${id}`, 'data-field': id },
    el('summary', {}, el('span', { class: 'choices-title' }, title), said),
    el('div', { class: 'choices-list' }, find, list, none),
  );
  node.addEventListener('toggle', () => {
    if (node.open)
      for (const other of document.querySelectorAll('.choices[open]'))
        if (other !== node) other.removeAttribute('open');
  });
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && node.open) {
      node.open = false;
      first('summary', node).focus();
      event.stopPropagation();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !node.open) return;
    const seen = boxes.filter(({ row }) => !row.hidden).map(({ input }) => input);
    if (find) seen.unshift(find);
    const to =
      seen[
        Math.max(
          0,
          Math.min(seen.length - 1, seen.indexOf(/** @type {HTMLInputElement} */ (document.activeElement)) + step),
        )
      ];
    to?.focus();
    event.preventDefault();
  });
  tell();
  return {
    node,
    get: () => chosen().map(({ input }) => input.value),
    set: (values) => {
      boxes.forEach(({ input }) => {
        input.checked = Boolean(values?.includes(input.value));
      });
      tell();
    },
  };
};
