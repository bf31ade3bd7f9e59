/**
 * Every word the canvas layer shows.
 * @param {number} n
 */

// By hand: the browser takes 40 ms to get its number formats ready.
const number = (n) => {
  const [whole, rest] = String(n).split('.');
  if (!/^-?\d+$/.test(whole)) return String(n);
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (rest ? `.${rest}` : '');
};

export const words = {
  number,
  count: (/** @type {number} */ shown, /** @type {number} */ all) =>
    shown === all ? number(all) : `${number(shown)} of ${number(all)}`,
  onMap: 'on the map',
  inView: (/** @type {number} */ n) => `${number(n)} in view`,
  undrawn: (/** @type {number} */ n) => `${number(n)} not drawn`,
  faults: [
    '',
    'no geometry',
    'a coordinate is not a number',
    'coordinates out of range',
    'nearer to a pole than this map shows',
  ],
  more: (/** @type {number} */ n) => `${number(n)} more`,
  here: (/** @type {number} */ n) => `${number(n)} features here`,
  theme: 'Colours',
  unnamed: '(no name)',
  noStatus: 'status not stated',
  statusTitle: 'Outline',
  walk: (/** @type {string} */ name) => `Features of ${name} in view`,
  walkHelp: 'Arrow keys go from feature to feature, Enter opens one.',
  nothingInView: 'Nothing of this layer is in view.',
  broken: (/** @type {string} */ why) => `This layer cannot be shown completely: ${why}`,
  missing: (/** @type {number} */ n) => `${number(n)} features in view were not drawn`,
};
