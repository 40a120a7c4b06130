/** What a trained model tells is found again: facts, laws, calculations, marks, answer and refusal. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Answer } from '../../../engine/protocol.ts';
import { recompute } from '../../../engine/solve/facts.ts';
import { trainedSolution } from '../../../engine/tasks/trained.ts';

interface Told {
  family: string;
  facts: { symbol: string; value: string; unit: string; source: string }[];
  thought: string;
  say: string;
  answer: string;
  symbol: string;
  refusal: string;
}

// Made by make_told.py: four problems of each family, and some that are to be refused.
const file = join(import.meta.dirname, '../../fixtures/diagrams/told.json');
const told = JSON.parse(readFileSync(file, 'utf8')) as Told[];
const solutionOf = ({ thought, say }: Pick<Told, 'thought' | 'say'>) => {
  const written = { thought, answer: say, stopReason: 'end', thoughtCut: false } as const;
  const rest = { promptTokens: 1, tokens: 1, millis: 1, device: 'cpu', model: 'm' };
  return trainedSolution({ ...written, ...rest } satisfies Answer);
};
const solved = told
  .filter(({ refusal }) => refusal === '')
  .map((one) => ({ ...one, solution: solutionOf(one) }));
const places = /^\((-?[\d.]+), (-?[\d.]+)\)$/;

test('every fact is listed with value, unit and source', () => {
  assert.ok(new Set(solved.map(({ family }) => family)).size >= 19);
  for (const one of solved) {
    const { facts } = one.solution;
    const wanted = one.facts.flatMap(({ value, source }) =>
      places.test(value)
        ? places
            .exec(value)!
            .slice(1)
            .map((each) => ({ value: each, source }))
        : [{ value: /^-?[\d.]+/.exec(value)?.[0], source }],
    );
    const numbers = wanted.filter(({ value }) => value !== undefined);
    assert.deepEqual(
      facts.map(({ value, source }) => ({ value, source })),
      numbers,
      one.thought,
    );
    for (const { symbol } of facts) assert.match(symbol, /^[\p{L}\d_Δ#]{1,24}$/u);
  }
});

test('units and names of facts', () => {
  const thought =
    'Facts: $m_1=2.7$ kg (question); $R=5$ k$\\Omega$; $g=9.8$ m/s$^2$; $\\alpha=30^\\circ$; $\\text{tea}=12$; ' +
    "$\\text{A}\\cap \\text{B}=3\\%$; $A=(-1, 2)$; $BA=7$; $f(0)=-1$; $f(-2)=4$; $a'=2.5$ cm. Law: $x=1$.";
  const { facts } = solutionOf({ thought, say: '$1$' });
  assert.deepEqual(
    facts.map(({ symbol, value, unit }) => `${symbol}=${value} ${unit}`.trim()),
    [
      ...['m_1=2.7 kg', 'R=5 kΩ', 'g=9.8 m/s^2', 'alpha=30 °', 'n_tea=12', 'n_AB=3 %'],
      ...['x_A=-1', 'y_A=2', 'd_AB=7', 'f_0=-1', 'f_minus2=4', 'a_prime=2.5 cm'],
    ],
  );
  assert.deepEqual([facts[5]!.name, facts[10]!.name], ['A and B', 'f(-2)']);
});

test('which value is the largest is known at once too', () => {
  const thought =
    'Facts: $\\text{Ann}=12$; $\\text{Bob}=31$. The largest: <<max(12, 31)>>=31. $\\text{Bob}=31$.';
  const { facts, derived, finalSymbol } = solutionOf({ thought, say: '$\\text{Bob}$' });
  assert.equal(finalSymbol, null, 'a name is no quantity');
  for (const { symbol } of derived) assert.match(symbol, /^[\p{L}\d_Δ#]{1,24}$/u);
  const more = facts.map((fact) => (fact.symbol === 'n_Ann' ? { ...fact, value: '40' } : fact));
  assert.deepEqual(
    recompute(more, derived).map(({ value }) => value),
    ['40'],
  );
});

test('a corrected edge gives another shortest way at once', () => {
  const thought =
    'Facts: $AB=8$; $CA=3$; $BE=4$; $CE=20$. The shortest way: <<shortest(A, E)>>=12 by A-B-E.';
  const { facts, derived, finalSymbol, steps } = solutionOf({ thought, say: '$12$' });
  assert.deepEqual([steps.map(({ mark }) => mark), finalSymbol], [['verified'], 'way']);
  const closer = facts.map((fact) => (fact.symbol === 'd_CE' ? { ...fact, value: '2,5' } : fact));
  const [way] = recompute(closer, derived);
  assert.deepEqual([way?.value, way?.latex], ['5.5', '\\text{shortest way }A-C-E = 5.5']);
  assert.equal(recompute(facts.slice(1), derived)[0]?.value, '23', 'without the first edge');
  assert.equal(recompute(facts.slice(2), derived)[0]?.value, null, 'there is no way from A');
  const wrong = solutionOf({ thought: thought.replace('=12 by', '=11 by'), say: '$11$' });
  assert.deepEqual(
    wrong.steps.map(({ mark }) => mark),
    ['refuted'],
  );
});

test('a fact that is told again is no step', () => {
  const thought =
    'Facts: $\\text{tea}=12$; $\\text{rum}=5$. $\\text{rum}=5$, $\\text{tea}=12$. Sum: <<5+12>>=17.';
  const { steps } = solutionOf({ thought, say: '$17$' });
  assert.deepEqual(
    steps.map(({ mark, right }) => [mark, right]),
    [['verified', '17']],
  );
});

test('right thoughts have no refuted step, and each calculation is verified', () => {
  for (const one of solved) {
    const { steps } = one.solution;
    const refuted = steps.filter(({ mark }) => mark === 'refuted');
    assert.deepEqual(refuted, [], one.thought);
    const calls = one.thought.match(/<</g)?.length ?? 0;
    const verified = steps.filter(({ mark }) => mark === 'verified').length;
    assert.ok(verified >= calls, `${verified} of ${calls}: ${one.thought}`);
  }
});

test('blanks behind commands, as the vocabulary has them, change nothing', () => {
  for (const one of solved.filter((_, i) => i % 3 === 1)) {
    const blanks = (text: string): string => text.replace(/(\\[A-Za-z]+) ?/g, '$1 ');
    const { thought, say, solution } = one;
    const other = solutionOf({ thought: blanks(thought), say: blanks(say) });
    const marks = other.steps.map(({ mark, left, right }) => ({ mark, left, right }));
    const wanted = solution.steps.map(({ mark, left, right }) => ({ mark, left, right }));
    assert.deepEqual([marks, other.facts], [wanted, solution.facts]);
  }
});

test('a wrong digit in a result is refuted', () => {
  for (const one of solved.filter((_, i) => i % 3 === 0)) {
    const match = />>=(-?\d+(?:\.\d+)?)/.exec(one.thought);
    if (match === null) continue;
    const wrong = one.thought.replace(match[0], `>>=${Number(match[1]) * 1.5 + 1}`);
    const { steps } = solutionOf({ thought: wrong, say: one.say });
    assert.ok(
      steps.some(({ mark }) => mark === 'refuted'),
      wrong,
    );
  }
});

test('steps stand where they were written', () => {
  for (const one of solved)
    for (const { part, start, end, right } of one.solution.steps) {
      const text = one.solution[part].slice(start, end);
      assert.ok(text.includes(/\d[\d.]*/.exec(right)?.[0] ?? ''), `${right} in ${text}`);
    }
});

test('answers, and the quantity that they give', () => {
  for (const one of solved) {
    const { final, finalSymbol, refused } = one.solution;
    assert.equal(final, one.say);
    assert.equal(refused, null);
    if (finalSymbol !== null && one.symbol !== '') assert.ok(one.say.startsWith(`$${one.symbol}`));
  }
});

test('corrected facts give new values, where the laws or calculations tell how', () => {
  const counts = new Map<string, number>();
  for (const one of solved) {
    const { facts, derived, finalSymbol } = one.solution;
    if (finalSymbol === null) continue;
    const value = recompute(facts, derived).find(({ symbol }) => symbol === finalSymbol)?.value;
    const number = /-?[\d.]+/.exec(one.answer)?.[0] ?? '';
    const off = Math.abs(Number.parseFloat(value ?? 'NaN') / Number(number) - 1);
    assert.ok(off < 6e-3, `${value} is not ${one.say}: ${one.thought}`);
    counts.set(one.family, (counts.get(one.family) ?? 0) + 1);
  }
  assert.ok(counts.size >= 14, [...counts].join('; '));
  const thought =
    'Facts: $m=0.5$ kg; $k=80$ N/m (question). Law: $T=2\\pi\\sqrt{\\frac{m}{k}}$. $T=$ <<2*pi*sqrt(0.5/80)>>=0.496729413 s.';
  const { facts, derived } = solutionOf({ thought, say: '$T=0.497$ s' });
  const heavier = facts.map((fact) => (fact.symbol === 'm' ? { ...fact, value: '2' } : fact));
  assert.equal(recompute(heavier, derived)[0]?.value, '0.993 s');
});

test('refusals are told with their reason', () => {
  const refusals = told.filter(({ refusal }) => refusal !== '');
  assert.ok(refusals.length > 10);
  for (const one of refusals) {
    const { refused, final, facts } = solutionOf(one);
    assert.equal(
      `I cannot answer: ${refused}`,
      one.refusal.replace(/(\\[A-Za-z]+) (?![A-Za-z])/g, '$1'),
    );
    // Of a contradiction the picture's value is listed; the reason tells the other. What is missing has no value yet.
    const known = one.facts.filter(
      ({ symbol }, i) => one.facts.findIndex((fact) => fact.symbol === symbol) === i,
    );
    assert.deepEqual(
      [final, facts.map(({ value, source }) => ({ value, source }))],
      ['', known.map(({ value, source }) => ({ value: value === '?' ? '' : value, source }))],
    );
  }
});

test('a list goes on behind the full stop of a name', () => {
  const thought = 'Facts: $\\text{No. 1}=120$; $\\text{No. 2}=0.5$. Difference: <<120-0.5>>=119.5.';
  const { facts } = solutionOf({ thought, say: '$119.5$' });
  assert.deepEqual(
    facts.map(({ value }) => value),
    ['120', '0.5'],
  );
});
