/** One file over a line that fails in every way: it is right in the end, or it is not there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { MarginaliaError } from '../../../engine/errors.ts';
import { download, type RemoteFile } from '../../../engine/models/download.ts';
import { retryAfterMillis, type RetryPolicy } from '../../../engine/models/retry.ts';
import { checkSpace } from '../../../engine/models/store.ts';
import { dropAfter, hub, repository, send, sha256, type Fault, type Hub } from './support/hub.ts';

const name = 'model.safetensors';
const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
const quick: RetryPolicy = {
  attempts: 4,
  firstPauseMillis: 1,
  longestPauseMillis: 20,
  stallMillis: 400,
};
const remote: RemoteFile = {
  name,
  bytes: content.length,
  digest: { kind: 'sha256', value: sha256(content) },
};

async function scene(t: TestContext, fault: Fault = () => false) {
  const server = await hub(t, new Map([[name, content]]));
  server.fault = fault;
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-download-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const target = join(directory, name);
  const address = addressOn(server);
  const run = (file = remote, signal?: AbortSignal, onBytes?: (n: number) => void) =>
    download(address, file, target, { policy: quick, signal, onBytes });
  return { server, directory, target, run };
}

const addressOn = ({ url, commit }: Hub): URL =>
  new URL(`${url}/${repository}/resolve/${commit}/${name}`);

const failsWith =
  (code: string, message: RegExp, named = /model\.safetensors/) =>
  (error: unknown) => {
    assert.ok(error instanceof MarginaliaError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.match(error.message, named);
    assert.ok(error.action.length > 20);
    return true;
  };

test('comes whole over a line that drops in the middle, each time going on where it stopped', async (t) => {
  const { server, target, run } = await scene(t, ({ start, count, response }, bytes) => {
    if (count > 3) return false;
    dropAfter(response, bytes, start, 40_000);
    return true;
  });
  let sum = 0;
  await run(remote, undefined, (bytes) => (sum += bytes));
  assert.deepEqual(await readFile(target), content);
  assert.equal(sum, content.length);
  const starts = server.asked.map((line) => Number(line.split(' ')[1]));
  assert.equal(starts[0], -1);
  assert.ok(starts[1]! > 0 && starts[2]! > starts[1]!, starts.join());
});

test('a server without ranges that always breaks off gives up, and leaves no file that counts', async (t) => {
  const { directory, run } = await scene(t, ({ response }, bytes) => {
    dropAfter(response, bytes, -1, 40_000);
    return true;
  });
  await assert.rejects(run(), failsWith('download-failed', /connection/));
  assert.deepEqual(await readdir(directory), [`${name}.part`]);
});

test('a server without ranges: what it sends from the beginning replaces what was there', async (t) => {
  const { target, run } = await scene(t, ({ response }, bytes) => {
    send(response, bytes);
    return true;
  });
  await writeFile(`${target}.part`, Buffer.alloc(5_000, 1));
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('wrong bytes once: thrown away and fetched anew', async (t) => {
  const { target, run } = await scene(t, ({ count, response }, bytes) => {
    if (count > 1) return false;
    const wrong = Buffer.from(bytes);
    wrong[100_000]! ^= 1;
    send(response, wrong);
    return true;
  });
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('wrong bytes always: refused by name, nothing left', async (t) => {
  const { directory, run } = await scene(t, ({ response }) => {
    send(response, Buffer.alloc(content.length, 7));
    return true;
  });
  await assert.rejects(run(), failsWith('download-corrupt', /sha256/));
  assert.deepEqual(await readdir(directory), []);
});

test('a part with wrong bytes from an earlier time does not survive', async (t) => {
  const { target, run } = await scene(t);
  await writeFile(`${target}.part`, Buffer.alloc(50_000, 9));
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('a part that is too long, and a 416', async (t) => {
  const { target, run } = await scene(t, ({ start, count, response }) => {
    if (start < 0 || count > 1) return false;
    response.writeHead(416).end();
    return true;
  });
  await writeFile(`${target}.part`, Buffer.alloc(content.length + 1));
  await run();
  await rm(target);
  await writeFile(`${target}.part`, content.subarray(0, 1_000));
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('416 for everything gives up', async (t) => {
  const { run } = await scene(t, ({ response }) => {
    response.writeHead(416).end();
    return true;
  });
  await assert.rejects(run(), failsWith('download-failed', /416/));
});

test('another range than the one asked for is not taken', async (t) => {
  const { target, run } = await scene(t, ({ start, count, response }, bytes) => {
    if (start < 0 || count > 1) return false;
    const headers = { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(206, headers).end(bytes);
    return true;
  });
  await writeFile(`${target}.part`, content.subarray(0, 1_000));
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('more than the size, without a length: refused in the end, never kept', async (t) => {
  const { directory, run } = await scene(t, ({ response }, bytes) => {
    response.writeHead(200); // chunked
    response.end(Buffer.concat([bytes, bytes]));
    return true;
  });
  const unknown: RemoteFile = { ...remote, digest: { kind: 'unknown' } };
  await assert.rejects(run(unknown), failsWith('download-failed', /more than 200000 bytes/));
  assert.deepEqual(await readdir(directory), []);
});

test('a page of another length in place of the file, as gateways send it', async (t) => {
  const { directory, run } = await scene(t, ({ response }) => {
    const page = '<html>Please log in</html>';
    response.writeHead(200, { 'content-length': page.length }).end(page);
    return true;
  });
  await assert.rejects(run(), failsWith('download-failed', /200000/));
  assert.deepEqual(await readdir(directory), []);
});

test('302 to another path and to another host', async (t) => {
  const other = await hub(t, new Map([[name, content]]));
  const { target, run, server } = await scene(t, ({ count, response }) => {
    if (count > 1) return false;
    response.writeHead(302, { location: addressOn(other).href }).end();
    return true;
  });
  await run();
  assert.deepEqual(await readFile(target), content);
  assert.equal(server.asked.length, 1);
  assert.equal(other.asked.length, 1);
});

test('a loop of redirects, and a way to something that is no web address, are refused', async (t) => {
  const { run, server } = await scene(t, ({ response }) => {
    response.writeHead(302, { location: `?again=${Math.random()}` }).end();
    return true;
  });
  await assert.rejects(run(), failsWith('download-redirect', /again and again/));
  assert.ok(server.asked.length < 10);
  server.fault = ({ response }) => {
    response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    return true;
  };
  await assert.rejects(run(), failsWith('download-redirect', /file:/));
});

test('429 with Retry-After waits as asked, within reason; 500 is tried again', async (t) => {
  const answers = [429, 500, 503];
  const { target, run } = await scene(t, ({ count, response }) => {
    const status = answers[count - 1];
    if (status === undefined) return false;
    response.writeHead(status, { 'retry-after': '3600' }).end();
    return true;
  });
  await run(); // an hour each, were it not for the policy's longest pause
  assert.deepEqual(await readFile(target), content);
});

test('500 for ever gives up; 404 and 403 give up at once', async (t) => {
  let status = 500;
  const { run, server } = await scene(t, ({ response }) => {
    response.writeHead(status).end();
    return true;
  });
  await assert.rejects(run(), failsWith('download-failed', /status 500/));
  assert.equal(server.asked.length, quick.attempts);
  for (status of [404, 403]) {
    server.asked.length = 0;
    await assert.rejects(run(), failsWith('download-refused', new RegExp(String(status))));
    assert.equal(server.asked.length, 1);
  }
});

test('a stall in the middle, and one before the first byte', async (t) => {
  const { target, run } = await scene(t, ({ start, count, response }, bytes) => {
    if (count === 1) return true; // says nothing at all
    if (count > 2) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 30_000));
    assert.equal(start, -1);
    return true;
  });
  await run();
  assert.deepEqual(await readFile(target), content);
});

test('no network: the host is named, and what to do', async (t) => {
  const { directory } = await scene(t);
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const to = join(directory, name);
  const gone = new URL(`http://127.0.0.1:${port}/x`);
  await assert.rejects(
    download(gone, remote, to, { policy: { ...quick, attempts: 2 } }),
    failsWith('download-failed', /refuses the connection/),
  );
  await assert.rejects(
    download(new URL('http://no-such-host.invalid/x'), remote, to, {
      policy: { ...quick, attempts: 2 },
    }),
    failsWith('download-failed', /cannot be looked up/),
  );
});

test('a full disk is told as one, by the file that found it full', async (t) => {
  if (!existsSync('/dev/full')) return t.skip('this platform has no /dev/full');
  const { target, run, directory } = await scene(t);
  await symlink('/dev/full', `${target}.part`);
  await assert.rejects(run(), (error) => {
    assert.ok(error instanceof MarginaliaError);
    assert.equal(error.code, 'disk-full');
    assert.match(error.message, /model\.safetensors.*ENOSPC/);
    assert.match(error.action, /Free some space/);
    return true;
  });
  assert.ok(!(await readdir(directory)).includes(name));
  await assert.rejects(
    checkSpace(directory, 'A model', 1e18),
    failsWith('disk-full', /GB/, /A model/),
  );
});

test('stopped in the middle it keeps what came, and goes on from there', async (t) => {
  const stop = new AbortController();
  const { server, target, directory, run } = await scene(t, ({ start, response }, bytes) => {
    if (start >= 0) return false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 30_000));
    return true;
  });
  const reason = new Error('stopped');
  await assert.rejects(
    run(remote, stop.signal, () => stop.abort(reason)),
    reason,
  );
  assert.deepEqual(await readdir(directory), [`${name}.part`]);
  await run();
  assert.match(server.asked.at(-1) ?? '', /safetensors [1-9]/);
  assert.deepEqual(await readFile(target), content);
});

test('whatever a line does, the file is right or absent', async (t) => {
  const { server, target, run } = await scene(t);
  const deed = fc.oneof(
    fc.constantFrom('drop', 'lie', 'short', 'long', 'e500', 'e416', 'range', 'fine'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 8 }),
      fc.nat(content.length),
      async (deeds, at) => {
        await rm(target, { force: true });
        let turn = 0;
        server.fault = ({ start, response }, bytes) => {
          const from = Math.max(0, start);
          switch (deeds[turn++] ?? 'fine') {
            case 'drop':
              dropAfter(response, bytes, start, at);
              return true;
            case 'lie':
              send(
                response,
                Buffer.from(bytes).fill(3, at),
                start < 0 ? undefined : `bytes=${start}-`,
              );
              return true;
            case 'short':
              response.writeHead(200).end(bytes.subarray(0, at));
              return true;
            case 'long':
              response.writeHead(200).end(Buffer.concat([bytes, bytes.subarray(0, at)]));
              return true;
            case 'e500':
              response.writeHead(500).end();
              return true;
            case 'e416':
              response.writeHead(416).end();
              return true;
            case 'range':
              response
                .writeHead(206, { 'content-range': `bytes ${at}-${at + 10}/${bytes.length}` })
                .end(bytes.subarray(from, from + 11));
              return true;
            case 'fine':
              return false;
          }
        };
        const failed = await run().then(
          () => false,
          (error: unknown) => {
            assert.ok(error instanceof MarginaliaError, String(error));
            return true;
          },
        );
        const found = await readFile(target).catch(() => undefined);
        assert.equal(found === undefined, failed);
        if (found) assert.equal(sha256(found), sha256(content));
      },
    ),
    { numRuns: 60 },
  );
});

test('Retry-After in seconds, as a date, and as nonsense', () => {
  const now = Date.UTC(2026, 0, 1);
  assert.equal(retryAfterMillis('120'), 120_000);
  assert.equal(retryAfterMillis(new Date(now + 5_000).toUTCString(), now), 5_000);
  assert.equal(retryAfterMillis(new Date(now - 5_000).toUTCString(), now), 0);
  assert.equal(retryAfterMillis('soon'), undefined);
  assert.equal(retryAfterMillis(null), undefined);
});
