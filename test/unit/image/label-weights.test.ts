/** Letters of labels tell the size of a figure's writing; lone strokes tell little. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Component } from '../../../engine/image/components.ts';
import { estimateXHeight } from '../../../engine/image/glyph-size.ts';
import { labelWeights } from '../../../engine/image/label-weights.ts';

const piece = (left: number, top: number, width: number, height: number): Component => ({
  ...{ left, top, width, height, area: width * height },
});
/** "17 cm" with an x-height of 8 pixels, as Computer Modern has it. */
const label = [
  ...[piece(100, 50, 5, 12), piece(108, 50, 7, 12), piece(122, 54, 7, 8), piece(131, 54, 14, 8)],
];
/** Arcs, arrow heads and other strokes, far from each other. */
const strokes = [piece(10, 200, 22, 26), piece(300, 20, 20, 24), piece(200, 300, 24, 25)];

test('pieces side by side count whole, others less', () => {
  const weights = labelWeights([...label, ...strokes]);
  assert.deepEqual(weights.slice(0, 4), [1, 1, 1, 1]);
  assert.ok(weights.slice(4).every((weight) => weight < 0.5));
});

test('the size of a label is found beside strokes, whatever the zoom', () => {
  for (const zoom of [1, 1.5, 2, 3]) {
    const pieces = [...label, ...strokes].map((each) => ({
      ...{ left: each.left * zoom, top: each.top * zoom, area: each.area * zoom ** 2 },
      ...{ width: each.width * zoom, height: each.height * zoom },
    }));
    const found = estimateXHeight(pieces, true)!;
    assert.ok(Math.abs(found / (8 * zoom) - 1) < 0.2, `${found} at ${zoom}`);
  }
});

test('very many pieces are weighed alike, and quickly', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => piece(i * 3, (i * 7) % 900, 2, 3));
  assert.ok(labelWeights(many).every((weight) => weight === 1));
});
