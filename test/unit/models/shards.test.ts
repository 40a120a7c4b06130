/** A checkpoint in several shards, read tensor by tensor from a server: checked, and never all on disk. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SafetensorsFile } from '../../../engine/compile/safetensors.ts';
import { repositoryEntry } from '../../../engine/models/entries.ts';
import { install } from '../../../engine/models/install.ts';
import type { InstallEvent } from '../../../engine/models/messages.ts';
import { checkInstalled } from '../../../engine/models/record.ts';
import { tinyModel, writeSafetensors } from '../support/tiny-model.ts';
import { hub, repository } from './support/hub.ts';

const count = 5;
const shardName = (i: number): string =>
  `model-${String(i + 1).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.safetensors`;

interface Part {
  shape: readonly number[];
  values: Float32Array;
}

/** The tiny model with its weights dealt out to shards in the order in which they are written. */
async function shardedCheckpoint(t: TestContext): Promise<Map<string, Buffer>> {
  const directory = await tinyModel(t);
  const single = join(directory, 'model.safetensors');
  const whole = await SafetensorsFile.open(single);
  const names = [...whole.names];
  const weightMap: Record<string, string> = {};
  const bytes = names.reduce((sum, name) => sum + whole.bytesOf(name), 0);
  const shards = Array.from({ length: count }, () => new Map<string, Part>());
  let before = 0;
  for (const name of names) {
    const i = Math.min(count - 1, Math.floor((count * before) / bytes));
    before += whole.bytesOf(name);
    shards[i]!.set(name, { shape: whole.shapeOf(name) ?? [], values: await whole.read(name) });
    weightMap[name] = shardName(i);
  }
  for (const [i, tensors] of shards.entries())
    await writeSafetensors(join(directory, shardName(i)), tensors);
  await whole.close();
  await rm(single);
  const files = new Map<string, Buffer>();
  for (const name of await readdir(directory))
    files.set(name, await readFile(join(directory, name)));
  const index = JSON.stringify({ metadata: {}, weight_map: weightMap });
  return files.set('model.safetensors.index.json', Buffer.from(index));
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []); // it comes and goes
  const sizes = names.map(async (name) => (await stat(join(folder, name)).catch(() => null))?.size);
  return (await Promise.all(sizes)).reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

test('shards come one after the other; two at most are on disk, and none is left', async (t) => {
  const files = await shardedCheckpoint(t);
  const server = await hub(t, files);
  const root = await mkdtemp(join(tmpdir(), 'marginalia-shards-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const entry = repositoryEntry(repository);
  const shards = [...files].filter(([name]) => name.endsWith('.safetensors'));
  const largest = Math.max(...shards.map(([, bytes]) => bytes.length));
  const total = shards.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  assert.ok(total > 2.2 * largest, 'so that two at most means something');

  const looks: Promise<number>[] = [];
  const folder = join(root, '.partial-someone--some-model', 'shards');
  server.fault = () => {
    looks.push(bytesIn(folder));
    return false;
  };
  const events: InstallEvent[] = [];
  const directory = await install(entry, {
    ...{ root, from: server.url, signal: new AbortController().signal },
    onEvent: (event) => events.push(event),
  });
  await checkInstalled(directory, { thorough: true });
  const seen = Math.max(...(await Promise.all(looks)));
  assert.ok(seen <= 2 * largest, `${seen} bytes on disk, largest shard ${largest}`);
  assert.deepEqual(await readdir(root), ['someone--some-model']);
  assert.ok(!(await readdir(directory)).includes('model.safetensors.index.json'));

  const whole = server.asked.filter((line) => line.endsWith('safetensors -1'));
  assert.deepEqual([...new Set(whole)].length, count, 'every shard was fetched whole');
  assert.ok(whole.length <= count + 2, `hardly any twice: ${whole.join(', ')}`);
});

test('a shard that the index names and the server lacks is named', async (t) => {
  const files = await shardedCheckpoint(t);
  files.delete(shardName(2));
  const server = await hub(t, files);
  const root = await mkdtemp(join(tmpdir(), 'marginalia-shards-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  await assert.rejects(
    install(repositoryEntry(repository), {
      ...{ root, from: server.url, signal: new AbortController().signal },
      onEvent: () => undefined,
    }),
    (error: Error) => error.message.includes(shardName(2)),
  );
  assert.deepEqual(
    (await readdir(root)).filter((name) => !name.startsWith('.')),
    [],
  );
});
