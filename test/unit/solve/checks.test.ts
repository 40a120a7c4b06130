/** What the checker says of single steps, and that it never calls a false one verified. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkText, type Mark } from '../../../engine/solve/check.ts';
import { decimals, evaluate } from '../../../engine/solve/evaluate.ts';
import { parseExpression } from '../../../engine/solve/parse.ts';
import { makeCases } from './support/steps.ts';

/** The last step of a text: its mark, and words of its reason. */
const judged: [string, Mark, RegExp][] = [
  ['$0.1+0.2=0.3$', 'verified', /arithmetic holds/],
  ['$0.1+0.2=0.30000000000000004$', 'refuted', /0\.3/],
  ['$\\sqrt2 = 1.41$', 'verified', /rounds to 3 digits .*not exactly/],
  ['$\\sqrt2 \\approx 1.41$', 'verified', /rounds to 3 digits as printed$/],
  ['$\\sqrt2 \\approx 1.42$', 'refuted', /1\.41/],
  ['$7/2=4$', 'refuted', /3\.5/],
  ['$2.5\\cdot1.5=3.8$', 'unchecked', /3\.75/],
  ['$5\\,\\text{m}+3\\,\\text{s}=8\\,\\text{m}$', 'refuted', /different kinds/],
  ['$90\\,\\text{km/h}=25\\,\\text{m/s}$', 'verified', /arithmetic/],
  ['$3\\,\\text{kg}=3\\,\\text{m}$', 'refuted', /units do not agree/],
  ['$x/2y = 1$', 'unchecked', /form/],
  ['$2\\frac{1}{2} = 1$', 'unchecked', /form/],
  ['$f(x) = f x$', 'unchecked', /form/],
  ['$(a+b)^2=a^2+2ab+b^2$', 'verified', /identity/],
  ['$(a+b)^2=a^2+b^2$', 'unchecked', /stated/],
  ['$y=(x+1)^2=x^2+1$', 'refuted', /for x = /],
  ['$x \\approx 0.333$, $3x = 1$', 'unchecked', /rounding/],
  ['$(-8)^{1/3}=-2$', 'unchecked', /negative/],
  ['$x+1=x$', 'refuted', /differ by the same/],
  ['$\\sqrt{x^2}=x$', 'unchecked', /./],
  ['$\\ln(x^2)=2\\ln x$', 'unchecked', /./],
  ['$\\sqrt{(x-100)^2}=100-x$', 'unchecked', /./],
  ['$\\frac{0}{0}=1$', 'refuted', /zero/],
  ['$\\sqrt{10^{100}+1}=10^{50}$', 'refuted', /./],
  ['$\\sin(30)=0.5$', 'unchecked', /degree/],
  ['$\\sin(30^\\circ)=0.5$', 'verified', /./],
  ['$\\max(35, 50, 20)=50$', 'verified', /arithmetic/],
  ['$\\min(35, 50, 20)=50$', 'refuted', /20/],
  ['$\\max(a, b)=a$', 'unchecked', /./],
  ['$9^{9^{9^9}}=3$', 'unchecked', /too large/],
  ['$2x+3=7$, so $x=2$', 'verified', /solves 2x\+3 = 7/],
  ['$2x+3=7$, so $x=3$', 'refuted', /does not solve/],
  ['$x^2=x$, so $x=1$', 'unchecked', /./],
  ['$F=ma$, so $a=\\frac{F}{m}$', 'verified', /for m other than 0/],
  ['So T = 2*pi*sqrt(0.5/80) = 0.497 s.', 'verified', /unit was not checked/],
];

for (const [text, mark, reason] of judged)
  test(`${mark}: ${text}`, () => {
    const step = checkText(text).at(-1);
    assert.equal(step?.mark, mark, step?.reason);
    assert.match(step.reason, reason);
  });

test('a chain with facts: each link, its reason, its place in the text', () => {
  const text =
    '- m = 0.5 kg (picture)\n- k = 80 N/m (question)\n\n' +
    '$T = 2\\pi\\sqrt{m/k} = 2\\pi\\sqrt{0.5/80} \\approx 0.497\\,\\text{s}$ and $f = 1/T = 2.01\\,\\text{Hz}$';
  const steps = checkText(text);
  const marks = steps.map(({ mark }) => mark);
  assert.deepEqual(marks.slice(2), ['unchecked', 'verified', 'verified', 'unchecked', 'verified']);
  assert.match(steps[3]!.reason, /substitution of m = 0\.5 kg, k = 80 N\/m/);
  const { start, end } = steps[4]!;
  assert.equal(text.slice(start, end), '2\\pi\\sqrt{0.5/80} \\approx 0.497\\,\\text{s}');
});

test('what rests on a refuted value is not verified', () => {
  const text =
    '$m=0.5\\,\\text{kg}$, $k=80\\,\\text{N/m}$, $T=2\\pi\\sqrt{m/k}=0.6\\,\\text{s}$, $f = 1/0.6 = 1.667$, $g = 2T = 1.2\\,\\text{s}$';
  const steps = checkText(text);
  assert.equal(steps.find(({ right }) => right.startsWith('0.6'))?.mark, 'refuted');
  assert.match(steps.find(({ right }) => right.startsWith('0.6'))?.correct ?? '', /0\.497 s/);
  const last = steps.at(-1)!;
  assert.notEqual(last.mark, 'verified', last.reason);
});

test('a given fact that is misquoted is refuted', () => {
  const value = parseExpression('0.5 kg', false)!;
  const given = [{ symbol: 'm', value, words: 'm = 0.5 kg' }];
  assert.equal(checkText('$m = 500\\,\\text{g}$', given)[0]?.mark, 'verified');
  const wrong = checkText('$m = 0.6\\,\\text{kg}$', given)[0];
  assert.equal(wrong?.mark, 'refuted');
  assert.match(wrong.reason, /given is m = 0\.5 kg/);
});

test('of 720 seeded steps no false one is verified and no true one refuted', () => {
  for (const { text, truth } of makeCases(720, 20_261)) {
    const step = checkText(text).at(-1);
    const wrong = truth ? 'refuted' : 'verified';
    assert.notEqual(step?.mark, wrong, `${text}: ${step?.reason ?? ''}`);
  }
});

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as {
  identities: { left: string; right: string; same: boolean }[];
  values: { latex: string; value: string }[];
};

test('identities as sympy judges them', () => {
  let decided = 0;
  for (const { left, right, same } of vectors.identities) {
    const mark = checkText(`$${left} = ${right}$`)[0]?.mark;
    assert.notEqual(mark, same ? 'refuted' : 'verified', `${left} = ${right}`);
    if (same && mark === 'verified') decided++;
  }
  const same = vectors.identities.filter((row) => row.same).length;
  assert.ok(decided >= 0.9 * same, `${decided} of ${same}`);
});

test('values as sympy has them, to 28 digits', () => {
  for (const { latex, value } of vectors.values) {
    const expression = parseExpression(latex, true);
    assert.notEqual(expression, null, latex);
    const ours = evaluate(expression!, { digits: 60 }).value;
    const apart = ours.minus(value).abs().div(new (decimals(60))(value).abs());
    assert.ok(apart.lt('1e-28'), `${latex}: ${ours.toString()} is not ${value}`);
  }
});

test('any text is checked without throwing, and in time', () => {
  const word = fc.constantFrom(
    ...[
      '$',
      '$$',
      '\\frac',
      '{',
      '}',
      '=',
      '\\approx',
      'x',
      '2',
      '^',
      '_',
      '(',
      ')',
      '\\sqrt',
      '9',
      '.',
    ],
    ...[
      '\\text{m}',
      'kg',
      '<<',
      '>>',
      '\n',
      '\\\\',
      '&',
      '|',
      '-',
      '/',
      '!',
      '%',
      '\\left',
      'e',
      '\\pi',
    ],
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const from = performance.now();
      checkText(words.join(' '));
      assert.ok(performance.now() - from < 20_000);
    }),
    { numRuns: 300 },
  );
  checkText(`$${'('.repeat(5000)}=1$ ${'$1=1$ '.repeat(3000)}`);
});
