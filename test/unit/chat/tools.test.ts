/** Tools in a chat with our models: offered, called by a real server's answer, and told of in the next request. */
import assert from 'node:assert/strict';
import { beforeEach, test, type TestContext } from 'node:test';
import type * as vscode from 'vscode';
import fc from 'fast-check';
import { drawing } from '../../engine/support/images.ts';
import { chatServer, event, eventStream, piece, stream } from '../backends/support/chat-server.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { cancellation, editor } from './support/editor.ts';
import { provider, words } from './support/provider.ts';

const { conversationOf } = await import('../../../extension/chat/messages.ts');
const api = (await import('vscode')) as typeof vscode;

beforeEach(() => Object.assign(editor, { trusted: true, settings: {}, shown: [], answers: [] }));

const required = api.LanguageModelChatToolMode.Required;
const tools = [
  {
    name: 'page',
    description: 'Reads a page.',
    inputSchema: { type: 'object', properties: { page: { type: 'integer' } } },
  },
  { name: 'outline', description: 'Lists.' },
];

async function withServer(t: TestContext, serve: Parameters<typeof chatServer>[1]) {
  const server = await chatServer(t, serve);
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { list, say } = provider(t);
  const { id } = (await list()).find(({ mode }) => mode === 'nothink')!;
  return { server, say: say.bind(undefined, id) };
}

const call = (index: number, name: string, input: string): string =>
  piece({ tool_calls: [{ index, id: `c${index}`, function: { name, arguments: input } }] });

test('an agent’s round: words and two calls, then their results, then the answer', async (t) => {
  let round = 0;
  const { server, say } = await withServer(t, (response) => {
    response.writeHead(200, eventStream);
    const made = call(0, 'page', '{"pa') + call(0, '', 'ge":3}') + call(1, 'outline', '');
    const calling = piece({ content: 'I look.' }) + made + piece({}, 'tool_calls');
    response.end(round++ > 0 ? stream('Springs.') : calling + event('[DONE]'));
  });
  const first = await say([words(1, 'What is on page 3?')], { tools, toolMode: required });
  assert.equal(first.error, undefined);
  assert.equal(first.text, 'I look.');
  assert.deepEqual(first.calls, [
    { callId: 'c0', name: 'page', input: { page: 3 } },
    { callId: 'c1', name: 'outline', input: {} },
  ]);
  assert.equal(server.asked[0]!.body['tool_choice'], 'required');
  const picture = new api.LanguageModelDataPart(await drawing(), 'image/png');
  const tsx = new api.LanguageModelPromptTsxPart({
    node: {
      type: 1,
      children: [
        { type: 2, text: 'Chapter 1' },
        { type: 2, text: ', 2' },
      ],
    },
  });
  const second = await say(
    [
      words(1, 'What is on page 3?'),
      {
        role: 2,
        content: [
          new api.LanguageModelTextPart('I look.'),
          new api.LanguageModelToolCallPart('c0', 'page', { page: 3 }),
          new api.LanguageModelToolCallPart('c1', 'outline', {}),
        ],
      },
      {
        role: 1,
        content: [
          new api.LanguageModelToolResultPart('c0', [
            new api.LanguageModelTextPart('Springs add.'),
            picture,
          ]),
          new api.LanguageModelToolResultPart('c1', [tsx]),
        ],
      },
    ],
    { tools },
  );
  assert.deepEqual([second.error, second.text, second.calls], [undefined, 'Springs.', []]);
  const { messages, tool_choice } = server.asked[1]!.body as {
    messages: { role: string; content: unknown; tool_calls?: object[]; tool_call_id?: string }[];
    tool_choice: string;
  };
  assert.equal(tool_choice, 'auto');
  assert.deepEqual(
    messages.map(({ role, tool_call_id: id }) => [role, id]),
    [
      ['user', undefined],
      ['assistant', undefined],
      ['tool', 'c0'],
      ['tool', 'c1'],
      ['user', undefined],
    ],
  );
  assert.deepEqual(messages[1]!.tool_calls, [
    { id: 'c0', type: 'function', function: { name: 'page', arguments: '{"page":3}' } },
    { id: 'c1', type: 'function', function: { name: 'outline', arguments: '{}' } },
  ]);
  assert.deepEqual([messages[2]!.content, messages[3]!.content], ['Springs add.', 'Chapter 1, 2']);
  assert.match(JSON.stringify(messages[4]!.content), /image_url/);
});

test('a call without a word is an answer; one that cannot be carried out is an error', async (t) => {
  let name = 'outline';
  const { say } = await withServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.end(call(0, name, '{}') + piece({}, 'tool_calls') + event('[DONE]'));
  });
  const asked = [words(1, 'Go')];
  const good = await say(asked, { tools });
  assert.deepEqual([good.error, good.text, good.calls.length], [undefined, '', 1]);
  name = 'format_disk';
  const bad = await say(asked, { tools });
  assert.deepEqual([bad.text, bad.calls], ['', []]);
  assert.match(bad.error!.message, /not offered to it: "format_disk".*trained to call tools/);
});

test('a server that takes no tools: the chat is told what to do', async (t) => {
  const { say } = await withServer(t, (response) => {
    response.writeHead(400).end(JSON.stringify({ error: 'm does not support tools' }));
  });
  const { error } = await say([words(1, 'Go')], { tools });
  assert.match(error!.message, /m does not support tools.*ask without them/);
});

test('cancelled before a call is whole: the line is closed, nothing is called', async (t) => {
  const { server, say } = await withServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.write(piece({ content: 'I look.' }) + call(0, 'page', '{"pa'));
  });
  const { token, cancel } = cancellation();
  const { calls, error } = await say([words(1, 'Go')], { tools, token, onPart: cancel });
  assert.ok(error instanceof api.CancellationError);
  assert.deepEqual(calls, []);
  await server.closed();
});

test('a model here is told of no tools, and says so where one must be called', async (t) => {
  const folder = await tinyModel(t);
  const { say } = provider(t, [{ id: 'phi', name: 'Phi', folder }]);
  const forced = await say('local/phi/nothink', [words(1, 'abc')], { tools, toolMode: required });
  assert.match(forced.error!.message, /Phi \(nothink\) calls no tools.*server/);
  const { error, text, calls } = await say('local/phi/nothink', [words(1, 'abc')], { tools });
  assert.deepEqual([error, calls], [undefined, []]);
  assert.ok(text.length > 0);
});

test('more than a model is given is refused before anything is sent', async (t) => {
  const { server, say } = await withServer(t, (response) => {
    response.writeHead(500).end();
  });
  const many = Array.from({ length: 600 }, (_, i) => ({ name: `t${i}`, description: '' }));
  const { error } = await say([words(1, 'Go')], { tools: many });
  assert.match(error!.message, /600 tools.*fewer tools/);
  const deep = { description: 'x'.repeat(200_000) };
  const large = [{ name: 'large', description: '', inputSchema: deep }];
  assert.match((await say([words(1, 'Go')], { tools: large })).error!.message, /the tool large/);
  assert.equal(server.asked.length, 0);
});

test('whatever a chat holds: each call is followed by one result, and no result is without a call', () => {
  const id = fc.constantFrom('a', 'b', 'c', '');
  const part = fc.oneof(
    fc.string().map((text) => new api.LanguageModelTextPart(text)),
    id.map((callId) => new api.LanguageModelToolCallPart(callId, 'page', {})),
    id.map(
      (callId) => new api.LanguageModelToolResultPart(callId, [new api.LanguageModelTextPart('r')]),
    ),
    fc.constant(new api.LanguageModelDataPart(new Uint8Array([1]), 'image/png')),
  );
  const message = fc
    .record({ role: fc.integer({ min: 1, max: 3 }), content: fc.array(part, { maxLength: 5 }) })
    .map((made) => made as unknown as vscode.LanguageModelChatRequestMessage);
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const { history, question, images } = conversationOf(messages, true);
      const open = new Set<string>();
      let before = '';
      for (const said of history) {
        if (said.role === 'tool') assert.ok(open.delete(said.call), 'a result has its call');
        else {
          assert.equal(open.size, 0, 'each call has its result');
          assert.notEqual(said.role, before);
          for (const { id: made } of said.calls ?? []) {
            assert.ok(!open.has(made), 'ids of one message differ');
            open.add(made);
          }
          if (said.calls !== undefined) assert.equal(said.role, 'assistant');
        }
        before = said.role;
      }
      assert.equal(open.size, 0);
      if (question === '') assert.equal(before, 'tool');
      else assert.notEqual(before, 'user');
      const shown = history.reduce((sum, said) => sum + said.images, 0);
      assert.ok(shown <= images.length);
    }),
  );
});
