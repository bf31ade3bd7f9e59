/** The filter of claims: its fields below the tabs, and a note on the map while it is on. */
import { remember } from '../data/address.js';
import { choose, chosen, FIELDS, filtered, filtering, hiddenCount } from '../data/filter.js';
import { sift } from '../data/sift.js';
import { page } from '../data/state.js';
import { tell } from '../signals.js';
import { hider } from '../text/counts.js';
import { action, announce, byId, el, first } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { choices } from './choices.js';

/** @import { Field } from '../data/filter.js' */

/** @type {Map<string, {get: () => any, set: (value: any) => void}>} */
const controls = new Map();

/**
 * Set the filter; what is not a value of the data is left out.
 * @param {Record<string, string | string[] | undefined>} wanted by name of field, a value or a list of them; days as 'YYYY-MM-DD' for
 *   `from` and `to`
 * @param {{quiet?: boolean}} [options]
 */
export const setFilter = (wanted, options = {}) => {
  if (!page.data.claims.length) return;
  choose(wanted);
  for (const [id, control] of controls) control.set(chosen[id]);
  sift();
  if (options.quiet) return;
  announce(stateText());
  tell('filter');
  remember();
};

const stateText = () => {
  const { claims } = page.data;
  const all = words.number(claims.length);
  return filtered()
    ? say('claims shown: {n} of {all}', { n: words.number(claims.length - hiddenCount()), all })
    : say('claims shown: all {all}', { all });
};

/** What is chosen, in words. */
const chosenText = () =>
  [
    ...FIELDS.filter((f) => chosen[f.id]).map(
      (f) => `${f.title}: ${chosen[f.id].map((/** @type {string} */ value) => label(f, value)).join(say(' or '))}`,
    ),
    chosen.from && say('from {date}', { date: words.date(chosen.from) }),
    chosen.to && say('to {date}', { date: words.date(chosen.to) }),
  ]
    .filter(Boolean)
    .join(' · ');

/**
 * @param {Field} field
 * @param {string} value
 */
const label = (field, value) =>
  field.label
    ? field.label(
        value,
        page.data.claims.findIndex((c) => field.of(c) === value),
      )
    : value;

/** Tell what is hidden, below the tabs and on the map. */
export function tellFilter() {
  byId('filter-state').textContent = stateText();
  const note = byId('filter-note');
  note.hidden = !filtering();
  note.replaceChildren(
    el('b', {}, say('Filter on: {state}. ', { state: stateText() })),
    say('Hidden by {by}: {what}; places of hidden claims stay in grey. ', {
      by: hider(),
      what: words.count(hiddenCount(), 'claim'),
    }),
    el('span', { class: 'filter-what' }, chosenText()),
    ' ',
    action(say('Clear the filter'), () => {
      setFilter({});
      first('#filter summary').focus();
    }),
  );
  byId('filter').classList.toggle('on', filtering());
  byId('filter-clear').hidden = !filtering();
}

/** Build the control, below the tabs, and the note on the map. */
export const buildFilter = () => {
  const { data } = page;
  const box = el('div', { id: 'filter', class: 'filter', hidden: !data.claims.length });
  const given = () => Object.fromEntries([...controls].map(([id, c]) => [id, c.get()]).filter(([, v]) => v?.length));
  const change = () => setFilter(given());
  /** @param {Field} f */
  const choice = (f) => {
    const found = new Map();
    data.claims.forEach((claim, i) => {
      const value = f.of(claim);
      const entry = found.get(value);
      if (entry) entry.n += 1;
      else found.set(value, { value, n: 1, i });
    });
    const entries = [...found.values()]
      .map((e) => ({ ...e, label: f.label ? f.label(e.value, e.i) : e.value }))
      .sort((a, b) => (f.order ? f.order(a.i) - f.order(b.i) : a.label.localeCompare(b.label, 'en')));
    const control = choices(f, entries, change);
    controls.set(f.id, control);
    return control.node;
  };
  /**
   * @param {string} id
   * @param {string} title
   */
  const day = (id, title) => {
    const input = el('input', { type: 'date', id: `filter-${id}`, change });
    controls.set(id, {
      get: () => input.value,
      set: (/** @type {string | undefined} */ value) => {
        input.value = value ?? '';
      },
    });
    return el('label', { for: `filter-${id}` }, el('span', {}, title), input);
  };
  box.append(
    el(
      'details',
      {},
      el('summary', {}, el('b', {}, say('Filter')), ' ', el('span', { id: 'filter-state' })),
      el(
        'div',
        { class: 'filter-fields' },
        FIELDS.map(choice),
        el('div', { class: 'filter-days' }, day('from', say('Speaks of a time from')), day('to', say('to'))),
        el(
          'p',
          { class: 'claim-note' },
          say(
            'The time is the last day a claim speaks of. Disagreements stay whole if one side passes. Outlines and positions are not filtered.',
          ),
        ),
      ),
    ),
    el(
      'button',
      {
        type: 'button',
        id: 'filter-clear',
        class: 'action',
        hidden: true,
        click: () => {
          setFilter({});
          first('summary', box).focus();
        },
      },
      say('Clear'),
    ),
  );
  first('#panel .tabs').after(box);
  const note = el('div', { id: 'filter-note', class: 'filter-note', hidden: true });
  first('.chart').append(note);
  L.DomEvent.disableClickPropagation(note);
};
