/** What the map does not draw, and why; and what was rejected or needs a look. */
import { kept } from '../data/filter.js';
import { newestFirst } from '../data/find.js';
import { page } from '../data/state.js';
import { countOf, hiddenNote, shareOf } from '../text/counts.js';
import { el, fold, folded } from '../text/dom.js';
import { districtName, say, sayOfData } from '../text/language.js';
import * as words from '../text/words.js';
import { claimsBySubject, claimView } from './claim.js';
import { accidentView, groupView as groupOfDistricts } from './place.js';

/** @import { Undrawn } from '../types' */

/** Claims without a mark of their own: those with a reason of place, not listed for another one. */
export const unmarked = () => [
  ...new Set(
    page.data.undrawn.filter((g) => !['withheld', 'places', 'accidents'].includes(g.reason)).flatMap((g) => g.claims),
  ),
];

/**
 * What is not drawn, by kind, of claims and accidents those that are shown.
 * @returns {[text: string, n: number][]}
 */
const parts = () => {
  const { undrawn, accidents } = page.data;
  /** @param {string} reason */
  const of = (reason) => undrawn.find((group) => group.reason === reason);
  const rejected = of('rejected')?.n ?? 0;
  return /** @type {[string, number][]} */ ([
    [say('Claims'), kept(unmarked()).length],
    [say('Accidents'), (of('accidents')?.accidents ?? []).filter((a) => kept(accidents[a].claims).length).length],
    [say('Places'), (of('places')?.places ?? []).length],
    [
      say('Areas, events and other features'),
      undrawn.reduce((n, group) => n + (group.n ?? group.items?.length ?? 0), -rejected),
    ],
    [say('Rejected rows'), rejected],
  ]).filter(([, n]) => n);
};

/** How many things and claims are not drawn, of the claims those that are shown. */
export const countUndrawn = () => parts().reduce((all, [, n]) => all + n, 0);

export const undrawnView = () => {
  const { data } = page;
  const without = unmarked();
  /** @type {HTMLInputElement} */
  const text = el('input', {
    type: 'search',
    id: 'undrawn-text',
    placeholder: say('Search what is not drawn'),
    'aria-label': say('Search what is not drawn'),
    input: () => find(text.value),
  });
  const found = el('div', { class: 'results' });
  const groups = el('div', {}, data.undrawn.map(groupView), data.findings.length ? findings() : null);
  /** @param {string} value */
  function find(value) {
    const needle = folded(value.trim());
    groups.hidden = needle.length > 1;
    if (needle.length < 2) {
      found.replaceChildren();
      return;
    }
    const claims = kept([...new Set(data.undrawn.flatMap((g) => g.claims))]).filter((i) => {
      const c = data.claims[i];
      return folded([c.claimant, c.paraphrase, c.place, c.districts, c.category].join(' ')).includes(needle);
    });
    found.replaceChildren(
      el('p', { class: 'sub' }, words.count(claims.length, 'claim')),
      ...newestFirst(claims)
        .slice(0, 100)
        .map((i) => claimView(i, { place: true, subject: true })),
    );
  }
  return el(
    'div',
    {},
    el(
      'p',
      { class: 'lead' },
      say(
        'Claims without a mark of their own on the map: {n} of {all}. Nothing is left out in silence: here they are, with the reason.',
        { n: words.number(without.length), all: words.number(data.claims.length) },
      ),
    ),
    el(
      'p',
      { class: 'sub', id: 'undrawn-parts' },
      parts()
        .map(([text, n]) => `${text}: ${words.number(n)}`)
        .join(' · '),
    ),
    hiddenNote(without),
    el('div', { class: 'filters' }, text),
    found,
    groups,
  );
};

/** @param {Undrawn} group */
function groupView(group) {
  const node = fold(
    [
      el('span', { class: 'fold-title' }, group.title),
      el(
        'span',
        { class: 'count' },
        (group.places ?? group.items)
          ? words.number(group.n ?? (group.places ?? group.items ?? []).length)
          : group.accidents
            ? shareOf(
                group.accidents.filter((a) => kept(page.data.accidents[a].claims).length).length,
                group.accidents.length,
              )
            : countOf(group.claims),
      ),
    ],
    () => [el('p', { class: 'why' }, group.why), content(group)],
  );
  node.classList.add('big');
  node.dataset.reason = group.reason;
  return node;
}

/** @param {Undrawn} group */
function content(group) {
  const { data } = page;
  if (group.reason === 'multi_district') return data.groups.map((g) => groupOfDistricts(g));
  if (group.places) {
    return [
      el(
        'ul',
        { class: 'plain' },
        group.places.map((p) =>
          el(
            'li',
            {},
            el('b', {}, p.name),
            p.district && `, ${districtName(p.district)}`,
            p.note && el('div', { class: 'claim-note' }, p.note),
          ),
        ),
      ),
      claimsBySubject(group.claims, { place: true, open: 1 }),
    ];
  }
  if (group.items) {
    const left = (group.n ?? 0) - group.items.length;
    return [
      el(
        'ul',
        { class: 'plain' },
        group.items.map((r) =>
          el(
            'li',
            {},
            el('b', {}, r.name ?? r.id),
            ` · ${[r.layer && sayOfData(r.layer), r.name && r.id, r.why ? sayOfData(r.why) : words.date(r.day)].filter(Boolean).join(' · ')}`,
          ),
        ),
      ),
      left > 0 &&
        el('p', { class: 'sub' }, say('and {n} more; the GeoPackage has them all', { n: words.number(left) })),
      group.claims.length > 0 && claimsBySubject(group.claims, { place: true, open: 1 }),
    ];
  }
  if (group.accidents) {
    return [...group.accidents]
      .sort((a, b) => ((data.accidents[a].occurred ?? '') < (data.accidents[b].occurred ?? '') ? 1 : -1))
      .map((a) => accidentView(data.accidents[a], false, data.accidents[a].name));
  }
  return claimsBySubject(group.claims, { place: true, open: group.claims.length < 15 ? 9 : 0 });
}

function findings() {
  const { data } = page;
  const levels = Object.keys(data.terms.Level);
  const sorted = [...data.findings].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  const node = fold(
    [
      el('span', { class: 'fold-title' }, say('Findings in the input')),
      el('span', { class: 'count' }, words.number(sorted.length)),
    ],
    () => [
      el('p', { class: 'why' }, say('What was rejected, repaired, or needs a look when the files were read.')),
      sorted.map((f) =>
        el(
          'article',
          { class: 'finding' },
          el(
            'p',
            {},
            el('span', { class: `tag tag-${f.level}` }, words.term('Level', f.level)),
            el('b', {}, sayOfData(f.message)),
          ),
          el(
            'p',
            { class: 'claim-note' },
            [
              f.code,
              f.file && `${f.file}${f.row ? say(', row {n}', { n: f.row }) : ''}`,
              f.layer && words.term('Layer', f.layer),
              f.feature_id,
              f.column,
              f.value && say('value: {value}', { value: f.value }),
            ]
              .filter(Boolean)
              .join(' · '),
          ),
          f.hint && el('p', { class: 'claim-note' }, sayOfData(f.hint)),
        ),
      ),
    ],
  );
  node.classList.add('big');
  node.dataset.reason = 'findings';
  return node;
}
