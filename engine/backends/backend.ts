/** What a backend can do with a question: the model on this machine and a server alike. */
import type { Answer, Delta } from '../protocol.ts';
import type { Mode } from '../runtime/types.ts';

export interface AskJob {
  /** Bytes of image files, in the order in which the question speaks of them. */
  readonly images: readonly Uint8Array[];
  readonly question: string;
  readonly mode: Mode;
  /** Longest thought and answer together; left out: what the model's own settings say. */
  readonly maxTokens?: number | undefined;
  /** 0 is greedy; left out: what the settings of model and mode say. */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  readonly signal: AbortSignal;
  readonly onDelta: (delta: Delta) => void;
}

/** Rejects with MarginaliaError; deltas that were told before stay good. */
export type Ask = (job: AskJob) => Promise<Answer>;
