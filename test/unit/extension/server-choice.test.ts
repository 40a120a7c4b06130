/**
 * Nothing goes to a server without a yes: the choice in the editor, with the editor's dialogs answered by
 * the test and everything behind them real, the engine process and the server's sockets included.
 */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { beforeEach, test, type TestContext } from 'node:test';
import type { ExtensionContext } from 'vscode';
import { serverKey } from '../../../engine/backends/environment.ts';
import { EngineClient } from '../../../engine/client.ts';
import { chatServer, eventStream, stream } from '../backends/support/chat-server.ts';

interface Editor {
  trusted: boolean;
  settings: Record<string, unknown>;
  /** What the person answers to each dialog, in turn. */
  answers: unknown[];
  asked: string[];
}

const editor: Editor = { trusted: true, settings: {}, answers: [], asked: [] };
(globalThis as unknown as { editor: Editor }).editor = editor;

const fake = `
const { editor } = globalThis;
const answer = (text) => { editor.asked.push(text); return Promise.resolve(editor.answers.shift()); };
export const ProgressLocation = { Notification: 15 };
export const ConfigurationTarget = { Global: 1 };
export const commands = {};
export const l10n = {
  t: (text, ...values) => text.replace(/\\{(\\d)\\}/g, (_, at) => values[at]),
};
export class Disposable {}
export const workspace = {
  get isTrusted() { return editor.trusted; },
  getConfiguration: () => ({
    get: (id, fallback) => editor.settings[id] ?? fallback,
    update: async (id, value) => { editor.settings[id] = value; },
  }),
};
export const window = {
  showWarningMessage: (text, { detail }) => answer(text + ' ' + detail),
  showInputBox: ({ title }) => answer(title),
  showQuickPick: async (items, { title }) => {
    const wanted = await answer(title);
    return items.find((item) => (item.label ?? item) === wanted);
  },
  withProgress: (_, run) => run({}, { onCancellationRequested: () => undefined }),
};`;
registerHooks({
  resolve: (name, context, next) =>
    name === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(fake)}`, shortCircuit: true }
      : next(name, context),
});
const { ServerChoice } = await import('../../../extension/features/serverChoice.ts');
const { setUpServer } = await import('../../../extension/features/serverSetup.ts');

function extension() {
  const [state, secrets] = [new Map<string, unknown>(), new Map<string, string>()];
  const context = {
    globalState: {
      get: (id: string, fallback: unknown) => state.get(id) ?? fallback,
      update: (id: string, value: unknown) => Promise.resolve(void state.set(id, value)),
    },
    secrets: {
      get: (id: string) => Promise.resolve(secrets.get(id)),
      store: (id: string, value: string) => Promise.resolve(void secrets.set(id, value)),
      delete: (id: string) => Promise.resolve(void secrets.delete(id)),
    },
  };
  return { context: context as unknown as ExtensionContext, secrets };
}

const connect = (url: string, key: string | undefined): EngineClient =>
  new EngineClient({ server: { url }, ...(key === undefined ? {} : { env: serverKey(key) }) });

beforeEach(() => Object.assign(editor, { trusted: true, settings: {}, answers: [], asked: [] }));

/** A server with two models that wants a key. */
const guarded = (context: TestContext) =>
  chatServer(context, (response, { headers, path }) => {
    if (headers.authorization !== 'Bearer sk-3') response.writeHead(401).end('{"error": "who?"}');
    else if (path.endsWith('/models'))
      response.end('{"data": [{"id": "a"}, {"id": "b", "max_model_len": 131072}]}');
    else response.writeHead(200, eventStream).end(stream('I see nothing.'));
  });

test('address, consent, key, model, test image, use: then it is in use', async (context) => {
  const server = await guarded(context);
  const { context: own, secrets } = extension();
  const choice = new ServerChoice(own);
  const use = ['Use It Anyway', 'Questions'];
  editor.answers = [server.url, 'Use This Server', ' sk-3 ', 'b', ...use];
  assert.equal(await setUpServer(choice, connect), true);
  assert.equal(editor.asked.length, 6, editor.asked.join('\n'));
  assert.match(editor.asked[4]!, /did not name what it shows.*I see nothing/);
  const allowed = await choice.allowed();
  assert.deepEqual([allowed?.model, allowed?.key], ['b', 'sk-3']);
  assert.deepEqual([...secrets.keys()], [`marginalia.server.key ${new URL(server.url).origin}`]);
  assert.equal(choice.readsFormulas, false);
  const { endpoint } = allowed!;
  const contexts = ['a', 'b'].map((model) => choice.contextOf(endpoint, model));
  assert.deepEqual(contexts, [undefined, 131_072], 'what the server told of the chosen model');
  assert.ok(!JSON.stringify(editor.settings).includes('sk-3'), 'the key is in no setting');
});

test('a no, or Escape, at the consent: nothing was sent, nothing is chosen', async (context) => {
  const server = await guarded(context);
  const choice = new ServerChoice(extension().context);
  editor.answers = [server.url, undefined];
  assert.equal(await setUpServer(choice, connect), false);
  // As if the address had been written into the settings by hand.
  editor.settings['marginalia.server.url'] = server.url;
  await assert.rejects(choice.allowed(), { code: 'server-declined' });
  assert.deepEqual(server.asked, []);
  editor.answers = ['Use This Server'];
  assert.equal((await choice.allowed())?.endpoint.base, server.url);
});

test('from a workspace that is not trusted nothing is sent', async () => {
  const choice = new ServerChoice(extension().context);
  assert.equal(await choice.allowed(), undefined);
  editor.settings['marginalia.server.url'] = 'http://chat.example/v1';
  editor.trusted = false;
  await assert.rejects(choice.allowed(), { code: 'server-untrusted' });
  await assert.rejects(setUpServer(choice, connect), { code: 'server-untrusted' });
  assert.deepEqual(editor.asked, []);
});

test('a yes is to one origin; the words say where the images go', async () => {
  const choice = new ServerChoice(extension().context);
  editor.answers = ['Use This Server', 'Use This Server', undefined];
  for (const url of [
    'http://localhost:1/v1',
    'http://chat.example/v1',
    'https://chat.example/v1',
  ]) {
    editor.settings['marginalia.server.url'] = url;
    await choice.allowed().catch(() => undefined);
  }
  const [local, plain, secure] = editor.asked;
  assert.match(local!, /nothing leaves it/);
  assert.match(plain!, /not encrypted/);
  assert.doesNotMatch(secure!, /not encrypted|nothing leaves/);
});
