'use strict';
/** The address carries the view: #map=zoom/lat/lon&fig=…&sel=…&tab=… and the filter's fields */
(() => {
  const SEVERAL = new Set(['who', 'aff', 'grade', 'src', 'sub']); // fields of the filter
  let ready = false;

  function write(parts) {
    // A notebook's frame is 'about:srcdoc', from where a bare '#…' would lead to the notebook's own address.
    try { history.replaceState(null, '', `${location.href.split('#')[0]}#${parts.join('&')}`); } catch { /* the address is not ours */ }
  }

  /** Write the view into the address; not before the first view is there. */
  atlas.remember = () => {
    if (!ready) return;
    const { map } = atlas;
    const centre = map.getCenter();
    const parts = [`map=${map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`];
    if (atlas.theme.code !== 'safe') parts.push(`look=${atlas.theme.code}`);
    if (atlas.language !== 'en') parts.push(`lang=${atlas.language}`);
    if (atlas.figure?.id) parts.push(`fig=${encodeURIComponent(atlas.figure.id)}`);
    if (atlas.selected) parts.push(`sel=${encodeURIComponent(atlas.selected)}`);
    if (atlas.tab && atlas.tab !== 'overview') parts.push(`tab=${atlas.tab}`);
    // A field with several values stands once for each.
    for (const [name, values] of Object.entries({ ...atlas.filterChosen(), ...atlas.timeChosen(), ...atlas.swipeChosen() })) for (const value of [values].flat()) parts.push(`${name}=${encodeURIComponent(value)}`);
    write(parts);
  };

  /**
   * Build the page anew with another choice, and otherwise as it is.
   * @param {string} name of the choice in the address
   * @param {string} value
   */
  atlas.startAgain = (name, value) => {
    if (ready) atlas.remember();
    else {
      // The first view is not there yet: what the address asked for besides is still to come.
      const asked = location.hash.slice(1).split('&').filter((part) => part && !part.startsWith(`${name}=`));
      write([...asked, `${name}=${value}`]);
    }
    location.reload();
  };

  // A link that is put into the address of the open page, or gone back to, is followed as one that is opened.
  window.addEventListener('hashchange', () => {
    if (location.hash && !location.hash.includes('=')) return; // a part of the page
    ready = false;
    location.reload();
  });

  /** Read the address: {map, fig, sel, tab, …}, as far as it is well formed; a list for a field that stands more than once. */
  atlas.recalled = () => {
    const out = {};
    for (const part of location.hash.slice(1).split('&')) {
      const [name, value] = part.split('=');
      try { if (value) out[name] = name in out && SEVERAL.has(name) ? [out[name], decodeURIComponent(value)].flat() : decodeURIComponent(value); } catch { /* not ours */ }
    }
    const [zoom, lat, lng] = (out.map ?? '').split('/').map(Number);
    out.view = [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 360 ? { zoom, centre: [lat, lng] } : null;
    return out;
  };

  atlas.startRemembering = () => {
    ready = true;
    atlas.map.on('moveend', atlas.remember);
    if (atlas.recalled().view) atlas.remember(); // the popup of what is selected may have moved the map since
  };
})();
