/** Grades in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from '../../geo/maps/web/data/state.js';
import { gradeMeaning, informationGrade, sourceGrade } from '../../geo/maps/web/text/grades.js';

page.data = { terms: { Reason: { reprint: ['a reprint'] }, SourceGrade: { D: ['Not usually reliable'] } } };

test('a grade says why', () => {
  assert.equal(
    sourceGrade({ grade: 'D', grade_reason: 'reprint; given by a person' }),
    'Source grade D: not usually reliable (a reprint; given by a person)',
  );
  assert.equal(
    informationGrade({ grade: '2', grade_reason: '3 origins agree; opposed' }),
    'information grade 2 (3 origins agree; opposed)',
  );
  assert.equal(
    informationGrade({ grade: '1', grade_reason: 'agreed by Armenia and Azerbaijan' }),
    'information grade 1 (agreed by Armenia and Azerbaijan)',
  );
});

test('what nobody graded says so, and gets no letter', () => {
  assert.equal(sourceGrade({}), 'Source not graded');
  assert.equal(informationGrade({}), 'information not graded');
  assert.equal(gradeMeaning('SourceGrade', '-'), 'not graded');
});

test('the reason of a withheld figure stands once, with the figure', () => {
  assert.equal(informationGrade({ grade: '5', grade_reason: 'withheld: x', withheld: 'x' }), 'information grade 5');
});
