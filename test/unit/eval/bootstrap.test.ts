import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bootstrap, mean, quantile } from '../../../engine/eval/bootstrap.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 60,
});

test('the interval of a mean holds the mean and stays within the values', () => {
  fc.assert(
    fc.property(shares, (values) => {
      const estimate = bootstrap(values, mean);
      assert.ok(estimate !== null);
      const slack = 1e-12;
      assert.ok(estimate.low <= estimate.value + slack && estimate.value <= estimate.high + slack);
      assert.ok(estimate.low >= Math.min(...values) - slack);
      assert.ok(estimate.high <= Math.max(...values) + slack);
    }),
    { numRuns: 50 },
  );
});

test('the same values give the same interval', () => {
  fc.assert(
    fc.property(shares, (values) => {
      assert.deepEqual(bootstrap(values, mean), bootstrap([...values], mean));
    }),
    { numRuns: 20 },
  );
});

test('a share of one half in 100 images has the interval that theory gives', () => {
  const values = Array.from({ length: 100 }, (_value, index) => index % 2);
  const estimate = bootstrap(values, mean);
  assert.ok(estimate !== null);
  // Normal approximation: 0.5 ± 1.96 · 0.05.
  assert.ok(Math.abs(estimate.low - 0.402) < 0.025 && Math.abs(estimate.high - 0.598) < 0.025);
});

test('no images, no figure', () => {
  assert.equal(bootstrap([], mean), null);
});

test('quantiles interpolate between order statistics', () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2);
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(quantile([0, 10], 0.95), 9.5);
  assert.equal(quantile([7], 0.95), 7);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

test('a quantile lies between the extremes and grows with its share', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(shares, share, share, (values, one, other) => {
      const lower = quantile(values, Math.min(one, other));
      const upper = quantile(values, Math.max(one, other));
      assert.ok(lower <= upper);
      assert.ok(lower >= Math.min(...values) && upper <= Math.max(...values));
    }),
  );
});
