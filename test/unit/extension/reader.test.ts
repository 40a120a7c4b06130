/** Reading many images: order, cancelling, failures, retries. With an engine made of promises. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarginaliaError } from '../../../engine/errors.ts';
import type { Reading } from '../../../engine/protocol.ts';
import {
  Reader,
  type ImageSource,
  type ReadingEngine,
} from '../../../extension/readings/reader.ts';
import { ReadingStore } from '../../../extension/readings/store.ts';

const bytes = new Uint8Array([137, 80, 78, 71]);

function source(name: string, load: () => Promise<Uint8Array<ArrayBuffer>>): ImageSource {
  return { name, place: `figures/${name}`, load, open: () => Promise.resolve() };
}

const image = (name: string): ImageSource => source(name, () => Promise.resolve(bytes));

const reading = (latex: string): Reading => ({
  ...{ latex, confidence: 0.9, tokens: [{ text: latex, confidence: 0.9 }], alternatives: [] },
  ...{ width: 4, height: 4, visualTokens: 1, device: 'cpu', model: 'bundled' },
  millis: { decode: 1, vision: 1, generate: 1, total: 3 },
});

const dead = (): MarginaliaError =>
  new MarginaliaError({ code: 'engine-died', message: 'It died.', action: 'Retry.' });

/** An engine whose readings end when the test says so. */
function fakeEngine() {
  const calls: {
    name: string;
    zoom?: number | undefined;
    answer: (result: Reading | Error) => void;
  }[] = [];
  const engine: ReadingEngine = {
    read: (_image, { name, signal, zoom }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
        const answer = (result: Reading | Error): void =>
          result instanceof Error ? reject(result) : resolve(result);
        calls.push({ name, zoom, answer });
      }),
  };
  return { calls, engine };
}

function setUp() {
  const { calls, engine } = fakeEngine();
  const store = new ReadingStore();
  const reader = new Reader(store, engine, () => undefined);
  const answer = async (index: number, result: Reading | Error): Promise<void> => {
    while (calls[index] === undefined) await turn();
    calls[index].answer(result);
  };
  const statuses = (): string[] => store.all().map(({ name, status }) => `${name} ${status}`);
  return { calls, store, reader, answer, statuses };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a batch is read in order, one at a time, and shown in order above older readings', async () => {
  const { calls, reader, answer, statuses } = setUp();
  const [old] = reader.read([image('old.png')]);
  await answer(0, reading('o'));
  await old?.settled;
  const batch = reader.read([image('a.png'), image('b.png')]);
  await turn();
  assert.deepEqual(statuses(), ['a.png running', 'b.png waiting', 'old.png read']);
  assert.equal(calls.length, 2);
  await answer(1, reading('a'));
  await answer(2, reading('b'));
  await Promise.all(batch.map(({ settled }) => settled));
  assert.deepEqual(
    calls.map(({ name }) => name),
    ['old.png', 'a.png', 'b.png'],
  );
  assert.deepEqual(statuses(), ['a.png read', 'b.png read', 'old.png read']);
});

test('cancelling ends the one that runs and skips the one that waits', async () => {
  const { calls, reader, answer, statuses } = setUp();
  const batch = reader.read([image('a.png'), image('b.png'), image('c.png')]);
  await turn();
  reader.cancel(batch[0]?.id ?? '');
  reader.cancel(batch[1]?.id ?? '');
  await answer(1, reading('c'));
  await Promise.all(batch.map(({ settled }) => settled));
  assert.deepEqual(statuses(), ['a.png cancelled', 'b.png cancelled', 'c.png read']);
  assert.equal(calls.length, 2);
});

test('a removed reading stays removed, whatever the engine answers', async () => {
  const { store, reader, answer } = setUp();
  const [one] = reader.read([image('a.png')]);
  await turn();
  store.remove([one?.id ?? '']);
  await answer(0, reading('a'));
  await one?.settled;
  assert.equal(store.size, 0);
});

test('a dead engine fails one reading; a restart reads it again, and only it', async () => {
  const { calls, reader, answer, statuses, store } = setUp();
  const missing = source('gone.png', () =>
    Promise.reject(Object.assign(new Error('no'), { code: 'FileNotFound' })),
  );
  const batch = reader.read([image('a.png'), missing]);
  await answer(0, dead());
  await Promise.all(batch.map(({ settled }) => settled));
  assert.deepEqual(statuses(), ['a.png failed', 'gone.png failed']);
  const gone = store.get(batch[1]?.id ?? '');
  assert.ok(gone?.status === 'failed');
  assert.equal(gone.problem.code, 'image-missing');
  const again = reader.retryEngineFailures();
  await answer(1, reading('a'));
  await again;
  assert.deepEqual(statuses(), ['a.png read', 'gone.png failed']);
  assert.equal(calls.length, 2);
});

test('an image deleted after its first reading is read again from the kept bytes', async () => {
  const { reader, answer, store } = setUp();
  let there = true;
  const file = source('a.png', () =>
    there
      ? Promise.resolve(bytes)
      : Promise.reject(Object.assign(new Error('no'), { code: 'FileNotFound' })),
  );
  const [one] = reader.read([file]);
  await answer(0, reading('a'));
  await one?.settled;
  there = false;
  const again = reader.retry(one?.id ?? '');
  await answer(1, reading('again'));
  await again;
  const read = store.get(one?.id ?? '');
  assert.ok(read?.status === 'read');
  assert.equal(read.latex, 'again');
});

test('reading again at another size keeps the earlier result until there is a better one', async () => {
  const { calls, reader, answer, store } = setUp();
  const [one] = reader.read([image('a.png')]);
  const id = one?.id ?? '';
  await answer(0, reading('x'));
  await one?.settled;
  const first = store.get(id);
  assert.ok(first?.status === 'read');
  store.put({ ...first, edited: 'x^2' });

  const failing = reader.retry(id, { zoom: 1.5 });
  await answer(1, dead());
  await assert.rejects(failing, /It died/);
  const kept = store.get(id);
  assert.ok(kept?.status === 'read' && kept.edited === 'x^2');

  const cancelling = reader.retry(id);
  await turn();
  reader.cancel(id);
  await cancelling;
  assert.equal(store.get(id)?.status, 'read');

  const again = reader.retry(id, { zoom: 0.8 });
  await answer(3, reading('y'));
  await again;
  const better = store.get(id);
  assert.ok(better?.status === 'read');
  assert.equal(better.latex, 'y');
  assert.deepEqual(better.alternatives, ['x^2', 'x'], 'what was there before is one click away');
  assert.deepEqual(
    calls.map(({ zoom }) => zoom),
    [undefined, 1.5, undefined, 0.8],
  );
});

test('a reading of an earlier session is read again from the archive', async () => {
  const { store, reader, answer } = setUp();
  const old = { id: 'old', name: 'a.png', place: 'a.png', made: 1, earlier: true } as const;
  store.put({ ...old, status: 'cancelled' });
  store.archive = { has: () => true, picture: () => Promise.resolve({ bytes, mime: 'image/png' }) };
  const again = reader.retry('old');
  await answer(0, reading('x'));
  await again;
  assert.equal(store.get('old')?.status, 'read');
  store.put({ ...old, id: 'lost', status: 'cancelled' });
  store.archive = { has: () => false, picture: () => Promise.resolve(undefined) };
  await reader.retry('lost');
  const lost = store.get('lost');
  assert.ok(lost?.status === 'failed');
  assert.match(lost.problem.message, /no longer there/);
});
