'use strict';
/** Numbers, dates and claims in words. */
(() => {
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];
  const words = {};
  atlas.words = words;

  words.number = (value) => number.format(value);

  /** '1 claim', '3 claims'. */
  words.count = (n, one, many = `${one}s`) => `${number.format(n)} ${n === 1 ? one : many}`;

  /** A partial ISO date as exact as it is: '2023', 'Apr 2023', '5 Apr 2023'. */
  words.date = (text) => {
    const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? '');
    if (!match) return text ?? '';
    const [, year, month, day] = match;
    return [day && String(Number(day)), month && MONTHS[month - 1], year].filter(Boolean).join(' ');
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
    if (start) return `from ${words.date(start)}${asOf && asOf !== start ? `, as of ${words.date(asOf)}` : ''}`;
    if (end) return `until ${words.date(end)}`;
    return asOf ? `as of ${words.date(asOf)}` : 'no date stated';
  };

  const SINGULAR = { persons: 'person', devices: 'device', mines: 'mine', vehicles: 'vehicle', incidents: 'incident', maps: 'map' };
  const unit = (name, n) => (name ? (name === 'percent' ? '\u202f%' : ` ${(n === 1 && SINGULAR[name]) || name}`) : '');

  /**
   * The figure with its bounds in words, or null where the claim has none.
   * @returns {?string}
   */
  words.figure = (claim) => {
    const { quantity: q, quantity_min: low, quantity_max: high } = claim;
    const f = words.number;
    const has = (v) => v !== undefined;
    if (has(q)) {
      if (has(low) && has(high)) return `about ${f(q)}${unit(claim.unit, q)} (${f(low)}–${f(high)})`;
      if (has(low) && low < q) return `${f(q)}${unit(claim.unit, q)}, at least ${f(low)}`;
      if (has(low)) return `at least ${f(low)}${unit(claim.unit, low)}`;
      if (has(high) && high > q) return `${f(q)}${unit(claim.unit, q)}, up to ${f(high)}`;
      if (has(high)) return `up to ${f(high)}${unit(claim.unit, high)}`;
      return f(q) + unit(claim.unit, q);
    }
    if (has(low) && has(high)) return `${f(low)}–${f(high)}${unit(claim.unit)}`;
    if (has(low)) return `over ${f(low)}${unit(claim.unit, low)}`;
    if (has(high)) return `up to ${f(high)}${unit(claim.unit, high)}`;
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
  words.accuracy = (metres) => (metres >= 1000 ? `within about ${number.format(metres / 1000)} km` : `within about ${number.format(metres)} m`);

  /** Casualties of an accident: 'killed 1, injured 2–3'. */
  words.casualties = (accident) => {
    const killed = words.range(accident.killed_min, accident.killed_max);
    const injured = words.range(accident.injured_min, accident.injured_max);
    const parts = [killed && `${killed} killed`, injured && `${injured} injured`].filter(Boolean);
    return parts.length ? parts.join(', ') : 'number of casualties not stated';
  };

  /** The day a claim is about, for sorting: newest first, undated last. */
  words.sortKey = (claim) => claim.period_end ?? claim.as_of ?? claim.period_start ?? '';
})();
