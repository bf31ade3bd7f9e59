/** The mark of a source. */
import { page } from '../data/state.js';
import { tell } from '../signals.js';
import { el } from '../text/dom.js';
import { say } from '../text/language.js';
import * as words from '../text/words.js';

/**
 * The mark [n] that leads to source n.
 * @param {number} n
 */
export const cite = (n) => {
  const source = page.data.sources[n - 1];
  return el(
    'button',
    {
      type: 'button',
      class: 'cite',
      'data-source': n,
      click: () => tell('source', n),
      title: [source.title, source.publisher, words.date(source.published)].filter(Boolean).join(' · '),
      'aria-label': say('Source {n}: {title}', { n, title: source.title ?? '' }),
    },
    `[${n}]`,
  );
};
