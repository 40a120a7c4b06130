/** Supervision: the client starts the engine, hears of its death, starts it again, and cancels. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { EngineClient, type EngineClientOptions } from '../../engine/client.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import type { EngineState } from '../../engine/protocol.ts';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { drawing } from './support/images.ts';

let modelDir: string;
let image: Buffer;
const cleanups: (() => unknown)[] = [];

before(async () => {
  modelDir = await tinyModel({ after: (clean) => void cleanups.push(clean as () => unknown) });
  image = await drawing();
});
after(async () => {
  for (const clean of cleanups) await clean();
});

async function withClient(
  options: EngineClientOptions,
  use: (client: EngineClient, states: EngineState['kind'][]) => Promise<void>,
): Promise<void> {
  const client = new EngineClient({ modelDir, ...options });
  const states: EngineState['kind'][] = [];
  client.onState((state) => states.push(state.kind));
  try {
    await use(client, states);
  } finally {
    client.dispose();
  }
}

const withCode = (code: string) => (error: unknown) =>
  error instanceof MarginaliaError && error.code === code && error.action !== '';

const peer = (name: string): EngineClientOptions => ({
  enginePath: fileURLToPath(new URL(`peers/${name}.ts`, import.meta.url)),
});

const reached = (client: EngineClient, kind: EngineState['kind']): Promise<void> =>
  new Promise((resolve) => {
    if (client.state.kind === kind) return resolve();
    const listener = client.onState((state) => {
      if (state.kind !== kind) return;
      listener.dispose();
      resolve();
    });
  });

test('starts, says where it runs, reads, streams and stops', () =>
  withClient({}, async (client, states) => {
    await client.start();
    assert.equal(client.state.kind === 'ready' && client.state.device, 'cpu');
    const streamed: string[] = [];
    const reading = await client.read(image, { onToken: ({ text }) => streamed.push(text) });
    assert.ok(reading.latex.length > 0);
    assert.ok(streamed.length >= reading.tokens.length);
    assert.deepEqual([reading.width, reading.height], [96, 64]);
    assert.equal(
      reading.tokens
        .map(({ text }) => text)
        .join('')
        .trim(),
      reading.latex,
    );
    assert.ok(reading.confidence > 0 && reading.confidence <= 1);
    assert.ok((await client.ping()) >= 0);
    client.dispose();
    assert.deepEqual(states, ['starting', 'ready', 'stopped']);
  }));

test('reads the same image the same way, in this process and the next', () =>
  withClient({}, async (client) => {
    const first = await client.read(image);
    const second = await client.read(image);
    await client.restart();
    const third = await client.read(image);
    for (const other of [second, third]) {
      assert.equal(other.latex, first.latex);
      assert.deepEqual(other.tokens, first.tokens);
    }
  }));

test('killed in the middle of a reading: each request in flight fails, then it reads again', () =>
  withClient({}, async (client, states) => {
    await client.start();
    const kill = (): void => void process.kill(client.pid!, 'SIGKILL');
    const inFlight = [client.read(image, { onToken: kill }), client.read(image), client.models()];
    for (const result of await Promise.allSettled(inFlight)) {
      assert.equal(result.status, 'rejected');
      assert.ok(withCode('engine-died')(result.reason), String(result.reason));
    }
    assert.deepEqual(states, ['starting', 'ready', 'starting']);
    assert.ok((await client.read(image)).latex.length > 0);
    assert.equal(client.state.kind, 'ready');
  }));

test('a cancelled reading ends at once and the next one is served', () =>
  withClient({}, async (client) => {
    const abort = new AbortController();
    const reading = client.read(image, { signal: abort.signal, onToken: () => abort.abort() });
    await assert.rejects(reading, withCode('cancelled'));
    await assert.rejects(client.read(image, { signal: abort.signal }), withCode('cancelled'));
    assert.ok((await client.read(image)).latex.length > 0);
  }));

test('a bad image is an error of its own request only', () =>
  withClient({}, async (client) => {
    const bad = client.read(new Uint8Array([1, 2, 3, 0]));
    const good = client.read(image);
    await assert.rejects(bad, withCode('bad-image'));
    assert.ok((await good).latex.length > 0);
  }));

test('a model that is not there: failed, with the reason and what to do', () =>
  withClient({ modelDir: '/nowhere/at/all' }, async (client) => {
    await assert.rejects(client.start(), withCode('model-missing'));
    assert.ok(client.state.kind === 'failed' && client.state.reason.includes('/nowhere/at/all'));
    await assert.rejects(client.read(image), withCode('model-missing'));
  }));

test('an engine that dies before it is ready: failed, with its last words', () =>
  withClient(peer('dies'), async (client) => {
    await assert.rejects(client.start(), /exited with code 3, last words: out of luck/);
    assert.equal(client.state.kind, 'failed');
  }));

test('an engine that cannot be started at all', () =>
  withClient({ nodePath: '/no/such/node' }, async (client) => {
    await assert.rejects(client.start(), /could not be started/);
    assert.equal(client.state.kind, 'failed');
  }));

test('an engine that speaks another language is ended, not believed', () =>
  withClient(peer('babbles'), async (client) => {
    await assert.rejects(client.start(), /not in the protocol/);
  }));

test('dispose fails what is in flight and ends the process', () =>
  withClient({}, async (client) => {
    await client.start();
    const pid = client.pid!;
    const reading = client.read(image, { onToken: () => client.dispose() });
    await assert.rejects(reading, withCode('engine-died'));
    await reached(client, 'stopped');
    for (let tries = 0; tries < 100 && alive(pid); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(alive(pid), false);
  }));

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    assert.match(String(error), /ESRCH/);
    return false;
  }
}
