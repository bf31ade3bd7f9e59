/** What is recorded at a selection: a district, a site, an area or a group of districts. */

import { ageOfArea } from '../data/age.js';
import { disputeShown } from '../data/disputes.js';
import { hiddenIn, kept } from '../data/filter.js';
import { lookUp, naming, namingOnly, newestFirst } from '../data/find.js';
import { select } from '../data/selection.js';
import { page } from '../data/state.js';
import { ageNote } from '../map/clocks.js';
import { highlightSelection, outlineDistricts } from '../map/highlight.js';
import { besideView } from '../map/large.js';
import { drawSymbol } from '../map/symbols.js';
import { areaKind, isPosition } from '../text/areas.js';
import { countOf, hiddenNote, sourcesAndOrigins } from '../text/counts.js';
import { action, el, fold } from '../text/dom.js';
import { cellText } from '../text/figures.js';
import { districtName, say, unnamed } from '../text/language.js';
import * as words from '../text/words.js';
import { hereCard } from '../tools/here.js';
import { competingBars } from './bars.js';
import { cite } from './cite.js';
import { claimsBySubject, claimView, sideBySide } from './claim.js';
import { districtCurves } from './curve.js';
import { recordsOfHazard, recordView } from './record.js';
import { sidesOf } from './sides.js';
import { withinView } from './within.js';

/** @import { Accident, Area, Child, Dispute, District, Group, Place, Site } from '../types' */

/**
 * The card of a selection, for the popup and for the panel.
 * @param {string} key
 */
export const cardOf = (key) => {
  const found = lookUp(key);
  if (!found) return el('p', {}, say('Nothing is selected.'));
  return el('div', { class: 'card', 'data-key': key }, cards[found.kind](found.item));
};

/**
 * @param {string} kind
 * @param {string} name
 * @param {(string | undefined)[]} also
 */
const head = (kind, name, also) => [
  el('p', { class: 'card-kind' }, kind),
  el('h3', { class: 'card-name' }, name),
  also.length ? el('p', { class: 'card-also' }, also.join(' · ')) : null,
];

/** @param {string} text */
const caution = (text) => el('p', { class: 'card-caution' }, text);

/**
 * @param {Child} title
 * @param {...Child} children
 */
const section = (title, ...children) => [el('h4', { class: 'card-section' }, title), ...children];

/** @type {Record<string, (item: any) => Child>} */
const cards = {
  /** @param {District} district */
  district(district) {
    const { data } = page;
    const i = data.districtAt.get(district.district);
    const also = [district.district, district.name_az, district.name_hy, district.name_ru, ...district.aliases].filter(
      (n, k, all) => n && n !== districtName(district.district) && all.indexOf(n) === k,
    );
    const contested = differing(district.claims);
    const total = district.claims.length + district.groups.length + district.loose.length + district.sites.length;
    return [
      head(
        unnamed(district.district) ? `${say('District')} · ${say('its name is not translated')}` : say('District'),
        districtName(district.district),
        also,
      ),
      caution(
        district.drawn
          ? say('Figures here are of the whole district. They say nothing about where in it.')
          : say('A known name without polygon: no open boundary layer has its outline yet. It is not drawn.'),
      ),
      district.note && el('p', { class: 'card-note' }, district.note),
      total === 0 &&
        el(
          'p',
          { class: 'empty' },
          say('No claim in this dataset names this district. That is not evidence of no contamination.'),
        ),
      withinView(district),
      namedIn(district),
      sidesOf(district.district),
      keyFigures(i ?? -1),
      districtCurves(district.district),
      figuresOfTheSame([...district.claims, ...district.loose]),
      pairs(contested),
      district.claims.length
        ? section(
            [say('Claims about the district '), el('span', { class: 'count' }, countOf(district.claims))],
            claimsBySubject(district.claims, { open: 1 }),
          )
        : null,
      accidentsOf(district),
      groupsOf(district),
      district.loose.length
        ? section(
            [say('Claims about a part or an unknown place '), el('span', { class: 'count' }, countOf(district.loose))],
            claimsBySubject(district.loose, { place: true }),
          )
        : null,
      sitesOf(district),
      district.drawn &&
        el(
          'p',
          { class: 'card-source' },
          say('Outline: {set}', { set: district.boundary_set ?? say('boundary set not stated') }),
          district.uncertainty_m
            ? say(', border exact to about {km} km', { km: words.number(district.uncertainty_m / 1000) })
            : '',
        ),
    ];
  },

  /** @param {Site} site */
  site(site) {
    const { data } = page;
    const rest = site.claims.filter((c) => !site.accidents.some((a) => data.accidents[a].claims.includes(c)));
    /** @param {Place} place */
    const exact = (place) => (place.accuracy_m ? `, ${words.accuracy(place.accuracy_m)}` : '');
    const alone = site.places.length === 1;
    return [
      head(words.term('Support', site.support), site.name, alone ? site.places[0].also : []),
      caution(
        alone
          ? `${site.support === 'settlement' ? say('Somewhere in or around this place') : say('Near this position')}${exact(site.places[0])}. ${say('Not an outline.')}`
          : say('Several places share this position, because no better one is known. Not an outline.'),
      ),
      alone
        ? null
        : el(
            'ul',
            { class: 'plain' },
            site.places.map((p) =>
              el('li', {}, el('b', {}, p.name), exact(p), p.also.length ? ` (${p.also.join(' · ')})` : null),
            ),
          ),
      el(
        'p',
        { class: 'card-note' },
        site.districts.length
          ? [
              say('District as stated: '),
              site.districts.map((d, k) => [
                k ? ', ' : '',
                data.districtAt.has(d) ? action(districtName(d), () => select(`district:${d}`, { fly: true })) : d,
              ]),
            ]
          : null,
        site.places.some((p) => p.uncertain)
          ? say(' (near a border that is not exact, or outside the drawn district)')
          : '',
      ),
      figuresOfTheSame(site.claims),
      pairs(differing(site.claims)),
      site.accidents.length
        ? section(
            site.accidents.length > 1
              ? [say('Accidents '), el('span', { class: 'count' }, site.accidents.length)]
              : say('Accident'),
            site.accidents.map((a) => accidentView(data.accidents[a], site.accidents.length < 4)),
          )
        : null,
      rest.length
        ? section(
            site.accidents.length ? say('Other claims about this place') : say('Claims about this place'),
            claimsBySubject(rest, { open: 3 }),
          )
        : null,
      fold([el('span', { class: 'fold-title' }, say('About the position'))], () => [
        el(
          'p',
          { class: 'card-source' },
          say('Latitude {lat}, longitude {lon} (WGS 84)', { lat: site.at[0].toFixed(4), lon: site.at[1].toFixed(4) }),
        ),
        site.places.map((p) =>
          el(
            'p',
            { class: 'card-note' },
            [alone ? null : p.name, p.origin ?? say('origin not stated'), p.note].filter(Boolean).join('. '),
          ),
        ),
      ]),
    ];
  },

  /** @param {Area} area */
  area(area) {
    return [
      head(areaKind(area), area.name ?? area.id, []),
      caution(`${words.term('Support', area.support)}: ${words.meaning('Support', area.support)}.`),
      isPosition(area) && caution(say('Only its position is known: no area is drawn, whatever was stated.')),
      ageNote(ageOfArea(area)),
      el(
        'dl',
        { class: 'facts' },
        [
          [say('Id'), area.id],
          [say('Occurred'), area.occurred && words.date(area.occurred)],
          [say('Casualties'), OUTCOMES.some((key) => /** @type {any} */ (area)[key] !== undefined) && casualties(area)],
          [say('Ordnance'), area.ordnance && words.term('Ordnance', area.ordnance)],
          [say('District as stated'), area.district],
          [say('Land status'), area.land_status && words.term('LandStatus', area.land_status)],
          [say('Method'), area.method && words.term('Method', area.method)],
          [say('Depth'), area.depth_m && `${words.number(area.depth_m)} ${say('m')}`],
          [say('Stated area'), area.stated_area_m2 && `${words.number(area.stated_area_m2 / 10000)} ${say('ha')}`],
          [say('Stated radius'), area.stated_radius_m && words.metres(area.stated_radius_m)],
          [say('Positional accuracy'), area.horizontal_accuracy_m && words.accuracy(area.horizontal_accuracy_m)],
          [say('Coordinates'), area.coordinate_operation],
          [say('Outline repaired'), area.repair && repaired(area)],
          [say('From'), area.layer !== 'events' && area.valid_from && words.date(area.valid_from)],
          [say('Until (not included)'), area.valid_to && words.date(area.valid_to)],
          [say('Known from'), area.layer !== 'events' && area.known_from && words.date(area.known_from)],
          [say('Source'), area.source && cite(area.source)],
        ]
          .filter(([, v]) => v)
          .map(([name, v]) => [el('dt', {}, name), el('dd', {}, v)]),
      ),
      recordView(area),
      recordsOfHazard(area),
      besideView(area),
      area.claims.length ? section(say('Claims'), claimsBySubject(area.claims, { open: 3 })) : null,
    ];
  },

  event: (item) => cards.area(item),

  here: (item) => hereCard(item),

  /** @param {Group} group */
  group(group) {
    return [
      head(
        say('{what} together', { what: words.count(group.districts.length, 'district') }),
        group.districts.map(districtName).join(', '),
        [],
      ),
      caution(say('One figure for all of them. It is never split.')),
      figuresOfTheSame(group.claims),
      section(say('Claims'), claimsBySubject(group.claims, { open: 3, place: true })),
    ];
  },
};

/**
 * How many claims name a district, and of what in it they speak: the numbers that the map is coloured by.
 * @param {District} district
 */
const namedIn = (district) => {
  const all = naming(district);
  if (!all.length) return null;
  const only = namingOnly(district);
  const whole = only.filter((i) => district.claims.includes(i));
  const part = only.filter((i) => district.loose.includes(i));
  const place = only.filter((i) => !whole.includes(i) && !part.includes(i));
  return el(
    'p',
    { class: 'card-note', 'data-naming': district.district },
    say(
      'Claims that name only this district: {only} (about all of it {whole}, about a part or an unknown place {part}, about places in it {place}). That name it among others: {others}.',
      {
        only: countOf(only),
        whole: countOf(whole),
        part: countOf(part),
        place: countOf(place),
        others: countOf(all.filter((i) => !only.includes(i))),
      },
    ),
  );
};

/** @param {Area} area */
const repaired = ({ repair, repair_m2: m2 }) =>
  [
    repair === 'quarantined'
      ? say('doubtful: nobody knows which ground was meant, so it is in no figure of area')
      : say('so that it does not cross itself'),
    m2 !== undefined && `${m2 > 0 ? '+' : ''}${words.number(Math.round(m2))} ${say('m²')}`,
  ]
    .filter(Boolean)
    .join('; ');

const OUTCOMES = ['killed', 'injured'].flatMap((outcome) => [outcome, `${outcome}_min`, `${outcome}_max`]);

/** @param {any} event */
const casualties = (event) => {
  /** @param {'killed' | 'injured'} outcome */
  const persons = (outcome) =>
    words.persons(event[outcome] ?? event[`${outcome}_min`], event[outcome] ?? event[`${outcome}_max`]);
  return [
    say('{n} killed', { n: persons('killed') ?? say('not stated') }),
    say('{n} injured', { n: persons('injured') ?? say('not stated') }),
  ].join(', ');
};

/** @param {number[]} claims */
const differing = (claims) =>
  [...new Set(claims.flatMap((c) => page.data.disputesOf.get(c) ?? []))]
    .map((d) => page.data.disputes[d])
    .filter((d) => d.a !== undefined && disputeShown(d));

/**
 * Figures of the same thing that differ, as bars.
 * @param {number[]} claims
 */
function figuresOfTheSame(claims) {
  const bars = competingBars(claims);
  return bars.length ? section(say('Figures of the same thing that differ'), bars) : null;
}

/**
 * Pairs that disagree; a long list starts closed, so that the claims stay in reach.
 * @param {Dispute[]} contested
 */
const pairs = (contested) => {
  const folds = [
    /** @type {[boolean, string]} */ ([true, say('Disputed, side by side')]),
    /** @type {[boolean, string]} */ ([false, say('Not disputed: another day, scope or measure, or rounded')]),
  ]
    .map(([dispute, title]) => {
      const some = contested.filter((d) => d.dispute === dispute);
      return some.length
        ? fold(
            [el('span', { class: 'fold-title' }, title), el('span', { class: 'count' }, some.length)],
            () => some.map((d) => sideBySide(d)),
            dispute && some.length < 3,
          )
        : null;
    })
    .filter(Boolean);
  return folds.length ? el('div', { class: 'card-disputes' }, folds) : null;
};

/**
 * The figures the map can be coloured by, for one district, with their sources.
 * @param {number} i
 */
function keyFigures(i) {
  const { data } = page;
  const rows = data.figures
    .filter((f) => f.cells[i] || f.hidden?.[i])
    .map((figure) => {
      if (!figure.cells[i]) {
        return el(
          'tr',
          {},
          el('th', { scope: 'row' }, el('span', {}, figure.title)),
          el('td', { class: 'hidden-note' }, cellText(figure, i)),
        );
      }
      const cell = figure.cells[i];
      const sources = [...new Set(cell.claims.map((c) => data.claims[c].source))];
      const claimants = [...new Set(cell.claims.map((c) => data.claims[c].claimant))];
      return el(
        'tr',
        { class: figure.id === page.figure.id ? 'current' : null },
        el(
          'th',
          { scope: 'row' },
          el('span', {}, figure.title),
          el('small', {}, [figure.what, claimants.length === 1 ? claimants[0] : null].filter(Boolean).join(' · ')),
        ),
        el(
          'td',
          {},
          el('b', {}, cellText(figure, i)),
          ' ',
          sources.length <= 3 && sources.map((n) => cite(n)),
          sources.length > 1 && [' ', el('small', {}, sourcesAndOrigins(cell.claims))],
        ),
      );
    });
  return rows.length
    ? el(
        'table',
        { class: 'key-figures' },
        el('caption', { class: 'unseen' }, say('Figures of this district')),
        el('tbody', {}, rows),
      )
    : null;
}

/**
 * @param {Accident} item
 * @param {boolean} open
 * @param {string} [where]
 */
export function accidentView(item, open, where) {
  const list = fold(
    [
      el('span', { class: 'fold-title' }, words.date(item.occurred) || say('date not stated')),
      el('span', { class: 'fold-sub' }, [where, words.casualties(item)].filter(Boolean).join(': ')),
      item.contested && el('span', { class: 'tag' }, say('claims differ')),
      el('span', { class: 'count' }, countOf(item.claims)),
    ],
    () => [hiddenNote(item.claims), ...newestFirst(kept(item.claims)).map((c) => claimView(c, { subject: true }))],
    open,
  );
  list.classList.add('accident');
  return list;
}

/** @param {District} district */
function accidentsOf(district) {
  if (!district.accidents.length) return null;
  return section(
    [say('Accidents in the district, place not known '), el('span', { class: 'count' }, district.accidents.length)],
    district.accidents.map((a) => accidentView(page.data.accidents[a], false)),
  );
}

/** @param {District} district */
function groupsOf(district) {
  if (!district.groups.length) return null;
  const groups = district.groups.map((g) => page.data.groups[g]);
  const all = [...new Set(groups.flatMap((g) => g.claims))];
  return section(
    [say('Figures of several districts together (never split) '), el('span', { class: 'count' }, countOf(all))],
    groups.map((group) => groupView(group)),
  );
}

/**
 * A group of districts that opens to its claims and outlines its members on the map.
 * @param {Group} group
 */
export const groupView = (group) => {
  const node = fold(
    [
      el(
        'span',
        { class: 'fold-title' },
        `${words.count(group.districts.length, 'district')}: `,
        el('span', { class: 'fold-sub' }, group.districts.map(districtName).join(', ')),
      ),
      el('span', { class: 'count' }, countOf(group.claims)),
    ],
    () => [
      el(
        'p',
        {},
        action(say('Outline these districts on the map'), () => select(group.key, { quiet: true })),
      ),
      claimsBySubject(group.claims, { open: 1, place: true }),
    ],
  );
  node.addEventListener('mouseenter', () => outlineDistricts(group.districts));
  node.addEventListener('mouseleave', () => highlightSelection());
  return node;
};

/** @param {District} district */
function sitesOf(district) {
  if (!district.sites.length) return null;
  return section(
    [say('Places in this district '), el('span', { class: 'count' }, district.sites.length)],
    el(
      'ul',
      { class: 'chips' },
      district.sites.map((s) => {
        const site = page.data.sites[s];
        return el(
          'li',
          { class: kept(site.claims).length ? null : 'hidden-note' },
          action([site.kinds.map((k) => el('span', { class: 'mark-sample small' }, drawSymbol(k))), site.name], () =>
            select(site.key, { fly: true }),
          ),
          hiddenIn(site.claims) ? el('span', { class: 'count' }, countOf(site.claims)) : null,
        );
      }),
    ),
  );
}
