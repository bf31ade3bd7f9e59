/** The colours of the page: one of two themes, chosen in the masthead and kept in the link. */
import { startAgain } from '../data/address.js';
import { themes } from '../settings.js';
import { byId, el } from '../text/dom.js';
import { say } from '../text/language.js';

const KEPT = 'atlas-theme';
const wanted = new URLSearchParams(globalThis.location?.hash.slice(1)).get('look');
const codes = Object.keys(themes).sort((a, b) => Number(b === 'safe') - Number(a === 'safe'));
const remembered = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

/** The theme in use. */
export const theme = themes[[wanted, remembered()].find((code) => code !== null && codes.includes(code)) ?? codes[0]];
let chosen = theme;

/** The theme chosen, for the address. */
export const inTheme = () => (chosen.code !== 'safe' ? { look: chosen.code } : {});

/** Give the page its colours; before anything is drawn. */
export function wearTheme() {
  document.documentElement.dataset.look = theme.code;
  document.documentElement.style.setProperty('--ramp-second', theme.ramp[1]);
  document.documentElement.style.setProperty('--ramp-last', theme.ramp[theme.ramp.length - 1]);
}

/** Offer the themes; everything is built anew in the one chosen, the view stays. */
export const offerThemes = () => {
  /** @type {Record<string, string>} */
  const names = { safe: say('Colour-blind safe'), un: say('UN style') };
  byId('language-choice').prepend(
    el(
      'select',
      {
        id: 'look',
        'aria-label': say('Colours'),
        change: (e) => {
          try {
            localStorage.setItem(KEPT, e.target.value);
          } catch {
            /* the link still carries it */
          }
          chosen = themes[e.target.value];
          startAgain('look', chosen.code);
        },
      },
      codes.map((code) => el('option', { value: code, selected: code === theme.code }, names[code])),
    ),
  );
};
