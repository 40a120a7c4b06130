/**
 * What pointing at a page and the extension host tell each other: regions up, their readings down. It
 * travels inside the reader's own protocol.
 */
import * as v from 'valibot';
import { rectangle } from '../margin/protocol.ts';

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const line = v.pipe(v.string(), v.maxLength(2_000));
export const longestLatex = 100_000;
const latex = v.pipe(v.string(), v.maxLength(longestLatex));
/** Pixels of a region, as PNG. */
export const largestCrop = 16 * 1024 * 1024;
const page = v.pipe(v.number(), v.integer(), v.minValue(1));
/** What the page asks near a region, as document/questions.ts finds it. */
export const printedQuestions = v.pipe(
  v.array(v.object({ text: line, asks: line })),
  v.maxLength(5),
);
const png = v.pipe(v.instance(Uint8Array), v.maxLength(largestCrop));
const problem = v.object({ code: line, message: line, action: line });

const toPoint = v.variant('type', [
  /** How far the reading of a region is; `latex` grows while it runs. */
  v.object({
    type: v.literal('reading'),
    id,
    status: v.picklist(['waiting', 'running', 'read', 'cancelled', 'failed']),
    latex,
    problem: v.optional(problem),
  }),
  /** The document that Insert writes into; empty: there is none. */
  v.object({ type: v.literal('target'), name: line }),
  v.object({ type: v.literal('inserted'), id, name: line }),
  v.object({ type: v.literal('copied'), id }),
  /** Inserting or copying came to nothing. */
  v.object({ type: v.literal('refused'), id, problem }),
]);

const fromPoint = v.variant('type', [
  v.object({ type: v.literal('point-ready') }),
  v.object({
    type: v.literal('read'),
    id,
    page,
    /** What the document prints on the page. */
    label: line,
    png,
  }),
  /** The region is the figure of a problem to solve; `questions` stand beside it on the page. */
  v.object({
    type: v.literal('solve'),
    page,
    label: line,
    rectangle,
    png,
    questions: printedQuestions,
  }),
  v.object({ type: v.literal('cancel'), id }),
  v.object({ type: v.literal('retry'), id }),
  v.object({ type: v.literal('insert'), id, latex }),
  v.object({ type: v.literal('copy'), id, latex }),
  /** Shows the reading among all others. */
  v.object({ type: v.literal('show'), id }),
]);

export const pointMessages = { toPoint, fromPoint } as const;
export type ToPoint = v.InferOutput<typeof toPoint>;
export type FromPoint = v.InferOutput<typeof fromPoint>;
export type PointReading = Extract<ToPoint, { type: 'reading' }>;
export type PointProblem = NonNullable<PointReading['problem']>;
