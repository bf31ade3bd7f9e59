/** Claims that do not agree: all pairs side by side, by kind and subject, with a search. */
import { concerned, disputed, disputeShown } from '../data/disputes.js';
import { page } from '../data/state.js';
import { hider } from '../text/counts.js';
import { el, folded } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { sideBySide } from './claim.js';
import { pointAt, showTab } from './panel.js';

/** @import { Dispute } from '../types' */

/** @param {Dispute} d */
const newest = (d) =>
  concerned(d)
    .map((i) => words.sortKey(page.data.claims[i]))
    .sort()
    .at(-1) ?? '';

/** @type {Record<string, string>} */
const asked = {}; // what the reader looks for; the view is built again when the day or the filter changes

/** Show all disputes, whatever the reader looks for; the list is returned. */
let everything = () => el('div', {});

export const disputesView = () => {
  const { data } = page;
  const shown = data.disputes.filter(disputeShown);
  const list = el('div', { class: 'results' });
  const status = el('p', { class: 'sub', role: 'status' });
  const text = el('input', {
    type: 'search',
    id: 'dispute-text',
    placeholder: say('Search claims, claimants, places'),
    'aria-label': say('Search disputes'),
    input: () => fill(),
  });
  /**
   * @param {string} id
   * @param {string} name
   * @param {string} all
   * @param {string} vocabulary
   * @param {(dispute: Dispute) => string} of
   */
  const choice = (id, name, all, vocabulary, of) =>
    el(
      'select',
      { id: `dispute-${id}`, 'aria-label': name, change: () => fill() },
      el('option', { value: '' }, `${all} (${shown.length})`),
      Object.keys(data.terms[vocabulary])
        .map((code) => /** @type {[string, number]} */ ([code, shown.filter((d) => of(d) === code).length]))
        .filter(([, n]) => n)
        .map(([code, n]) => el('option', { value: code }, `${words.term(vocabulary, code)} (${n})`)),
    );
  const kind = choice('kind', say('Why they differ'), say('All kinds'), 'Difference', (d) => d.kind);
  const subject = choice('subject', say('Subject'), say('All subjects'), 'Subject', (d) => d.subject);
  const order = el(
    'select',
    { id: 'dispute-order', 'aria-label': say('Order'), change: () => fill() },
    el('option', { value: 'subject' }, say('By subject')),
    el('option', { value: 'newest' }, say('Newest first')),
  );

  /**
   * @param {Dispute} d
   * @param {string} needle
   */
  function matches(d, needle) {
    return folded(
      [
        ...d.messages,
        ...concerned(d)
          .map((i) => data.claims[i])
          .flatMap((c) => [c.claimant, c.paraphrase, c.place, c.districts, c.category]),
      ].join(' '),
    ).includes(needle);
  }
  const fields = { text, kind, subject, order };
  function fill(limit = 20) {
    for (const [name, field] of Object.entries(fields)) asked[name] = field.value;
    const needle = folded(text.value.trim());
    const found = shown.filter(
      (d) =>
        (!kind.value || d.kind === kind.value) &&
        (!subject.value || d.subject === subject.value) &&
        (!needle || matches(d, needle)),
    );
    if (order.value === 'newest') {
      const kinds = Object.keys(data.terms.Difference);
      found.sort(
        (a, b) =>
          kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : 0),
      );
    }
    const covered = data.disputes.length - shown.length;
    const against = disputed(found).length;
    const look = found.length - against;
    status.textContent = `${words.count(against, 'dispute')}${look ? say(', and {n} that only differ', { n: words.number(look) }) : ''}${found.length > limit ? say(', the first {n} shown', { n: limit }) : ''}.${covered ? say(' Hidden by {by}: {what}.', { by: hider(), what: words.number(covered) }) : ''}`;
    list.replaceChildren(
      ...found
        .slice(0, limit)
        .flatMap((d, k) => [
          ...(d.kind === found[k - 1]?.kind
            ? []
            : [heading(d.kind, found.filter((other) => other.kind === d.kind).length)]),
          sideBySide(d),
        ]),
    );
    if (found.length > limit)
      list.append(
        el(
          'button',
          {
            type: 'button',
            class: 'more',
            click: () => {
              fill(limit + 50);
              reach(list.querySelectorAll('.dispute')[limit]);
            },
          },
          say('Show more'),
        ),
      );
  }
  /**
   * Read on with the first of those that came.
   * @param {any} node
   */
  const reach = (node) => {
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  };
  /**
   * @param {string} code
   * @param {number} n
   */
  const heading = (code, n) =>
    el(
      'h3',
      {},
      words.term('Difference', code).replace(/^./, (c) => c.toUpperCase()),
      el('span', { class: 'count' }, n),
    );
  /** Show everything there is, so that any pair can be pointed at. */
  everything = () => {
    for (const c of [text, kind, subject]) c.value = '';
    fill(Infinity);
    return list;
  };
  for (const [name, field] of Object.entries(fields)) {
    field.value = asked[name] ?? field.value;
    if (field instanceof HTMLSelectElement && field.selectedIndex === -1) field.value = ''; // nothing of that kind any more
  }
  fill();
  return el(
    'div',
    {},
    el(
      'p',
      { class: 'lead' },
      say(
        'A dispute is where a party contests a claim, or figures of the same thing exclude each other. What only differs is listed and counted apart. Both sides have the same weight here; the order says nothing.',
      ),
    ),
    el('div', { class: 'filters' }, text, order),
    el('div', { class: 'filters' }, kind, subject),
    status,
    list,
  );
};

/**
 * Go to the pair of two claims.
 * @param {number} a
 * @param {number} b
 */
export const showDispute = (a, b) => {
  const view = showTab('disputes', { by: 'hand' });
  const list = everything();
  /** @param {(dispute: Dispute) => (number | undefined)[]} pair */
  const of = (pair) =>
    page.data.disputes.findIndex((d) => d.a !== undefined && [a, b].every((i) => pair(d).includes(i)));
  const alone = of((d) => [d.a, d.b]);
  const at = alone < 0 ? of(concerned) : alone; // a reprint stands with what it reprints
  const node = /** @type {HTMLElement | null} */ (list.querySelector(`[data-dispute="${at}"]`));
  if (node) pointAt(node);
  else view.scrollTop = 0;
};
