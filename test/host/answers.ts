/** A chat server for the window of a story: it lists one model, tells a test image's colors, and answers as the test wants. */
import type http from 'node:http';
import { after, before } from 'node:test';
import { becomes } from '../eventually.ts';
import {
  chatServer,
  colorsSeen,
  eventStream,
  stream,
  type Asked,
  type ChatServer,
} from '../unit/backends/support/chat-server.ts';

export interface AnsweringServer {
  readonly url: string;
  /** What it was asked so far, oldest first. */
  readonly asked: readonly Asked[];
  /** How many answers it was asked for so far. */
  readonly questions: number;
}

/** Serves while the story is told. @param answer writes the whole of a stream's events and ends it */
export function answeringServer(
  model: string,
  answer: (response: http.ServerResponse, asked: Asked) => unknown,
): AnsweringServer {
  const closing: (() => void)[] = [];
  let server: ChatServer;
  before(async () => {
    const context = { after: (close: unknown) => void closing.push(close as () => void) };
    server = await chatServer(context, async (response, asked) => {
      if (asked.method === 'GET') {
        response.end(JSON.stringify({ data: [{ id: model }] }));
        return;
      }
      response.writeHead(200, eventStream);
      const probing = JSON.stringify(asked.body).includes('four vertical stripes');
      if (probing) response.end(stream(await colorsSeen(asked)));
      else await answer(response, asked);
    });
  });
  after(() => {
    for (const close of closing) close();
  });
  return {
    get url() {
      return server.url;
    },
    get asked() {
      return server.asked;
    },
    get questions() {
      return server.asked.filter(({ method }) => method === 'POST').length;
    },
  };
}

/** Holds an answer back in its middle until the test lets it go on. */
export class Gate {
  #goOn: (() => void) | undefined;

  hold(): Promise<void> {
    return new Promise((resolve) => (this.#goOn = resolve));
  }

  /** Waits until an answer is held back, and lets it go on. */
  async release(): Promise<void> {
    await becomes(() => this.#goOn !== undefined, true);
    this.#goOn?.();
    this.#goOn = undefined;
  }
}
