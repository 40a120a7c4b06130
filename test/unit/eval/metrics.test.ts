import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { bleuCounts, corpusBleu, tokenize13a } from '../../../engine/eval/bleu.ts';
import { compactLatex } from '../../../engine/eval/compact.ts';
import {
  characterDistance,
  symbolDistance,
  tokenSimilarity,
} from '../../../engine/eval/distance.ts';

interface Vectors {
  compact: [string, string][];
  tokens: [string, string[]][];
  distance: [string, string, number][];
  bleu: { predictions: string[]; references: string[]; score: number }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors.json', import.meta.url), 'utf8'),
) as Vectors;

const bleuOf = (predictions: string[], references: string[]): number =>
  corpusBleu(
    predictions.map((text, index) =>
      bleuCounts(tokenize13a(text), tokenize13a(references[index] ?? '')),
    ),
  );

test('the compact form is UniMERNet’s', () => {
  for (const [spaced, compact] of vectors.compact) assert.equal(compactLatex(spaced), compact);
});

test('13a tokens are sacrebleu’s', () => {
  for (const [text, tokens] of vectors.tokens) assert.deepEqual(tokenize13a(text), tokens);
});

test('character distances are rapidfuzz’s', () => {
  for (const [left, right, distance] of vectors.distance)
    assert.ok(Math.abs(characterDistance(left, right) - distance) < 1e-12, `${left} / ${right}`);
});

test('corpus BLEU is sacrebleu’s', () => {
  for (const { predictions, references, score } of vectors.bleu)
    assert.ok(Math.abs(bleuOf(predictions, references) - score) < 1e-9);
});

const tokens = fc.array(fc.constantFrom('a', 'b', '\\frac ', '{', '}', '^', '𝔸'), {
  maxLength: 60,
});

test('token similarity is 1 for the same tokens, symmetric, and in [0, 1]', () => {
  fc.assert(
    fc.property(tokens, tokens, (left, right) => {
      const similarity = tokenSimilarity(left, right);
      assert.ok(similarity >= 0 && similarity <= 1);
      assert.equal(similarity, tokenSimilarity(right, left));
      assert.equal(tokenSimilarity(left, left), 1);
      if (similarity === 1) assert.deepEqual(left, right);
    }),
  );
});

test('edit distance obeys the triangle inequality and is bounded by the longer side', () => {
  fc.assert(
    fc.property(tokens, tokens, tokens, (a, b, c) => {
      assert.ok(symbolDistance(a, c) <= symbolDistance(a, b) + symbolDistance(b, c));
      assert.ok(symbolDistance(a, b) <= Math.max(a.length, b.length));
      assert.ok(symbolDistance(a, b) >= Math.abs(a.length - b.length));
    }),
  );
});

test('a token that changes costs one edit however long its name is', () => {
  assert.equal(symbolDistance(['\\alpha', 'x'], ['\\beta', 'x']), 1);
  assert.equal(tokenSimilarity([], []), 1);
  assert.equal(tokenSimilarity([], ['x']), 0);
});

test('BLEU is in [0, 1] and 1 for a corpus against itself', () => {
  const corpus = fc.array(fc.string({ minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(corpus, corpus, (predictions, others) => {
      const references = predictions.map((_text, index) => others[index % others.length] ?? '');
      const score = bleuOf(predictions, references);
      assert.ok(score >= 0 && score <= 1);
      const self = bleuOf(predictions, predictions);
      assert.ok(self === 0 || Math.abs(self - 1) < 1e-12);
    }),
  );
});

test('BLEU takes off for a prediction that is too short', () => {
  const reference = 'a b c d e f g h';
  const short = bleuOf(['a b c d e f'], [reference]);
  assert.ok(Math.abs(short - Math.exp(1 - 8 / 6)) < 1e-12);
});

test('the compact form is stable and loses only white space', () => {
  const pieces = fc.array(
    fc.constantFrom('\\', '\\alpha', 'a', '1', '{', '}', '^', '\\mathrm', 'é'),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const spaced = parts.join(' ');
      const compact = compactLatex(spaced);
      assert.equal(compact.replaceAll(' ', ''), spaced.replaceAll(' ', ''));
      assert.ok(!compact.includes('  '));
    }),
  );
});
