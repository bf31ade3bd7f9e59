/** The packed payload, unpacked and indexed. */

import { byId } from '../text/dom.js';
import { say, translate } from '../text/language.js';
import { concerned } from './disputes.js';
import { areaKey } from './find.js';
import { page } from './state.js';

/** @import { Data } from '../types' */

async function unpack() {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error(say('This browser is too old to unpack the data (it lacks DecompressionStream).'));
  }
  try {
    const bytes = Uint8Array.from(atob(byId('payload').textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  } catch {
    // Browsers say "Failed to fetch" or "Unexpected token", which tells a reader nothing.
    throw new Error(
      say(
        'The data in this file is damaged or incomplete, so the map is empty. That does not mean that land is safe. Get the file again.',
      ),
    );
  }
}

/**
 * @param {Map<any, any[]>} map
 * @param {unknown} key
 * @param {unknown} value
 */
const listed = (map, key, value) => {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
};

/** Load the payload into `page.data`. */
export const load = async () => {
  /** @type {Data} */
  const data = await unpack();
  data.citedBy = new Map(); // source number -> claims
  data.counteredBy = new Map(); // claim -> claims that name it as what they contradict
  data.disputesOf = new Map(); // claim -> disputes
  data.recordsOf = new Map(); // claim -> keys of the minefield records that it speaks of
  data.homes = new Map(); // claim -> keys of what it hangs on
  data.claims.forEach((claim, i) => {
    listed(data.citedBy, claim.source, i);
    if (claim.counters !== undefined) listed(data.counteredBy, claim.counters, i);
  });
  data.competingOf = new Map(); // claim -> sets of competing figures
  data.competing.forEach((list, t) => list.forEach((i) => listed(data.competingOf, i, t)));
  data.disputes.forEach((d, i) => {
    for (const c of concerned(d)) listed(data.disputesOf, c, i);
  });
  data.districtAt = new Map(data.districts.map((d, i) => [d.district, i]));
  data.districts.forEach((d, _i) => {
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
    s.districts.forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.sites.push(i));
  });
  data.areas.forEach((a) => {
    a.key = areaKey(a.layer, a.id);
    // A claim about a record is about a paper: that gives it no place of its own.
    const record = a.layer === 'minefield_records';
    a.claims.forEach((c) => listed(record ? data.recordsOf : data.homes, c, a.key));
  });
  data.groups.forEach((g, i) => {
    g.key = `group:${g.districts.join(';')}`;
    g.claims.forEach((c) => listed(data.homes, c, g.key));
    g.districts.forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.groups.push(i));
  });
  data.accidents.forEach((a, i) => {
    if (a.drawn) return;
    (a.districts ?? '')
      .split(';')
      .forEach((name) => data.districts[data.districtAt.get(name) ?? -1]?.accidents.push(i));
  });
  // Claims that name a district without being about all of it or about a place on the map.
  data.claims.forEach((claim, i) => {
    const names = (claim.districts ?? '').split(';').filter(Boolean);
    if (data.homes.has(i) || claim.support === 'multi_district') return;
    names.forEach((name) => {
      const district = data.districts[data.districtAt.get(name) ?? -1];
      if (district && !district.claims.includes(i)) district.loose.push(i);
    });
  });
  page.data = data;
  translate(data);
};
