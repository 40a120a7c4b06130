/** Serves the made-up checkpoint over HTTP with ranges. Started as a process of its own. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { shards, type FullsizeOptions } from './fullsize-checkpoint.ts';
import { documents } from './fullsize-documents.ts';
import { Values } from './fullsize-values.ts';

interface Served {
  readonly bytes: number;
  read(from: number, to: number): Iterable<Uint8Array>;
}

/** Listens on this machine only; resolves to the address and a way to end it. */
export async function serve(options: FullsizeOptions, seed = 1) {
  const all = shards(options);
  const values = new Values(seed);
  const files = new Map<string, Served>();
  for (const shard of all)
    files.set(shard.name, {
      bytes: shard.bytes,
      read: (from, to) => values.bytes(shard, from, to),
    });
  for (const [name, text] of documents(options, all)) {
    const bytes = Buffer.from(text);
    files.set(name, { bytes: bytes.length, read: (from, to) => [bytes.subarray(from, to)] });
  }
  const server = createServer((request, response) => {
    const file = files.get(decodeURIComponent((request.url ?? '').slice(1)));
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    void answer(file, request.headers.range, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function answer(
  file: Served,
  range: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const from = Number(first ?? 0);
  const to = Math.min(file.bytes, last ? Number(last) + 1 : file.bytes);
  const headers = { 'content-length': to - from, etag: '"1"', 'accept-ranges': 'bytes' };
  const part = { ...headers, 'content-range': `bytes ${from}-${to - 1}/${file.bytes}` };
  if (first === undefined) response.writeHead(200, headers);
  else response.writeHead(206, part);
  // What fails here is a client that went away: it says so by asking again.
  await pipeline(Readable.from(file.read(from, to)), response).catch(() => undefined);
}

if (process.send && process.argv[2] === 'serve') {
  const { address } = await serve(JSON.parse(process.argv[3] ?? '{}') as FullsizeOptions);
  process.send({ address });
}
