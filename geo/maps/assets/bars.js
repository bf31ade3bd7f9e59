'use strict';
/** Figures of the same thing as bars with bounds: one scale, one colour, in the order of time. */
(() => {
  const { el, words } = atlas;

  /** What a unit is a multiple of, and how much of it; itself, if it does not convert. */
  /**
   * Figures side by side. A full bar reaches to the lowest value stated, a hatched one from there
   * to the highest; a bar that fades out has no upper bound. Ordered by day, then by claimant.
   * @param {number[]} claims
   * @param {Array} title
   * @returns {HTMLElement}
   */
  atlas.bars = (claims, title) => {
    const { data } = atlas;
    const rows = [...claims].sort((a, b) => {
      const key = (i) => `${words.sortKey(data.claims[i])} ${data.claims[i].claimant}`;
      return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b;
    }).map((i) => ({ i, claim: data.claims[i], ...atlas.bounds(data.claims[i], 1) }));
    const highest = Math.max(...rows.map((r) => r.high ?? r.low));
    const open = rows.some((r) => r.high === undefined);
    const scale = (highest > 0 ? highest : 1) * (open ? 1.15 : 1); // room for what has no upper bound
    const width = (value) => `${Math.max(0, (value / scale) * 100).toFixed(2)}%`;
    const bar = ({ low, high }) => {
      const parts = [];
      if (low !== undefined) parts.push(el('span', { class: 'bar-least', style: `width:${width(low)}` }));
      if (high === undefined) parts.push(el('span', { class: 'bar-open', style: `left:${width(low)}` }));
      else if (high > (low ?? 0)) parts.push(el('span', { class: 'bar-between', style: `left:${width(low ?? 0)};width:${width(high - (low ?? 0))}` }));
      return el('span', { class: 'bounds-bar' }, parts);
    };
    return el('table', { class: 'bounds' },
      el('caption', {}, title),
      el('tbody', {}, rows.map((r) => el('tr', { 'data-of': r.claim.claim_id },
        el('th', { scope: 'row' }, r.claim.claimant, el('small', {}, words.period(r.claim), ' ', atlas.cite(r.claim.source))),
        el('td', { class: 'bounds-cell', 'aria-hidden': 'true' }, bar(r)),
        el('td', { class: 'value' }, words.figure(r.claim))))));
  };

  /** Whether claims differ in a figure and can stand on one scale. */
  atlas.comparable = (claims) => {
    const all = claims.map((i) => atlas.data.claims[i]);
    const stated = (c) => { const { low, high } = atlas.bounds(c); return c.unit && !c.withheld && (low ?? high) !== undefined && (low ?? 0) >= 0 && (high ?? 0) >= 0; };
    const differ = new Set(all.map((c) => JSON.stringify(atlas.bounds(c, 1)))).size > 1;
    return differ && all.every((c) => stated(c) && atlas.inBase(c.unit)[0] === atlas.inBase(all[0].unit)[0]);
  };

  /** All competing figures that some claims take part in, each thing once. */
  atlas.competing = (claims) => {
    const { data } = atlas;
    const things = [...new Set(claims.flatMap((i) => data.competingOf.get(i) ?? []))].map((t) => data.competing[t]);
    return things.filter((t) => atlas.kept(t).length).map((t) => {
      const claim = data.claims[t[0]];
      const where = claim.place ?? claim.districts?.split(';').map(atlas.districtName).join(', ');
      // A disagreement stays whole, as in the list of disputes.
      return atlas.bars(t, [el('b', {}, words.term('Subject', claim.subject)), [claim.category, where].filter(Boolean).map((text) => `, ${text}`)]);
    });
  };
})();
