/** The installer process as VS Code drives it: progress, pause, going on, removing, and its death. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { MarginaliaError } from '../../engine/errors.ts';
import { Installer } from '../../engine/models/client.ts';
import type { InstallEvent } from '../../engine/models/messages.ts';
import { hub, repository } from '../unit/models/support/hub.ts';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { cliPath } from './support/cli.ts';

async function scene(t: TestContext) {
  const checkpoint = await tinyModel(t);
  const files = new Map<string, Buffer>();
  for (const name of await readdir(checkpoint)) {
    const path = join(checkpoint, name);
    if ((await stat(path)).isFile()) files.set(name, await readFile(path));
  }
  const server = await hub(t, files);
  const root = await mkdtemp(join(tmpdir(), 'marginalia-installer-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const installer = new Installer({ nodePath: process.execPath, cliPath, root });
  return { server, root, installer };
}

const own = async (installer: Installer) =>
  (await installer.list()).find(({ id }) => id === repository);

test('progress, pause, the pause in the list, going on, removing', async (t) => {
  const { server, installer } = await scene(t);
  server.fault = ({ name, start, response }, bytes) => {
    if (name !== 'model.safetensors' || start >= 0) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 20_000)); // and no more
    return true;
  };
  const pause = new AbortController();
  const onEvent = (event: InstallEvent): void => {
    if (event.kind === 'progress' && event.text === 'Fetching model.safetensors')
      setTimeout(() => pause.abort(), 500);
  };
  await assert.rejects(
    installer.install(repository, { from: server.url, signal: pause.signal, onEvent }),
    (error) => error instanceof MarginaliaError && error.code === 'install-paused',
  );
  const begun = await own(installer);
  assert.equal(begun?.directory, null);
  assert.ok(begun.begun !== null && begun.begun >= 0 && begun.begun < 1);

  const events: InstallEvent[] = [];
  const directory = await installer.install(repository, {
    ...{ from: server.url, signal: new AbortController().signal },
    onEvent: (event) => events.push(event),
  });
  assert.ok(events.some((event) => event.kind === 'notice' && event.text.startsWith('Going on')));
  assert.equal((await own(installer))?.directory, directory);
  await installer.remove(repository);
  assert.equal(await own(installer), undefined);
});

test('what the installer refuses arrives whole, with its remedy', async (t) => {
  const { server, installer } = await scene(t);
  server.fault = ({ name, response }) => {
    if (name !== 'config.json') return false;
    response.writeHead(403).end();
    return true;
  };
  const { signal } = new AbortController();
  await assert.rejects(
    installer.install(repository, { from: server.url, signal, onEvent: () => undefined }),
    (error) => {
      assert.ok(error instanceof MarginaliaError);
      assert.equal(error.code, 'download-refused');
      assert.match(error.message, /config\.json.*403/);
      return error.action.length > 20;
    },
  );
});

test('an installer that cannot start is an error, not a hang', async (t) => {
  const { root } = await scene(t);
  const broken = new Installer({ nodePath: '/nowhere/node', cliPath, root });
  await assert.rejects(broken.list(), /nowhere/);
  const dies = new Installer({ nodePath: process.execPath, cliPath: '/nowhere/cli.ts', root });
  const { signal } = new AbortController();
  await assert.rejects(
    dies.install(repository, { from: '', signal, onEvent: () => undefined }),
    /nowhere/,
  );
});
