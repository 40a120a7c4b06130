/** Names that are asked about are read where letters are in doubt, and nowhere else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskedNames } from '../../../engine/solve/names.ts';

const names = new AskedNames('How many points were kept for Jan and Kovasack in week 12 together?');
const facts = (name: string): string => `Facts: $\\text{Bus}=53$; $\\text{${name}`;

test('a letter that goes on as a word of the question is likelier', () => {
  assert.ok(names.weigh(facts('Ja'), 'n', 0.3) > 1);
  assert.ok(names.weigh(facts('Kov'), 'a', 0.3) > 1);
  assert.ok(names.weigh(facts('Jan'), '}', 0.3) > 1);
  assert.ok(names.weigh(facts('other Kov'), 'a', 0.3) > 1);
});

test('nothing else is', () => {
  assert.equal(names.weigh(facts('Kov'), 'o', 0.6), 1);
  assert.equal(names.weigh(facts('Ja'), '}', 0.6), 1, 'the name is not whole');
  assert.equal(names.weigh(facts('J'), 'a', 0.01), 1, 'the picture hardly shows it');
  assert.equal(names.weigh(facts('1'), '2', 0.3), 1, 'numbers of two digits are no names');
  assert.equal(names.weigh(facts(''), 'J', 0.9), 1, 'nothing of the name is seen yet');
  assert.equal(names.weigh(facts('J'), 'a', 0.3), 1, 'hardly anything of the name is seen yet');
  assert.equal(names.weigh('Facts: $m=', 'J', 0.3), 1, 'not in a name');
  assert.equal(names.weigh(facts('B'), '', 0.3), 1, 'a token without text');
  assert.equal(names.weigh('Facts: $\\text{Bus}=53$. $\\text{', 'J', 0.3), 1, 'the list is over');
});

test('a name is found once', () => {
  assert.equal(names.weigh('Facts: $\\text{Jan}=53$; $\\text{Ja', 'n', 0.3), 1);
});
