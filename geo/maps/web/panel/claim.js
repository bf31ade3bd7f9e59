/** How a claim looks, everywhere on the page. */
import { kept } from '../data/filter.js';
import { newestFirst } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { tell } from '../signals.js';
import { hiddenNote, sourcesAndOrigins } from '../text/counts.js';
import { action, el, fold } from '../text/dom.js';
import { informationGrade } from '../text/grades.js';
import { districtName, lower, say, sayOfData } from '../text/language.js';
import * as words from '../text/words.js';
import { comparable, figureBars } from './bars.js';
import { cite } from './cite.js';
import { recordsOfClaim } from './records.js';

/** @import { Claim, Dispute } from '../types' */

/**
 * One short line for a claim: figure or text, and who says so.
 * @param {number} i
 */
export const briefly = (i) => {
  const claim = page.data.claims[i];
  return `${words.figure(claim) ?? claim.paraphrase} — ${claim.claimant}`;
};

const STRONG_STANCES = new Set(['disputes', 'denies', 'alleges', 'plans']);

/**
 * One claim: figure, what is claimed, who says so, of when, in which source.
 * @param {number} i position of the claim
 * @param {{place?: boolean, subject?: boolean, beside?: number}} [options] say where, say of
 *   what; the claim that already stands beside it
 */
export const claimView = (i, options = {}) => {
  const claim = page.data.claims[i];
  const figure = words.figure(claim);
  const tags = [];
  // In a pair the pair itself says that they disagree, for both sides alike.
  if (STRONG_STANCES.has(claim.stance) && !(options.beside !== undefined && claim.stance === 'disputes')) {
    tags.push(el('span', { class: `tag tag-${claim.stance}` }, words.term('Stance', claim.stance)));
  }
  if (claim.withheld) tags.push(el('span', { class: 'tag tag-withheld' }, say('figure withheld')));
  return el(
    'article',
    { class: 'claim', 'data-claim': claim.claim_id },
    el(
      'p',
      { class: 'claim-figure' },
      figure && el('b', { class: claim.withheld ? 'figure struck' : 'figure' }, figure),
      figure && ' ',
      options.subject && el('span', { class: 'claim-subject' }, words.term('Subject', claim.subject)),
      claim.category && el('span', { class: 'claim-scope' }, claim.category),
      tags,
    ),
    el('p', { class: 'claim-text' }, claim.paraphrase, ' ', cite(claim.source)),
    el(
      'p',
      { class: 'claim-who' },
      el('span', { class: 'claimant' }, claim.claimant),
      ' · ',
      words.period(claim),
      options.place && where(i, claim),
    ),
    claim.withheld &&
      el('p', { class: 'claim-note warn' }, say('Not plotted, not added up: {reason}', { reason: claim.withheld })),
    el(
      'p',
      { class: 'claim-note' },
      [claim.confidence_note && say('Note: {text}', { text: claim.confidence_note }), details(claim)]
        .filter(Boolean)
        .join(' · '),
    ),
    counters(i, claim, options.beside),
    recordsOfClaim(i),
  );
};

/** @param {Claim} claim */
function details(claim) {
  const locator = claim.locator && claim.locator !== 'body' ? say('at: {locator}', { locator: claim.locator }) : null;
  return [locator, printed(claim), informationGrade(claim)].filter(Boolean).join(' · ');
}

/**
 * 'this figure: 12 sources, 2 origins'; without origins where no source says who counted.
 * @param {Claim} claim
 */
function printed(claim) {
  if (!claim.printed) return null;
  const [sources, origins] = claim.printed;
  const counted = [words.count(sources, 'source'), origins > 0 && words.count(origins, 'origin')];
  return say('this figure: {counted}', { counted: counted.filter(Boolean).join(', ') });
}

/**
 * Where the claim is about, as a way to get there.
 * @param {number} i
 * @param {Claim} claim
 */
function where(i, claim) {
  const name = claim.place ?? (claim.districts ?? '').split(';').map(districtName).join(', ');
  if (!name) return null;
  const home = page.data.homes.get(i)?.[0];
  return [' · ', home ? action(name, () => select(home, { fly: true })) : name];
}

/**
 * @param {number} i
 * @param {Claim} claim
 * @param {number | undefined} beside
 */
function counters(i, claim, beside) {
  /** @type {[string, number][]} */
  const rows = [];
  // Who speaks contradicts; where only the compiler sees a difference, no side is said to.
  const differs = claim.stance === 'differs';
  if (claim.counters !== undefined && claim.counters !== beside)
    rows.push([differs ? say('Differs from: ') : say('Contradicts: '), claim.counters]);
  for (const other of page.data.counteredBy.get(i) ?? []) {
    if (other === beside) continue;
    const noted = page.data.claims[other].stance === 'differs';
    rows.push([noted ? say('Differs from: ') : say('Contradicted by: '), other]);
  }
  const missing =
    claim.counters_missing &&
    el(
      'p',
      { class: 'claim-counter' },
      differs
        ? say('Differs from a claim that is not shown here ({id})', { id: claim.counters_missing })
        : say('Contradicts a claim that is not shown here ({id})', { id: claim.counters_missing }),
    );
  return [
    rows.map(([word, other]) =>
      el(
        'p',
        { class: 'claim-counter' },
        word,
        action(briefly(other), () => tell('dispute', i, other)),
      ),
    ),
    missing,
  ];
}

/**
 * Claims by subject, each newest first, in sections that open.
 * @param {number[]} claims
 * @param {{place?: boolean, open?: number}} [options] how many sections are open at first
 */
export const claimsBySubject = (claims, options = {}) => {
  const order = Object.keys(page.data.terms.Subject);
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const i of newestFirst(kept(claims))) {
    const { subject } = page.data.claims[i];
    groups.set(subject, [...(groups.get(subject) ?? []), i]);
  }
  const sections = [...groups.entries()]
    .sort(([a], [b]) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99))
    .map(([subject, list], at) =>
      fold(
        [
          el('span', { class: 'fold-title' }, words.term('Subject', subject)),
          el('span', { class: 'count' }, list.length),
        ],
        () => list.map((i) => claimView(i, options)),
        at < (options.open ?? 0),
      ),
    );
  return [hiddenNote(claims), ...sections];
};

/**
 * Two claims that do not agree, same size, same weight.
 * @param {Dispute} dispute
 */
export const sideBySide = (dispute) => {
  const data = page.data;
  /**
   * @param {number} i
   * @param {number | undefined} beside
   */
  const cell = (i, beside) => el('div', { class: 'side' }, claimView(i, { place: true, beside }));
  const head = [words.term('Subject', dispute.subject ?? data.claims[dispute.a ?? dispute.claims?.[0] ?? 0].subject)];
  const { a, b } = dispute;
  const pair = a === undefined || b === undefined ? null : [a, b];
  return el(
    'section',
    {
      class: 'dispute',
      'data-dispute': data.disputes.indexOf(dispute),
      'data-kind': dispute.kind,
      'data-rules': dispute.rules.join(' '),
    },
    el(
      'h4',
      {},
      head,
      el(
        'span',
        { class: 'dispute-rule' },
        dispute.rules.map((r) => lower(words.term('ContradictionRule', r))).join('; '),
      ),
    ),
    dispute.messages.map((text) => el('p', { class: 'dispute-message' }, sayOfData(text))),
    pair && comparable(pair) && figureBars(pair, el('span', { class: 'unseen' }, say('Both figures on one scale'))),
    pair && el('div', { class: 'sides' }, cell(pair[0], pair[1]), cell(pair[1], pair[0])),
    dispute.also?.length &&
      fold(
        [
          el('span', { class: 'fold-title' }, say('Also stated by')),
          el('span', { class: 'fold-sub' }, sourcesAndOrigins(dispute.also)),
          el('span', { class: 'count' }, dispute.also.length),
        ],
        () => (dispute.also ?? []).map((i) => claimView(i, { place: true })),
      ),
    dispute.claims?.length &&
      fold(
        [
          el('span', { class: 'fold-title' }, say('Claims concerned')),
          el('span', { class: 'count' }, dispute.claims.length),
        ],
        () => (dispute.claims ?? []).map((i) => claimView(i, { place: true })),
        dispute.claims.length < 3,
      ),
  );
};
