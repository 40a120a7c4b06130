/** A real HTTP server that answers as a model hub does, and misbehaves on demand. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** Answers a request for a file instead of the server; false leaves it to the server. */
export type Fault = (
  request: { name: string; start: number; count: number; response: ServerResponse },
  content: Buffer,
) => boolean;

export interface Hub {
  readonly url: string;
  readonly host: string;
  readonly commit: string;
  /** Requests for files so far, as "name start". */
  readonly asked: string[];
  fault: Fault;
}

export const repository = 'someone/some-model';
const commit = 'c0ffee'.padEnd(40, '0');

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

export interface HubOptions {
  /** Names in the listing instead of those of the files. */
  readonly names?: (name: string) => string;
  /** Keys of a file's row that replace the right ones. */
  readonly row?: (name: string) => Record<string, unknown>;
}

/** Serves `files` until the test ends. Weights have an lfs hash, documents a git hash. */
export async function hub(
  context: Pick<TestContext, 'after'>,
  files: ReadonlyMap<string, Buffer>,
  { names = (name) => name, row = () => ({}) }: HubOptions = {},
): Promise<Hub> {
  const asked: string[] = [];
  const counts = new Map<string, number>();
  const state: Hub = { url: '', host: '', commit, asked, fault: () => false };
  const listing = {
    sha: commit,
    siblings: [...files].map(([name, bytes]) => ({
      ...{ rfilename: names(name), size: bytes.length, blobId: gitHash(bytes) },
      ...(name.endsWith('.safetensors')
        ? { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 130 } }
        : {}),
      ...row(name),
    })),
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '', 'http://hub');
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? -1);
    const isListing = pathname.startsWith(`/api/models/${repository}/revision/`);
    const name = isListing ? 'listing' : pathname.replace(`/${repository}/resolve/${commit}/`, '');
    const content = isListing ? Buffer.from(JSON.stringify(listing)) : files.get(name);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (!isListing) asked.push(`${name} ${start}`);
    if (content === undefined) return void response.writeHead(404).end();
    if (state.fault({ name, start, count, response }, content)) return;
    send(response, content, request.headers.range);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}` });
}

/** A whole file, or the range that was asked for. */
export function send(response: ServerResponse, content: Buffer, range?: string): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { 'content-length': content.length }).end(content);
    return;
  }
  const start = Number(from);
  const end =
    to === '' || to === undefined ? content.length : Math.min(Number(to) + 1, content.length);
  if (start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const headers = {
    'content-length': end - start,
    'content-range': `bytes ${start}-${end - 1}/${content.length}`,
  };
  response.writeHead(206, headers).end(content.subarray(start, end));
}

/** Sends the beginning of a file from `start`, then drops the connection. */
export function dropAfter(response: ServerResponse, content: Buffer, start: number, bytes: number) {
  const from = Math.max(0, start);
  const headers = {
    'content-length': content.length - from,
    ...(start < 0
      ? {}
      : { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
  };
  response.writeHead(start < 0 ? 200 : 206, headers);
  // an end that comes with the bytes would take them along: a reader throws away what it has not handed on yet
  const end = (): void => void response.socket?.end();
  response.write(content.subarray(from, from + bytes), () => setTimeout(end, 60));
}

function gitHash(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
