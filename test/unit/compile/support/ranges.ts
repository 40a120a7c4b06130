/** A real HTTP server for a folder that answers ranges, and can be told to answer badly. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';

/** Answers instead of the server; false leaves it to the server. */
export type Mischief = (
  request: IncomingMessage,
  response: ServerResponse,
  part: { readonly bytes: Uint8Array; readonly headers: Record<string, string | number> },
) => boolean;

export interface RangeServer {
  readonly address: string;
  readonly requests: string[];
  mischief: Mischief;
}

export async function serveRanges(context: TestContext, directory: string): Promise<RangeServer> {
  const server = createServer((request, response) => void answer(request, response));
  const state: { address: string; requests: string[]; mischief: Mischief } = {
    ...{ address: '', requests: [], mischief: () => false },
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = basename(decodeURIComponent(request.url ?? ''));
    state.requests.push(`${name} ${request.headers.range ?? 'whole'}`);
    const whole = await readFile(join(directory, name)).catch(() => undefined);
    if (!whole) {
      response.writeHead(404).end();
      return;
    }
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first ?? 0);
    const to = Math.min(whole.length, last ? Number(last) + 1 : whole.length);
    const bytes = whole.subarray(from, to);
    const range = `bytes ${from}-${to - 1}/${whole.length}`;
    const headers = { etag: '"1"', 'content-length': bytes.length, 'content-range': range };
    if (state.mischief(request, response, { bytes, headers })) return;
    response.writeHead(206, headers).end(bytes);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  state.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return state;
}
