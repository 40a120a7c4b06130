/** The command line that others script: its output, its order, its exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { readCommand } from '../../engine/cli/read.ts';
import { engineDied } from '../../engine/errors.ts';
import { cli, cliPath, lines } from './support/cli.ts';
import { drawing } from './support/images.ts';

async function folderWithImages(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-cli-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'a.png'), await drawing());
  await writeFile(join(directory, 'b.png'), await drawing(160, 90));
  return directory;
}

test('read --json prints one object a line, in the order of the files, with the promised keys', async (t) => {
  const model = await tinyModel(t);
  const directory = await folderWithImages(t);
  const files = ['b.png', 'a.png'].map((name) => join(directory, name));
  const { code, stdout } = await cli(['read', ...files, '--json', '--model', model]);
  assert.equal(code, 0);
  const rows = lines(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    rows.map((row) => row['file']),
    files,
  );
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), [
      ...['file', 'latex', 'confidence', 'tokens', 'alternatives', 'width', 'height'],
      ...['visualTokens', 'millis', 'device', 'model'],
    ]);
    assert.deepEqual(Object.keys(row['millis'] as object), [
      'decode',
      'vision',
      'generate',
      'total',
    ]);
  }
  assert.deepEqual([rows[0]!['width'], rows[0]!['height']], [160, 90]);
});

test('models names the folder, its size, its license and the devices that it can use', async (t) => {
  const model = await tinyModel(t);
  const { code, stdout } = await cli(['models', '--json', '--model', model]);
  assert.equal(code, 0);
  const rows = lines(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
  const own = rows.find((row) => row['path'] === model);
  assert.deepEqual(own?.['devices'], ['cpu']);
  assert.equal(own['architecture'], 'phi4-siglip');
  assert.equal(own['problem'], null);
  assert.ok(Number(own['bytes']) > 1000);
});

test('models says what is wrong with a folder that cannot run', async () => {
  const { code, stdout } = await cli(['models', '--model', '/nowhere/at/all']);
  assert.equal(code, 0);
  assert.match(stdout, /problem +There is no model in \/nowhere\/at\/all/);
});

test('wrong words: usage on standard error, exit code 2', async () => {
  for (const words of [
    [],
    ['frobnicate'],
    ['read'],
    ['read', '--fast', 'a.png'],
    ['models', 'x'],
  ]) {
    const { code, stdout, stderr } = await cli(words);
    assert.equal(code, 2, words.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /read FILE|models \[--json\]/);
  }
});

test('help goes to standard output', async () => {
  const { code, stdout } = await cli(['help']);
  assert.equal(code, 0);
  assert.match(stdout, /read FILE\.\.\. \[--json\]/);
});

test('an unknown device is refused before anything is read', async (t) => {
  const model = await tinyModel(t);
  const directory = await folderWithImages(t);
  const run = await cli(['read', join(directory, 'a.png'), '--model', model, '--device', 'abacus']);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /"abacus".*auto/);
});

test('an engine that dies on one file: named, exit code 1, the others still read', async (t) => {
  const directory = await folderWithImages(t);
  const files = ['a.png', 'b.png', 'a.png'].map((name) => join(directory, name));
  const printed: string[] = [];
  const complaints: string[] = [];
  t.mock.method(process.stdout, 'write', (line: string) => printed.push(line) > 0);
  t.mock.method(process.stderr, 'write', (line: string) => complaints.push(line) > 0);
  let calls = 0;
  const code = await readCommand(
    { files, json: false },
    {
      start: () => Promise.resolve(),
      read: () => {
        calls++;
        if (calls === 2) return Promise.reject(engineDied('it was ended by SIGKILL'));
        return Promise.resolve({ latex: 'x' } as never);
      },
    },
  );
  t.mock.restoreAll();
  assert.equal(code, 1);
  assert.deepEqual(printed, ['x\n', 'x\n']);
  assert.match(complaints.join(''), /b\.png: The engine process ended: it was ended by SIGKILL/);
});

test('a reader that closes standard output early ends it quietly', async (t) => {
  const model = await tinyModel(t);
  const directory = await folderWithImages(t);
  const command = `"$0" engine/cli.ts read ${'"$1" '.repeat(3)} --model "$2" | head -n 1`;
  const shell = spawn('sh', ['-c', command, process.execPath, join(directory, 'a.png'), model], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await new Promise((resolve) => shell.on('close', resolve));
  assert.doesNotMatch(stderr, /EPIPE|at /);
});

/** The engine that the command line has started, by Linux's list of its children. */
async function engineOf(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

if (process.platform === 'linux') {
  test('the engine killed in the middle of a reading: nothing lost, exit code 1', async (t) => {
    const model = await tinyModel(t);
    const good = join(await folderWithImages(t), 'a.png');
    const words = [cliPath, 'read', good, '-', good, '--model', model];
    const child = spawn(process.execPath, words, { stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const first = new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
        resolve();
      });
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await first;
    // The engine is ready and idle: held still, it is in the middle of whatever comes next.
    const engine = await engineOf(child.pid!);
    process.kill(engine, 'SIGSTOP');
    child.stdin.end(await drawing());
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(engine, 'SIGKILL');
    assert.equal(await ended, 1);
    assert.match(stderr, /-: The engine process ended: it was ended by SIGKILL/);
    assert.equal(lines(stdout).length, 2);
  });
}
