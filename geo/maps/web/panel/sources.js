/** Who published what: every source with its number, and what cites it. */

import { kept, sourceShown } from '../data/filter.js';
import { newestFirst } from '../data/find.js';
import { page } from '../data/state.js';
import { countOf, hiddenNote, hider } from '../text/counts.js';
import { announce, byId, el, fold, folded, outward } from '../text/dom.js';
import { sourceGrade } from '../text/grades.js';
import { language, noun, say } from '../text/language.js';
import * as words from '../text/words.js';
import { claimView } from './claim.js';
import { pointAt, showTab } from './panel.js';

/** @import { Source } from '../types' */

/** @type {HTMLInputElement} */
let search;
/** @type {HTMLElement} */
let list;

export const sourcesView = () => {
  const { data } = page;
  search = el('input', {
    type: 'search',
    id: 'source-text',
    placeholder: say('Search title, publisher, author, number'),
    'aria-label': say('Search sources'),
    input: () => filter(status),
  });
  list = el(
    'ol',
    { class: 'sources' },
    data.sources.map((source, k) => row(source, k + 1)),
  );
  const status = el('p', { class: 'sub', role: 'status', id: 'source-status' });
  filter(status);
  return el(
    'div',
    {},
    el(
      'p',
      { class: 'lead' },
      say('Many sources repeat the same official figure. Agreement between them is not independent confirmation.'),
    ),
    el('div', { class: 'filters' }, search),
    status,
    list,
  );
};

/**
 * @param {Source} source
 * @param {number} n
 */
function row(source, n) {
  const cited = page.data.citedBy.get(n) ?? [];
  const shown = kept(cited);
  const language = source.language && languageName(source.language);
  const facts = [
    source.publisher,
    source.author,
    words.date(source.published) || say('undated'),
    language,
    source.kind,
  ].filter(Boolean);
  return el(
    'li',
    { id: `source-${n}`, class: 'source', 'data-source': n },
    el('span', { class: 'source-number' }, `[${n}]`),
    el(
      'div',
      { class: 'source-body' },
      el('p', { class: 'source-title' }, source.url ? outward(source.url, source.title) : source.title),
      el('p', { class: 'source-facts' }, facts.join(' · ')),
      source.affiliation && el('p', { class: 'source-facts' }, source.affiliation),
      source.date_note && el('p', { class: 'source-facts' }, say('Date: {note}', { note: source.date_note })),
      el(
        'p',
        { class: 'source-facts' },
        sourceGrade(source),
        source.also_at && [' · ', outward(source.also_at, say('also here'))],
        source.archived_at && [' · ', outward(source.archived_at, say('archived copy'))],
        !source.url && say(' · no address'),
        source.not_a_link && say(' · given address is not a web address: {address}', { address: source.not_a_link }),
      ),
      cited.length
        ? fold(
            [
              el('span', { class: 'fold-title' }, say('Cited by')),
              el('span', { class: 'count' }, countOf(cited), ` ${noun(cited.length, 'claim')}`),
            ],
            () => [hiddenNote(cited), ...newestFirst(shown).map((i) => claimView(i, { place: true, subject: true }))],
          )
        : el('p', { class: 'source-facts' }, say('Not cited by any claim shown here')),
    ),
  );
}

/** @param {string} code */
function languageName(code) {
  try {
    return new Intl.DisplayNames([language, 'en'], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

/** @param {HTMLElement} status */
function filter(status) {
  const needle = folded(search.value.trim());
  let n = 0;
  let covered = 0;
  page.data.sources.forEach((source, k) => {
    const found =
      !needle ||
      `[${k + 1}]`.includes(needle) ||
      folded(
        [source.title, source.publisher, source.author, source.affiliation, source.url, source.published].join(' '),
      ).includes(needle);
    const hit = found && sourceShown(k + 1);
    /** @type {HTMLElement} */ (list.children[k]).hidden = !hit;
    n += hit ? 1 : 0;
    covered += found && !hit ? 1 : 0;
  });
  status.textContent =
    words.count(n, 'source') +
    (covered ? say('. Hidden by {by}: {what}.', { by: hider(), what: words.number(covered) }) : '');
}

/**
 * Go to source [n] and open what cites it.
 * @param {number} n
 */
export const showSource = (n) => {
  showTab('sources', { by: 'hand' });
  if (search.value) {
    search.value = '';
    search.dispatchEvent(new Event('input'));
  }
  const item = byId(`source-${n}`);
  item.hidden = false; // asked for by its number, it is shown whatever the filter
  const cited = item.querySelector('details');
  if (cited) {
    cited.fill();
    cited.open = true;
  }
  pointAt(item);
  announce(say('Source {n}', { n }));
};
