'use strict';
/** Name space of the canvas layer, and every word it shows. */
window.canvasTiles = window.canvasTiles ?? {};

(() => {
  // By hand: the browser takes 40 ms to get its number formats ready.
  const number = (n) => {
    const [whole, rest] = String(n).split('.');
    if (!/^-?\d+$/.test(whole)) return String(n);
    return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (rest ? `.${rest}` : '');
  };

  canvasTiles.words = {
    number,
    count: (shown, all) => (shown === all ? number(all) : `${number(shown)} of ${number(all)}`),
    onMap: 'on the map',
    inView: (n) => `${number(n)} in view`,
    undrawn: (n) => `${number(n)} not drawn`,
    faults: ['', 'no geometry', 'a coordinate is not a number', 'coordinates out of range',
      'nearer to a pole than this map shows'],
    more: (n) => `${number(n)} more`,
    here: (n) => `${number(n)} features here`,
    theme: 'Colours',
    unnamed: '(no name)',
    noStatus: 'status not stated',
    statusTitle: 'Outline',
    walk: (name) => `Features of ${name} in view`,
    walkHelp: 'Arrow keys go from feature to feature, Enter opens one.',
    nothingInView: 'Nothing of this layer is in view.',
    broken: (why) => `This layer cannot be shown completely: ${why}`,
    tooOld: 'this browser lacks DecompressionStream',
    wrongSize: 'its data is damaged',
    missing: (n) => `${number(n)} features in view were not drawn`,
  };

  /** Create an element; strings become text, never markup. */
  canvasTiles.el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === 'function') node.addEventListener(name, value);
      else node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return node;
  };
})();
