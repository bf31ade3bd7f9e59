/** Where the pointer is, in the way the reader chose. */
import { page } from '../data/state.js';
import { action, announce, el } from '../text/dom.js';
import { formats } from '../text/grid.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';
import { askHere } from './here.js';

/**
 * Width of a pixel at a latitude, in metres.
 * @param {number} lat
 */
const pixel = (lat) => (40_075_017 * Math.cos(lat * (Math.PI / 180))) / (256 * 2 ** page.map.getZoom());

/**
 * Put an element into a corner of the map.
 * @param {L.ControlPosition} position
 * @param {HTMLElement} node
 */
export const control = (position, node) => {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  new (L.Control.extend({ onAdd: () => node }))({ position }).addTo(page.map);
};

/**
 * @param {string} shown
 * @param {HTMLElement} button
 */
function copy(shown, button) {
  const text = shown.replace(/[\u2066-\u2069]/g, ''); // marks of direction are the page's
  const done = () => {
    button.textContent = say('Copied');
    announce(say('Copied: {text}', { text }));
  };
  const byHand = () => {
    const field = el('textarea', { class: 'unseen' }, text);
    document.body.append(field);
    field.select();
    if (document.execCommand('copy')) done();
    field.remove();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}

const names = Object.keys(formats);

/**
 * Open a pin that says a position in all ways to write it, to copy, and to ask what is recorded there.
 * @param {L.LatLng} at
 * @param {{typed?: string, metres?: number}} [asked] what was typed, and the side of the square that it names
 */
export const pinAt = (at, { typed, metres } = {}) => {
  const { map } = page;
  const exact = metres ?? (typed ? 1 : pixel(at.lat));
  const rows = names.map((name) => {
    const value = formats[name](at.lat, at.lng, exact);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, name),
      el('td', {}, value),
      el(
        'td',
        {},
        el(
          'button',
          {
            type: 'button',
            class: 'action',
            'aria-label': say('Copy {name}', { name }),
            click: (e) => copy(value, e.target),
          },
          say('Copy'),
        ),
      ),
    );
  });
  L.popup({ className: 'position-popup', minWidth: 260 })
    .setLatLng(at)
    .setContent(
      el(
        'div',
        {},
        el(
          'table',
          {},
          el('caption', {}, typed ? say('“{text}” is read as', { text: typed }) : say('This position')),
          el('tbody', {}, rows),
        ),
        el(
          'p',
          {},
          action(say('What is recorded here?'), () => {
            map.closePopup();
            askHere('at', [[at.lat, at.lng]]);
          }),
        ),
        el(
          'p',
          { class: 'claim-note' },
          metres
            ? say('WGS 84. It names a square of {length}; this is its middle.', { length: words.metres(metres) })
            : typed
              ? say('WGS 84, as typed.')
              : say('WGS 84, as exact as a pixel of this view.'),
        ),
      ),
    )
    .openOn(map);
};

/** Where the pointer is, in the way the reader chose; a right click or 'c' gives all to copy. */
export function addCoordinates() {
  const { map } = page;
  let format = names[0];
  /** @type {L.LatLng | null} */
  let last = null;
  const text = el('span', { id: 'coordinates' });
  const show = () => {
    const at = last ?? map.getCenter();
    text.textContent = `${last ? '' : say('centre ')}${formats[format](at.lat, at.lng, pixel(at.lat))}`;
  };
  const button = el('button', {
    type: 'button',
    title: say('Degrees; degrees, minutes, seconds; MGRS'),
    click: () => {
      format = names[(names.indexOf(format) + 1) % names.length];
      label();
      show();
    },
  });
  const label = () => {
    button.textContent = format;
    button.setAttribute('aria-label', say('Coordinates in {format}; change', { format }));
  };
  label();
  const box = el(
    'div',
    {
      class: 'coordinates',
      mousemove: (e) => e.stopPropagation(),
      mouseenter: () => {
        last = null;
        show();
      },
    },
    button,
    text,
  );
  control('bottomright', box);
  map.on('mousemove', (event) => {
    last = event.latlng;
    show();
  });
  map.on('mouseout', () => {
    last = null;
    show();
  });
  map.on('moveend', show);
  map.on('contextmenu', (event) => pinAt(event.latlng));
  map.getContainer().addEventListener('keydown', (event) => {
    if (event.key === 'c' && !event.ctrlKey && !event.metaKey && event.target === map.getContainer())
      pinAt(map.getCenter());
  });
  show();
}
