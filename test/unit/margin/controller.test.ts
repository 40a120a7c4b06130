/**
 * The threads of a PDF that changes under them: the real store, files and engine; VS Code and the reader are
 * as the margin sees them.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import type * as vscode from 'vscode';
import { EngineClient } from '../../../engine/client.ts';
import type { PdfSession } from '../../../extension/pdf/session.ts';
import type { ThreadView, ToMargin } from '../../../webview/margin/protocol.ts';
import { written } from '../../fixtures/pdf/make.ts';
import '../chat/support/editor.ts';

const { openMargin } = await import('../../../extension/margin/controller.ts');
const { Uri } = (await import('vscode')) as typeof vscode;

const spring =
  'The natural frequency of a spring depends on its stiffness and on the mass that hangs from it.';
const others = [
  'Bellfounders adjust the partial tones of a bell by removing metal from the inner surface.',
  'Pendulum clocks lose time in warm weather because the rod expands with the temperature.',
  'Traditional weaving distinguishes warp and weft in the construction of every kind of cloth.',
];
const first = written([spring, others[0]!, others[1]!]);
const moved = written([others[2]!, others[0]!, others[1]!, spring]);
const gone = written([others[2]!, others[0]!, others[1]!]);

let engine: EngineClient;
before(() => (engine = new EngineClient()));
after(() => engine.dispose());

/** A margin in its folder, and what its view was told last of each thread. `models`: lists them late. */
async function open(folder: string, models?: () => Promise<[]>) {
  const path = join(folder, 'paper.pdf');
  const session = {
    ...{ uri: Uri.file(path), password: undefined },
    bytes: async () => new Uint8Array(await readFile(path)),
  } as unknown as PdfSession;
  const using = <T>(work: (client: EngineClient) => Promise<T>): Promise<T> => work(engine);
  const quiet = { onChange: () => ({ dispose: () => undefined }) };
  const margin = openMargin(session, {
    ...{ engine: { using }, asker: { using } },
    extension: { globalStorageUri: Uri.file(join(folder, 'storage')) },
    log: { error: (...said: unknown[]) => failures.push(said), warn: () => undefined },
    server: { ...quiet, named: undefined },
    readingModels: { ...quiet, list: models ?? (() => Promise.resolve([])) },
  } as never);
  const failures: unknown[] = [];
  const threads = new Map<string, ThreadView>();
  const told: ToMargin[] = [];
  let wake = (): void => undefined;
  margin.onMessage((message) => {
    told.push(message);
    if (message.type === 'thread') threads.set(message.thread.id, message.thread);
    if (message.type === 'threads') for (const one of message.threads) threads.set(one.id, one);
    wake();
  });
  /** Waits for what the view is told; the test's own limit ends it. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (wake = resolve));
  };
  margin.receive({ type: 'margin-ready' });
  if (models === undefined) await until(() => told.some(({ type }) => type === 'threads'));
  return { path, margin, threads, told, until, failures };
}

async function folderWith(context: TestContext, pdf: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-controller-'));
  context.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'paper.pdf'), pdf);
  return folder;
}

/** Asks about the spring on page 1, and waits for the answer on the disk. */
async function asked(window: Awaited<ReturnType<typeof open>>): Promise<string> {
  const known = new Set(window.threads.keys());
  window.margin.receive({
    ...{ type: 'ask', question: 'What decides the frequency?', mode: 'auto', model: 'quotes' },
    anchor: { page: 1, quote: spring },
  });
  const answer = (): ThreadView | undefined =>
    [...window.threads.values()].find(
      ({ id, turns }) => !known.has(id) && turns[0]?.state === 'answered',
    );
  await window.until(() => answer() !== undefined);
  const { id } = answer()!;
  // Its end is written after the view has heard of it.
  await onDisk(window.path, (text) => text.split('"quoted":true').length > known.size + 1);
  return id;
}

/** Waits until the file beside the PDF says so; the test's own limit ends it. */
async function onDisk(path: string, isSo: (text: string) => boolean): Promise<void> {
  while (!isSo(await readFile(`${path}.margin.md`, 'utf8')))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

test('what is asked while the models are listed does not vanish from the view', async (context) => {
  const { promise: models, resolve: listed } = Promise.withResolvers<[]>();
  const { promise: listing, resolve: begin } = Promise.withResolvers<undefined>();
  const window = await open(await folderWith(context, first), () => {
    begin(undefined);
    return models;
  });
  await listing;
  const id = await asked(window);
  assert.ok(!window.told.some(({ type }) => type === 'threads'), 'the list waits for the models');
  listed([]);
  await window.until(() => window.told.some(({ type }) => type === 'threads'));
  const all = window.told.findLast((message) => message.type === 'threads')!;
  assert.deepEqual(
    all.threads.map((thread) => thread.id),
    [id],
  );
  window.margin.dispose();
});

test('the PDF is made again: the thread follows its quote, there and back', async (context) => {
  const window = await open(await folderWith(context, first));
  const id = await asked(window);
  assert.equal(window.threads.get(id)!.anchor.page, 1);
  for (const [pdf, page] of [
    [moved, 4],
    [first, 1],
  ] as const) {
    await writeFile(window.path, pdf);
    window.margin.reloaded();
    await window.until(() => window.threads.get(id)!.anchor.page === page);
  }
  assert.deepEqual(window.failures, []);
  window.margin.dispose();
});

test('the quote is gone: it says so and keeps the old place; when it is back, so is the thread', async (context) => {
  const window = await open(await folderWith(context, first));
  const id = await asked(window);
  await writeFile(window.path, gone);
  window.margin.reloaded();
  await window.until(() => window.threads.get(id)!.anchorState === 'lost');
  assert.equal(window.threads.get(id)!.anchor.page, 1);
  assert.match(await readFile(`${window.path}.margin.md`, 'utf8'), /What decides the frequency/);
  await writeFile(window.path, first);
  window.margin.reloaded();
  await window.until(() => window.threads.get(id)!.anchorState === 'placed');
  window.margin.dispose();
});

test('a PDF that changed while it was closed is looked through when it is opened', async (context) => {
  const folder = await folderWith(context, first);
  const before = await open(folder);
  const id = await asked(before);
  before.margin.dispose();
  await writeFile(before.path, moved);
  const later = await open(folder);
  await later.until(() => later.threads.get(id)?.anchor.page === 4);
  assert.equal(later.threads.get(id)!.anchorState, 'moved');
  later.margin.dispose();
});

test('conflict markers in the sidecar: both sides are shown, and written together', async (context) => {
  const folder = await folderWith(context, first);
  const sidecar = join(folder, 'paper.pdf.margin.md');
  const sides: string[] = [];
  for (let side = 0; side < 2; side += 1) {
    await rm(sidecar, { force: true });
    const window = await open(folder);
    await asked(window);
    window.margin.dispose();
    sides.push((await readFile(sidecar, 'utf8')).trimEnd());
  }
  await writeFile(sidecar, `<<<<<<< HEAD\n${sides[0]!}\n=======\n${sides[1]!}\n>>>>>>> main\n`);
  const window = await open(folder);
  const shown = (): Extract<ToMargin, { type: 'threads' }> | undefined =>
    window.told.findLast((message) => message.type === 'threads');
  await window.until(() => shown()?.threads.length === 2);
  await window.until(() => shown()?.notice?.code === 'margin-conflict');
  await asked(window);
  const text = await readFile(sidecar, 'utf8');
  assert.doesNotMatch(text, /^(?:<{7}|={7}|>{7})/m);
  assert.equal(text.match(/What decides the frequency\?/g)!.length, 3);
  window.margin.dispose();
});
