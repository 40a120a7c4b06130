/** `@margin` with the real engine behind it: quoting, a server's answers, images, and what goes wrong. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type * as vscode from 'vscode';
import { EngineClient } from '../../../engine/client.ts';
import { MarginaliaError } from '../../../engine/errors.ts';
import type { FeatureContext } from '../../../extension/feature.ts';
import type { PdfSessions } from '../../../extension/pdf/session.ts';
import {
  chatServer,
  eventStream,
  piece,
  stream,
  type ChatServer,
} from '../backends/support/chat-server.ts';
import { cancellation, chatStream, editor, memento } from './support/editor.ts';

const { chatParticipant } = await import('../../../extension/features/chatParticipant.ts');
const { meantPdf } = await import('../../../extension/chat/documents.ts');
const { Uri } = (await import('vscode')) as typeof vscode;

const root = join(import.meta.dirname, '..', '..');
const handbook = join(root, 'engine', 'ask-document', 'handbook.pdf');
const picture = await readFile(join(root, 'samples', 'katex-quadratic.png'));

let here: EngineClient;
let folder: string;
/** A server that writes, as each test says, and the engine's process that talks to it. */
let server: ChatServer;
let there: EngineClient;
let write: Parameters<typeof chatServer>[1];
const closing: (() => void)[] = [];
before(async () => {
  here = new EngineClient();
  const context = { after: (close: unknown) => void closing.push(close as () => void) };
  server = await chatServer(context, (response, asked) => {
    response.writeHead(200, eventStream);
    return write(response, asked);
  });
  there = new EngineClient({ server: { url: server.url, model: 'writer' } });
  folder = await mkdtemp(join(tmpdir(), 'marginalia-chat-'));
  await copyFile(handbook, join(folder, 'hand book.pdf'));
});
after(async () => {
  here.dispose();
  there.dispose();
  for (const close of closing) close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(editor, { trusted: true, folders: [folder], shown: [], answers: [], ran: [] });
});

interface Revealed {
  readonly path: string;
  readonly page: number;
  readonly rectangle: unknown;
  readonly light: boolean | undefined;
}

/** The editors of PDFs as the chat sees them: what is in front, and where they were scrolled to. */
function reader(active?: string) {
  const revealed: Revealed[] = [];
  const session = (path: string) => ({
    uri: Uri.file(path),
    place: { page: 2, count: 4 },
    bytes: () => readFile(path),
    password: undefined,
    onReload: () => ({ dispose: () => undefined }),
    reveal: (page: number, rectangle?: unknown, light?: boolean) =>
      void revealed.push({ path, page, rectangle, light }),
  });
  const open = active === undefined ? [] : [session(active)];
  const pdf = {
    active: open[0],
    all: open,
    attach: (part: (one: unknown) => unknown) => {
      open.forEach(part);
      return { dispose: () => undefined };
    },
    open: (uri: vscode.Uri) => Promise.resolve(session(uri.path)),
  };
  return { pdf, revealed };
}

interface Asking {
  readonly prompt: string;
  readonly command?: string;
  readonly values?: readonly unknown[];
  readonly history?: readonly unknown[];
}

function participant(active?: string, client: EngineClient = here) {
  const { pdf, revealed } = reader(active);
  const using = (work: (it: EngineClient) => unknown): unknown => work(client);
  const log = { warn: () => undefined, error: () => undefined };
  const context = {
    ...{ pdf, log, extension: { workspaceState: memento() } },
    engine: {
      using: (work: (it: EngineClient) => unknown): unknown => work(here),
      read: here.read.bind(here),
    },
    asker: { using, ask: client.ask.bind(client) },
  };
  editor.participants.clear();
  chatParticipant.register(context as unknown as FeatureContext);
  const made = editor.participants.get('marginalia.margin') as vscode.ChatParticipant;
  const ask = async (
    asking: Asking,
    token = cancellation().token,
    { heard, stream } = chatStream(),
  ) => {
    const references = (asking.values ?? []).map((value, i) => ({ id: `file ${i}`, value }));
    const request = { command: undefined, ...asking, references: references.toReversed() };
    const result = (await made.requestHandler(
      request as unknown as vscode.ChatRequest,
      { history: (asking.history ?? []) as never },
      stream,
      token,
    )) as vscode.ChatResult;
    return { ...heard, heard, result };
  };
  return { ask, revealed, made };
}

/** Runs a link of the chat as a click does. */
async function click(text: string, at = 0): Promise<void> {
  const links = [...text.matchAll(/\]\(command:([\w.]+)\?([^)]+)\)/g)];
  const [, command, given] = links[at] ?? [];
  assert.equal(command, 'marginalia.showPassage');
  await editor.commands.get(command)?.(...(JSON.parse(decodeURIComponent(given!)) as unknown[]));
}

test('the bundled model quotes, says so, and a link lights the passage', async () => {
  const { ask, revealed } = participant(handbook);
  const { text, result, references, buttons, parts } = await ask({
    prompt: 'What bounds the efficiency of an engine?',
  });
  assert.equal(result.errorDetails, undefined);
  assert.match(text, /reservoir/);
  assert.match(text, /These are passages of handbook\\?\.pdf, word for word/);
  assert.match(text, /does not write answers/);
  assert.deepEqual(references, [handbook]);
  assert.deepEqual(
    buttons.map(({ command }) => command),
    ['marginalia.installModel', 'marginalia.useServer'],
  );
  for (const part of parts as { isTrusted?: unknown }[])
    assert.deepEqual(part.isTrusted, { enabledCommands: ['marginalia.showPassage'] });
  await click(text);
  assert.equal(revealed.length, 1);
  const [shown] = revealed;
  assert.deepEqual([shown!.path, shown!.page, shown!.light], [handbook, 2, true]);
  const { x1, x2 } = shown!.rectangle as { x1: number; x2: number };
  assert.ok(x1 < x2);
});

test('no other arguments open anything', async () => {
  const { ask, revealed } = participant(handbook);
  await ask({ prompt: 'Is merge sort stable?' });
  const show = editor.commands.get('marginalia.showPassage')!;
  for (const given of [
    [],
    ['/etc/passwd', 1],
    [{ path: '/etc/passwd' }],
    ['0123456789ab', 1],
    [null],
  ])
    await show(...given);
  assert.deepEqual(revealed, []);
  assert.equal(editor.shown.length, 5);
});

test('a written answer streams with its citations, and a follow-up knows of it', async () => {
  const { ask, made } = participant(handbook, there);
  write = (response) => {
    response.end(
      stream('<think>hm</think>', 'At most $1 - T_2/T_1$ [', '1, 2].', ' ![x](http://x.org/a)'),
    );
  };
  const first = await ask({ prompt: 'What bounds the efficiency of an engine?' });
  assert.match(first.text, /At most \$1 - T_2\/T_1\$ \[\\\[1\\\]\]\(command:/);
  assert.match(first.text, /From handbook\\?\.pdf:\n\n- .*page 2.*“/);
  assert.doesNotMatch(first.text, /hm|!\[/);
  assert.match(first.text, /writer on server 127/);
  assert.ok(first.progress.includes('Thinking…'));
  const history = [
    { prompt: 'x' },
    { result: JSON.parse(JSON.stringify(first.result)) as unknown },
  ];
  await ask({ prompt: 'And why is that?', history });
  const sent = JSON.stringify(server.asked.at(-1)!.body);
  assert.match(sent, /Said before:.*What bounds the efficiency.*At most/);
  const next = await made.followupProvider!.provideFollowups(
    first.result,
    { history: [] },
    cancellation().token,
  );
  assert.deepEqual(
    next!.map(({ command, prompt }) => [command, prompt]),
    [
      ['find', 'What bounds the efficiency of an engine?'],
      ['page', '2'],
    ],
  );
});

test('a connection that breaks keeps what was written, and says what to do', async () => {
  const { ask } = participant(handbook, there);
  write = async (response) => {
    response.write(piece({ role: 'assistant', content: 'The beginning ' }));
    await new Promise((resolve) => setImmediate(resolve));
    response.destroy();
  };
  const { text, result, buttons } = await ask({ prompt: 'Is merge sort stable?' });
  assert.match(text, /The beginning/);
  assert.match(result.errorDetails!.message, /broke before the answer was whole.*Try again/);
  assert.equal(buttons[0]?.command, 'marginalia.useServer');
});

test('cancelled: the line to the server is closed, and no error is shown', async () => {
  const { token, cancel } = cancellation();
  const { ask } = participant(handbook, there);
  write = (response) => {
    response.write(piece({ role: 'assistant', content: 'The beginning ' }));
  };
  const chat = chatStream();
  const say = chat.stream.markdown.bind(chat.stream);
  chat.stream.markdown = (value) => {
    say(value);
    cancel();
  };
  const { result } = await ask({ prompt: 'Is merge sort stable?' }, token, chat);
  assert.equal(result.errorDetails, undefined);
  await server.closed();
});

test('the PDF that is meant: attached, named, in front, spoken of before, the only one', async () => {
  const named = join(folder, 'hand book.pdf');
  const meant = async (
    { prompt = 'Is merge sort stable?', values = [] }: Partial<Asking>,
    active?: string,
    before?: string,
  ) => {
    const references = values.map((value) => ({ value }));
    const last = before === undefined ? undefined : Uri.file(before);
    const { pdf } = reader(active);
    return (await meantPdf({ prompt, references }, last, pdf as unknown as PdfSessions))?.path;
  };
  assert.equal(await meant({ values: [Uri.file(named)] }, handbook), named);
  assert.equal(await meant({ values: [{ uri: Uri.file(named), range: {} }] }, handbook), named);
  assert.equal(await meant({ prompt: 'What does "hand book.pdf" say?' }, handbook), named);
  assert.equal(await meant({ prompt: 'What does handbook.pdf say?' }, handbook), handbook);
  assert.equal(await meant({ prompt: 'Does it make nowhere.pdf?' }, handbook), handbook);
  assert.equal(await meant({ prompt: 'What is in ../../etc/secret.pdf?' }), undefined);
  assert.equal(await meant({ values: [Uri.file('/a.txt')] }, handbook, named), handbook);
  assert.equal(await meant({}, undefined, named), named);
  assert.equal(await meant({}), undefined);
});

test('no PDF, and one that is gone: what to do is told', async () => {
  const none = await participant().ask({ prompt: 'Is merge sort stable?' });
  assert.match(none.text, /No PDF is open\. Open one/);
  assert.equal(none.buttons[0]?.command, 'marginalia.openPdf');
  const gone = await participant().ask({ prompt: 'a', values: [Uri.file('/nowhere/a.pdf')] });
  assert.match(gone.result.errorDetails!.message, /cannot be used/);
});

test('/find and /page', async () => {
  const { ask, revealed } = participant(handbook);
  const found = await ask({ prompt: 'merge sort', command: 'find' });
  assert.match(found.text, /\[Page \d\]\(command:/);
  await click(found.text);
  assert.equal(revealed.length, 1);
  const page = await ask({ prompt: '', command: 'page' });
  assert.match(page.text, /\$/);
  assert.match(page.progress.join(), /page 2 of handbook/, 'the one in sight');
  const third = await ask({ prompt: '3', command: 'page' });
  assert.notEqual(third.text, page.text);
  const beyond = await ask({ prompt: '40', command: 'page' });
  assert.match(beyond.result.errorDetails!.message, /no page 40.*4 pages/);
  const empty = await ask({ prompt: ' ', command: 'find' });
  assert.match(empty.result.errorDetails!.message, /Write what you want/);
});

test('images: asked about, read where no model answers, pasted or as files', async () => {
  const pasted = { mimeType: 'image/png', data: () => Promise.resolve(new Uint8Array(picture)) };
  const { ask } = participant(handbook);
  const read = await ask({ prompt: '', command: 'read', values: [pasted] });
  assert.match(read.text, /\$\$\n.+\n\$\$\n\n```latex\n/);
  const asked = await ask({ prompt: 'What is this?', values: [pasted] });
  assert.match(asked.text, /```latex\n[^]*not trained to answer questions/);
  const nothing = await ask({ prompt: '', command: 'solve' });
  assert.match(nothing.result.errorDetails!.message, /No image is attached.*Paste one/);
  const file = join(folder, 'a.png');
  await writeFile(file, picture);
  const { ask: written } = participant(handbook, there);
  write = (response) => {
    response.end(stream('It says $x = 2 + 2 = 4$ [1].'));
  };
  const answered = await written({ prompt: 'What does it say?', values: [Uri.file(file)] });
  assert.match(answered.text, /It says \$x = 2 \+ 2 = 4\$ \\\[1\\\]\./);
  assert.match(JSON.stringify(server.asked.at(-1)!.body), /image_url/);
  const both = await written({
    prompt: 'Is this merge sort?',
    values: [Uri.file(file), Uri.file(handbook)],
  });
  assert.deepEqual(both.references, [handbook]);
  assert.match(JSON.stringify(server.asked.at(-1)!.body), /image_url.*passage number/s);
});

test('hosts without a chat, or with one that refuses, get everything else', async () => {
  const made = (await import('vscode')) as unknown as { chat: Record<string, unknown> };
  const create = made.chat['createChatParticipant'];
  try {
    for (const broken of [
      undefined,
      () => {
        throw new MarginaliaError({ code: 'x', message: 'must be declared', action: '' });
      },
    ]) {
      made.chat['createChatParticipant'] = broken;
      editor.commands.clear();
      const { pdf } = reader();
      const log = { warn: () => undefined };
      chatParticipant
        .register({
          pdf,
          log,
          extension: { workspaceState: memento() },
        } as unknown as FeatureContext)
        .dispose();
      assert.ok(editor.commands.has('marginalia.showPassage'));
    }
  } finally {
    made.chat['createChatParticipant'] = create;
  }
});
