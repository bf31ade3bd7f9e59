'use strict';
/** The packed payload, unpacked and indexed. */
(() => {
  async function unpack() {
    if (typeof DecompressionStream === 'undefined') {
      throw new Error(atlas.say('This browser is too old to unpack the data (it lacks DecompressionStream).'));
    }
    const bytes = Uint8Array.from(atob(document.getElementById('payload').textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  }

  const listed = (map, key, value) => {
    const list = map.get(key);
    if (!list) map.set(key, [value]); else if (!list.includes(value)) list.push(value);
  };

  /** Load the payload into `atlas.data`. */
  atlas.load = async () => {
    const data = await unpack();
    data.citedBy = new Map();    // source number -> claims
    data.counteredBy = new Map(); // claim -> claims that name it as what they contradict
    data.disputesOf = new Map(); // claim -> disputes
    data.homes = new Map();      // claim -> keys of what it hangs on
    data.claims.forEach((claim, i) => {
      listed(data.citedBy, claim.source, i);
      if (claim.counters !== undefined) listed(data.counteredBy, claim.counters, i);
    });
    data.competingOf = new Map(); // claim -> sets of competing figures
    data.competing.forEach((list, t) => list.forEach((i) => listed(data.competingOf, i, t)));
    data.disputes.forEach((d, i) => {
      for (const c of atlas.concerned(d)) listed(data.disputesOf, c, i);
    });
    data.districtAt = new Map(data.districts.map((d, i) => [d.district, i]));
    data.districts.forEach((d, i) => {
      d.key = `district:${d.district}`;
      d.groups = [];
      d.sites = [];
      d.accidents = [];
      d.loose = [];
      if (d.drawn) d.claims.forEach((c) => listed(data.homes, c, d.key));
    });
    data.sites.forEach((s, i) => {
      s.key = `site:${s.id}`;
      s.claims.forEach((c) => listed(data.homes, c, s.key));
      s.districts.forEach((name) => data.districts[data.districtAt.get(name)]?.sites.push(i));
    });
    data.areas.forEach((a) => {
      a.key = atlas.areaKey(a.layer, a.id);
      a.claims.forEach((c) => listed(data.homes, c, a.key));
    });
    data.groups.forEach((g, i) => {
      g.key = `group:${g.districts.join(';')}`;
      g.claims.forEach((c) => listed(data.homes, c, g.key));
      g.districts.forEach((name) => data.districts[data.districtAt.get(name)]?.groups.push(i));
    });
    data.accidents.forEach((a, i) => {
      if (a.drawn) return;
      (a.districts ?? '').split(';').forEach((name) => data.districts[data.districtAt.get(name)]?.accidents.push(i));
    });
    // Claims that name a district without being about all of it or about a place on the map.
    data.claims.forEach((claim, i) => {
      const names = (claim.districts ?? '').split(';').filter(Boolean);
      if (data.homes.has(i) || claim.support === 'multi_district') return;
      names.forEach((name) => {
        const district = data.districts[data.districtAt.get(name)];
        if (district && !district.claims.includes(i)) district.loose.push(i);
      });
    });
    atlas.data = data;
    atlas.translate(data);
  };

  /** Key of an area or an event. */
  atlas.areaKey = (layer, id) => `${layer === 'events' ? 'event' : 'area'}:${id}`;

  /** What a selection key stands for: {kind, item} or null. */
  atlas.find = (key) => {
    const kind = key.slice(0, key.indexOf(':'));
    const asked = kind === 'here' && atlas.hereAsked(key);
    if (asked) return { kind, item: asked };
    const list = { district: 'districts', site: 'sites', area: 'areas', event: 'areas', group: 'groups' }[kind];
    const item = (list && atlas.data[list].find((candidate) => candidate.key === key)) ?? atlas.openedArea(key);
    return item ? { kind, item } : null;
  };

  /** Claims newest first; ties keep the order of the data. */
  atlas.newestFirst = (claims) => [...claims].sort((a, b) => {
    const [ka, kb] = [a, b].map((i) => atlas.words.sortKey(atlas.data.claims[i]));
    return ka < kb ? 1 : ka > kb ? -1 : a - b;
  });
})();
