/** All claims as a list: searched by their words, sorted, and gathered by the question that they answer. */
import { remember } from '../data/address.js';
import { findClaims, questionText, readyToFind } from '../data/claims.js';
import { kept } from '../data/filter.js';
import { page } from '../data/state.js';
import { hiddenNote } from '../text/counts.js';
import { action, el, fold, folded } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';
import { claimView } from './claim.js';
import { refreshTab, showTab } from './panel.js';
import { saveClaims } from './save.js';

const MOST = 50; // rows at first, and with each 'show more'

/** @type {Record<string, string>} What the reader looks for, in what order, gathered or not. */
const asked = { text: '', order: 'newest', by: 'question' };

/** @param {number} i */
const day = (i) => words.sortKey(page.data.claims[i]);
/** @param {number} i */
const ground = (i) => {
  const { place, districts } = page.data.claims[i];
  return place ?? (districts ?? '').split(';').map(districtName).join(', ');
};

/** @type {Record<string, (i: number) => string>} */
const ORDERS = {
  newest: day,
  oldest: day,
  claimant: (i) => folded(page.data.claims[i].claimant),
  place: (i) => folded(ground(i)),
  subject: (i) => folded(words.term('Subject', page.data.claims[i].subject)),
};

/**
 * In the order chosen: newest first among what that leaves alike, what has no value last.
 * @param {number[]} claims
 */
function ordered(claims) {
  const key = ORDERS[asked.order];
  /** @type {Map<number, [string, string]>} */
  const keys = new Map(claims.map((i) => [i, [key(i), day(i)]]));
  /**
   * @param {string} a
   * @param {string} b
   */
  const compare = (a, b) => (a === b ? 0 : !a ? 1 : !b ? -1 : a < b ? -1 : 1);
  const turn = asked.order === 'newest' ? -1 : 1;
  return [...claims].sort((a, b) => {
    const [[ka, da], [kb, db]] = [keys.get(a) ?? ['', ''], keys.get(b) ?? ['', '']];
    const by = compare(ka, kb);
    return (ka && kb ? turn * by : by) || -compare(da, db) || a - b;
  });
}

/**
 * One line of a claim, which opens to the whole.
 * @param {number} i
 */
const row = (i) => {
  const claim = page.data.claims[i];
  const node = fold(
    el(
      'span',
      { class: 'claim-row' },
      el(
        'span',
        { class: 'claim-row-text' },
        words.figure(claim) && [el('b', {}, words.figure(claim)), ' '],
        claim.paraphrase,
      ),
      el('span', { class: 'fold-sub' }, [claim.claimant, words.period(claim), ground(i)].filter(Boolean).join(' · ')),
    ),
    () => claimView(i, { place: true, subject: true }),
  );
  node.dataset.row = claim.claim_id;
  return node;
};

/**
 * Rows, the first of them at first.
 * @param {number[]} claims in order
 * @param {number} most
 */
function rows(claims, most) {
  const box = el('div', { class: 'claim-rows' });
  /** @param {number} from */
  const add = (from) => {
    const next = claims.slice(from, from + most).map(row);
    box.append(...next);
    const left = claims.length - from - next.length;
    if (left <= 0) return next[0];
    const button = action(say('Show more ({n} left)', { n: words.number(left) }), () => {
      button.remove();
      add(from + next.length)
        ?.querySelector('summary')
        ?.focus();
    });
    button.classList.add('more');
    box.append(button);
    return next[0];
  };
  add(0);
  return box;
}

/**
 * Claims under the questions that they answer; a claim that answers two is under both.
 * @param {number[]} found
 */
function gathered(found) {
  const here = new Set(found);
  const all = new Set(kept([...page.data.claims.keys()]));
  let room = asked.text ? MOST : 0; // rows that open at once
  return page.data.questions
    .map((heading) => ({ heading, found: heading.claims.filter((i) => here.has(i)) }))
    .filter((group) => group.found.length)
    .map((group) => {
      const shown = shownOf(group.heading.claims, all);
      const open = room > 0;
      room -= Math.min(group.found.length, MOST);
      const node = fold(
        [
          el('span', { class: 'fold-title', role: 'heading', 'aria-level': 3 }, questionText(group.heading)),
          el(
            'span',
            { class: 'count' },
            group.found.length < shown.length
              ? say('{n} of {all}', { n: words.number(group.found.length), all: words.number(shown.length) })
              : words.number(shown.length),
          ),
        ],
        () => {
          const list = el('div', {}, rows(ordered(group.found), MOST));
          if (group.found.length === shown.length) return list;
          // What others say of the same question, with whatever words.
          const rest = action(
            say('All {n} claims on this question, whatever their words', { n: words.number(shown.length) }),
            () => {
              list.replaceChildren(rows(ordered(shown), MOST));
              list.querySelector('summary')?.focus();
            },
          );
          list.prepend(el('p', { class: 'claim-note' }, rest));
          return list;
        },
        open,
      );
      node.classList.add('big');
      node.dataset.question = group.heading.question + (group.heading.since ? `:${group.heading.since}` : '');
      return node;
    });
}

/**
 * @param {number[]} claims
 * @param {Set<number>} shown
 */
const shownOf = (claims, shown) => claims.filter((i) => shown.has(i));

export const claimsView = () => {
  const list = el('div', { class: 'results' });
  const status = el('p', { class: 'sub', role: 'status' });
  const hidden = el('div', {});
  /** @type {number[]} */
  let found = [];
  const text = el('input', {
    type: 'search',
    id: 'claims-text',
    value: asked.text,
    placeholder: say('Words, claimant, place, id, source'),
    'aria-label': say('Search claims'),
    focus: readyToFind,
    input: (event) => change('text', event.target.value),
  });
  /**
   * @param {string} name
   * @param {string} title
   * @param {[string, string][]} options
   */
  const choice = (name, title, options) =>
    el(
      'select',
      { id: `claims-${name}`, 'aria-label': title, change: (event) => change(name, event.target.value) },
      options.map(([value, label]) => el('option', { value, selected: asked[name] === value }, label)),
    );
  /**
   * @param {string} name
   * @param {string} value
   */
  function change(name, value) {
    asked[name] = value;
    fill();
    remember();
  }
  function fill() {
    const all = findClaims(asked.text);
    found = kept(all);
    status.textContent = asked.text
      ? say('{what} with “{text}”', { what: words.count(found.length, 'claim'), text: asked.text.trim() })
      : say('{what} in all', { what: words.count(found.length, 'claim') });
    hidden.replaceChildren(hiddenNote(all) ?? '');
    list.replaceChildren(...(asked.by === 'question' ? gathered(found) : [rows(ordered(found), MOST)]));
  }
  fill();
  return el(
    'div',
    { class: 'claims-view' },
    el('div', { class: 'filters' }, text),
    el(
      'div',
      { class: 'filters' },
      choice('order', say('Order'), [
        ['newest', say('Newest first')],
        ['oldest', say('Oldest first')],
        ['claimant', say('By claimant')],
        ['place', say('By place')],
        ['subject', say('By subject')],
      ]),
      choice('by', say('Gathered'), [
        ['question', say('By question')],
        ['none', say('One list')],
      ]),
    ),
    status,
    hidden,
    saveClaims(
      () => ordered(found),
      () => asked.text,
    ),
    list,
  );
};

/** What is looked for, for the address. */
export const claimsSought = () => ({
  ...(asked.text && { q: asked.text }),
  ...(asked.order !== 'newest' && { order: asked.order }),
  ...(asked.by !== 'question' && { by: asked.by }),
});

/**
 * Take what is looked for from the address.
 * @param {Record<string, any>} address
 */
export const recallClaims = ({ q, order, by }) => {
  if (typeof q === 'string') asked.text = q.slice(0, 200);
  if (Object.hasOwn(ORDERS, order ?? '')) asked.order = order;
  if (by === 'none') asked.by = by;
};

/**
 * Show the claims that hold some words.
 * @param {string} text
 */
export const showClaims = (text) => {
  asked.text = text;
  const view = showTab('claims', { by: 'hand' });
  refreshTab('claims');
  /** @type {HTMLElement | null} */ (view.querySelector('#claims-text'))?.focus({ preventScroll: true });
  remember();
};
