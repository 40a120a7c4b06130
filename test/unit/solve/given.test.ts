/** Facts that a person corrected, as models are given them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fact } from '../../../engine/solve/messages.ts';
import type { Place } from '../../../engine/solve/places.ts';
import {
  correctedListing as listingOf,
  givenWords,
  type GivenFacts,
} from '../../../engine/solve/given.ts';
import { toldFacts } from '../../../engine/solve/told.ts';

const thought =
  'Facts: $\\text{Rome}=50$; $f(-2)=3$; $AB=7$; $C=(3, -1)$; $m=0.50$ kg (question); $\\alpha=30^\\circ$. Law: $x=1$.';
const correctedListing = (given: GivenFacts): string | null =>
  listingOf(given)
    ?.filter((part) => typeof part === 'string')
    .join('') ?? null;
const withValue = (facts: readonly Fact[], symbol: string, value: string): Fact[] =>
  facts.map((fact) => (fact.symbol === symbol ? { ...fact, value } : fact));

test('a list that nobody corrected is the same list', () => {
  assert.equal(
    correctedListing({ thought, facts: toldFacts(thought) }),
    thought.slice(0, thought.indexOf(' Law')),
  );
});

for (const [symbol, value, told] of [
  ['n_Rome', '90', '$\\text{Rome}=90$'],
  ['f_minus2', '−1', '$f(-2)=-1$'],
  ['d_AB', '.5', '$AB=0.5$'],
  ['x_C', '-4', '$C=(-4, -1)$'],
  ['y_C', '4', '$C=(3, 4)$'],
  ['m', '0,75', '$m=0.75$ kg (question)'],
  ['alpha', '45', '$\\alpha=45^\\circ$'],
] as const)
  test(`${symbol} is ${value}: ${told}`, () => {
    const listing = correctedListing({
      thought,
      facts: withValue(toldFacts(thought), symbol, value),
    });
    assert.ok(listing?.includes(told), listing ?? 'none');
  });

test('every fact can get every decimal, and is read so again', () => {
  const facts = toldFacts(thought);
  const value = fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.nat({ max: facts.length - 1 }), value, (at, [digits, places]) => {
      const typed = (digits / 10 ** places).toFixed(places);
      const given = facts.map((fact, i) => (i === at ? { ...fact, value: typed } : fact));
      const listing = correctedListing({ thought, facts: given });
      assert.deepEqual(toldFacts(`${listing ?? ''} Law: $x=1$.`), given);
    }),
  );
});

test('what contradicts itself is told once, with the value that a person chose', () => {
  const twice = 'Facts: $R=35$ $\\Omega$; $R=95$ $\\Omega$ (question). I cannot answer';
  const facts = withValue(toldFacts(twice), 'R', '95');
  assert.equal(correctedListing({ thought: twice, facts }), 'Facts: $R=95$ $\\Omega$.');
});

test('a value that was missing is given with the unit of its like', () => {
  const missing =
    'Facts: $R_1=35$ $\\Omega$ (question); $R_2=?$; $U=5$ V. I cannot answer: $R_2$ is not given.';
  const facts = toldFacts(missing);
  assert.deepEqual(
    facts.map(({ value }) => value),
    ['35', '', '5'],
  );
  assert.equal(correctedListing({ thought: missing, facts }), null);
  assert.equal(
    correctedListing({ thought: missing, facts: withValue(facts, 'R_2', '60') }),
    'Facts: $R_1=35$ $\\Omega$ (question); $R_2=60$ $\\Omega$; $U=5$ V.',
  );
});

test('places stand where the model tells them: before a fact, its corners, its value', () => {
  const [a, b, c] = [1, 2, 3].map((x) => ({ x: x / 10, y: 0.5 })) as [Place, Place, Place];
  const told = 'Facts: $m=2$ kg; $\\text{tea}=12$; $AB=7$; $t=3$ s (question). Law: $x=1$.';
  const places = [[a], [a, b, c], [a, b, c], []];
  assert.deepEqual(listingOf({ thought: told, facts: toldFacts(told, places) }), [
    ...['Facts: ', a, '$m=', '2$ kg', '; ', a, '$\\text{tea}=', b, c, '12$'],
    ...['; ', a, '$', b, 'A', c, 'B', '=7$', '; ', '$t=3$ s (question)', '.'],
  ]);
});

test('no list, and values that are no decimals, are nothing to begin with', () => {
  assert.equal(correctedListing({ thought: 'I see a triangle.', facts: [] }), null);
  for (const value of ['', '1/3', 'x', '2}$ kg', '1e9'])
    assert.equal(
      correctedListing({ thought, facts: withValue(toldFacts(thought), 'm', value) }),
      null,
    );
});

test('a model that is told in words is told each value with its unit', () => {
  const words = givenWords({ thought, facts: toldFacts(thought) });
  assert.match(words, /- m: m = 0\.50 kg$/m);
  assert.match(words, /- Rome: n_Rome = 50$/m);
});
