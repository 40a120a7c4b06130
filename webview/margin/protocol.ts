/**
 * What the margin of the PDF reader and the extension host tell each other: threads with their turns and
 * citations down, questions and choices up. It travels inside the reader's own protocol.
 *
 * Places are in page coordinates: points, origin top left, y down, pages from 1.
 */
import * as v from 'valibot';

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const line = v.pipe(v.string(), v.maxLength(2_000));
const word = v.pipe(v.string(), v.maxLength(200));
export const longestQuestion = 20_000;
const question = v.pipe(v.string(), v.maxLength(longestQuestion));
/** Characters of one answer or thought: what is longer is cut by the host, which says so. */
export const longestAnswer = 1_000_000;
const text = v.pipe(v.string(), v.maxLength(longestAnswer));
const coordinate = v.pipe(v.number(), v.finite());
const page = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Pixels of a region, as PNG. */
export const largestCrop = 16 * 1024 * 1024;
const crop = v.pipe(
  v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
  v.maxLength(largestCrop),
);

export const rectangle = v.object({
  x1: coordinate,
  y1: coordinate,
  x2: coordinate,
  y2: coordinate,
});

/** What a thread is about: a page, a region of it, or a passage that was selected. */
const anchor = v.object({
  page,
  rectangle: v.optional(rectangle),
  /** Text that was selected or lies in the region; a changed document is searched for it. */
  quote: v.optional(v.pipe(v.string(), v.maxLength(20_000))),
});

/** `moved`: found again elsewhere after the document changed. `lost`: not found any more. */
export const anchorStates = ['placed', 'moved', 'lost'] as const;
export const modes = ['auto', 'think', 'nothink'] as const;

/** A passage that an answer stands on; `[number]` in the answer's text names it. */
const citation = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  page,
  /** The page's own label, such as iv. */
  label: v.optional(word),
  rectangles: v.pipe(v.array(rectangle), v.maxLength(200)),
  quote: v.pipe(v.string(), v.maxLength(20_000)),
});

/** What went wrong, and what the person can do about it. */
const problem = v.object({ code: line, message: line, action: line });

/** `stopped`: by the person; what was written before stays. */
export const turnStates = ['waiting', 'running', 'answered', 'stopped', 'failed'] as const;

const turn = v.object({
  id,
  question,
  /** When it was asked, in milliseconds since 1970. */
  made: v.pipe(v.number(), v.minValue(0)),
  mode: v.picklist(modes),
  state: v.picklist(turnStates),
  thought: text,
  /** Markdown with LaTeX between dollars or backslash brackets; `[n]` cites. */
  answer: text,
  citations: v.pipe(v.array(citation), v.maxLength(200)),
  /** Passages of the document stand in for an answer that the model cannot write. */
  quoted: v.boolean(),
  /** What the limit of tokens ended. */
  cut: v.optional(v.picklist(['thought', 'answer'])),
  problem: v.optional(problem),
  /** Who answered, where, in how many milliseconds; empty and 0 while nobody has. */
  model: word,
  device: word,
  millis: v.pipe(v.number(), v.minValue(0)),
});

const thread = v.object({
  id,
  anchor,
  anchorState: v.picklist(anchorStates),
  /** Whether there is a picture of its region to ask for. */
  hasCrop: v.boolean(),
  turns: v.pipe(v.array(turn), v.minLength(1), v.maxLength(500)),
});

const model = v.object({ id: word, name: word });

const toMargin = v.variant('type', [
  /** Everything: the answer to `margin-ready`, and after another window changed the threads. */
  v.object({
    type: v.literal('threads'),
    threads: v.pipe(v.array(thread), v.maxLength(5_000)),
    /** Models that a question can be put to, the one in use first. */
    models: v.pipe(v.array(model), v.maxLength(100)),
    /** Something about the kept threads that a person must know: conflict markers, a read-only folder. */
    notice: v.optional(problem),
  }),
  v.object({ type: v.literal('models'), models: v.pipe(v.array(model), v.maxLength(100)) }),
  /** A new thread, or a new state of one that is shown. */
  v.object({ type: v.literal('thread'), thread }),
  /** Text that came since; `was-thought`: what came as answer so far was thought. */
  v.object({
    type: v.literal('delta'),
    thread: id,
    turn: id,
    kind: v.picklist(['thought', 'answer', 'was-thought']),
    text,
  }),
  v.object({ type: v.literal('removed'), ids: v.array(id) }),
  v.object({ type: v.literal('crop'), thread: id, bytes: crop }),
  v.object({ type: v.literal('copied'), thread: id }),
  /** Scroll to a thread and put the focus there. */
  v.object({ type: v.literal('show-thread'), thread: id }),
  /** Open the question box for the page in view or for what is selected. */
  v.object({ type: v.literal('compose'), about: v.picklist(['page', 'selection']) }),
  v.object({ type: v.literal('notice'), notice: v.optional(problem) }),
]);

const fromMargin = v.variant('type', [
  v.object({ type: v.literal('margin-ready') }),
  v.object({
    type: v.literal('ask'),
    anchor,
    question,
    mode: v.picklist(modes),
    /** One of the models that the host named; left out, the one in use. */
    model: v.optional(word),
    /** The region as PNG, for a model that sees. */
    crop: v.optional(crop),
  }),
  v.object({
    type: v.literal('follow-up'),
    thread: id,
    question,
    mode: v.picklist(modes),
    model: v.optional(word),
  }),
  v.object({ type: v.literal('stop'), thread: id }),
  /** Asks a turn's question once more; the turns after it go. */
  v.object({
    type: v.literal('retry'),
    thread: id,
    turn: id,
    mode: v.picklist(modes),
    model: v.optional(word),
  }),
  v.object({ type: v.literal('delete'), thread: id }),
  v.object({ type: v.literal('undelete'), thread: id }),
  /** The whole thread, or one turn of it. */
  v.object({
    type: v.literal('copy'),
    thread: id,
    turn: v.optional(id),
    format: v.picklist(['markdown', 'latex']),
    /** LaTeX is written by the view, which reads the answer's Markdown anyway. */
    text: v.optional(text),
  }),
  v.object({ type: v.literal('want-crop'), thread: id }),
  /** An address in an answer was clicked: the host asks before anything opens. */
  v.object({ type: v.literal('open-link'), address: line }),
  /** A larger model or a server is wanted. */
  v.object({ type: v.literal('offer'), what: v.picklist(['model', 'server', 'log', 'restart']) }),
]);

export type Rectangle = v.InferOutput<typeof rectangle>;
export type Anchor = v.InferOutput<typeof anchor>;
export type AnchorState = (typeof anchorStates)[number];
export type AskMode = (typeof modes)[number];
export type Citation = v.InferOutput<typeof citation>;
export type MarginProblem = v.InferOutput<typeof problem>;
export type TurnView = v.InferOutput<typeof turn>;
export type ThreadView = v.InferOutput<typeof thread>;
export type ModelChoice = v.InferOutput<typeof model>;
export type ToMargin = v.InferOutput<typeof toMargin>;
export type FromMargin = v.InferOutput<typeof fromMargin>;

/** The schemas themselves, for the protocol that carries them. */
export const marginMessages = { toMargin, fromMargin } as const;

/** A message that is not part of the protocol. */
export class MarginProtocolError extends Error {
  readonly code = 'bad-message';
  override readonly name = 'MarginProtocolError';
}

function parse<T extends v.GenericSchema>(schema: T, raw: unknown, side: string): v.InferOutput<T> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'message';
  throw new MarginProtocolError(
    `${side} received what it does not know: ${where}: ${issue.message}`,
  );
}

/** Checks a message on its arrival in the margin. Throws MarginProtocolError. */
export const parseToMargin = (raw: unknown): ToMargin => parse(toMargin, raw, 'The margin');

/** Checks a message on its arrival in the extension host. Throws MarginProtocolError. */
export const parseFromMargin = (raw: unknown): FromMargin =>
  parse(fromMargin, raw, 'The extension');
