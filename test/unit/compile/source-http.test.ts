import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { HttpSource } from '../../../engine/compile/source-http.ts';
import { readBytes, readSmall } from '../../../engine/compile/source.ts';
import { serveRanges, type Mischief, type RangeServer } from './support/ranges.ts';

const policy = { attempts: 3, firstPauseMillis: 1, longestPauseMillis: 5, stallMillis: 500 };
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251));

async function setUp(context: TestContext): Promise<{ server: RangeServer; source: HttpSource }> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-http-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'a.bin'), content);
  const server = await serveRanges(context, directory);
  return { server, source: new HttpSource(new URL(server.address), policy) };
}

async function open(source: HttpSource) {
  const file = await source.open('a.bin');
  assert.ok(file);
  return file;
}

test('a range is what the file holds there', async (context) => {
  const { server, source } = await setUp(context);
  const file = await open(source);
  assert.equal(file.size, content.length);
  const found = await readBytes(file, 1000, 200_000);
  assert.ok(content.subarray(1000, 200_000).equals(found));
  assert.deepEqual(server.requests, ['a.bin bytes=0-0', 'a.bin bytes=1000-199999']);
  assert.equal(await source.open('b.bin'), undefined);
});

test('a connection that drops is taken up at the byte where it broke', async (context) => {
  const { server, source } = await setUp(context);
  const file = await open(source);
  server.requests.length = 0;
  server.mischief = (_, response, { bytes, headers }) => {
    response.writeHead(206, headers);
    if (bytes.length < 50_000) return response.end(bytes) === response;
    response.write(bytes.subarray(0, 30_000), () => response.destroy());
    return true;
  };
  const found = await readBytes(file, 0, content.length);
  assert.ok(content.equals(found));
  const starts = server.requests.map((line) => Number(/bytes=(\d+)/.exec(line)?.[1]));
  assert.ok(starts.length > 5, 'each piece brought something, so it never gave up');
  assert.ok(
    starts.every((start, i) => i === 0 || start > starts[i - 1]!),
    'nothing was asked for twice',
  );
});

test('busy servers, stalls and wrong ranges are tried again', async (context) => {
  const { server, source } = await setUp(context);
  const status =
    (code: number): Mischief =>
    (_, response) =>
      response.writeHead(code, { 'retry-after': '0' }).end() === response;
  const cases: Mischief[] = [
    ...[429, 500, 502, 503].map(status),
    (_, response, { headers }) => {
      response.writeHead(206, headers).flushHeaders(); // and then silence
      return true;
    },
    (_, response, { bytes, headers }) =>
      response.writeHead(206, { ...headers, 'content-range': 'bytes 0-9/10' }).end(bytes) ===
      response,
  ];
  for (const [i, once] of cases.entries()) {
    const file = await open(source);
    let times = 0;
    server.mischief = (...words) => times++ === 0 && once(...words);
    const found = await readBytes(file, 10, 5000);
    assert.ok(content.subarray(10, 5000).equals(found), `case ${i}`);
    assert.equal(times, 2, `case ${i}`);
    server.mischief = () => false;
  }
});

test('what will not pass is told at once, and names the file', async (context) => {
  const { server, source } = await setUp(context);
  const cases: [Mischief, string, RegExp][] = [
    [(_, r) => r.writeHead(403).end() === r, 'download-refused', /a\.bin.*403/],
    [(_, r, { bytes }) => r.writeHead(200).end(bytes) === r, 'download-refused', /no ranges/],
    [(_, r) => r.writeHead(416).end() === r, 'model-corrupt', /a\.bin.*no byte 10/],
    [
      (_, r, { bytes, headers }) => r.writeHead(206, { ...headers, etag: '"2"' }).end(bytes) === r,
      'model-corrupt',
      /a\.bin.*changed/,
    ],
  ];
  for (const [mischief, code, message] of cases) {
    const file = await open(source);
    server.requests.length = 0;
    server.mischief = mischief;
    await assert.rejects(readBytes(file, 10, 5000), { code, message });
    assert.equal(server.requests.length, 1);
    server.mischief = () => false;
  }
});

test('a server that is away for good ends the matter after some attempts', async (context) => {
  const { server, source } = await setUp(context);
  server.mischief = (request) => request.socket.destroy().destroyed;
  await assert.rejects(source.open('a.bin'), { code: 'download-failed', message: /a\.bin/ });
  assert.equal(server.requests.length, policy.attempts);
});

test('an abort ends a read with its reason', async (context) => {
  const { server, source } = await setUp(context);
  const file = await open(source);
  const abort = new AbortController();
  server.mischief = () => {
    abort.abort(new Error('enough'));
    return true;
  };
  await assert.rejects(readBytes(file, 0, 10, abort.signal), { message: 'enough' });
});

test('a document that is far too large is not read', async (context) => {
  const { source } = await setUp(context);
  await assert.rejects(readSmall(source, 'a.bin', 1000), {
    code: 'model-unsupported',
    message: /a\.bin has 300000 bytes/,
  });
});
