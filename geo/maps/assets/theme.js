'use strict';
/** The colours of the page: one of two themes, chosen in the masthead and kept in the link. */
(() => {
  const { say } = atlas;
  const KEPT = 'atlas-theme';
  const wanted = new URLSearchParams(location.hash.slice(1)).get('look');
  const codes = Object.keys(atlas.themes).sort((a, b) => (b === 'safe') - (a === 'safe'));
  const remembered = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };

  /** The theme in use. */
  atlas.theme = atlas.themes[[wanted, remembered()].find((code) => codes.includes(code)) ?? codes[0]];
  document.documentElement.dataset.look = atlas.theme.code;
  document.documentElement.style.setProperty('--ramp-second', atlas.theme.ramp[1]);
  document.documentElement.style.setProperty('--ramp-last', atlas.theme.ramp.at(-1));

  /** Offer the themes; everything is built anew in the one chosen, the view stays. */
  atlas.offerThemes = () => {
    const names = { safe: say('Colour-blind safe'), un: say('UN style') };
    document.getElementById('language-choice').prepend(atlas.el('select', { id: 'look', 'aria-label': say('Colours'), change: (e) => {
      try { localStorage.setItem(KEPT, e.target.value); } catch { /* the link still carries it */ }
      atlas.theme = atlas.themes[e.target.value];
      atlas.startAgain('look', atlas.theme.code);
    } }, codes.map((code) => atlas.el('option', { value: code, selected: code === atlas.theme.code }, names[code]))));
  };
})();
