import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  drawToken,
  probabilityOf,
  seededRandom,
  topTokens,
} from '../../../engine/runtime/sampling.ts';

const logits = fc
  .array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((values) => Float32Array.from(values));

/** Softmax the plain way. */
function softmax(values: Float32Array, temperature = 1): number[] {
  const peak = Math.max(...values);
  const powers = [...values].map((value) => Math.exp((value - peak) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

test('the likeliest tokens come first, equal ones by id, with softmax probabilities', () => {
  fc.assert(
    fc.property(logits, fc.integer({ min: 1, max: 8 }), (values, count) => {
      const expected = softmax(values)
        .map((probability, id) => ({ id, probability }))
        .sort((a, b) => values[b.id]! - values[a.id]! || a.id - b.id)
        .slice(0, count);
      const found = topTokens(values, count);
      assert.deepEqual(
        found.map((token) => token.id),
        expected.map((token) => token.id),
      );
      found.forEach((token, i) => {
        assert.ok(Math.abs(token.probability - expected[i]!.probability) < 1e-9);
        assert.ok(Math.abs(probabilityOf(values, token.id) - token.probability) < 1e-9);
      });
    }),
  );
});

test('a drawn token is of the nucleus, and the same seed draws the same', () => {
  const sampling = fc.record({
    temperature: fc.double({ min: 0.1, max: 3, noNaN: true }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(logits, sampling, (values, options) => {
      const draw = () => drawToken(values, options, seededRandom(options.seed));
      const id = draw();
      assert.equal(draw(), id);
      const chances = softmax(values, options.temperature);
      const likelier = chances.filter((chance) => chance > chances[id]!);
      const mass = likelier.reduce((sum, chance) => sum + chance, 0);
      assert.ok(mass < options.topP + 1e-6, `likelier tokens already hold ${mass}`);
    }),
  );
});

test('draws follow the probabilities', () => {
  const values = Float32Array.of(0, Math.log(2), Math.log(7));
  const random = seededRandom(5);
  const counts = [0, 0, 0];
  for (let i = 0; i < 10_000; i++) {
    counts[drawToken(values, { temperature: 1, topP: 1, seed: 0 }, random)]!++;
  }
  [0.1, 0.2, 0.7].forEach((share, id) => assert.ok(Math.abs(counts[id]! / 10_000 - share) < 0.02));
});

test('logits that are no numbers are seen as such', () => {
  assert.ok(Number.isNaN(topTokens(Float32Array.of(NaN, NaN), 1)[0]?.probability));
});
