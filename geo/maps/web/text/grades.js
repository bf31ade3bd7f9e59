/** Grades in words: which, why, and whether a person gave it; or that there is none. */
import { lower, say } from './language.js';
import * as words from './words.js';

/** @param {string} part */
const reason = (part) => {
  const origins = /^(\d+) origins agree$/.exec(part);
  if (origins) return say('{origins} agree', { origins: words.count(Number(origins[1]), 'origin') });
  const sides = /^agreed by (.+)$/.exec(part);
  if (sides) return say('agreed by {sides}', { sides: sides[1] });
  const withheld = /^withheld: (.+)$/.exec(part);
  if (withheld) return say('withheld: {reason}', { reason: withheld[1] });
  return words.term('Reason', part);
};

/**
 * Why a source or claim has its grade, in brackets; nothing where nothing is said.
 * @param {{grade_reason?: string}} graded
 */
const why = ({ grade_reason: text }) => (text ? ` (${text.split('; ').map(reason).join('; ')})` : '');

/** @param {{grade?: string, grade_reason?: string}} source */
export const sourceGrade = (source) =>
  source.grade
    ? say('Source grade {grade}: {words}', {
        grade: source.grade,
        words: lower(words.term('SourceGrade', source.grade)),
      }) + why(source)
    : say('Source not graded');

/** @param {{grade?: string, grade_reason?: string, withheld?: string}} claim */
export const informationGrade = (claim) =>
  claim.grade
    ? say('information grade {grade}', { grade: claim.grade }) + (claim.withheld ? '' : why(claim))
    : say('information not graded');

/**
 * A grade's meaning, for the filter.
 * @param {string} vocabulary
 * @param {string} grade
 */
export const gradeMeaning = (vocabulary, grade) =>
  grade === UNGRADED ? say('not graded') : lower(words.term(vocabulary, grade));

/** Stands for a missing grade in the filter and in links. */
export const UNGRADED = '-';
