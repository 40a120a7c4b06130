/** A chat server over real sockets whose behavior each test writes itself. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import sharp from 'sharp';
import { parseEndpoint } from '../../../../engine/backends/endpoint.ts';
import { defaultLimits, type Limits } from '../../../../engine/backends/exchange.ts';
import type { Server } from '../../../../engine/backends/chat.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

type Answer = (response: http.ServerResponse, asked: Asked) => unknown;

export interface ChatServer {
  readonly url: string;
  readonly asked: Asked[];
  /** Resolves when no client is connected any more. */
  closed(): Promise<void>;
  /** The server as the backend takes it. */
  chosen(limits?: Partial<Limits>, key?: string): Server;
}

/** Serves on a free port of the loopback until the test ends. */
export async function chatServer(
  context: Pick<TestContext, 'after'>,
  answer: Answer,
): Promise<ChatServer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let onClosed: (() => void) | undefined;
  const server = http.createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '', headers } = request;
      const body = method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {};
      asked.push({ method, path, headers, body });
      response.on('error', () => undefined);
      await answer(response, asked.at(-1)!);
    })();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) onClosed?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    ...{ url, asked },
    closed: () =>
      sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => (onClosed = resolve)),
    chosen: (limits = {}, key) => ({
      ...{ endpoint: parseEndpoint(url), key },
      limits: { ...defaultLimits, ...limits },
    }),
  };
}

export const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' };

/** One event of a stream. */
export const event = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

/** A piece of an answer as the servers send it. */
export const piece = (delta: object, finish: string | null = null): string =>
  event({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] });

/** A whole stream with these contents. */
export const stream = (...contents: string[]): string =>
  piece({ role: 'assistant', content: '' }) +
  contents.map((content) => piece({ content })).join('') +
  piece({}, 'stop') +
  event('[DONE]');

/** Writes bytes one piece after another, each as a packet of its own. */
export async function trickle(
  response: http.ServerResponse,
  chunks: readonly (string | Uint8Array)[],
): Promise<void> {
  for (const chunk of chunks) {
    response.write(chunk);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

interface Part {
  readonly image_url?: { readonly url: string };
}

/** What a model that sees says of the test image's four stripes. */
export async function colorsSeen({ body }: Asked): Promise<string> {
  const [message] = body['messages'] as { content: Part[] }[];
  const url = message!.content[0]!.image_url!.url;
  const { data, info } = await sharp(Buffer.from(url.split(',')[1]!, 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const names = [32, 96, 160, 224].map((x) => {
    const pixel = data.subarray(x * info.channels, x * info.channels + 3);
    const [r, g, b] = pixel as unknown as number[];
    return r! > 200 ? (g! > 200 ? 'Yellow' : 'red') : b! > 200 ? 'blue' : 'green';
  });
  return `${names.join(', ')}.`;
}
