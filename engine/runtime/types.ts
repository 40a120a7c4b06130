import type { ChatMessage, Mode } from '../text/template.ts';

export type { ChatMessage, Mode } from '../text/template.ts';

/** Where the pixels of what a model is shown lie in the whole picture, in shares of its width and height. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** Of one pixel. */
  readonly across: number;
  readonly down: number;
}

/** An image cut into patches. */
export interface PatchedImage {
  /** f32 [rows·columns, patchSize], row by row, each patch flattened as (y, x, channel). */
  readonly pixelValues: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Values of one patch. */
  readonly patchSize: number;
  /** 1 for each patch that the model is shown, 0 for a blank one, [rows·columns]; left out: all are shown. */
  readonly shown?: Uint8Array | undefined;
  /** Where its pixels lie in the picture that it was cut from; left out where nobody asks. */
  readonly frame?: Frame | undefined;
}

/** How many positions an image takes in a prompt. */
export const positionsOf = ({ rows, columns, shown }: PatchedImage): number =>
  shown === undefined ? rows * columns : shown.reduce((sum, one) => sum + one, 0);

export interface Sampling {
  /** Above 0; higher is more random. */
  readonly temperature: number;
  /** Only the likeliest tokens that together have this much probability are drawn. 0 < topP ≤ 1. */
  readonly topP: number;
  /** The same seed gives the same tokens. */
  readonly seed: number;
}

export interface GenerateRequest {
  readonly images: readonly PatchedImage[];
  /** A conversation for the model's chat template, or a prompt that is rendered already. */
  readonly prompt: string | readonly ChatMessage[];
  readonly mode: Mode;
  readonly maxTokens: number;
  /** A thought still open after this many tokens is closed: `</think>` is written for the model. */
  readonly thoughtTokens?: number | undefined;
  /**
   * Hears each piece of text as it is made; what it returns is written next, as if the model had: the
   * result of a calculation, say. What is written for the model is not heard again.
   */
  readonly interject?: ((text: string) => string | undefined) | undefined;
  /** Text and ids that the answer begins with, as if the model had written them. */
  readonly begun?: readonly (string | number)[] | undefined;
  /** Whether a token and its text may be written next; of those that may the likeliest is. Left out: all may. */
  readonly allows?: ((id: number, text: string) => boolean) | undefined;
  /** Left out: the likeliest token each time. */
  readonly sampling?: Sampling | undefined;
  /** Looked at between steps. */
  readonly signal?: AbortSignal;
  /** Called while the prompt is taken in: positions so far, and all of them. */
  readonly onPrefill?: ((done: number, total: number) => void) | undefined;
}

export interface Candidate {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** One token of an answer as it is made. Probabilities are the model's own, at temperature 1. */
export interface GeneratedToken extends Candidate {
  /** The likeliest tokens at this place, best first. */
  readonly top: readonly Candidate[];
  /** Not chosen by the model: it ends a thought that became too long. */
  readonly forced?: true;
  /** Not chosen by the model: what `interject` returned. */
  readonly interjected?: true;
}

export interface GenerateResult {
  readonly stopReason: 'end' | 'length' | 'cancelled';
  /** Probability of the stop token, when the answer ended by one. */
  readonly stopProbability: number | null;
  readonly visualTokens: number;
  readonly promptTokens: number;
  readonly millis: { readonly vision: number; readonly prefill: number; readonly decode: number };
}

/** How many rows and columns of patches an image may have. */
export interface GridLimits {
  readonly rows: number;
  readonly columns: number;
}

export interface RuntimeInfo {
  readonly name: string;
  readonly architecture: string;
  readonly device: string;
  /** For people: why this device and no faster one. */
  readonly deviceReason: string;
  readonly parameters: number;
  /** Longest sequence, prompt and answer together. */
  readonly context: number;
}
