/** Trying again after what may pass: dropped connections, busy servers, stalls. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryPolicy {
  /** Attempts in a row that bring nothing, before giving up. */
  readonly attempts: number;
  readonly firstPauseMillis: number;
  /** No pause is longer, whatever a server asks for. */
  readonly longestPauseMillis: number;
  /** Without a byte for this long a connection counts as dead. */
  readonly stallMillis: number;
}

export const usualPolicy: RetryPolicy = {
  attempts: 8,
  firstPauseMillis: 500,
  longestPauseMillis: 120_000,
  stallMillis: 30_000,
};

/** Worth another attempt; `pauseMillis` is what the server asked for. */
export class Transient extends Error {
  override readonly name = 'Transient';
  readonly pauseMillis: number | undefined;

  constructor(reason: string, options: { pauseMillis?: number | undefined; cause?: unknown } = {}) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.pauseMillis = options.pauseMillis;
  }
}

/**
 * Calls `attempt` until it succeeds. A Transient makes it try again after a growing pause; an attempt
 * that called `progressed` starts the count anew. Anything else that it throws ends the matter, and
 * so do too many attempts: then `giveUp` says what is thrown.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  giveUp: (last: Transient) => Error,
  attempt: (progressed: () => void) => Promise<T>,
): Promise<T> {
  for (let failures = 0; ;) {
    signal?.throwIfAborted();
    try {
      return await attempt(() => (failures = 0));
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Transient)) throw error;
      failures += 1;
      if (failures >= policy.attempts) throw giveUp(error);
      await sleep(pauseAfter(policy, failures, error), undefined, signal ? { signal } : {});
    }
  }
}

function pauseAfter(policy: RetryPolicy, failures: number, { pauseMillis }: Transient): number {
  const growing = policy.firstPauseMillis * 2 ** (failures - 1);
  // Spread, so that many who were cut off together do not come back together.
  const spread = growing * (0.75 + 0.5 * Math.random());
  return Math.min(policy.longestPauseMillis, Math.max(pauseMillis ?? 0, spread));
}

/** Milliseconds that a Retry-After header asks for: seconds or a date. Undefined when it is neither. */
export function retryAfterMillis(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
