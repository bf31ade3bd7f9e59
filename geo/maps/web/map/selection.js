/** The selection: what is recorded there, in a popup or in the panel. */
import { remember } from '../data/address.js';
import { lookUp } from '../data/find.js';
import { page } from '../data/state.js';
import { narrow, refreshTab, showTab } from '../panel/panel.js';
import { cardOf } from '../panel/place.js';
import { action, announce, el } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';
import { LEGEND, margins, POPUP, TOOLS } from './extent.js';
import { highlightSelection } from './highlight.js';

/** @import { Found, SelectOptions } from '../types' */

/** @type {L.Popup | null} */
let popup = null;

/**
 * The part of the map that a selection takes, where it has a size.
 * @param {Found} found
 */
function extentOf({ kind, item }) {
  if (kind !== 'group') return 'box' in item && item.box ? L.latLngBounds(item.box) : null;
  const { districts, districtAt } = page.data;
  const boxes = item.districts.map((name) => districts[districtAt.get(name) ?? -1]?.box).filter((box) => box);
  return boxes.length ? L.latLngBounds(boxes.flat()) : null;
}

/** @param {Found} found */
function nameOf({ kind, item }) {
  if (kind === 'group') return say('Group of districts');
  if (kind === 'district') return districtName(item.district);
  return item.name ?? ('id' in item ? item.id : '');
}

/**
 * Select something and show what is recorded there.
 * @param {string} key
 * @param {SelectOptions} [options]
 */
export const answer = (key, options = {}) => {
  const { map } = page;
  const found = lookUp(key);
  if (!found) return;
  page.selected = key;
  const { kind, item } = found;
  if (narrow() && !options.quiet) showTab('place', { by: 'hand' });
  const box = extentOf(found);
  const at = 'at' in item ? item.at : undefined;
  if ((kind === 'group' || options.fly) && box) map.fitBounds(box, { ...margins(), maxZoom: 10.5, animate: false });
  else if (options.fly && at) map.setView(at, Math.max(map.getZoom(), 11), { animate: false });
  highlightSelection();
  refreshTab('place');
  remember();
  if (kind !== 'here') announce(`${nameOf(found)}: ${words.count(item.claims.length, 'claim')}`);
  if (options.quiet) {
    popup?.remove();
    return;
  }
  const spot = options.at ?? at ?? box?.getCenter();
  // Where the text is the place to read, or a popup has no room beside the legend, the map shows where.
  if (
    narrow() ||
    !spot ||
    options.fly ||
    kind === 'district' ||
    kind === 'group' ||
    kind === 'here' ||
    page.tab === 'place' ||
    map.getSize().x < LEGEND + POPUP + TOOLS
  ) {
    popup?.remove();
    showTab('place', { by: 'hand' });
    // Keep what was chosen above the sheet.
    if (narrow() && spot)
      map.panInside(spot, {
        paddingTopLeft: [30, 60],
        paddingBottomRight: [60, map.getSize().y * 0.62],
        animate: false,
      });
    return;
  }
  popup?.remove();
  popup = L.popup({
    maxWidth: POPUP - 30,
    minWidth: 340,
    maxHeight: Math.max(260, Math.round(map.getSize().y * 0.62)),
    className: 'claims-popup',
    autoPanPaddingTopLeft: [LEGEND, 12],
    autoPanPaddingBottomRight: [TOOLS, 12],
  })
    .setLatLng(spot)
    .setContent(
      el(
        'div',
        { click: (event) => event.stopPropagation() }, // or it would reach the map once its button is gone
        el(
          'p',
          { class: 'popup-tools' },
          action(say('Read in the panel'), () => {
            popup?.remove();
            showTab('place', { by: 'hand' }).focus();
          }),
        ),
        cardOf(key),
      ),
    )
    .openOn(map);
};

/** Close the popup of the selection. */
export const closePopup = () => popup?.remove();

/** Tell in the open popup what is told now, after the day changed. */
export const refreshPopup = () => {
  if (!popup?.isOpen()) return;
  popup
    .getElement()
    ?.querySelector('.card')
    ?.replaceWith(cardOf(page.selected ?? ''));
  popup.update();
};

/** What is selected, for the address. */
export const inSelection = () => (page.selected ? { sel: page.selected } : {});

/** What the panel says of the selection. */
export const placeView = () =>
  page.selected
    ? cardOf(page.selected)
    : el(
        'p',
        { class: 'lead' },
        say('Click a district or a symbol on the map, or search by name, to read every claim about it.'),
      );
