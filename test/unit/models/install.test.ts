/** Installing from a real server that fails in every way: the model is whole, or it is absent. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { MarginaliaError } from '../../../engine/errors.ts';
import type { Build } from '../../../engine/models/build.ts';
import { describeModel } from '../../../engine/models/catalogue.ts';
import { repositoryEntry, type CatalogueEntry } from '../../../engine/models/entries.ts';
import { install } from '../../../engine/models/install.ts';
import { exclusively } from '../../../engine/models/lock.ts';
import type { InstallEvent } from '../../../engine/models/messages.ts';
import { checkInstalled } from '../../../engine/models/record.ts';
import type { RetryPolicy } from '../../../engine/models/retry.ts';
import { installedModels, ModelPlace, partialModels } from '../../../engine/models/store.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { dropAfter, hub, repository, send, type Fault, type HubOptions } from './support/hub.ts';

const quick: RetryPolicy = {
  attempts: 4,
  firstPauseMillis: 1,
  longestPauseMillis: 20,
  stallMillis: 1_000,
};
const weights = 'model.safetensors';
const entry = repositoryEntry(repository);

async function checkpointFiles(t: TestContext): Promise<Map<string, Buffer>> {
  const directory = await tinyModel(t);
  const files = new Map<string, Buffer>();
  for (const name of await readdir(directory))
    files.set(name, await readFile(join(directory, name)));
  return files;
}

async function scene(t: TestContext, fault: Fault = () => false, options?: HubOptions) {
  const files = await checkpointFiles(t);
  const server = await hub(t, files, options);
  server.fault = fault;
  const root = await mkdtemp(join(tmpdir(), 'marginalia-models-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const events: InstallEvent[] = [];
  const run = (
    more: {
      signal?: AbortSignal;
      from?: string;
      build?: Build;
      onEvent?: (e: InstallEvent) => void;
    } = {},
    what: CatalogueEntry = entry,
  ): Promise<string> =>
    install(what, {
      ...{ root, policy: quick, from: server.url, signal: new AbortController().signal },
      onEvent: (event) => events.push(event),
      ...more,
    });
  return { files, server, root, run, events, place: new ModelPlace(root, entry.id) };
}

/** Nothing in `root` counts as a model. */
async function assertAbsent(root: string): Promise<void> {
  assert.deepEqual(await installedModels(root), []);
  for (const name of await readdir(root)) assert.ok(name.startsWith('.'), name);
}

async function assertWhole(directory: string): Promise<void> {
  await checkInstalled(directory, { thorough: true });
  const info = await describeModel(directory, () => Promise.resolve([]));
  assert.equal(info.problem, null);
}

const failsWith = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof MarginaliaError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  assert.ok(error.action.length > 20);
  return true;
};

test('from a server: whole, with its record, and nothing else is left', async (t) => {
  const { run, root, events } = await scene(t);
  const directory = await run();
  await assertWhole(directory);
  assert.deepEqual(await readdir(root), ['someone--some-model']);
  const names = await readdir(directory);
  assert.ok(names.includes('onnx') && names.includes('tokenizer.json'));
  assert.ok(!names.includes(weights), 'the checkpoint itself is not kept');
  const [model] = await installedModels(root);
  assert.equal(model?.record.source.commit, 'c0ffee'.padEnd(40, '0'));
  assert.deepEqual(model.record.trustedOnFirstUse, []);
  const last = events.findLast((event) => event.kind === 'progress');
  assert.ok(last && last.done > 0 && last.done <= last.total);
});

test('from a folder: the same graphs', async (t) => {
  const { run, root, files } = await scene(t);
  const graphs = async (directory: string) =>
    await readFile(join(directory, 'onnx', 'manifest.json'));
  const fromServer = await graphs(await run());
  const folder = await mkdtemp(join(root, '.checkpoint-'));
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
  await new ModelPlace(root, entry.id).remove();
  const directory = await run({ from: folder });
  await assertWhole(directory);
  assert.deepEqual(await graphs(directory), fromServer);
});

const deeds: Record<string, Fault> = {
  drops: ({ name, start, count, response }, bytes) => {
    if (name !== weights || count > 5) return false;
    dropAfter(response, bytes, start, Math.floor(bytes.length / 3));
    return true;
  },
  'wrong bytes': ({ name, start, count, response }, bytes) => {
    if (name !== weights || start >= 0 || count > 3) return false;
    send(response, Buffer.from(bytes).fill(1, 2_000));
    return true;
  },
  'busy, then broken, then fine': ({ count, response }) => {
    const status = [429, 500][count - 1];
    if (status === undefined) return false;
    response.writeHead(status, { 'retry-after': '1' }).end();
    return true;
  },
  stalls: ({ name, count }) => name === weights && count === 3,
};

for (const [what, fault] of Object.entries(deeds)) {
  test(`a server that ${what} now and then: whole in the end`, async (t) => {
    const { run } = await scene(t, fault);
    await assertWhole(await run());
  });
}

test('302 to another host, as hubs do for weights', async (t) => {
  const { run, server, files } = await scene(t);
  const other = await hub(t, files);
  server.fault = ({ name, response }) => {
    if (name !== weights) return false;
    const path = `${repository}/resolve/${server.commit}/${name}`;
    response.writeHead(302, { location: `${other.url}/${path}` }).end();
    return true;
  };
  await assertWhole(await run());
  assert.ok(other.asked.every((line) => line.startsWith(weights)));
});

const ends: [string, Fault, string, RegExp][] = [
  [
    'sends wrong weights always',
    ({ name, start, response }, bytes) => {
      if (name !== weights || start >= 0) return false;
      send(response, Buffer.from(bytes).fill(1, 5_000));
      return true;
    },
    'download-corrupt',
    /model\.safetensors/,
  ],
  [
    'sends a wrong tokenizer always',
    ({ name, response }, bytes) => {
      if (name !== 'tokenizer.json') return false;
      send(response, Buffer.alloc(bytes.length, 0x20));
      return true;
    },
    'download-corrupt',
    /tokenizer\.json.*git hash/,
  ],
  [
    'lacks a file of its list',
    ({ name, response }) => {
      if (name !== 'tokenizer.json') return false;
      response.writeHead(404).end();
      return true;
    },
    'download-refused',
    /tokenizer\.json.*404/,
  ],
  [
    'gives a page instead of a list',
    ({ name, response }) => {
      if (name !== 'listing') return false;
      response.writeHead(200).end('<html>');
      return true;
    },
    'listing-broken',
    /not JSON/,
  ],
  [
    'redirects for ever',
    ({ response }) => {
      response.writeHead(302, { location: `?x=${Math.random()}` }).end();
      return true;
    },
    'download-redirect',
    /again and again/,
  ],
];

for (const [what, fault, code, message] of ends) {
  test(`a server that ${what}: refused, and the model is absent`, async (t) => {
    const { run, root } = await scene(t, fault);
    await assert.rejects(run(), failsWith(code, message));
    await assertAbsent(root);
  });
}

for (const bad of ['../evil.json', '/etc/passwd', 'a/../../b', 'con.json', 'a\\b', 'x\0', '..']) {
  test(`a list with the name ${JSON.stringify(bad)} is refused whole`, async (t) => {
    const names = (name: string) => (name === 'tokenizer.json' ? bad : name);
    const { run, root, server } = await scene(t, undefined, { names });
    await assert.rejects(run(), failsWith('name-unsafe', /file name/));
    assert.deepEqual(server.asked, []);
    await assertAbsent(root);
  });
}

test('a hash that the catalogue knows beats the one that the server gives', async (t) => {
  const { run, root } = await scene(t);
  const files = [{ name: 'config.json', sha256: 'a'.repeat(64) }];
  await assert.rejects(run({}, { ...entry, files }), failsWith('download-corrupt', /sha256/));
  await assertAbsent(root);
});

test('without any hash the file is trusted as it first comes, and the record says so', async (t) => {
  const row = (name: string) => (name === 'config.json' ? { blobId: undefined } : {});
  const { run, root } = await scene(t, undefined, { row });
  await run();
  const [model] = await installedModels(root);
  assert.deepEqual(model?.record.trustedOnFirstUse, ['config.json']);
});

test('another architecture is refused before any weights are fetched', async (t) => {
  const { run, root, server } = await scene(t);
  const other = { ...entry, config: { model_type: 'phi4-siglip', hidden_size: 5120 } };
  await assert.rejects(
    run({}, other),
    failsWith('model-unsupported', /config\.json.*hidden_size is 32, not 5120/),
  );
  assert.ok(!server.asked.some((line) => line.startsWith(weights)));
  await assertAbsent(root);
});

test('a weights file that is no safetensors file is refused', async (t) => {
  const files = await checkpointFiles(t);
  files.set(weights, Buffer.alloc(3_000, 255));
  const server = await hub(t, files);
  const { run, root } = await scene(t);
  await assert.rejects(
    run({ from: server.url }),
    failsWith('model-corrupt', /safetensors.*header/),
  );
  await assertAbsent(root);
});

test('paused it keeps what came; the same call goes on, at the commit of then', async (t) => {
  const { run, root, server } = await scene(t, ({ name, start, response }, bytes) => {
    if (name !== weights || start >= 0) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 20_000));
    return true;
  });
  const pause = new AbortController();
  let seen = 0;
  const stopAtWeights = (event: InstallEvent): void => {
    if (event.kind === 'progress' && event.text.includes(weights)) seen += 1;
    if (seen > 0) setTimeout(() => pause.abort(), 300);
  };
  await assert.rejects(
    run({ signal: pause.signal, onEvent: stopAtWeights }),
    failsWith('install-paused', /paused/),
  );
  await assertAbsent(root);
  const [begun] = await partialModels(root);
  assert.equal(begun?.id, entry.id);
  server.asked.length = 0;
  await assertWhole(await run());
  assert.ok(
    server.asked.some((line) => line.endsWith('safetensors 20000')),
    server.asked.join(),
  );
  assert.ok(!server.asked.some((line) => line.startsWith('tokenizer.json')));
});

test('killed in the middle it is absent, and the next installer goes on', async (t) => {
  const { run, root, server } = await scene(t, ({ name, start, response }, bytes) => {
    if (name !== weights || start >= 0) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 20_000));
    return true;
  });
  const cli = join(import.meta.dirname, '../../../engine/cli.ts');
  const words = ['models', 'install', repository, '--from', server.url, '--into', root, '--events'];
  const child = spawn(process.execPath, [cli, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of child.stdout.setEncoding('utf8')) {
    if (String(line).includes(weights)) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGKILL');
  await once(child, 'close');
  await assertAbsent(root);
  // The dead one's lock is stale after a while; here it is aged instead of waited for.
  await utimes(join(root, '.lock'), 0, 0);
  await assertWhole(await run());
});

test('a second installer is told who is at work', async (t) => {
  const { run, root } = await scene(t);
  await exclusively(root, 'Another Model', async () => {
    await assert.rejects(run(), failsWith('install-busy', /Another Model \(process \d+\)/));
  });
  await assertWhole(await run());
  await assert.rejects(run(), failsWith('model-installed', /installed already/));
});

test('what fails while it is compiled leaves no model', async (t) => {
  const { run, root } = await scene(t);
  const full: Build = () =>
    Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
  await assert.rejects(run({ build: full }), failsWith('disk-full', /no space left/));
  await assertAbsent(root);
});

test('a folder that cannot be written is named', async (t) => {
  const { run, root } = await scene(t);
  await writeFile(join(root, 'file'), '');
  const place = join(root, 'file', 'models');
  await assert.rejects(
    install(entry, {
      ...{ root: place, policy: quick, from: root, signal: new AbortController().signal },
      onEvent: () => undefined,
    }),
    (error: Error) => error.message.includes('file'),
  );
  await assertWhole(await run());
});

test('damage after the installation is found: by size at once, by hash when touched or asked', async (t) => {
  const { run } = await scene(t);
  const directory = await run();
  const graph = join(directory, 'onnx', 'embed_tokens.onnx');
  const { mtime } = await stat(graph);
  const bytes = await readFile(graph);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(graph, bytes);
  await assert.rejects(
    checkInstalled(directory),
    failsWith('model-corrupt', /embed_tokens.*sha256/),
  );
  await utimes(graph, mtime, mtime);
  await assert.rejects(
    checkInstalled(directory, { thorough: true }),
    failsWith('model-corrupt', /sha256/),
  );
  await appendFile(graph, 'x');
  await assert.rejects(checkInstalled(directory), failsWith('model-corrupt', /bytes/));
  await rm(graph);
  await assert.rejects(checkInstalled(directory), failsWith('model-corrupt', /not there/));
});

test('removed it is gone at once and for good', async (t) => {
  const { run, root, place } = await scene(t);
  await run();
  await place.remove();
  await assertAbsent(root);
  await assertWhole(await run());
});
