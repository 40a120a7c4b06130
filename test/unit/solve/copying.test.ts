/** What is copied is copied right: facts that are told again, and numbers that are calculated with. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CopyRule } from '../../../engine/solve/copying.ts';

interface Told {
  readonly question: string;
  readonly thought: string;
  readonly family: string;
}

// Made by make_told.py.
const file = join(import.meta.dirname, '../../fixtures/diagrams/told.json');
const told = JSON.parse(readFileSync(file, 'utf8')) as Told[];

/** The first character that may not be written, with what stands before it. */
function refused(question: string, text: string): string | undefined {
  const rule = new CopyRule(question);
  const at = [...text].findIndex((next, i) => !rule.allows(text.slice(0, i), next));
  return at < 0 ? undefined : text.slice(0, at + 1);
}

test("the recipe's own thoughts may be written to the end", () => {
  for (const { question, thought, family } of told)
    assert.equal(refused(question, thought), undefined, family);
});

const bars = 'Facts: $\\text{east}=5$; $\\text{west}=10$. ';

test('a fact that is told again has the name and the value of the list', () => {
  assert.equal(refused('', `${bars}$\\text{east}=5$, $\\text{west}=10$.`), undefined);
  assert.equal(refused('', `${bars}$\\text{west}=5$`), `${bars}$\\text{west}=5`);
  assert.equal(refused('', `${bars}$\\text{wast}=10$`), `${bars}$\\text{wa`);
  assert.equal(refused('', `${bars}$\\text{west}=1$`), `${bars}$\\text{west}=1$`);
  assert.equal(refused('', `${bars}$\\text{west}$`), undefined);
});

test('what the question names is told, and each fact once', () => {
  const three = `${bars.slice(0, -2)}; $\\text{north}=7$. `;
  const question = 'How much more has west than east?';
  assert.equal(refused(question, `${three}$\\text{west}=10$, $\\text{east}=5$.`), undefined);
  assert.equal(refused(question, `${three}$\\text{north}=7$`), `${three}$\\text{n`);
  const twice = `${three}$\\text{west}=10$, $\\text{west}=10$`;
  assert.equal(refused(question, twice), `${three}$\\text{west}=10$, $\\text{w`);
  assert.equal(refused('And southwest?', `${three}$\\text{east}=5$`), undefined);
});

test('a mean is divided by how many were added', () => {
  assert.equal(refused('', `${bars}Mean: <<(5+10)/2>>`), undefined);
  assert.equal(refused('', `${bars}Mean: <<(5+10)/3>>`), `${bars}Mean: <<(5+10)/3`);
});

test('behind the largest value stands a fact that has it', () => {
  const largest = `${bars}The largest: <<max(5, 10)>>=10. `;
  assert.equal(refused('', `${largest}$\\text{west}=10$.`), undefined);
  assert.equal(refused('', `${largest}$\\text{east}=5$.`), `${largest}$\\text{e`);
  assert.equal(refused('', `${bars}The smallest: <<min(3`), `${bars}The smallest: <<min(3`);
});

test('tokens of several characters are held to the same', () => {
  const rule = new CopyRule('');
  assert.equal(rule.allows(`${bars}$\\text{`, 'west'), true);
  assert.equal(rule.allows(`${bars}$\\text{`, 'northwest'), false);
  assert.equal(rule.allows(`${bars}$\\text{`, ' '), false);
  assert.equal(rule.allows(`${bars}$\\text{west}=1`, '0$'), true);
});

test('a calculation takes its numbers from facts, question, results and laws', () => {
  const question = 'The mass is 12.5 kg. What is $T$?';
  const list = 'Facts: $k=345$ N/m; $m=12.5$ kg (question). ';
  const say = (call: string): string => `${list}$T=$ <<${call}>>`;
  assert.equal(refused(question, say('2*pi*sqrt(12.5/345)')), undefined);
  assert.equal(refused(question, say('2*pi*sqrt(12.5/354)')), `${list}$T=$ <<2*pi*sqrt(12.5/35`);
  assert.equal(refused(question, say('sqrt(12/345)')), `${list}$T=$ <<sqrt(12/`);
  assert.equal(refused(question, say('180-90-45+100/8')), undefined);
  const first = `${list}$k=$ <<345/8>>=43.125. $x=$ <<12.5/`;
  assert.equal(refused(question, `${first}43.125>>`), undefined);
  assert.equal(refused(question, `${first}43.12>>`), `${first}43.12>`);
  const long = `${list}$k=$ <<345/7>>=49.2857143. $x=$ <<12.5/`;
  assert.equal(refused(question, `${long}49.286>>`), undefined);
  assert.equal(refused(question, `${long}49.2857143>>`), undefined);
});

test('before the list has ended, and in the answer, everything may be written', () => {
  assert.equal(refused('', 'Facts: $\\text{a}=0.5$; $\\text{b}=77'), undefined);
  assert.equal(refused('', `${bars}</think>$\\text{north}=7$`), undefined);
  assert.equal(refused('', 'This picture shows no problem. <<7.25*31>>'), undefined);
});

test('what went astray before is not held up', () => {
  assert.equal(new CopyRule('').allows(`${bars}$\\text{zzz`, 'q'), true);
});

const sets =
  'Facts: $\\text {only }\\text {tea}=3$; $\\text {only }\\text {milk}=4$; $\\text {only }\\text {cola}=5$; ' +
  '$\\text {only }\\text {tea}\\cap \\text {milk}=6$; $\\text {tea}\\cap \\text {milk}\\cap \\text {cola}=7$; $\\text {none}=8$. ';
const tea = '$\\text {only }\\text {tea}=3$';
const teaMilk = '$\\text {only }\\text {tea}\\cap \\text {milk}=6$';
const everyone = '$\\text {tea}\\cap \\text {milk}\\cap \\text {cola}=7$';

test('of sets every region that is asked about is told, in order, and summed', () => {
  const question = 'How many like tea?';
  const told = `${sets}${tea}, ${teaMilk}, ${everyone}. Sum of the regions: <<3+6+7>>`;
  assert.equal(refused(question, told), undefined);
  assert.equal(refused(question, `${sets}${tea}, ${everyone}`), `${sets}${tea}, $\\text {t`);
  assert.equal(refused(question, `${sets}${tea}.`), `${sets}${tea}.`);
  const more = `${sets}${tea}, ${teaMilk}, ${everyone},`;
  assert.equal(refused(question, more), more);
  assert.equal(refused('How many like the?', `${sets}${tea}`), undefined);
});

test('one set, several sets, none: the words of the question say which', () => {
  const two = 'How many belong to at least two sets?';
  assert.equal(
    refused(two, `${sets}${teaMilk}, ${everyone}. Sum of the regions: <<6+7>>`),
    undefined,
  );
  assert.equal(refused(two, `${sets}${tea}`), `${sets}$\\text {only }\\text {tea}=`);
  const one = 'There is one such region: ';
  assert.equal(refused('How many are in none of the sets?', `${sets}${one}$8$`), undefined);
  assert.equal(refused('How many are in none of the sets?', `${sets}${one}$7$`), `${sets}${one}$7`);
  assert.equal(refused('How many like only milk?', `${sets}${one}$4$`), undefined);
});

test('a sum of all is that of the list, with or without what is outside', () => {
  const sum = `${sets}Sum of the regions: <<`;
  assert.equal(refused('How many in all?', `${sum}3+4+5+6+7>>`), undefined);
  assert.equal(refused('How many in all?', `${sum}3+4+5+6+7+8>>`), undefined);
  assert.equal(refused('How many in all?', `${sum}3+4+5+7>>`), `${sum}3+4+5+7`);
  assert.equal(refused('', `${bars}Sum: <<5+10>>`), undefined);
  assert.equal(refused('', `${bars}Sum: <<5+5>>`), `${bars}Sum: <<5+5`);
});

test('names that were misread are known by what is like them', () => {
  const list = 'Facts: $\\text {dogs}=5$; $\\text {hor5es}=9$; $\\text {cats}=7$. ';
  const question = 'How many more horses than cats?';
  const told = `${list}$\\text {hor5es}=9$, $\\text {cats}=7$. Difference: <<9-7>>`;
  assert.equal(refused(question, told), undefined);
  assert.equal(refused(question, `${list}$\\text {dogs}`), `${list}$\\text {d`);
  const other = `${list}$\\text {cats}=7$, $\\text {hor5es}=9$. Difference: <<7`;
  assert.equal(refused(question, other), other);
});

test('parts are taken from the whole of their kind, and none is told again', () => {
  const list = 'Facts: $\\text {tea}=35\\%$; $\\text {cola}=25\\%$. ';
  const say = `${list}All parts sum to $100\\%$. milk: <<`;
  assert.equal(refused('How large is milk?', `${say}100-35-25>>`), undefined);
  assert.equal(refused('How large is milk?', `${say}360`), `${say}3`);
  assert.equal(new CopyRule('How large is milk?').allows(`${list}$`, '\\text '), false);
});

test('parts of a whole are told alike', () => {
  const list = 'Facts: $\\text {tea}=35\\%$; $\\text {cola}=25';
  assert.equal(refused('', `${list}\\%$`), undefined);
  assert.equal(refused('', `${list}$`), `${list}$`);
  assert.equal(refused('', `${list}^`), `${list}^`);
});

test('what the list says that the question tells stands there', () => {
  const list = 'Facts: $R_1=20$ $\\Omega$ (question)';
  assert.equal(refused('Let $R_1=20$.', list), undefined);
  assert.equal(refused('Let $R_1=30$.', list), 'Facts: $R_1=20$ $\\Omega$ (question');
  const rule = new CopyRule('Let $R_1=30$.');
  assert.equal(rule.allows('Facts: $R_1=', '2', false), false);
  assert.equal(rule.allows('Facts: $R_1=', '3', false), true);
  assert.equal(rule.allows('Facts: $R_1=', '2', true), true);
  assert.equal(rule.allows('Facts: $R_1=30$ ', '(question', true), false);
  assert.equal(rule.allows('Facts: $R_1=30$ (question); ', '$', true), true);
});
