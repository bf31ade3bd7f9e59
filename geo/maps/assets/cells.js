'use strict';
/** Figures of districts again, from the claims that the filter leaves. */
(() => {
  /** What a unit is an exact multiple of, and how much of it; itself, if it does not convert. */
  atlas.inBase = (unit) => atlas.data.units[unit] ?? [unit, 1];

  /**
   * Lowest and highest value a claim states; undefined where open. As `geo.combine.values.bounds`.
   * @param {object} claim
   * @param {number} [size] Of the unit wanted, in what it is a multiple of; else the claim's own.
   */
  atlas.bounds = ({ quantity, quantity_min: low, quantity_max: high, unit }, size) => {
    const own = quantity === undefined || (low !== undefined && high !== undefined);
    const factor = size === undefined ? 1 : atlas.inBase(unit)[1] / size;
    return { low: own ? low && low * factor : quantity * factor, high: own ? high && high * factor : quantity * factor };
  };

  const lastDay = (text) => {
    if (!text) return null;
    const [y, m, d] = text.split('-').map(Number);
    return Date.UTC(y, m ? (d ? m - 1 : m) : 12, d || 0);
  };
  const YEAR = 365.25 * 86400e3;

  /** The day a claim's information is of; plans are not information. As `geo.combine.summary`. */
  const newsOf = (claim) => {
    if (claim.stance === 'plans') return null;
    const said = lastDay(claim.as_of);
    const last = lastDay(claim.period_end ?? claim.as_of ?? claim.period_start);
    return said === null ? null : last !== null && said > last ? last : said;
  };

  const sum = (values) => { const known = values.filter((v) => v !== undefined); return known.length ? known.reduce((a, b) => a + b, 0) : undefined; };
  /** Claims that name a district, alone or with others; of all districts found in one go. */
  const naming = (district) => {
    const { data } = atlas;
    if (!data.naming) {
      data.naming = new Map(data.districts.map((d) => [d.district, []]));
      data.claims.forEach((claim, i) => new Set((claim.districts ?? '').split(';')).forEach((name) => data.naming.get(name)?.push(i)));
    }
    return data.naming.get(district);
  };
  const ends = (low, high) => {
    const known = [low, high].filter((v) => v !== undefined);
    return known.length ? { at: Math.min(...known), ...(low !== undefined && { low }), ...(high !== undefined && { high }) } : null;
  };

  /** What the claims of a district are in a figure: all of them, and the cell from those shown. */
  const kinds = {
    claims(district) {
      const all = naming(district.district).filter((i) => atlas.data.claims[i].districts === district.district);
      const n = atlas.kept(all).length;
      return [all, n ? { at: n, low: n, high: n, claims: [] } : null];
    },
    age(district, old) {
      const { claims } = atlas.data;
      const all = naming(district.district);
      const days = atlas.kept(all).map((i) => newsOf(claims[i])).filter((day) => day !== null);
      if (!days.length) return [all, null];
      const newest = Math.max(...days);
      const years = old.at + (lastDay(old.day) - newest) / YEAR;
      return [all, { at: years, low: years, high: years, day: new Date(newest).toISOString().slice(0, 10), claims: [] }];
    },
    casualties(district) {
      const of = atlas.data.accidents.filter((a) => a.districts === district.district);
      const shown = of.filter((a) => atlas.kept(a.claims).length);
      const [low, high] = ['min', 'max'].map((end) => sum(shown.flatMap((a) => [a[`killed_${end}`], a[`injured_${end}`]])));
      const cell = ends(low, high);
      return [of.flatMap((a) => a.claims), cell && { ...cell, claims: shown.flatMap((a) => atlas.kept(a.claims)) }];
    },
    reported(district, old) {
      const kept = atlas.kept(old.claims);
      // Areas are shown in hectares, whatever they were printed in.
      const size = (unit) => (atlas.inBase(unit)[0] === 'm2' ? atlas.inBase('ha')[1] : undefined);
      const stated = kept.map((i) => atlas.data.claims[i]).map((claim) => atlas.bounds(claim, size(claim.unit)));
      const outer = (end, pick) => (stated.some((s) => s[end] === undefined) ? undefined : pick(...stated.map((s) => s[end])));
      const cell = kept.length ? ends(outer('low', Math.min), outer('high', Math.max)) : null;
      return [old.claims, cell && { ...cell, claims: kept }];
    },
  };

  /**
   * The cells of a figure under the filter. Where all of a district's claims are hidden the cell
   * is left out and counted in `figure.hidden`: that is not 'no figure reported'.
   */
  atlas.filteredCells = (figure) => {
    figure.whole ??= figure.cells;
    figure.hidden = {};
    if (!atlas.filtered()) return figure.whole;
    return atlas.cellsAgain(figure);
  };

  /** The cells worked out from the claims shown, whatever Python worked out. */
  atlas.cellsAgain = (figure) => {
    const work = kinds[figure.id] ?? kinds.reported;
    const cells = {};
    for (const [i, old] of Object.entries(figure.whole)) {
      const [claims, cell] = work(atlas.data.districts[i], old);
      if (cell) cells[i] = cell;
      const n = atlas.hiddenIn(claims);
      if (n) figure.hidden[i] = n;
    }
    return cells;
  };
})();
