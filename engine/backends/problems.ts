/** What can go wrong with a server, each with what to do. Its own words are quoted, cut and cleaned. */
import { MarginaliaError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** A server's words as one short line: they are untrusted and may be anything. */
export function quote(words: string, longest = 300): string {
  // eslint-disable-next-line no-control-regex -- those are what is taken out
  const line = words.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\s]+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

const problem = (code: string, message: string, action: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError({ code: `server-${code}`, message, action }, cause);

export const unreachable = ({ host }: Endpoint, detail: string, cause?: unknown): MarginaliaError =>
  problem(
    'unreachable',
    `The server ${host} cannot be reached (${quote(detail)}).`,
    'Check that it runs, its address, and the proxy settings.',
    cause,
  );

export const redirected = ({ host }: Endpoint): MarginaliaError =>
  problem(
    'redirected',
    `The server ${host} sends requests on to another address; nothing was sent there.`,
    'Choose that address itself if you trust it.',
  );

export const notAnApi = ({ host }: Endpoint, detail: string): MarginaliaError =>
  problem(
    'not-api',
    `What answers at ${host} is no OpenAI-compatible chat server: ${quote(detail)}.`,
    'Check the address; most servers want /v1 at its end.',
  );

export const stalled = ({ host }: Endpoint, seconds: number, begun: boolean): MarginaliaError =>
  problem(
    'stalled',
    begun
      ? `The server ${host} stopped in the middle of its answer and has been silent for ${seconds} seconds.`
      : `The server ${host} has not begun to answer within ${seconds} seconds.`,
    'Try again, with fewer or smaller images; if it stays so, look at the server.',
  );

export const endless = ({ host }: Endpoint, seconds: number): MarginaliaError =>
  problem(
    'endless',
    `The server ${host} was still answering after ${seconds} seconds; the answer was ended here.`,
    'Ask for less at once, or in the mode "nothink".',
  );

export const tooLong = ({ host }: Endpoint, what: string): MarginaliaError =>
  problem(
    'too-long',
    `The server ${host} sent more than any answer needs (${what}); the answer was ended here.`,
    'Look at the server, or choose another one.',
  );

export const dropped = ({ host }: Endpoint, detail: string, cause?: unknown): MarginaliaError =>
  problem(
    'dropped',
    `The connection to ${host} broke before the answer was whole (${quote(detail)}).`,
    'Try again; what had arrived is kept.',
    cause,
  );

export const badStream = ({ host }: Endpoint, detail: string): MarginaliaError =>
  problem(
    'bad-stream',
    `The server ${host} sent an answer that is not in the protocol: ${quote(detail)}.`,
    'Update the server, or choose another one.',
  );

/** The server said itself, in the middle of its answer, that it failed. */
export const gaveUp = ({ host }: Endpoint, words: string): MarginaliaError =>
  problem(
    'failed',
    `The server ${host} gave up: ${quote(words)}`,
    'Try again; its own log says more.',
  );

export const empty = ({ host }: Endpoint): MarginaliaError =>
  problem(
    'empty',
    `The server ${host} answered with nothing.`,
    'Ask again in other words, or choose another model.',
  );

/** A call of a tool that cannot be carried out, as the model wrote it. */
export function badCall(
  { host }: Endpoint,
  { name, kind, detail }: { name: string; kind: 'unknown' | 'arguments' | 'cut'; detail: string },
): MarginaliaError {
  const what = {
    unknown: `The model on ${host} calls a tool that was not offered to it: "${name}".`,
    arguments: `The model on ${host} calls the tool "${name}" with arguments that are no JSON object (${quote(detail, 120)}).`,
    cut: `The limit of tokens cut a call of the tool "${name}" by the model on ${host}.`,
  }[kind];
  return problem(
    'bad-call',
    what,
    kind === 'cut'
      ? 'Ask for less at once, or for more tokens.'
      : 'Ask again, or choose a model that was trained to call tools.',
  );
}

/** `error`: the refusal of a request that offered tools, where its words speak of them. */
export const refusedTools = (error: MarginaliaError): MarginaliaError =>
  problem(
    'no-tools',
    `${error.message} The request offered tools.`,
    'Start the server with tool calling on (vLLM: --enable-auto-tool-choice and --tool-call-parser; ' +
      'llama-server: --jinja), choose a model that calls tools, or ask without them.',
    error,
  );

/** An answer with a status other than 200. `retryAfter` is the header of that name. */
export function refusedByStatus(
  { host }: Endpoint,
  status: number,
  words: string,
  retryAfter: string | null = null,
): MarginaliaError {
  const said = words === '' ? '' : `: ${quote(words)}`;
  switch (status) {
    case 401:
    case 403:
      return problem(
        'unauthorized',
        `The server ${host} does not accept the key (${status}${said}).`,
        'Enter the key again: "Use a Server…" in the editor, MARGINALIA_SERVER_KEY on the command line.',
      );
    case 404:
      return problem(
        'not-found',
        `The server ${host} has no such model or address (404${said}).`,
        'Choose one of its models again, and check the address; most servers want /v1 at its end.',
      );
    case 413:
      return problem(
        'too-large',
        `The request is too large for the server ${host} (413${said}).`,
        'Send fewer or smaller images.',
      );
    case 429:
    case 503:
      return problem(
        'busy',
        `The server ${host} is busy (${status}${said}).`,
        `Try again ${/^\d{1,5}$/.test(retryAfter ?? '') ? `in ${retryAfter} seconds` : 'in a moment'}.`,
      );
  }
  if (status >= 500)
    return problem(
      'failed',
      `The server ${host} failed (${status}${said}).`,
      'Try again; its own log says more.',
    );
  return problem(
    'refused',
    `The server ${host} refused the request (${status}${said}).`,
    'If it speaks of images, choose a model that sees; otherwise ask for less at once.',
  );
}
