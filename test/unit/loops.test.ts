import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { loopEnd } from '../../engine/tasks/loops.ts';

const tokens = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

test('finds where a loop began and keeps its first round', () => {
  assert.equal(loopEnd(tokens('x=1+' + '2'.repeat(48))), 5);
  assert.equal(loopEnd(tokens('x=' + 'abc+'.repeat(12))), 6);
});

test('a long row of equal things is no loop yet', () => {
  assert.equal(loopEnd(tokens('0&'.repeat(20))), undefined);
  assert.equal(loopEnd(tokens('(a_1+a_2)(a_1+a_2)(a_1+a_2)')), undefined);
});

test('text without repetition is never cut, and a cut is inside the text', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 120 }), (ids) => {
      const end = loopEnd(ids);
      assert.ok(end === undefined || (end > 0 && end <= ids.length - 24));
    }),
  );
  assert.equal(loopEnd(Array.from({ length: 500 }, (_, i) => i)), undefined);
});
