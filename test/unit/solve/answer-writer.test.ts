/** The number of an answer is written for the model where its thought worked it out, and nowhere else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AnswerWriter, roundedNumber } from '../../../engine/solve/answer-writer.ts';

const file = join(import.meta.dirname, '../../fixtures/diagrams/told.json');
const told = JSON.parse(readFileSync(file, 'utf8')) as {
  thought: string;
  say: string;
  refusal: string;
}[];

/** What is written where, when a text is heard letter by letter, but for the results in it, which are the engine's. */
function heard(text: string): { before: string; written: string }[] {
  const writer = new AnswerWriter();
  let before = '';
  return text.split(/(?<=>>)(=-?\d+(?:\.\d+)?)/).flatMap((part, i) => {
    if (i % 2 === 1) {
      before += part;
      writer.inserted(part);
      return [];
    }
    return Array.from(part).flatMap((letter) => {
      before += letter;
      const written = writer.push(letter);
      return written === undefined ? [] : [{ before, written }];
    });
  });
}

test('it writes what the recipe says, digit for digit, once', () => {
  let count = 0;
  for (const { thought, say, refusal } of told) {
    const found = heard(`${thought}</think>${say}`);
    assert.ok(found.length <= 1);
    if (refusal !== '') assert.deepEqual(found, []);
    for (const { before, written } of found) {
      const rest = say.slice(before.length - thought.length - '</think>'.length);
      assert.equal(written, /^-?\d+(?:\.\d+)?/.exec(rest)?.[0], `${thought} ${say}`);
      count++;
    }
  }
  assert.ok(count > told.length / 2, `${count}`);
});

test('thoughts without a calculation, and other quantities, are left alone', () => {
  const thought = 'Facts: $x=3$ (question). At $x=3$ the graph has the height $2$.';
  assert.deepEqual(heard(`${thought}</think>$f(3)=2$`), []);
  assert.deepEqual(heard('$T=$ <<1/3>>=0.333333333 s.</think>$f=1$'), []);
  assert.deepEqual(heard('Mean: <<1/3>>=0.333333333. So it is.</think>$1$'), []);
  assert.deepEqual(heard('$T=$ <<1/0>>=? (it divides by zero).</think>$T=1$'), []);
});

const roundings: [string, number, string][] = [
  ['0.496729413', 3, '0.497'],
  ['1234.5', 3, '1230'],
  ['3645', 3, '3650'],
  ['1.5', 3, '1.5'],
  ['9.996', 3, '10.0'],
  ['48.9956503', 3, '49.0'],
  ['-0.5', 3, '-0.5'],
  ['16.6666667', 4, '16.67'],
  ['12345', 4, '12345'],
  ['0', 3, '0'],
];
for (const [value, digits, text] of roundings)
  test(`${value} in ${digits} digits is ${text}`, () =>
    assert.equal(roundedNumber(value, digits), text));
