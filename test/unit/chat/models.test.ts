/** Our models in any chat: which are offered, and conversations with a real server and a real model. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import type * as vscode from 'vscode';
import fc from 'fast-check';
import type { FeatureContext } from '../../../extension/feature.ts';
import type { OfferedModel } from '../../../extension/chat/offeredModels.ts';
import { drawing } from '../../engine/support/images.ts';
import { chatServer, eventStream, piece, stream } from '../backends/support/chat-server.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { cancellation, editor } from './support/editor.ts';
import { provider, words } from './support/provider.ts';

const { chatModels } = await import('../../../extension/features/chatModels.ts');
const { conversationOf } = await import('../../../extension/chat/messages.ts');
const { estimatedTokens } = await import('../../../extension/chat/tokens.ts');
const api = (await import('vscode')) as typeof vscode;

beforeEach(() => Object.assign(editor, { trusted: true, settings: {}, shown: [], answers: [] }));

test('hosts without language models get no tools and no models, and nothing fails', async () => {
  const { languageModelTools } = await import('../../../extension/features/languageModelTools.ts');
  const { mcpServer } = await import('../../../extension/features/mcpServer.ts');
  const { pdfTools } = await import('../../../extension/features/pdfTools.ts');
  const extension = { extensionPath: '/', extension: { packageJSON: { version: '1.0.0' } } };
  const pdf = { attach: () => ({ dispose: () => undefined }) };
  editor.haveModels(false);
  try {
    for (const feature of [languageModelTools, mcpServer, pdfTools, chatModels])
      feature.register({ extension, pdf } as unknown as FeatureContext).dispose();
  } finally {
    editor.haveModels(true);
  }
});

test('offered: the server and the models here that answer, each twice; never the bundled reader', async (t) => {
  const folder = await tinyModel(t);
  const config = join(folder, 'generation_config.json');
  const plain = JSON.parse(await readFile(config, 'utf8')) as object;
  editor.settings['marginalia.server.url'] = 'http://127.0.0.1:9/v1';
  editor.settings['marginalia.server.model'] = 'qwen';
  const gone = { id: 'gone', name: 'Gone', folder: '/nowhere' };
  const { list } = provider(t, [{ id: 'phi', name: 'Phi', folder }, gone]);
  const models = await list();
  assert.deepEqual(
    models.map(({ id, name }) => [id, name]),
    [
      ['server/127.0.0.1:9/qwen/think', 'qwen (think)'],
      ['server/127.0.0.1:9/qwen/nothink', 'qwen (nothink)'],
      ['local/phi/think', 'Phi (think)'],
      ['local/phi/nothink', 'Phi (nothink)'],
    ],
  );
  for (const { capabilities, folder: here, maxInputTokens, maxOutputTokens } of models) {
    const toolCalling = here === undefined; // models here were not trained to call any
    assert.deepEqual(capabilities, { imageInput: true, toolCalling });
    assert.ok(maxInputTokens > 0 && maxOutputTokens > 0);
  }
  assert.equal(models[2]!.maxInputTokens + models[2]!.maxOutputTokens, 128);
  await writeFile(config, JSON.stringify({ ...plain, tasks: ['read'] }));
  assert.equal((await list()).length, 2, 'one that only reads is not offered');
  await writeFile(config, JSON.stringify({ ...plain, tasks: ['read', 'ask'] }));
  editor.settings['marginalia.server.url'] = 'ftp://nonsense';
  assert.deepEqual(
    (await list()).map(({ mode }) => mode),
    ['think', 'nothink'],
  );
  editor.trusted = false;
  assert.deepEqual(await list(), []);
});

test('a conversation with a server: roles, images, thought apart, settings', async (t) => {
  const server = await chatServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('<think>hm</think>', 'It is ', 'round.'));
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { list, say } = provider(t);
  const [think] = await list();
  const picture = new api.LanguageModelDataPart(await drawing(), 'image/png');
  const { text, thought, error } = await say(
    think!.id,
    [
      words(3, 'Be short.'),
      words(1, 'Look.'),
      { role: 1, content: [picture, new api.LanguageModelTextPart('What is it?')] },
      words(2, 'A square.'),
      words(1, 'Sure?'),
    ],
    { modelOptions: { temperature: 0.5, maxTokens: 77, nonsense: 1 } },
  );
  assert.equal(error, undefined);
  assert.deepEqual([text, thought], ['It is round.', 'hm']);
  const { messages, ...rest } = server.asked.at(-1)!.body as {
    messages: { role: string; content: { type: string; text?: string }[] }[];
  } & Record<string, unknown>;
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user'],
  );
  assert.deepEqual(
    messages[1]!.content.map(({ type, text: said }) => [type, said]),
    [
      ['image_url', undefined],
      ['text', 'Look.\n\nWhat is it?'],
    ],
  );
  assert.deepEqual([rest['temperature'], rest['max_tokens']], [0.5, 77]);
  assert.deepEqual(rest['chat_template_kwargs'], { enable_thinking: true });
});

test('a server that told the length of its context is offered with it, and never asked for more', async (t) => {
  const server = await chatServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('Four.'));
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const long = await provider(t, [], true, 131_072).list();
  assert.deepEqual([long[0]!.maxInputTokens, long[0]!.maxOutputTokens], [114_688, 16_384]);
  const { list, say } = provider(t, [], true, 8_192);
  const [{ id, maxInputTokens, maxOutputTokens }] = (await list()) as [OfferedModel];
  assert.deepEqual([maxInputTokens, maxOutputTokens], [4_096, 4_096]);
  await say(id, [words(1, 'Two and two?')]);
  assert.equal(server.asked[0]!.body['max_tokens'], 4_096);
});

test('a host without thinking parts gets the answer alone', async (t) => {
  const server = await chatServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('<think>hm</think>', 'Four.'));
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { list, say } = provider(t);
  const [{ id }] = (await list()) as [OfferedModel];
  editor.tellThoughts(false);
  try {
    const { text, thought } = await say(id, [words(1, 'Two and two?')]);
    assert.deepEqual([text, thought], ['Four.', '']);
  } finally {
    editor.tellThoughts(true);
  }
});

test('a connection that breaks: what came stays, and the error says what to do', async (t) => {
  const server = await chatServer(t, async (response) => {
    response.writeHead(200, eventStream);
    response.write(piece({ role: 'assistant', content: 'The beginning' }));
    await new Promise((resolve) => setImmediate(resolve));
    response.destroy();
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { list, say } = provider(t);
  const [{ id }] = (await list()) as [OfferedModel];
  const { text, error } = await say(id, [words(1, 'a')]);
  assert.equal(text, 'The beginning');
  assert.match(error!.message, /broke before the answer was whole.*Try again/);
});

test('cancelled: the line is closed; refused: nothing is sent; gone: it says so', async (t) => {
  const server = await chatServer(t, (response) => {
    response.writeHead(200, eventStream);
    response.write(piece({ role: 'assistant', content: 'The beginning' }));
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { list, say } = provider(t);
  const [{ id }] = (await list()) as [OfferedModel];
  const { token, cancel } = cancellation();
  const { error } = await say(id, [words(1, 'a')], { token, onPart: cancel });
  assert.ok(error instanceof api.CancellationError);
  await server.closed();
  const asked = server.asked.length;
  const other = provider(t, [], false);
  const declined = await other.say(id, [words(1, 'a')]);
  assert.equal((declined.error as { code?: string }).code, 'NoPermissions');
  assert.match(editor.shown[0]!, /Use the server 127/);
  assert.equal(server.asked.length, asked);
  const missing = await other.say('local/never/think', [words(1, 'a')]);
  assert.equal((missing.error as { code?: string }).code, 'NotFound');
});

test('a model here answers, with a server in use and without; a server is never asked for it', async (t) => {
  const folder = await tinyModel(t);
  const server = await chatServer(t, (response) => {
    response.writeHead(500).end();
  });
  Object.assign(editor.settings, { 'marginalia.server.url': server.url });
  const { say } = provider(t, [{ id: 'phi', name: 'Phi', folder }]);
  const { text, error } = await say('local/phi/nothink', [
    words(1, 'abc'),
    words(2, 'def'),
    words(1, 'abc'),
  ]);
  assert.equal(error, undefined);
  assert.ok(text.length > 0);
  assert.equal(server.asked.length, 0);
});

test('a host that asks for nothing is told that there are models', async (t) => {
  editor.settings['marginalia.server.url'] = 'http://127.0.0.1:9/v1';
  const { made, list } = provider(t);
  await new Promise<void>((resolve) => {
    made.onDidChangeLanguageModelChatInformation!(() => resolve());
  });
  assert.equal((await list()).length, 2);
});

test('other models are told of when the choice changes, once', async (t) => {
  const { made, list, server } = provider(t);
  await list();
  let fired = 0;
  const changed = new Promise<void>((resolve) => {
    made.onDidChangeLanguageModelChatInformation!(() => {
      fired++;
      resolve();
    });
  });
  editor.settings['marginalia.server.url'] = 'http://127.0.0.1:9/v1';
  server.changed();
  await changed;
  assert.equal(fired, 1);
});

test('any messages become a question: roles take turns, images fit, and it ends with the person', () => {
  const part = fc.oneof(
    fc.string().map((text) => new api.LanguageModelTextPart(text)),
    fc.constant(new api.LanguageModelDataPart(new Uint8Array([1]), 'image/png')),
    fc
      .string()
      .map(
        (text) => new api.LanguageModelToolResultPart('1', [new api.LanguageModelTextPart(text)]),
      ),
    fc.constant({ odd: true }),
  );
  const message = fc
    .record({ role: fc.integer({ min: 1, max: 3 }), content: fc.array(part) })
    .map((made) => made as unknown as vscode.LanguageModelChatRequestMessage);
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      const { history, question, images } = conversationOf(messages, false);
      assert.ok(question.trim() !== '');
      assert.ok(images.length <= 32);
      const shown = history.reduce((sum, said) => sum + said.images, 0);
      assert.ok(shown <= images.length);
      const roles = [...history.map(({ role }) => role), 'user'];
      for (const [i, role] of roles.entries()) assert.notEqual(role, roles[i - 1]);
      for (const said of history) assert.ok(said.role === 'user' || said.images === 0);
    }),
  );
});

test('an estimate of tokens grows with the text and counts pictures', async (t) => {
  const { made } = provider(t);
  const count = (text: string | object) =>
    made.provideTokenCount({} as OfferedModel, text as string, cancellation().token);
  assert.ok((await count('one two three')) < (await count('one two three four five six')));
  assert.ok((await count('word '.repeat(1_000))) >= 1_250, 'not fewer than there are');
  const picture = new api.LanguageModelDataPart(new Uint8Array([1]), 'image/png');
  assert.ok((await count({ role: 1, content: [picture] })) > 3_000);
  assert.equal(estimatedTokens(''), 8);
});
