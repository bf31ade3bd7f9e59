/** The day shown. */

import { page } from './state.js';

/** @import { Area, Data, Numbered, Site, TimeMode } from '../types' */

/**
 * A day since 1970-01-01, and what is asked of it.
 * @typedef {object} Shown
 * @property {number} day
 * @property {TimeMode} mode
 */

const DAY = 86_400_000;
/** @type {(number | null)[][]} Of each claim when it was so and when known; null where undated. */
let dates = [];
/** @type {Shown | null} The day shown; null where everything is. */
export let time = null;
/** Whether claims without a date are shown too. */
export let undated = false;

/**
 * Last day, since 1970-01-01, of a partial date; null without one.
 * @param {string | null | undefined} text
 */
export const lastDay = (text) => {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text ?? '');
  if (!match) return null;
  const [y, m, d] = match.slice(1).map((part) => (part ? Number(part) : undefined));
  return Date.UTC(y ?? 0, d ? (m ?? 1) - 1 : (m ?? 12), d ?? 0) / DAY;
};

/**
 * 'YYYY-MM-DD' of a day.
 * @param {number} day
 */
export const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** Whether the page shows one day instead of everything. */
export const timeOn = () => time !== null;

/** The day shown: {day: 'YYYY-MM-DD', mode}, or null. */
export const dayShown = () => time && { day: iso(time.day), mode: time.mode };

/** @param {TimeMode} mode */
const asks = (mode) => (mode === 'both' ? [0, 1] : mode === 'known' ? [1] : [0]);

/**
 * Whether a claim has no date of the kind that is asked for.
 * @param {number} i
 */
export const isUndated = (i) => asks(time?.mode ?? 'on').some((k) => dates[i][k] === null);

/**
 * Whether a claim is in view on the day shown.
 * @param {number} i
 */
export const inTime = (i) => {
  if (!time) return true;
  const { day, mode } = time;
  if (isUndated(i)) return undated;
  return asks(mode).every((k) => Number(dates[i][k]) <= day);
};

/**
 * Whether an area is in view: an area with claims if one is, else by its own dates.
 * @param {Area} area
 * @param {Shown | null} [at]
 */
export const areaInTime = (area, at = time) => {
  if (!at) return true;
  if (area.layer === 'clearance_zones') return area.claims.some(inTime);
  const [from, to, known] = [area.valid_from, area.valid_to, area.known_from].map(lastDay);
  const so = (from === null || from <= at.day) && (to === null || at.day < to);
  return (at.mode === 'known' || so) && (at.mode === 'on' || known === null || known <= at.day);
};

/**
 * Whether anything is told of a place on the day shown.
 * @param {Site} site
 */
export const toldInTime = (site) => !time || site.claims.some(inTime);

/**
 * Whether a mark has anything behind it on the day shown.
 * @param {string} name
 * @param {Site} site
 */
export const siteInTime = (name, site) =>
  !time ||
  (name === 'accident'
    ? site.accidents.some((a) => page.data.accidents[a].claims.some(inTime))
    : (site.marked[name] ?? site.claims).some(inTime));

/**
 * The day and the known day that canvas layers need.
 * @param {TimeMode} mode
 * @returns {[on: number | null, known: number | null]}
 */
export const dayOf = (mode) => [
  mode === 'known' ? null : (time?.day ?? null),
  mode === 'on' ? null : (time?.day ?? null),
];

/**
 * Places that are marked for claims of other kinds only later stand as plain places meanwhile: a feature of each.
 * @returns {Numbered[]}
 */
export const plainPlaces = () =>
  !time
    ? []
    : page.data.sites.flatMap((site, i) =>
        site.kinds.includes('other') || site.kinds.some((kind) => siteInTime(kind, site)) || !site.claims.some(inTime)
          ? []
          : [
              {
                type: 'Feature',
                properties: { i },
                geometry: { type: 'Point', coordinates: [site.at[1], site.at[0]] },
              },
            ],
      );

/**
 * Do something as if another day were shown, in the same mode.
 * @param {string} day
 * @template T
 * @param {() => T} what
 */
export const atDay = (day, what) => {
  const was = time;
  time = { day: lastDay(day) ?? 0, mode: was?.mode ?? 'on' };
  try {
    return what();
  } finally {
    time = was;
  }
};

/**
 * The day and the known day that canvas layers need, for another day in the same mode.
 * @param {string} day
 */
export const daysAt = (day) => atDay(day, () => dayOf(time?.mode ?? 'on'));

/** What the link carries: t=YYYY-MM-DD&tm=on|known|both&tu=1 */
export const timeChosen = () => (time ? { t: iso(time.day), tm: time.mode, ...(undated && { tu: '1' }) } : {});

/**
 * Show a day, or everything.
 * @param {Shown | null} next
 */
export function showDay(next) {
  time = next;
}

/**
 * Show claims without a date, or hide them.
 * @param {boolean} on
 */
export function showUndated(on) {
  undated = on;
}

/**
 * Note the days of the claims; they are returned, two for each.
 * @param {Data} given
 */
export function noteDates({ claims, sources }) {
  const published = sources.map((source) => lastDay(source.published));
  dates = claims.map((c) => [lastDay(c.period_end ?? c.as_of), published[c.source - 1] ?? null]);
  return dates;
}

/** The day shown; that there is one is what the caller knows. */
export const shownDay = () => /** @type {Shown} */ (time);

/**
 * The day of each claim, of the kind that a mode asks for; null where it has none.
 * @param {TimeMode} mode
 */
export const daysOfClaims = (mode) =>
  dates.map((both) => {
    const days = asks(mode).map((k) => both[k]);
    return days.includes(null) ? null : Math.max(...days.map(Number));
  });
