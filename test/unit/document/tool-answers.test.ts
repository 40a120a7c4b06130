/** What tools tell of a PDF stays bounded and says what it lacks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldAnswer, toldOutline, toldPage } from '../../../document/toolAnswers.ts';

test('an outline is told flat, with levels, and what is left out is counted', () => {
  const leaf = { title: 'b', page: null, children: [] };
  const entries = Array.from({ length: 600 }, () => ({ title: 'a', page: 2, children: [leaf] }));
  const details = { title: 'T', pageCount: 3, labels: null, outline: entries };
  const told = toldOutline(details);
  assert.equal(told.outline.length, 1_000);
  assert.equal(told.leftOut, 200);
  assert.deepEqual(told.outline.slice(0, 2), [
    { title: 'a', level: 1, page: 2 },
    { title: 'b', level: 2, page: null },
  ]);
  assert.ok(!('labels' in told));
});

test('a page says that it is a picture, and how many formulas failed', () => {
  assert.match(
    toldPage(1, '', { scan: 'picture', formulas: { failed: 2 } }).note ?? '',
    /without a text layer.* 2 formulas/,
  );
  assert.ok(!('note' in toldPage(1, 'x', { scan: 'no', formulas: { failed: 0 } })));
});

test('quotes are called quotes', () => {
  const rectangles = [{ x1: 1.04, y1: 2, x2: 3.33333, y2: 4 }];
  const citations = [{ number: 1, page: 2, quote: 'q', rectangles }];
  const told = toldAnswer({ answer: 'q [1]', quoted: true, citations });
  assert.match(told.note ?? '', /no model wrote/);
  assert.deepEqual(told.citations[0]?.rectangles, [{ x1: 1, y1: 2, x2: 3.3, y2: 4 }]);
  assert.ok(!('note' in toldAnswer({ answer: 'a', quoted: false, citations: [] })));
});
