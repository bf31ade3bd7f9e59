/** Finding claims by their words, and the question each answers. */
import { folded } from '../text/dom.js';
import { districtName, say } from '../text/language.js';
import * as words from '../text/words.js';
import { page } from './state.js';

/** @import { Heading } from '../types' */

/** @type {string[] | null} What is searched, by claim; made when it is first asked for. */
let index = null;

/**
 * A text as it is searched: folded, thousands without marks, per cent as a sign of its number.
 * @param {string} text
 */
export const searchable = (text) =>
  folded(text)
    .replace(/(\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)\s*(?:%|per ?cent\b)/g, '$1%')
    .replace(/\s+/g, ' ');

/** @returns {string[]} */
function texts() {
  const { claims, sources, questions } = page.data;
  /** @type {string[][]} */
  const asked = claims.map(() => []);
  for (const heading of questions)
    for (const i of heading.claims) asked[i].push(heading.question, questionText(heading));
  return claims.map((c, i) => {
    const source = sources[c.source - 1];
    const districts = (c.districts ?? '').split(';').filter(Boolean);
    return searchable(
      [
        c.claim_id,
        c.paraphrase,
        c.claimant,
        c.place,
        ...districts,
        ...districts.map(districtName),
        c.category,
        words.term('Subject', c.subject),
        words.figure(c),
        source.title,
        source.publisher,
        source.source_id,
        ...asked[i],
      ]
        .filter(Boolean)
        .join(' \n '),
    );
  });
}

/**
 * A test for one word: letters may go on after it, a number is the whole number ("25" is not in "2025" or "250").
 * @param {string} word
 */
function testOf(word) {
  const start = /^[\p{L}\p{N}]/u.test(word) ? '(?<![\\p{L}\\p{N}])' : '';
  // A decimal is another number: "25" is not in "25.6" or "0.25".
  const before = /^\d/.test(word) ? '(?<!\\d[.,])' : '';
  const end = /\d$/.test(word) ? '(?!\\d|[.,]\\d)' : '';
  const pattern = new RegExp(`${start}${before}${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}${end}`, 'u');
  return (/** @type {string} */ text) => pattern.test(text);
}

/**
 * Claims that hold all words of a text, in the order of the data; all of them without a word. Searched are id,
 * paraphrase, claimant, place, districts, category, subject, figure, question, and the source's title, publisher and id.
 * @param {string} text
 */
export const findClaims = (text) => {
  const tests = searchable(text.trim()).split(' ').filter(Boolean).map(testOf);
  const all = [...page.data.claims.keys()];
  if (!tests.length) return all;
  index ??= texts();
  const searched = index;
  return all.filter((i) => tests.every((test) => test(searched[i])));
};

/** Make ready to search, before the first word is typed. */
export const readyToFind = () => {
  index ??= texts();
};

/**
 * A question in full.
 * @param {Heading} heading
 */
export const questionText = ({ question, since }) => {
  const label = words.term('Question', question);
  return since
    ? say('{question} since {date}?', { question: label.replace(/\s*[?؟]$/, ''), date: words.date(since) })
    : label;
};
