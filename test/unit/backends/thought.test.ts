import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Delta } from '../../../engine/protocol.ts';
import { ThoughtSplitter } from '../../../engine/tasks/thought.ts';

/** What a reader of the deltas has before them at the end, beside what the splitter returns. */
function part(chunks: readonly string[], thinking = false) {
  let [thought, answer] = ['', ''];
  const hear = (delta: Delta): void => {
    if (delta.kind === 'thought') thought += delta.text;
    else if (delta.kind === 'answer') answer += delta.text;
    else [thought, answer] = [answer, ''];
  };
  const splitter = new ThoughtSplitter(hear, thinking);
  for (const chunk of chunks) splitter.push(chunk);
  const parted = splitter.end();
  assert.equal(thought.trim(), parted.thought);
  assert.equal(answer.trim(), parted.answer);
  return parted;
}

function cut(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...at, text.length].map((end, i) => text.slice(at[i - 1] ?? 0, end));
}

const cases: [text: string, thought: string, answer: string, open: boolean][] = [
  ['<think>two and two</think>\n\nFour.', 'two and two', 'Four.', false],
  ['\n <think>\na\n</think> b', 'a', 'b', false],
  ['Four.', '', 'Four.', false],
  ['<think></think>Four.', '', 'Four.', false],
  ['two and two</think>Four.', 'two and two', 'Four.', false],
  ['<think>never closed', 'never closed', '', true],
  ['<think>almost </thin', 'almost </thin', '', true],
  ['<|dummy_84|> Four.', '', 'Four.', false],
  ['<nothink>Four.', '', 'Four.', false],
  ['The tag <think> opens it.', '', 'The tag <think> opens it.', false],
  ['<think>a</think>Close with </think>.', 'a', 'Close with </think>.', false],
  ['<thin', '', '<thin', false],
  ['', '', '', false],
  ['<think>a < b</think>a < b', 'a < b', 'a < b', false],
];

test('thought and answer are parted, wherever the stream is cut', () => {
  for (const [text, thought, answer, open] of cases) {
    assert.deepEqual(part([text]), { thought, answer, open }, text);
    assert.deepEqual(part([...text]), { thought, answer, open }, text);
  }
  const marks = fc.constantFrom(
    '<think>',
    '</think>',
    '<',
    '</',
    'think',
    '>',
    ' ',
    '\n',
    'é',
    '😀',
    'x',
  );
  const texts = fc.array(marks, { maxLength: 20 }).map((words) => words.join(''));
  fc.assert(
    fc.property(texts, fc.array(fc.nat(200)), fc.boolean(), (text, places, thinking) => {
      assert.deepEqual(part(cut(text, places), thinking), part([text], thinking));
    }),
    { numRuns: 500 },
  );
});

test('a prompt that opened the thought', () => {
  assert.deepEqual(part(['a</think>b'], true), { thought: 'a', answer: 'b', open: false });
  assert.deepEqual(part(['a'], true), { thought: 'a', answer: '', open: true });
});

test('nothing is held back that can be shown', () => {
  const heard: Delta[] = [];
  const splitter = new ThoughtSplitter((delta) => heard.push(delta));
  splitter.push('<think>a');
  assert.deepEqual(heard.splice(0), [{ kind: 'thought', text: 'a' }]);
  splitter.push('b<');
  assert.deepEqual(heard.splice(0), [{ kind: 'thought', text: 'b' }]);
  splitter.push('/think>\n');
  assert.deepEqual(heard, []);
  splitter.push('\nc');
  assert.deepEqual(heard, [{ kind: 'answer', text: 'c' }]);
});
