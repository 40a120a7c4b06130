/** Marks stand under the letters they mean, whatever spaces and edits come between. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import {
  carryMarks,
  differing,
  pieces,
  unsureMarks,
  type Mark,
} from '../../../webview/readings/marks.ts';

const text = (source: string, marks: readonly Mark[]): string[] =>
  marks.map(({ start, end }) => source.slice(start, end));

const token = (value: string, confidence = 0.99) => ({ text: value, confidence });

test('finds unsure tokens though the source was tidied', () => {
  const tokens = [
    token('\\frac '),
    token('{'),
    token('\\alpha ', 0.4),
    token('x', 0.5),
    token('}'),
  ];
  const latex = '\\frac{\\alpha x}';
  assert.deepEqual(text(latex, unsureMarks(latex, tokens)), ['\\alpha', 'x']);
});

test('stops where source and tokens disagree', () => {
  const tokens = [token('a', 0.1), token('b', 0.1), token('c', 0.1)];
  assert.deepEqual(text('a?c', unsureMarks('a?c', tokens)), ['a']);
});

test('pieces always add up to the source', () => {
  const mark = fc
    .tuple(fc.nat(40), fc.nat(40), fc.constantFrom('unsure' as const, 'error' as const))
    .map(([start, end, kind]): Mark => ({ start, end, kind }));
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(mark, { maxLength: 6 }), (source, marks) => {
      const cut = pieces(source, marks);
      assert.equal(cut.map((piece) => piece.text).join(''), source);
    }),
  );
});

test('an edit moves the marks with their text and drops those it touches', () => {
  const word = fc.string({ minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(word, word, word, fc.string({ maxLength: 6 }), (before, marked, after, typed) => {
      const source = before + marked + after;
      const mark: Mark = {
        start: before.length,
        end: before.length + marked.length,
        kind: 'unsure',
      };
      for (const edited of [typed + source, source + typed]) {
        assert.deepEqual(text(edited, carryMarks([mark], source, edited)), [marked]);
      }
      for (const left of carryMarks([mark], source, before + typed + after)) {
        assert.equal((before + typed + after).slice(left.start, left.end), marked);
      }
    }),
  );
});

test('what differs is found in whole symbols', () => {
  const different = (now: string, other: string): string | undefined => {
    const found = differing(now, other);
    return found === undefined ? undefined : now.slice(found.start, found.end);
  };
  assert.equal(different('a\\mp b', 'a\\pm b'), '\\mp');
  assert.equal(different('x_{\\alpha}', 'x_{\\alphabet}'), '\\alpha');
  assert.equal(different('x^2', 'x'), '^2');
  assert.equal(different('x', 'x^2'), undefined);
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (head, mine, tail) => {
      const found = differing(head + mine + tail, head + tail);
      if (found === undefined) return;
      assert.ok(0 <= found.start && found.start < found.end);
      assert.ok(found.end <= (head + mine + tail).length);
    }),
  );
});
