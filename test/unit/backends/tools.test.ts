/** Calls of tools: what a server is sent of them, and what is made of the calls that it streams. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { openServer } from '../../../engine/backends/server.ts';
import type { Said, ToolOffer } from '../../../engine/protocol.ts';
import { chatServer, event, eventStream, piece, stream, trickle } from './support/chat-server.ts';

type Serve = Parameters<typeof chatServer>[1];

const schema = { type: 'object', properties: { page: { type: 'integer' } } };
const offer: ToolOffer = {
  tools: [
    { name: 'page', description: 'Reads a page.', parameters: JSON.stringify(schema) },
    { name: 'outline', description: 'Lists.' },
  ],
  choice: 'auto',
};

async function ask(context: TestContext, serve: Serve, more: object = {}) {
  const server = await chatServer(context, serve);
  const engine = await openServer({ url: server.url, model: 'm' });
  const signal = new AbortController().signal;
  const job = { images: [], question: 'What?', mode: 'auto', offer, signal } as const;
  const answer = engine.ask({ ...job, onDelta: () => undefined, ...more });
  return { server, answer };
}

const calls = (...tool_calls: object[]): string => piece({ tool_calls });
const streams =
  (...pieces: string[]): Serve =>
  (response) => {
    response.writeHead(200, eventStream);
    response.end(pieces.join('') + piece({}, 'tool_calls') + event('[DONE]'));
  };

test('two calls at once, their arguments cut into many pieces, after words and a thought', async (t) => {
  const written = '{"page": 3, "why": "größe \\"x\\""}';
  const bytes = Buffer.from(
    piece({ role: 'assistant', content: '<think>hm</think>I look.' }) +
      calls({ index: 0, id: 'a', type: 'function', function: { name: 'page', arguments: '' } }) +
      calls({ index: 1, id: 'b', function: { name: 'outline', arguments: '{' } }) +
      Array.from(written)
        .map((letter) => calls({ index: 0, function: { arguments: letter } }))
        .join('') +
      calls({ index: 1, function: { name: 'outline', arguments: '}' } }) +
      piece({}, 'tool_calls') +
      event('[DONE]'),
  );
  const { server, answer } = await ask(t, async (response) => {
    response.writeHead(200, eventStream);
    const parts = [0, 1, 2, 3].map((i) =>
      bytes.subarray(i * 777, i === 3 ? undefined : i * 777 + 777),
    );
    await trickle(response, parts);
    response.end();
  });
  const { calls: made, answer: text, thought, stopReason } = await answer;
  assert.deepEqual(made, [
    { id: 'a', name: 'page', input: written },
    { id: 'b', name: 'outline', input: '{}' },
  ]);
  assert.deepEqual([text, thought, stopReason], ['I look.', 'hm', 'end']);
  const { tools, tool_choice } = server.asked[0]!.body;
  assert.equal(tool_choice, 'auto');
  assert.deepEqual(tools, [
    {
      type: 'function',
      function: { name: 'page', description: 'Reads a page.', parameters: schema },
    },
    {
      type: 'function',
      function: {
        ...{ name: 'outline', description: 'Lists.' },
        parameters: { type: 'object', properties: {} },
      },
    },
  ]);
});

test('however the arguments of several calls are cut and mixed, each comes out whole', async (t) => {
  const inputs = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }), {
    ...{ minLength: 1, maxLength: 4 },
  });
  let pieces: string[] = [];
  const server = await chatServer(t, (response, asked) => streams(...pieces)(response, asked));
  const engine = await openServer({ url: server.url, model: 'm' });
  const signal = new AbortController().signal;
  const asks = { images: [], question: '?', mode: 'auto', offer, signal } as const;
  await fc.assert(
    fc.asyncProperty(inputs, fc.array(fc.nat(9), { minLength: 1 }), async (given, steps) => {
      const texts = given.map((input) => JSON.stringify(input));
      const left = texts.map((text) => [...text]);
      pieces = texts.map((_, index) =>
        calls({ index, id: `c${index}`, function: { name: 'page' } }),
      );
      for (let at = 0; left.some((letters) => letters.length > 0); at++) {
        const index = at % left.length;
        const text = left[index]!.splice(0, 1 + steps[at % steps.length]!).join('');
        if (text !== '') pieces.push(calls({ index, function: { arguments: text } }));
      }
      const done = await engine.ask({ ...asks, onDelta: () => undefined });
      assert.deepEqual(
        done.calls?.map(({ id, input }) => [id, input]),
        texts.map((text, index) => [`c${index}`, text]),
      );
    }),
    { numRuns: 30 },
  );
});

test('servers that send no index, no id, an object, or all at once', async (t) => {
  const unnumbered = await ask(
    t,
    streams(
      calls({ id: 'x', function: { name: 'page', arguments: '{"page"' } }),
      calls({ function: { arguments: ':1}' } }),
      calls({ id: 'y', function: { name: 'page', arguments: { page: 2 } } }),
    ),
  );
  assert.deepEqual((await unnumbered.answer).calls, [
    { id: 'x', name: 'page', input: '{"page":1}' },
    { id: 'y', name: 'page', input: '{"page":2}' },
  ]);
  const whole = await ask(t, (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const tool_calls = [0, 1].map(() => ({ function: { name: 'outline' } }));
    const message = { content: null, tool_calls };
    response.end(JSON.stringify({ choices: [{ message, finish_reason: 'tool_calls' }] }));
  });
  const { calls: made = [] } = await whole.answer;
  assert.deepEqual(
    made.map(({ name, input }) => [name, input]),
    [
      ['outline', '{}'],
      ['outline', '{}'],
    ],
  );
  for (const { id } of made) assert.match(id, /^[0-9a-f]{9}$/);
  assert.notEqual(made[0]!.id, made[1]!.id);
});

test('calls that cannot be carried out are errors that say which and why', async (t) => {
  const one = (name: string, input: string): string =>
    calls({ index: 0, id: 'a', function: { name, arguments: input } });
  const bad: [string, RegExp][] = [
    [one('delete_all', '{}'), /not offered to it: "delete_all"/],
    [one('page', '{"page": 1'), /the tool "page" with arguments that are no JSON object/],
    [one('page', '[1]'), /"\[1\]" is no object/],
    [one('page', 'null'), /"null" is no object/],
    [calls({ index: 0, function: { arguments: '{}' } }), /not offered to it: ""/],
  ];
  for (const [text, message] of bad) {
    const { answer } = await ask(t, streams(text));
    await assert.rejects(answer, { code: 'server-bad-call', message });
  }
  const cut = await ask(t, (response) => {
    response.writeHead(200, eventStream);
    response.end(one('page', '{"pa') + piece({}, 'length') + event('[DONE]'));
  });
  await assert.rejects(cut.answer, { code: 'server-bad-call', message: /limit of tokens cut/ });
  const odd = await ask(t, streams(piece({ tool_calls: 'page' })));
  await assert.rejects(odd.answer, { code: 'server-bad-stream' });
  const endless = await ask(t, (response) => {
    response.writeHead(200, eventStream);
    const part = one('page', 'a'.repeat(1_000_000));
    response.end(part + part + part);
  });
  await assert.rejects(endless.answer, { code: 'server-too-long' });
});

test('calls that nobody offered are not heard', async (t) => {
  const { server, answer } = await ask(
    t,
    streams(piece({ content: 'Hi.' }), calls({ index: 0, function: { name: 'page' } })),
    { offer: undefined },
  );
  const { calls: made, answer: text } = await answer;
  assert.deepEqual([made, text], [undefined, 'Hi.']);
  assert.deepEqual(
    ['tools' in server.asked[0]!.body, 'tool_choice' in server.asked[0]!.body],
    [false, false],
  );
});

test('a conversation with calls goes back as it was, and ends with what the tools gave', async (t) => {
  const history: Said[] = [
    { role: 'user', text: 'What is on page 3?', images: 0 },
    {
      ...{ role: 'assistant', text: '', images: 0 },
      calls: [{ id: 'a', name: 'page', input: '{"page":3}' }],
    },
    { role: 'tool', text: 'Springs.', images: 0, call: 'a' },
  ];
  const required = { ...offer, choice: 'required' as const };
  const { server, answer } = await ask(
    t,
    (response) => {
      response.writeHead(200, eventStream);
      response.end(stream('Springs.'));
    },
    { question: '', history, offer: required },
  );
  assert.equal((await answer).answer, 'Springs.');
  const { messages, tool_choice } = server.asked[0]!.body;
  assert.equal(tool_choice, 'required');
  assert.deepEqual(messages, [
    { role: 'user', content: 'What is on page 3?' },
    {
      ...{ role: 'assistant', content: null },
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'page', arguments: '{"page":3}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', content: 'Springs.' },
  ]);
});

test('a server that takes no tools: its words, and what to do; never asked without them', async (t) => {
  const refusals: [number, string][] = [
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    [500, 'tools param requires --jinja flag'],
  ];
  for (const [status, words] of refusals) {
    const { server, answer } = await ask(t, (response) => {
      response.writeHead(status).end(JSON.stringify({ error: { message: words } }));
    });
    await assert.rejects(answer, (error: { code: string; message: string; action: string }) => {
      assert.equal(error.code, 'server-no-tools');
      assert.ok(error.message.includes(words));
      assert.match(error.action, /--enable-auto-tool-choice.*--jinja.*ask without them/);
      return true;
    });
    for (const { body } of server.asked) assert.ok('tools' in body);
  }
  const other = await ask(t, (response) => {
    response.writeHead(400).end(JSON.stringify({ error: 'too many tokens' }));
  });
  await assert.rejects(other.answer, { code: 'server-refused' });
});

test('cancelled in the middle of a call: the line is closed', async (t) => {
  const controller = new AbortController();
  const { server, answer } = await ask(
    t,
    (response) => {
      response.writeHead(200, eventStream);
      response.write(piece({ content: 'Now' }) + calls({ index: 0, function: { name: 'page' } }));
    },
    { signal: controller.signal, onDelta: () => controller.abort() },
  );
  await assert.rejects(answer, { code: 'cancelled' });
  await server.closed();
});
