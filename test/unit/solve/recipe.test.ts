/** What the recipe writes after a calculator call in a training thought is what the engine writes there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { calculate } from '../../../engine/solve/calculator.ts';

// Made by make_told.py.
const file = join(import.meta.dirname, '../../fixtures/diagrams/calculations.json');
const calls = JSON.parse(readFileSync(file, 'utf8')) as { call: string; result: string }[];

test('training thoughts hold the results of the engine', () => {
  assert.ok(calls.length > 2_000);
  for (const { call, result } of calls) assert.equal(calculate(call).result, result, call);
});
