/** What crosses the engine's boundary about a solution. */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(100_000));
const short = v.pipe(v.string(), v.maxLength(400));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A value that the problem gives: read off the picture, or told in the question. */
export const fact = v.object({
  name: short,
  /** As the checker names variables: `m`, `R_1`, `theta`. */
  symbol: v.pipe(v.string(), v.regex(/^[\p{L}\d_Δ#]{1,24}$/u)),
  /** A number, as it is printed; '' where the problem names it without a value. */
  value: short,
  unit: short,
  /** `person`: it was corrected, and the problem solved with it. */
  source: v.picklist(['picture', 'question', 'person']),
  /** Where it was read, in shares of the picture's width and height: what it is about, then its value. */
  places: v.optional(v.pipe(v.array(v.object({ x: share, y: share })), v.maxLength(8))),
});

/** One relation of one chain, and what the checker found. */
export const checkedStep = v.object({
  mark: v.picklist(['verified', 'refuted', 'unchecked']),
  reason: text,
  correct: v.optional(short),
  left: text,
  relation: v.picklist(['=', '≈', '<', '>', '≤', '≥', '≠']),
  right: text,
  latex: v.boolean(),
  /** Where it stands in the text that was checked. */
  start: count,
  end: count,
  /** Steps of one chain have one number. */
  chain: count,
});

/** A quantity that the solution works out from facts and from other quantities. */
export const derived = v.object({
  symbol: v.pipe(v.string(), v.regex(/^[\p{L}\d_Δ#]{1,24}$/u)),
  /** The symbol as it is written. */
  written: short,
  definition: v.pipe(v.string(), v.maxLength(2_000)),
  latex: v.boolean(),
  /** Of its printed value; '' for none. */
  unit: short,
  digits: v.pipe(count, v.maxValue(15)),
});

/** A derived quantity, worked out anew; `value` is null where that is not possible. */
export const recomputed = v.object({
  symbol: v.string(),
  value: v.nullable(v.string()),
  /** `T = 2π√(m/k) = 0.497 s` in LaTeX. */
  latex: v.string(),
});

const calculation = v.object({ source: text, result: text, ok: v.boolean() });

export const solution = v.object({
  thought: v.string(),
  /** The whole answer of the model. */
  answer: v.string(),
  facts: v.array(fact),
  /** Of the answer first, then of the thought. */
  steps: v.array(v.object({ ...checkedStep.entries, part: v.picklist(['thought', 'answer']) })),
  derived: v.array(derived),
  calculations: v.array(calculation),
  /** What is asked for, as the model wrote it last; '' when there is none. */
  final: v.string(),
  /** The variable that the final answer gives, where it is one of `derived`. */
  finalSymbol: v.nullable(v.string()),
  /** Why the model says that it cannot be solved, or null. */
  refused: v.nullable(v.string()),
  /** What was not understood of the question. */
  notice: v.optional(short),
  /** Of the model in its own tokens, 0 to 1; null where a server does not tell. */
  confidence: v.nullable(v.number()),
  stopReason: v.picklist(['end', 'length']),
  thoughtCut: v.boolean(),
  tokens: v.nullable(count),
  millis: v.number(),
  device: v.string(),
  model: v.string(),
});

export type Fact = v.InferOutput<typeof fact>;
export type Derived = v.InferOutput<typeof derived>;
export type Recomputed = v.InferOutput<typeof recomputed>;
export type Solution = v.InferOutput<typeof solution>;
export type SolutionStep = Solution['steps'][number];
