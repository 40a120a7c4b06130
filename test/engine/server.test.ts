/** A server in place of a model, through the command line and the engine process, over real sockets. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import type net from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EngineClient } from '../../engine/client.ts';
import { serverKey } from '../../engine/backends/environment.ts';
import {
  chatServer,
  eventStream,
  piece,
  stream,
  trickle,
} from '../unit/backends/support/chat-server.ts';
import { cli, cliPath, lines } from './support/cli.ts';
import { drawing } from './support/images.ts';

async function image(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-server-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, 'a.png');
  await writeFile(path, await drawing());
  return path;
}

test('ask, read and locate with a server', async (context) => {
  const server = await chatServer(context, (response, { body }) => {
    response.writeHead(200, eventStream);
    const asked = JSON.stringify(body['messages']);
    if (asked.includes('Locate the')) response.end(stream('[0.1, 0.2, 0.3, 0.4]'));
    else if (asked.includes('as LaTeX')) response.end(stream('$x ^ { 2 }$'));
    else response.end(stream('<think>two and two</think>', 'Fo', 'ur.\u001b[2J'));
  });
  const picture = await image(context);
  const choice = ['--server', server.url, '--server-model', 'm'];
  const [asked, read, located] = [
    await cli(['ask', '--image', picture, 'How many?', ...choice]),
    await cli(['read', picture, ...choice]),
    await cli(['locate', picture, 'the bar', ...choice, '--json']),
  ];
  assert.deepEqual([asked.code, asked.stdout], [0, 'Four.[2J\n'], asked.stderr);
  assert.match(asked.stderr, /two and two/);
  assert.deepEqual([read.code, lines(read.stdout)], [0, ['x^2']], read.stderr);
  const { boxes } = JSON.parse(located.stdout) as { boxes: number[][] };
  assert.deepEqual(boxes, [[0.1, 0.2, 0.3, 0.4]]);
});

test('a failing server: what was written is kept, the reason and the remedy told', async (context) => {
  const server = await chatServer(context, async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'half an ans' })]);
    response.destroy();
  });
  const { code, stdout, stderr } = await cli([
    'ask',
    '?',
    '--server',
    server.url,
    '--server-model',
    'm',
  ]);
  assert.deepEqual([code, stdout], [1, 'half an ans\n']);
  assert.match(stderr, /broke before the answer was whole.*Try again/);
});

test('Ctrl+C closes the line to the server', async (context) => {
  const server = await chatServer(context, async (response) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: 'half' })]);
  });
  const words = ['ask', '?', '--server', server.url, '--server-model', 'm'];
  const child = spawn(process.execPath, [cliPath, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGINT');
  await server.closed();
  assert.equal(await ended, 1);
});

test('the key travels by the environment, a cancelled question leaves the process alive', async (context) => {
  const server = await chatServer(context, async (response, { headers }) => {
    response.writeHead(200, eventStream);
    await trickle(response, [piece({ content: headers.authorization ?? 'no key' })]);
  });
  const choice = { url: server.url, model: 'm' };
  const client = new EngineClient({ server: choice, env: serverKey('sk-2') });
  context.after(() => client.dispose());
  const controller = new AbortController();
  let heard = '';
  const asking = client.ask('?', {
    signal: controller.signal,
    onDelta: (delta) => {
      if (delta.kind === 'answer') heard += delta.text;
      controller.abort();
    },
  });
  await assert.rejects(asking, { code: 'cancelled' });
  await server.closed();
  assert.equal(heard, 'Bearer sk-2');
  assert.ok((await client.ping()) >= 0);
  assert.deepEqual(client.state, {
    kind: 'ready',
    device: `server ${new URL(server.url).host}`,
    model: 'm',
  });
});

test('a proxy is used for a server elsewhere, and never for one on this machine', async (context) => {
  const server = await chatServer(context, (response) => {
    response.writeHead(200, eventStream);
    response.end(stream('direct'));
  });
  const seen: string[] = [];
  const proxy = http.createServer((request, response) => {
    seen.push(request.url ?? '');
    response.writeHead(200, eventStream).end(stream('through the proxy'));
  });
  // Node may ask for a tunnel even to plain http; then the proxy speaks for the server behind it.
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    proxy.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  context.after(() => proxy.close());
  const address = `http://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
  const ask = async (url: string): Promise<string> => {
    const env = { HTTP_PROXY: address, http_proxy: address, NO_PROXY: '', no_proxy: '' };
    const client = new EngineClient({ server: { url, model: 'm' }, env });
    try {
      return (await client.ask('?')).answer;
    } finally {
      client.dispose();
    }
  };
  assert.equal(await ask(server.url), 'direct');
  assert.deepEqual(seen, []);
  assert.equal(await ask('http://chat.example/v1'), 'through the proxy');
  assert.match(seen[0]!, /chat\.example/);
});
