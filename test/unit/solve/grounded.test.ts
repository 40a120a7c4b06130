/** Numbers without an origin are seen; the recipe's own thoughts have none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isGrounded } from '../../../engine/solve/grounded.ts';
import type { Fact, Solution } from '../../../engine/solve/messages.ts';

const fact = (value: string, source: Fact['source'] = 'picture'): Fact => ({
  ...{ name: 'a', symbol: 'a', unit: '', value, source },
});
const calls = (...pairs: (readonly [string, string])[]): Solution['calculations'] =>
  pairs.map(([source, result]) => ({ source, result: `=${result}`, ok: !result.startsWith('?') }));
const grounded = (
  facts: Fact[],
  calculations: Solution['calculations'] = [],
  question = 'Find $x$.',
  stopReason: Solution['stopReason'] = 'end',
  refused: string | null = null,
): boolean => {
  const thought = [...facts.map((each) => each.value), ...calculations.map((each) => each.source)];
  const solution = { facts, calculations, stopReason, refused, thought: thought.join('; ') };
  return isGrounded({ ...solution, answer: '' }, question);
};

test('what the question is said to tell stands there', () => {
  const question = 'The mass is 2.50 kg. What is $T$?';
  assert.equal(grounded([fact('2.5', 'question')], [], question), true);
  assert.equal(grounded([fact('2.8', 'question')], [], question), false);
  assert.equal(grounded([fact('2.8'), fact('2.5', 'question')], [], question), true);
});

test('what the question tells is used, unless the problem is refused', () => {
  const question = 'The first spring has 31 N/m. Use $g = 9.81$. Find $T$.';
  assert.equal(grounded([fact('31', 'question')], calls(['31*9.81', '304.11']), question), true);
  assert.equal(grounded([fact('20')], calls(['20*9.81', '196.2']), question), false);
  assert.equal(grounded([fact('20')], [], question, 'end', 'the picture says 20'), true);
});

test('calculations use facts, results, and numbers of laws', () => {
  const facts = [fact('37'), fact('0.25'), fact('-4')];
  assert.equal(grounded(facts, calls(['2*pi*sqrt(0.25/37)', '0.516'])), true);
  assert.equal(grounded(facts, calls(['2*pi*sqrt(0.25/39)', '0.503'])), false);
  assert.equal(grounded(facts, calls(['37*(-4)', '-148'], ['148/1000', '0.148'])), true);
  assert.equal(
    grounded(facts, calls(['1/(1/37+1/0.25)', '0.248322148'], ['37/0.24832', '149'])),
    true,
  );
  assert.equal(grounded(facts, calls(['180-37-90', '53'])), true);
  assert.equal(grounded(facts, calls(['37/0', '? (division by zero)'])), false);
  assert.equal(grounded(facts, [], 'Find $x$.', 'length'), false);
});

test('a fact that is told again has its value', () => {
  const list =
    'Facts: $\\text{KARAMOX}=129$; $\\text{only }\\text{A}\\cap\\text{B}=7$; $\\text{MAR}=310$.';
  const says = (steps: string): boolean =>
    isGrounded(
      {
        ...{ thought: `${list} ${steps}`, answer: '', facts: [], calculations: [] },
        ...{ stopReason: 'end', refused: null },
      },
      'What has MAR?',
    );
  assert.equal(says('$\\text{MAR}=310$.'), true);
  assert.equal(says('$\\text{MAR}=129$.'), false);
  assert.equal(says('$\\text{MAX}=310$.'), false);
  assert.equal(says('$\\text{only }\\text{A}\\cap\\text{B}=7$, $\\text{KARAMOX}=129$.'), true);
  assert.equal(says('$\\text{only }\\text{A}\\cap\\text{B}=129$.'), false);
});

test('right thoughts of the recipe are grounded', () => {
  const told = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../fixtures/diagrams/told.json'), 'utf8'),
  ) as { question: string; thought: string; facts: Fact[]; refusal: string }[];
  for (const { question, thought, facts, refusal } of told) {
    if (refusal !== '') continue;
    const pairs = [...thought.matchAll(/<<(.*?)>>=(-?\d+(?:\.\d+)?)/g)];
    const made = calls(...pairs.map(([, source, result]) => [source!, result!] as const));
    assert.equal(
      isGrounded(
        { thought, answer: '', facts, calculations: made, stopReason: 'end', refused: null },
        question,
      ),
      true,
      `${question} ${thought}`,
    );
  }
});
