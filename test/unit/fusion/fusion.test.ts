import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeRows } from '../../../engine/fusion/merge.ts';
import {
  imageMark,
  promptLength,
  splitPrompt,
  textIds,
  type Segment,
} from '../../../engine/fusion/segments.ts';

/** One id per character. */
const characters = {
  encode: (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0),
};

const texts = fc.array(
  fc.string().filter((text) => !text.includes('<') && !text.includes('>')),
  { minLength: 1, maxLength: 5 },
);

test('a prompt falls apart at its marks, in order, and nothing is lost', () => {
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.nat(9)), (pieces, sizes) => {
      const rows = [...sizes.take(pieces.length - 1)];
      const segments = splitPrompt(pieces.join(imageMark), rows, characters);
      const images = segments.filter((segment) => segment.kind === 'image');
      assert.deepEqual(
        images.map(({ index, rows: count }) => [index, count]),
        rows.map((count, index) => [index, count]),
      );
      assert.deepEqual(textIds(segments), characters.encode(pieces.join('')));
      const total = rows.reduce((sum, count) => sum + count, 0);
      assert.equal(promptLength(segments), total + characters.encode(pieces.join('')).length);
    }),
  );
});

test('marks and images must be as many', () => {
  const split = (prompt: string, rows: number[]) => () => splitPrompt(prompt, rows, characters);
  assert.throws(split('no mark', [4]), { code: 'image-count', message: /0 <image> marks for 1/ });
  assert.throws(split('<image><image>', [4]), { code: 'image-count' });
  assert.throws(split('<image>', []), { code: 'image-count' });
});

test('rows of text and images come in the order of the prompt', () => {
  const segment = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), ids: fc.array(fc.nat(99), { minLength: 1 }) }),
    fc.record({ kind: fc.constant('image' as const), rows: fc.nat(6) }),
  );
  fc.assert(
    fc.property(
      fc.array(segment, { maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      (list, width) => {
        // Every row holds a number of its own; the merged rows must then count up.
        let next = 0;
        const row = () => new Array<number>(width).fill(next++);
        const text: number[] = [];
        const images: Float32Array[] = [];
        const segments = list.map((item): Segment => {
          if (item.kind === 'text') {
            text.push(...item.ids.flatMap(row));
            return item;
          }
          images.push(Float32Array.from(Array.from({ length: item.rows }, row).flat()));
          return { ...item, index: images.length - 1 };
        });
        const merged = mergeRows(segments, Float32Array.from(text), images, width);
        assert.equal(merged.length, promptLength(segments) * width);
        merged.forEach((value, i) => assert.equal(value, Math.floor(i / width)));
      },
    ),
  );
});

test('an image of another size than its place is refused', () => {
  const place = [{ kind: 'image' as const, index: 0, rows: 3 }];
  for (const rows of [0, 2, 4]) {
    const image = new Float32Array(rows * 2);
    assert.throws(() => mergeRows(place, new Float32Array(0), [image], 2), {
      code: 'image-rows',
      message: new RegExp(`Image 1 has ${rows} rows for 3 places`),
    });
  }
  assert.throws(() => mergeRows(place, new Float32Array(0), [], 2), { code: 'image-rows' });
});
