import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrationError, type Verdict } from '../../../engine/eval/calibration.ts';

const verdicts = fc.array(
  fc.record({
    confidence: fc.oneof(
      fc.constantFrom(0, 0.5, 0.9, 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    right: fc.boolean(),
  }),
  { minLength: 1, maxLength: 80 },
);

const near = (value: number, wanted: number): void =>
  assert.ok(Math.abs(value - wanted) < 1e-12, `${value} in place of ${wanted}`);

test('one bin for readings that are equally sure: the distance of sureness from success', () => {
  const all = Array.from({ length: 20 }, (_, i) => ({ confidence: 0.8, right: i < 12 }));
  near(calibrationError(all), 0.2);
});

test('bins of equal mass, worked out by hand', () => {
  // Twenty different confidences make ten pairs; the first of each pair is right.
  const all = Array.from({ length: 20 }, (_, i) => ({ confidence: i / 20, right: i % 2 === 0 }));
  const wanted = Array.from({ length: 10 }, (_, b) => Math.abs((4 * b + 1) / 40 - 0.5));
  near(calibrationError(all), wanted.reduce((sum, gap) => sum + gap, 0) / 10);
});

test('over- and underconfidence in different bins do not cancel out', () => {
  const low = Array.from({ length: 50 }, (_, i) => ({ confidence: i / 1000, right: true }));
  const high = Array.from({ length: 50 }, (_, i) => ({ confidence: 1 - i / 1000, right: false }));
  assert.ok(calibrationError([...low, ...high]) > 0.95);
});

test('it lies in [0, 1], is at least the overall gap, and does not depend on the order', () => {
  fc.assert(
    fc.property(verdicts, (all: Verdict[]) => {
      const error = calibrationError(all);
      assert.ok(error >= 0 && error <= 1 + 1e-12);
      const gap = all.reduce((sum, one) => sum + one.confidence - Number(one.right), 0);
      assert.ok(error >= Math.abs(gap) / all.length - 1e-12);
      near(calibrationError(all.toReversed()), error);
    }),
  );
});

test('confidence that is always as right as it says has no error', () => {
  near(
    calibrationError([
      { confidence: 1, right: true },
      { confidence: 0, right: false },
    ]),
    0,
  );
  assert.ok(Number.isNaN(calibrationError([])));
});
