import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CompletionReceiver } from '../../../engine/backends/completion.ts';
import { parseEndpoint } from '../../../engine/backends/endpoint.ts';
import { ThoughtSplitter } from '../../../engine/tasks/thought.ts';
import { event, piece, stream } from './support/chat-server.ts';

const endpoint = parseEndpoint('localhost:1');

function receive(chunks: readonly Uint8Array[], type = 'text/event-stream') {
  const splitter = new ThoughtSplitter(() => undefined);
  const receiver = new CompletionReceiver(endpoint, splitter);
  receiver.begin(type);
  for (const chunk of chunks) if (receiver.take(chunk)) break;
  receiver.end();
  const { thought, answer, open } = splitter.end();
  return { thought, answer, open, finish: receiver.finish, tokens: receiver.tokens };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = (text: string) => receive([bytes(text)]);

test('any chunking of the bytes gives the same thought and answer', () => {
  const word = fc.constantFrom(
    '<think>',
    '</think>',
    '<',
    'é',
    '😀',
    '∑',
    '\n',
    'a b',
    '\\frac',
    '"',
  );
  const content = fc.array(word, { maxLength: 6 }).map((words) => words.join(''));
  const delta = fc.oneof(
    content.map((text) => ({ content: text })),
    content.map((text) => ({ reasoning_content: text })),
    content.map((text) => ({ reasoning: text, content: null })),
  );
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(
      ...([fc.array(delta, { maxLength: 8 }), fc.array(fc.nat(4000)), ending] as const),
      (deltas, places, newline) => {
        const text = ': hello\n\n' + deltas.map((one) => piece(one)).join('') + piece({}, 'stop');
        const data = bytes((text + event('[DONE]')).replaceAll('\n', newline));
        const at = [...new Set(places.map((place) => place % data.length))].sort((a, b) => a - b);
        const chunks = [...at, data.length].map((end, i) => data.subarray(at[i - 1] ?? 0, end));
        assert.deepEqual(receive(chunks), receive([data]));
        const one = receive([...data].map((_, i) => data.subarray(i, i + 1)));
        assert.deepEqual(one, receive([data]));
      },
    ),
    { numRuns: 120 },
  );
});

test('the shapes that servers send', () => {
  const parted = { thought: 'why', answer: 'x', open: false, finish: 'stop', tokens: undefined };
  const tail = piece({}, 'stop') + event('[DONE]');
  assert.deepEqual(whole(stream('<think>wh', 'y</think>', 'x')), parted);
  const channels = ['reasoning_content', 'reasoning'];
  for (const name of channels)
    assert.deepEqual(whole(piece({ [name]: 'why' }) + piece({ content: 'x' }) + tail), parted);
  const both = piece({ reasoning_content: 'why', reasoning: 'why' }) + piece({ content: 'x' });
  assert.deepEqual(whole(both + tail), parted);
  const parts = piece({ reasoning: 'why', content: [{ type: 'text', text: 'x' }] });
  assert.deepEqual(whole(parts + tail), parted);
  const usage = event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 7 } });
  assert.equal(whole(piece({ content: 'x' }, 'length') + usage).tokens, 7);
  assert.equal(whole(piece({ content: 'x' }, 'length') + usage).finish, 'length');
  // Whole answers in place of streams; a last event without its empty line.
  const message = { role: 'assistant', content: 'x', reasoning_content: 'why' };
  const json = JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] });
  assert.deepEqual(receive([bytes(json)], 'application/json'), parted);
  assert.equal(whole(piece({ content: 'x' }) + 'data: [DONE]').answer, 'x');
  // Probabilities in a shape of their own are left out, not stumbled over.
  const odd = { choices: [{ delta: { content: 'x' }, logprobs: { content: 7 } }], usage: 'free' };
  assert.equal(whole(event(odd) + tail).answer, 'x');
});

test('streams that are no answer', () => {
  const refused = (text: string, code: string, words: RegExp, type?: string): void => {
    assert.throws(
      () => receive([bytes(text)], type),
      (error: Error & Record<string, unknown>) => {
        assert.equal(error['code'], code, error.message);
        assert.match(error.message, words);
        assert.ok(String(error['action']).length > 0);
        return true;
      },
    );
  };
  refused('data: {"choices": [{"del\n\n', 'server-bad-stream', /not JSON/);
  refused(event({ choices: 'none' }), 'server-bad-stream', /choices/);
  refused(event({ choices: [{ delta: { content: 5 } }] }), 'server-bad-stream', /content/);
  refused(
    event({ error: { message: 'out of\u001b[31m memory' } }),
    'server-failed',
    /out of \[31m memory/,
  );
  refused('error: {"message": "slot unavailable"}\n\n', 'server-failed', /slot unavailable/);
  refused(piece({ content: 'half' }), 'server-dropped', /without saying why/);
  refused(piece({ content: 'half' }) + 'data: {"choi', 'server-dropped', /without saying why/);
  refused('', 'server-not-api', /no events/);
  refused('hello\nworld\n\n', 'server-not-api', /no events/);
  refused('<html>', 'server-not-api', /web page/, 'text/html');
  refused('{"choices":', 'server-bad-stream', /not JSON/, 'application/json');
  refused('data: ' + 'x'.repeat(5_000_000), 'server-too-long', /without an end/);
});
