/** What the view of a solved problem and the extension host say to each other. */
import * as v from 'valibot';
import { printedQuestions } from '../point/protocol.ts';
import { largestImage } from '../protocol.ts';

const text = v.pipe(v.string(), v.maxLength(400_000));
const short = v.pipe(v.string(), v.maxLength(2_000));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const mode = v.picklist(['auto', 'think', 'nothink']);
const mark = v.picklist(['verified', 'refuted', 'unchecked']);

const factView = v.object({
  name: short,
  symbol: short,
  value: short,
  unit: short,
  source: v.picklist(['picture', 'question', 'person']),
  /** Where it was read, in shares of the picture's width and height; the last is its value's place. */
  places: v.optional(v.pipe(v.array(v.object({ x: share, y: share })), v.maxLength(8))),
});
const stepView = v.object({
  mark,
  left: text,
  relation: short,
  right: text,
  latex: v.boolean(),
  reason: text,
  correct: v.optional(short),
  /** A step of the thought, beside an answer that tells its own. */
  folded: v.boolean(),
});
const quantity = v.object({
  symbol: short,
  /** Null: it cannot be worked out from these facts. */
  value: v.nullable(short),
  latex: text,
});

const picture = v.object({
  name: short,
  bytes: v.pipe(
    v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
    v.maxLength(largestImage),
  ),
  /** For showing it; '' for whatever its bytes say. */
  mime: v.pipe(v.string(), v.regex(/^(?:image\/[\w.+-]{1,40})?$/)),
});

const toSolve = v.variant('type', [
  v.object({
    type: v.literal('problem'),
    /** What the view remembers of itself, so that it is found again after a reload. */
    tab: short,
    /** None as long as no picture was pasted. */
    picture: v.optional(picture),
    question: text,
    mode,
    /** It is a region of a page: that can be shown, and a solution kept beside it. */
    placed: v.boolean(),
    /** Questions that stand beside the figure on its page. */
    printed: printedQuestions,
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
    /** What was not understood of the question; '' for nothing. */
    notice: short,
    /** Of the model in what it wrote, 0 to 1; null where nobody tells. */
    confidence: v.nullable(v.number()),
    /** The model, its device and the time that it took. */
    note: short,
    cut: v.boolean(),
  }),
  /** Values that a person put in place of those of the solution's facts, before the window was loaded anew. */
  v.object({
    type: v.literal('corrections'),
    values: v.array(v.object({ symbol: short, value: short })),
  }),
  v.object({
    type: v.literal('recomputed'),
    quantities: v.array(quantity),
    /** Symbols whose value is no number, or has a unit that nobody knows. */
    bad: v.array(short),
  }),
  v.object({ type: v.literal('failed'), code: short, message: short, action: short }),
  v.object({ type: v.literal('stopped') }),
  v.object({ type: v.literal('copied') }),
  /** The solution stands in the margin as it is shown now. */
  v.object({ type: v.literal('kept') }),
]);

/** What the view keeps through a reload: its tab, and what was typed. */
const draft = v.object({ tab: short, question: text, mode });

const fromSolve = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** `corrected`: from the facts as they were last told, in place of what the model reads. */
  v.object({
    ...{ type: v.literal('solve'), question: text, mode },
    corrected: v.optional(v.boolean()),
  }),
  v.object({ type: v.literal('stop') }),
  v.object({
    type: v.literal('facts'),
    values: v.pipe(
      v.array(v.object({ symbol: short, value: short, unit: short })),
      v.maxLength(100),
    ),
  }),
  v.object({ type: v.literal('copy'), format: v.picklist(['latex', 'markdown']) }),
  /** Another picture takes the place of what is shown. */
  v.object({ type: v.literal('picture'), picture }),
  v.object({ type: v.literal('show-place') }),
  /** The solution becomes a thread in the margin of its page; once kept, its thread is shown. */
  v.object({ type: v.literal('keep') }),
  v.object({ type: v.literal('offer'), what: v.picklist(['model', 'server', 'restart']) }),
  v.object({ type: v.literal('link'), address: short }),
  v.object({ type: v.literal('fault'), message: short }),
]);

export type Draft = v.InferOutput<typeof draft>;
export type ToSolve = v.InferOutput<typeof toSolve>;
export type FromSolve = v.InferOutput<typeof fromSolve>;
export type Picture = v.InferOutput<typeof picture>;
export type SolveMode = v.InferOutput<typeof mode>;
export type ProblemView = Extract<ToSolve, { type: 'problem' }>;
export type SolutionView = Extract<ToSolve, { type: 'solution' }>;
export type FactView = v.InferOutput<typeof factView>;
export type StepView = v.InferOutput<typeof stepView>;
export type QuantityView = v.InferOutput<typeof quantity>;

/** Undefined where there is none, or none of ours. */
export const parseDraft = (raw: unknown): Draft | undefined => {
  const { success, output } = v.safeParse(draft, raw);
  return success ? output : undefined;
};
/** Throws for what is no message of the host. */
export const parseToSolve = (raw: unknown): ToSolve => v.parse(toSolve, raw);
/** Throws for what is no message of the view. */
export const parseFromSolve = (raw: unknown): FromSolve => v.parse(fromSolve, raw);
