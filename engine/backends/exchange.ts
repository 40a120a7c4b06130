/**
 * One HTTP request to the chosen server and the bytes of its answer, within limits of time and size.
 * node:http rather than fetch, whose own limit of five minutes before the first byte is too short for
 * a large model on a slow machine. Proxies come from the environment (NODE_USE_ENV_PROXY).
 */
import http from 'node:http';
import https from 'node:https';
import { badInput, cancelled } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import * as problems from './problems.ts';

export interface Limits {
  readonly connectMillis: number;
  /** Until the first byte of the answer's body: a large image may take minutes to take in. */
  readonly beginMillis: number;
  /** Between two pieces of the body. */
  readonly stallMillis: number;
  readonly totalMillis: number;
  /** Of the body. */
  readonly bytes: number;
}

export const defaultLimits: Limits = {
  connectMillis: 20_000,
  beginMillis: 900_000,
  stallMillis: 180_000,
  totalMillis: 3_600_000,
  bytes: 32 * 1024 * 1024,
};

export interface Call {
  readonly path: 'chat/completions' | 'models';
  /** Sent as JSON by POST; without it the call is a GET. */
  readonly body?: object;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits: Limits;
}

/** Takes the body as it comes. `take` returns true when it has all that it wants. */
export interface Receiver {
  /** The type of the body, lower case, without parameters. */
  begin(type: string): void;
  take(chunk: Uint8Array): boolean;
}

/** Of a refusal's body no more than this is read. */
const longestRefusal = 64 * 1024;

/**
 * Resolves at the end of a body with status 200, or when the receiver has enough. Whatever happens
 * otherwise, the socket is closed. @throws MarginaliaError `server-…`, `cancelled`, and what the receiver throws
 */
export function exchange(endpoint: Endpoint, call: Call, receiver: Receiver): Promise<void> {
  const { signal, limits } = call;
  const payload = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const secure = endpoint.base.startsWith('https:');
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(cancelled());
    const request = (secure ? https : http).request(`${endpoint.base}/${call.path}`, {
      method: payload === undefined ? 'GET' : 'POST',
      headers: headers(call.key, payload),
    });
    const timers = new Map<string, NodeJS.Timeout>();
    const settle = (finish: () => void): void => {
      for (const timer of timers.values()) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: unknown): void => {
      settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      request.destroy();
    };
    const onAbort = (): void => fail(cancelled());
    const arm = (name: string, millis: number, problem: () => Error): void => {
      clearTimeout(timers.get(name));
      timers.set(
        name,
        setTimeout(() => fail(problem()), millis),
      );
    };
    const disarm = (name: string): void => clearTimeout(timers.get(name));

    signal?.addEventListener('abort', onAbort, { once: true });
    arm('total', limits.totalMillis, () => problems.endless(endpoint, limits.totalMillis / 1000));
    arm('silence', limits.beginMillis, () =>
      problems.stalled(endpoint, limits.beginMillis / 1000, false),
    );
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      arm('connect', limits.connectMillis, () =>
        problems.unreachable(endpoint, `no connection in ${limits.connectMillis / 1000} seconds`),
      );
      socket.once('connect', () => disarm('connect'));
    });
    request.on('error', (error) => fail(problems.unreachable(endpoint, reasonOf(error), error)));
    request.on('response', (response) => {
      const refusal = response.statusCode === 200 ? undefined : new Refusal(response);
      let bytes = 0;
      response.on('error', (error) => fail(problems.dropped(endpoint, reasonOf(error), error)));
      response.on('data', (chunk: Buffer) => {
        arm('silence', limits.stallMillis, () =>
          problems.stalled(endpoint, limits.stallMillis / 1000, true),
        );
        bytes += chunk.length;
        try {
          if (refusal !== undefined) {
            if (bytes <= longestRefusal) return refusal.take(chunk);
            return fail(refusal.problem(endpoint));
          }
          if (bytes > limits.bytes)
            throw problems.tooLong(endpoint, `${Math.floor(limits.bytes / 1e6)} MB`);
          if (!receiver.take(chunk)) return;
          settle(resolve);
          request.destroy();
        } catch (error) {
          fail(error);
        }
      });
      response.on('end', () => {
        if (refusal === undefined) settle(resolve);
        else fail(refusal.problem(endpoint));
      });
      try {
        if (refusal === undefined) receiver.begin(mediaType(response));
      } catch (error) {
        fail(error);
      }
    });
    request.end(payload);
  });
}

function headers(key: string | undefined, payload: Buffer | undefined): Record<string, string> {
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw badInput('The key holds characters that no key has.', 'Enter it again, without spaces.');
  return {
    accept: 'text/event-stream, application/json',
    // Nothing stays open to the server between two questions.
    connection: 'close',
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(payload.length) }),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
}

const mediaType = ({ headers }: http.IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

/** A connection to several addresses fails with several errors and no message of its own. */
function reasonOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return error.errors[0].message;
  return error.message;
}

/** An answer with another status than 200, and the words that came with it. */
class Refusal {
  readonly #response: http.IncomingMessage;
  readonly #chunks: Buffer[] = [];

  constructor(response: http.IncomingMessage) {
    this.#response = response;
  }

  take(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  problem(endpoint: Endpoint): Error {
    const status = this.#response.statusCode ?? 0;
    if (status >= 300 && status < 400) return problems.redirected(endpoint);
    const text = Buffer.concat(this.#chunks).toString('utf8');
    const words = mediaType(this.#response) === 'text/html' ? '' : wordsOf(text);
    const after = this.#response.headers['retry-after'] ?? null;
    return problems.refusedByStatus(endpoint, status, words, after);
  }
}

/** The message in an error's body: `{"error": {"message"}}`, and the other shapes that servers use. */
export function wordsOf(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body; // plain words, then
  }
  for (const name of ['error', 'message', 'detail']) {
    if (typeof value === 'object' && value !== null && name in value)
      value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? value : body;
}
