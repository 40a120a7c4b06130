/** Models from the command line, as a person installs them: a real server, a real proxy, real folders. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { hub, repository } from '../unit/models/support/hub.ts';
import { cli, lines } from './support/cli.ts';
import { drawing } from './support/images.ts';

async function scene(t: TestContext) {
  const checkpoint = await tinyModel(t);
  const files = new Map<string, Buffer>();
  for (const name of await readdir(checkpoint)) {
    if ((await stat(join(checkpoint, name))).isFile())
      files.set(name, await readFile(join(checkpoint, name)));
  }
  const server = await hub(t, files);
  const root = await mkdtemp(join(tmpdir(), 'marginalia-cli-models-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const models = (...words: string[]) => cli(['models', ...words, '--into', root]);
  return { checkpoint, server, root, models };
}

test('install, list, read with it by name, verify, remove', async (t) => {
  const { server, root, models } = await scene(t);
  const installed = await models('install', repository, '--from', server.url);
  assert.equal(installed.code, 0, installed.stderr);
  assert.match(installed.stderr, /Installed in .*someone--some-model/);

  const { stdout: list } = await models('list', '--json');
  const rows = lines(list).map((line) => JSON.parse(line) as Record<string, unknown>);
  const own = rows.find(({ id }) => id === repository);
  assert.equal(own?.['directory'], join(root, 'someone--some-model'));
  assert.ok(rows.some(({ id, directory }) => String(id).includes('phi-4') && directory === null));

  const again = await models('install', repository, '--from', server.url);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /installed already/);

  const image = join(root, 'a.png');
  await writeFile(image, await drawing());
  const read = await cli(['read', image, '--model', join(root, 'someone--some-model'), '--json']);
  assert.equal(read.code, 0, read.stderr);

  process.env['MARGINALIA_MODELS'] = root;
  t.after(() => delete process.env['MARGINALIA_MODELS']);
  const byName = await cli(['read', image, '--model', repository, '--json']);
  assert.equal(byName.code, 0, byName.stderr);

  const verified = await models('verify', repository);
  assert.equal(verified.code, 0, verified.stderr);
  const removed = await models('remove', repository);
  assert.equal(removed.code, 0, removed.stderr);
  assert.deepEqual(
    (await readdir(root)).filter((name) => !/^\.lock|\.png$/.test(name)),
    [],
  );
  const gone = await models('remove', repository);
  assert.equal(gone.code, 2);
  assert.match(gone.stderr, /not installed/);
});

test('install takes a folder with a checkpoint, and says what is wrong with one that has none', async (t) => {
  const { checkpoint, models, root } = await scene(t);
  const installed = await models('install', checkpoint);
  assert.equal(installed.code, 0, installed.stderr);
  assert.equal((await readdir(root)).filter((name) => !name.startsWith('.')).length, 1);
  const wrong = await models('install', root);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /no model .*Known: phi-4-reasoning-vision-15b/);
});

test('the big one refuses a checkpoint of another size before it fetches weights', async (t) => {
  const { checkpoint, models, root } = await scene(t);
  const run = await models('install', 'phi-4-reasoning-vision-15b', '--from', checkpoint);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /config\.json|model\.safetensors\.index\.json/);
  assert.deepEqual(
    (await readdir(root)).filter((name) => !name.startsWith('.')),
    [],
  );
});

test('wrong words: usage, exit code 2', async () => {
  for (const words of [['install'], ['list', '--fast']]) {
    const run = await cli(['models', ...words]);
    assert.equal(run.code, 2, words.join(' '));
    assert.match(run.stderr, /Usage: models list/);
  }
});

/** A proxy as companies have them: forwards requests, or tunnels after CONNECT. */
async function proxy(t: TestContext) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    const { headers, method } = request;
    const onward = forward(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

test('HTTP_PROXY is used, NO_PROXY is kept to', async (t) => {
  const { server, models } = await scene(t);
  const { url, seen } = await proxy(t);
  const before = { ...process.env };
  t.after(() => (process.env = before));
  const install = ['install', repository, '--from', server.url] as const;
  process.env['HTTP_PROXY'] = url;
  delete process.env['http_proxy'];
  process.env['NO_PROXY'] = '';
  const through = await models(...install);
  assert.equal(through.code, 0, through.stderr);
  assert.ok(seen.length > 0 && seen.every((address) => address.includes(server.host)), seen.join());
  await models('remove', repository);
  seen.length = 0;
  process.env['NO_PROXY'] = '127.0.0.1';
  const around = await models(...install);
  assert.equal(around.code, 0, around.stderr);
  assert.deepEqual(seen, []);
});
