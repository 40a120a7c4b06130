/** What the view of a solved problem and the extension host say to each other. */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(400_000));
const short = v.pipe(v.string(), v.maxLength(2_000));
const mode = v.picklist(['auto', 'think', 'nothink']);
const mark = v.picklist(['verified', 'refuted', 'unchecked']);

const factView = v.object({
  name: short,
  symbol: short,
  value: short,
  unit: short,
  source: v.picklist(['picture', 'question']),
});
const stepView = v.object({
  mark,
  left: text,
  relation: short,
  right: text,
  latex: v.boolean(),
  reason: text,
  correct: v.optional(short),
  part: v.picklist(['thought', 'answer']),
});
const quantity = v.object({
  symbol: short,
  /** Null: it cannot be worked out from these facts. */
  value: v.nullable(short),
  latex: text,
});

const toSolve = v.variant('type', [
  v.object({
    type: v.literal('problem'),
    name: short,
    question: text,
    mode,
    bytes: v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
    mime: short,
  }),
  v.object({ type: v.literal('running'), mode }),
  v.object({
    type: v.literal('delta'),
    kind: v.picklist(['thought', 'answer', 'was-thought']),
    text,
  }),
  v.object({
    type: v.literal('solution'),
    thought: text,
    answer: text,
    facts: v.array(factView),
    steps: v.array(stepView),
    /** Markdown; '' for none. */
    final: text,
    finalSymbol: v.nullable(short),
    refused: v.nullable(short),
    /** The model, its device and the time that it took. */
    note: short,
    cut: v.boolean(),
  }),
  v.object({
    type: v.literal('recomputed'),
    quantities: v.array(quantity),
    /** Symbols whose value is no number, or has a unit that nobody knows. */
    bad: v.array(short),
  }),
  v.object({ type: v.literal('failed'), message: short, action: short, server: v.boolean() }),
  v.object({ type: v.literal('stopped') }),
  v.object({ type: v.literal('copied') }),
]);

const fromSolve = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('solve'), question: text, mode }),
  v.object({ type: v.literal('stop') }),
  v.object({
    type: v.literal('facts'),
    values: v.pipe(
      v.array(v.object({ symbol: short, value: short, unit: short })),
      v.maxLength(100),
    ),
  }),
  v.object({ type: v.literal('copy'), format: v.picklist(['latex', 'markdown']) }),
  v.object({ type: v.literal('server') }),
  v.object({ type: v.literal('link'), address: short }),
  v.object({ type: v.literal('fault'), message: short }),
]);

export type ToSolve = v.InferOutput<typeof toSolve>;
export type FromSolve = v.InferOutput<typeof fromSolve>;
export type SolveMode = v.InferOutput<typeof mode>;
export type SolutionView = Extract<ToSolve, { type: 'solution' }>;
export type FactView = v.InferOutput<typeof factView>;
export type StepView = v.InferOutput<typeof stepView>;
export type QuantityView = v.InferOutput<typeof quantity>;

/** Throws for what is no message of the host. */
export const parseToSolve = (raw: unknown): ToSolve => v.parse(toSolve, raw);
/** Throws for what is no message of the view. */
export const parseFromSolve = (raw: unknown): FromSolve => v.parse(fromSolve, raw);
