/** A paste that a key has overtaken is known by the order of a document's events. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ExpectedPaste } from '../../../extension/paste/dropped.ts';
import type { TextChange } from '../../../extension/paste/tracker.ts';

const mark = '⟨reading image 1…⟩';
const typed = (rangeOffset: number, text: string, rangeLength = 0): TextChange => ({
  rangeOffset,
  rangeLength,
  text,
});

test('the paste itself is known by its text, also when several cursors paste it', () => {
  const paste = new ExpectedPaste(mark, [2, 7]);
  assert.equal(paste.next([typed(7, mark), typed(2, mark)]), 'pasted');
});

test('a key that came first: the paste belongs before what was typed', () => {
  const paste = new ExpectedPaste(mark, [3]);
  assert.equal(paste.next([typed(3, ' ')]), 'overtaken');
  assert.deepEqual(paste.offsets, [3]);
  assert.equal(paste.next([typed(4, 'h')]), 'overtaken');
  assert.deepEqual(paste.offsets, [3]);
  assert.equal(paste.next([typed(0, '\n    ')]), 'overtaken');
  assert.deepEqual(paste.offsets, [8]);
  assert.equal(paste.next([typed(8, mark)]), 'pasted');
});

test('the edit of another provider is no key', () => {
  const paste = new ExpectedPaste(mark, [3]);
  assert.equal(paste.next([typed(3, '![alt text](image.png)')]), 'unknown');
});

test('the place moves as a character there would, whatever is typed or deleted', () => {
  const edits = fc.array(fc.record({ at: fc.nat(40), length: fc.nat(6), text: fc.string() }));
  fc.assert(
    fc.property(edits, fc.nat(20), (steps, start) => {
      let text = '.'.repeat(start) + '|'.repeat(1) + '.'.repeat(20);
      const paste = new ExpectedPaste(mark, [start]);
      for (const { at, length, text: written } of steps) {
        const from = Math.min(at, text.length);
        const to = Math.min(from + length, text.length);
        const place = text.indexOf('|');
        if ((from <= place && to > place) || written.includes('|')) continue;
        text = text.slice(0, from) + written + text.slice(to);
        paste.next([typed(from, written, to - from)]);
        assert.equal(paste.offsets[0], from === place ? place : text.indexOf('|'));
        if (from === place) return;
      }
    }),
  );
});
