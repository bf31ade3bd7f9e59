/** The address carries the view: #map=zoom/lat/lon&fig=…&sel=…&tab=… and the filter's fields */
import { page } from './state.js';

const SEVERAL = new Set(['who', 'aff', 'grade', 'src', 'sub']); // fields of the filter
let ready = false;
/** @type {(() => Record<string, string | string[]>)[]} */
let others = [];

/**
 * Say what the address holds besides the part of the map in view.
 * @param {(() => Record<string, string | string[]>)[]} chosen each gives names and values, in the order of the address
 */
export const rememberAlso = (chosen) => {
  others = chosen;
};

/** @param {string[]} parts */
function write(parts) {
  // A notebook's frame is 'about:srcdoc', from where a bare '#…' would lead to the notebook's own address.
  try {
    history.replaceState(null, '', `${location.href.split('#')[0]}#${parts.join('&')}`);
  } catch {
    /* the address is not ours */
  }
}

/** Write the view into the address; not before the first view is there. */
export const remember = () => {
  if (!ready) return;
  const { map } = page;
  const centre = map.getCenter();
  const parts = [`map=${map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`];
  for (const chosen of others) {
    for (const [name, values] of Object.entries(chosen())) {
      // A field with several values is there once for each.
      for (const value of [values].flat()) parts.push(`${name}=${encodeURIComponent(value)}`);
    }
  }
  write(parts);
};

/**
 * Build the page anew with another choice, and otherwise as it is.
 * @param {string} name of the choice in the address
 * @param {string} value
 */
export const startAgain = (name, value) => {
  if (ready) remember();
  else {
    // The first view is not there yet: what the address asked for besides is still to come.
    const asked = location.hash
      .slice(1)
      .split('&')
      .filter((part) => part && !part.startsWith(`${name}=`));
    write([...asked, `${name}=${value}`]);
  }
  location.reload();
};

/** A link that is put into the address of the open page, or gone back to, is followed as one that is opened. */
export const followLinks = () =>
  window.addEventListener('hashchange', () => {
    if (location.hash && !location.hash.includes('=')) return; // a part of the page
    ready = false;
    location.reload();
  });

/** Read the address: {map, fig, sel, tab, …}, as far as it is well formed; a list for a field that stands more than once. */
export const recalled = () => {
  /** @type {Record<string, any>} */
  const out = {};
  for (const part of location.hash.slice(1).split('&')) {
    const [name, value] = part.split('=');
    try {
      if (value)
        out[name] =
          name in out && SEVERAL.has(name) ? [out[name], decodeURIComponent(value)].flat() : decodeURIComponent(value);
    } catch {
      /* not ours */
    }
  }
  const [zoom, lat, lng] = (out.map ?? '').split('/').map(Number);
  out.view =
    [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 360
      ? { zoom, centre: [lat, lng] }
      : null;
  return out;
};

/** From now on write the view into the address. */
export const startRemembering = () => {
  ready = true;
  page.map.on('moveend', remember);
  if (recalled().view) remember(); // the popup of what is selected may have moved the map since
};
