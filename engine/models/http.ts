/** One request to a server that is not trusted: redirects, dead connections and statuses settled. */
import { downloadRefused, redirectRefused } from './errors.ts';
import { retryAfterMillis, Transient, type RetryPolicy } from './retry.ts';

export interface Answer {
  /** 200, 206 or 416; everything else has been thrown. */
  readonly status: number;
  readonly headers: Headers;
  /** The body's bytes as they arrive. Throws Transient when the connection breaks or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of a body that nobody reads. */
  discard(): Promise<void>;
}

export interface RequestOptions {
  /** What is asked for, for messages. */
  readonly file: string;
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const maxRedirects = 5;
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Sends a GET. Throws Transient for what may pass, `download-refused` for what the server will not
 * give and `download-redirect` for a loop or for a way out of https.
 */
export async function get(address: URL, options: RequestOptions): Promise<Answer> {
  const { file, policy, signal } = options;
  const watch = new Watch(policy.stallMillis, signal);
  try {
    const response = await follow(address, options, watch.signal);
    const { status, headers } = response;
    const discard = async (): Promise<void> => {
      watch.end();
      await response.body?.cancel().catch(() => undefined); // nobody waits for these bytes
    };
    if (status === 200 || status === 206 || status === 416)
      return { status, headers, body: read(response, watch, address.host), discard };
    await discard();
    if (!passing.has(status)) throw downloadRefused(file, address.host, status);
    const pauseMillis = retryAfterMillis(headers.get('retry-after'));
    throw new Transient(`${address.host} answers with status ${status}`, { pauseMillis });
  } catch (error) {
    watch.end();
    throw watch.explain(error, address.host);
  }
}

async function follow(
  start: URL,
  { file, headers }: RequestOptions,
  signal: AbortSignal,
): Promise<Response> {
  let address = start;
  for (let hops = 0; ; hops++) {
    const response = await fetch(address, {
      // Compressed, a body's length and ranges would not be those of the file.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'marginalia', ...headers },
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    if (hops === maxRedirects) throw redirectRefused(file, 'it is redirected again and again');
    const next = URL.canParse(location, address.href) ? new URL(location, address) : null;
    if (next === null) throw redirectRefused(file, `it is redirected to "${location}"`);
    if (next.protocol !== 'https:' && next.protocol !== start.protocol)
      throw redirectRefused(file, `it is redirected from ${start.protocol} to ${next.protocol}`);
    address = next;
  }
}

async function* read(response: Response, watch: Watch, host: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of response.body ?? []) {
      watch.alive();
      yield piece as Uint8Array;
      watch.alive();
    }
  } catch (error) {
    throw watch.explain(error, host);
  } finally {
    watch.end();
  }
}

/** Ends a connection that says nothing for too long, and tells that end from a caller's abort. */
class Watch {
  readonly signal: AbortSignal;
  readonly #stall = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #millis: number;
  #timer: NodeJS.Timeout;

  constructor(millis: number, outer: AbortSignal | undefined) {
    this.#millis = millis;
    this.#outer = outer;
    this.signal = AbortSignal.any([this.#stall.signal, ...(outer ? [outer] : [])]);
    this.#timer = this.#start();
  }

  alive(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** What to throw for an error of fetch or of a body. */
  explain(error: unknown, host: string): unknown {
    if (this.#outer?.aborted === true) return this.#outer.reason;
    if (this.#stall.signal.aborted)
      return new Transient(`${host} has said nothing for ${this.#millis / 1000} seconds`);
    // fetch throws TypeError for every trouble of the network, with the reason inside.
    if (error instanceof TypeError)
      return new Transient(networkReason(error, host), { cause: error });
    return error;
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#stall.abort(), this.#millis);
  }
}

function networkReason(error: TypeError, host: string): string {
  const cause = error.cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `the name ${host} cannot be looked up; is there a network?`;
  if (code === 'ECONNREFUSED') return `${host} refuses the connection`;
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH') return 'there is no network';
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code))
    return `the certificate of ${host} is not trusted (${code}); set NODE_EXTRA_CA_CERTS if your network puts its own in`;
  const reason = cause instanceof Error ? cause.message : error.message;
  return `the connection to ${host} broke (${reason})`;
}
