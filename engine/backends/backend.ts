/** What a backend can do with a question: the model on this machine and a server alike. */
import type { Answer, Delta, Said, ToolOffer } from '../protocol.ts';
import type { Calibration, Signs } from '../runtime/calibration.ts';
import type { Mode } from '../runtime/types.ts';
import type { Place, ToldPlace } from '../solve/places.ts';

export interface AskJob {
  /** Bytes of image files, in the order in which the question speaks of them. */
  readonly images: readonly Uint8Array[];
  readonly question: string;
  /** What was said before, the oldest first; the first of the images belong to it. */
  readonly history?: readonly Said[] | undefined;
  /** Tools that the answer may call instead of an end; a model here calls none. */
  readonly offer?: ToolOffer | undefined;
  readonly mode: Mode;
  /** Longest thought and answer together; left out: what the model's own settings say. */
  readonly maxTokens?: number | undefined;
  /** 0 is greedy; left out: what the settings of model and mode say. */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  /** What the model must have been trained for; left out: to answer. */
  readonly task?: 'ask' | 'solve' | undefined;
  /** Watches what is written and answers calls in it; left out: nothing is written into an answer. */
  readonly interjector?: Interjector | undefined;
  /** Shows the picture this many times larger than usual to a model that was trained to solve. */
  readonly zoom?: number | undefined;
  /** What a trained solver's thought begins with, as if it had written it: text, and places that it tells. */
  readonly begun?: readonly (string | Place)[] | undefined;
  /** Hears what the confidence rests on, and what it is calibrated by; of a model here alone. */
  readonly onSigns?: ((signs: Signs, calibration: Calibration | null) => void) | undefined;
  /** Hears where in the picture it was read what the thought says; of a model here that tells it. */
  readonly onPlaces?: ((places: readonly ToldPlace[]) => void) | undefined;
  readonly signal: AbortSignal;
  readonly onDelta: (delta: Delta) => void;
}

/** Writes into an answer while it is made: a calculator. */
export interface Interjector {
  /** What ends a call: a server is told to stop there. */
  readonly closing: string;
  /** A call has begun and not ended. */
  readonly open: boolean;
  /** Hears text of the model; what it returns is written next. */
  push(text: string): string | undefined;
}

/** Rejects with MarginaliaError; deltas that were told before stay good. */
export type Ask = (job: AskJob) => Promise<Answer>;
