'use strict';
/** Numbers, dates and claims in words. */
(() => {
  const { say, noun } = atlas;
  // Marks and months come from the language's file: browsers lack them for Azerbaijani or Armenian.
  const { decimal, group, months } = atlas.languages[atlas.language]
    ?? { decimal: '.', group: ',', months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'] };
  const english = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  const number = { format: (value) => english.formatToParts(value).map((p) => ({ decimal, group }[p.type] ?? p.value)).join('') };
  const words = {};
  atlas.words = words;

  words.number = (value) => number.format(value);

  /** '1 claim', '3 claims'. */
  words.count = (n, one, many) => `${number.format(n)} ${noun(n, one, many)}`;

  /** A partial ISO date as exact as it is: '2023', 'Apr 2023', '5 Apr 2023'. */
  words.date = (text) => {
    const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? '');
    if (!match) return text ?? '';
    const [, year, month, day] = match;
    return [day && String(Number(day)), month && months[month - 1], year].filter(Boolean).join(' ');
  };

  /** The span a claim speaks of; whole years and months are named as such. */
  words.period = (claim) => {
    const { period_start: start, period_end: end, as_of: asOf } = claim;
    if (start && end) {
      if (start === end) return words.date(start);
      const year = start.slice(0, 4);
      if (end.startsWith(year)) {
        if (/^\d{4}(-01)?(-01)?$/.test(start) && /^\d{4}(-12)?(-31)?$/.test(end) && start.length === end.length) return year;
        if (start.length === 10 && end.length === 10 && start.slice(0, 7) === end.slice(0, 7)) {
          const last = new Date(Date.UTC(Number(year), Number(start.slice(5, 7)), 0)).getUTCDate();
          if (start.endsWith('-01') && Number(end.slice(8)) === last) return words.date(start.slice(0, 7));
          return `${Number(start.slice(8))}–${words.date(end)}`;
        }
      }
      return `${words.date(start)} – ${words.date(end)}`;
    }
    if (start) return asOf && asOf !== start ? say('from {date}, as of {day}', { date: words.date(start), day: words.date(asOf) }) : say('from {date}', { date: words.date(start) });
    if (end) return say('until {date}', { date: words.date(end) });
    return asOf ? say('as of {date}', { date: words.date(asOf) }) : say('no date stated');
  };

  const SINGULAR = { persons: 'person', devices: 'device', mines: 'mine', vehicles: 'vehicle', incidents: 'incident', maps: 'map' };
  // Other units stay as the source has them.
  const UNITS = { percent: '%', ha: say('ha'), km: say('km'), m2: say('m²'), km2: say('km²') };
  const unit = (name, n = 5) => (name ? `${name === 'percent' ? '\u202f' : ' '}${SINGULAR[name] ? noun(n, SINGULAR[name]) : UNITS[name] ?? name}` : '');

  /**
   * The figure with its bounds in words, or null where the claim has none.
   * @returns {?string}
   */
  words.figure = (claim) => {
    const { quantity: q, quantity_min: low, quantity_max: high } = claim;
    const f = words.number;
    const has = (v) => v !== undefined;
    if (has(q)) {
      if (has(low) && has(high)) return say('about {figure} ({low}–{high})', { figure: f(q) + unit(claim.unit, q), low: f(low), high: f(high) });
      if (has(low) && low < q) return say('{figure}, at least {low}', { figure: f(q) + unit(claim.unit, q), low: f(low) });
      if (has(low)) return say('at least {figure}', { figure: f(low) + unit(claim.unit, low) });
      if (has(high) && high > q) return say('{figure}, up to {high}', { figure: f(q) + unit(claim.unit, q), high: f(high) });
      if (has(high)) return say('up to {figure}', { figure: f(high) + unit(claim.unit, high) });
      return f(q) + unit(claim.unit, q);
    }
    if (has(low) && has(high)) return `${f(low)}–${f(high)}${unit(claim.unit)}`;
    if (has(low)) return say('over {figure}', { figure: f(low) + unit(claim.unit, low) });
    if (has(high)) return say('up to {figure}', { figure: f(high) + unit(claim.unit, high) });
    return null;
  };

  /** 'a', 'a–b' or null, for a range of counts. */
  words.range = (low, high) => {
    if (low === undefined && high === undefined) return null;
    const [a, b] = [low ?? high, high ?? low];
    return a === b ? words.number(a) : `${words.number(a)}–${words.number(b)}`;
  };

  /** Label of a term, or the code itself where it is not in the vocabulary. */
  words.term = (vocabulary, code) => atlas.data.terms[vocabulary]?.[code]?.[0] ?? code;

  /** What a term means, for a hint. */
  words.meaning = (vocabulary, code) => atlas.data.terms[vocabulary]?.[code]?.[1] ?? '';

  /** Accuracy of a position in words. */
  words.accuracy = (metres) => say('within about {length}', { length: metres >= 1000 ? `${number.format(metres / 1000)} ${say('km')}` : `${number.format(metres)} ${say('m')}` });

  /** A count of which one end may be open: '2–3', 'over 5', 'up to 4'; null where nothing is stated. */
  words.persons = (low, high) => {
    if (low === undefined && high !== undefined) return say('up to {figure}', { figure: words.number(high) });
    if (low !== undefined && high === undefined) return say('over {figure}', { figure: words.number(low) });
    return words.range(low, high);
  };

  /** Casualties of an accident: 'killed 1, injured 2–3'. */
  words.casualties = (accident) => {
    const killed = words.persons(accident.killed_min, accident.killed_max);
    const injured = words.persons(accident.injured_min, accident.injured_max);
    const parts = [killed && say('{n} killed', { n: killed }), injured && say('{n} injured', { n: injured })].filter(Boolean);
    return parts.length ? parts.join(', ') : say('number of casualties not stated');
  };

  /** The day a claim is about, for sorting: newest first, undated last. */
  words.sortKey = (claim) => claim.period_end ?? claim.as_of ?? claim.period_start ?? '';
})();
