import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calculate, Calculator } from '../../../engine/solve/calculator.ts';
import { loadAlgebra } from '../../../engine/solve/exact.ts';

const algebra = await loadAlgebra();
const results: [string, string][] = [
  ['2*pi*sqrt(0.5/80)', '=(sqrt(10)/20)*pi~=0.496729413'],
  ['sqrt(8)+sqrt(2)', '=3*sqrt(2)~=4.24264069'],
  ['1/3+1/6', '=0.5'],
  ['1/60', '=1/60~=0.0166666667'],
  ['2*pi*sqrt(0.5 kg/(80 N/m))', '=0.496729413 s'],
  ['12 V/320 ohm in mA', '=37.5 mA'],
  ['100 kΩ * 10 µF', '=1 s'],
  ['1/(1/(20 cm)+1/(30 cm)) in cm', '=12 cm'],
  ['atan(1) in deg', '=45 deg'],
  ['10^100+1-10^100', '=1'],
  ['max(68, 57, 186)', '=186'],
  ['2*min(3, 1+1, 7)', '=4'],
  ['max(300 g, 1 kg)', '=1 kg'],
  ['max(3 kg, 4 m)', '=? (it compares quantities of different kinds)'],
  ['max(68,57)', '=? (this cannot be read as one calculation)'],
  ['max()', '=? (this cannot be read as one calculation)'],
  ['1, 2', '=? (this cannot be read as one calculation)'],
  ['1/0', '=? (it divides by zero)'],
  ['5 m + 3 s', '=? (it adds quantities of different kinds)'],
  ['x + y', '=? (x, y: write numbers)'],
  ['process.exit()', '=? (this cannot be read as one calculation)'],
  ['1/20 cm', '=? (this cannot be read as one calculation)'],
];
for (const [call, result] of results)
  test(`<<${call}>>${result}`, () => assert.equal(calculate(call, algebra).result, result));

test('whole calculations as JavaScript has them', () => {
  const leaf = fc.integer({ min: 1, max: 999 }).map(String);
  const tree = fc.letrec<{ sum: string }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum'))
        .map(([a, o, b]) => `(${a}${o}${b})`),
    ),
  })).sum;
  fc.assert(
    fc.property(tree, (source) => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- made here of digits and signs
      const value = Function(`return ${source.replace(/\d+/g, '$&n')}`)() as bigint;
      const { result } = calculate(source);
      if (source.length <= 300)
        assert.equal(BigInt(Number(result.slice(1))), BigInt(Number(value)));
    }),
    { numRuns: 200 },
  );
});

test('no way through a graph is shorter than the one that is found', () => {
  const corner = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
  const edge = fc.tuple(corner, corner, fc.integer({ min: 1, max: 9 }));
  const byEnds = ([a, b]: readonly [string, string, number]): string => [a, b].toSorted().join('');
  fc.assert(
    fc.property(fc.uniqueArray(edge, { minLength: 1, maxLength: 9, selector: byEnds }), (edges) => {
      const told = edges.map(([a, b, length]) => `$${a}${b}=${length}$`).join('; ');
      const calculator = new Calculator();
      const result = calculator.push(`Facts: ${told}. The shortest way: <<shortest(A, F)>>`);
      const lengths = allWays(edges, 'A', ['A'], 0);
      if (lengths.length === 0) {
        assert.equal(result, '=? (no way leads there)');
        return;
      }
      const [, length, way = ''] = /^=(\d+) by ([\w-]+)$/.exec(result ?? '') ?? [];
      assert.equal(Number(length), Math.min(...lengths));
      const corners = way.split('-');
      const steps = corners
        .slice(1)
        .map((to, i) => edges.find((each) => byEnds(each) === byEnds([corners[i]!, to, 0]))![2]);
      assert.equal(
        steps.reduce((sum, step) => sum + step, 0),
        Number(length),
      );
    }),
  );
});

/** Lengths of all ways to F that pass no corner twice. */
function allWays(
  edges: readonly (readonly [string, string, number])[],
  here: string,
  passed: readonly string[],
  length: number,
): number[] {
  if (here === 'F') return [length];
  return edges.flatMap(([a, b, step]) => {
    const there = a === here ? b : b === here ? a : undefined;
    if (there === undefined || passed.includes(there)) return [];
    return allWays(edges, there, [...passed, there], length + step);
  });
}

test('anything may stand in a call', () => {
  const part = fc.constantFrom(
    ...'0123456789.+-*/^()!%eπ°√ '.split(''),
    'sqrt(',
    'sin',
    'kg',
    'm',
    'ln(',
    'max(',
    ', ',
    '9^9',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (words) => {
      const from = performance.now();
      assert.match(calculate(words.join('')).result, /^=/);
      assert.ok(performance.now() - from < 5_000, words.join(''));
    }),
    { numRuns: 1500 },
  );
  fc.assert(fc.property(fc.string(), (text) => calculate(text).result.startsWith('=')));
});

test('a call is found wherever the text is cut, and only a whole one', () => {
  const text = 'a << 2 and x >> 1; so <<2+3>>';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40 }), (cuts) => {
      const calculator = new Calculator();
      const heard: (string | undefined)[] = [];
      // A token may not straddle the end of a call: the tokenizers part > from what follows.
      for (let at = 0, i = 0; at < text.length; at += cuts[i++] ?? 1)
        heard.push(calculator.push(text.slice(at, at + (cuts[i] ?? 1))));
      assert.equal(heard.at(-1), '=5');
      assert.equal(heard.filter((result) => result?.startsWith('=5')).length, 1);
    }),
  );
  const calculator = new Calculator();
  calculator.push('<<1+');
  assert.equal(calculator.open, true);
  assert.equal(calculator.push('1\n>>'), undefined);
});
