/**
 * The one protocol between the extension host and the readings view.
 *
 * Both sides import this module: types for what they send, `parse…` for what they receive. A message
 * that does not fit is an error, never a shrug. Image bytes travel as Uint8Array, not as base64.
 */
import * as v from 'valibot';

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const line = v.pipe(v.string(), v.maxLength(2_000));
const source = v.pipe(v.string(), v.maxLength(100_000));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Bytes of one image: what the host reads at most. */
export const largestImage = 64 * 1024 * 1024;
const bytes = v.pipe(v.instance(Uint8Array), v.maxLength(largestImage));
/** A drawing as text or pixels, made by the view. */
const largestDrawing = 16 * 1024 * 1024;

/** What the host writes as text; the view makes MathML, SVG and PNG from what it shows. */
export const textFormats = ['latex', 'inline', 'display', 'equation', 'markdown', 'typst'] as const;

const token = v.object({ text: v.pipe(v.string(), v.maxLength(200)), confidence: share });

/** What went wrong, and what the person can do about it. */
const problem = v.object({ code: line, message: line, action: line });

const engine = v.variant('kind', [
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('starting') }),
  v.object({ kind: v.literal('ready'), device: line, model: line }),
  v.object({ kind: v.literal('failed'), reason: line, action: line }),
]);

const named = {
  id,
  name: line,
  place: line,
  /** When it was asked for, in milliseconds since 1970. */
  made: v.pipe(v.number(), v.minValue(0)),
  /** From an earlier session, so it starts folded. */
  earlier: v.boolean(),
};

export const reading = v.variant('status', [
  v.object({ ...named, status: v.literal('waiting') }),
  v.object({ ...named, status: v.literal('running'), latex: source }),
  v.object({
    ...named,
    status: v.literal('read'),
    /** What the model wrote. */
    latex: source,
    /** What the person has made of it; equal to `latex` until the first edit. */
    edited: source,
    confidence: share,
    tokens: v.pipe(v.array(token), v.maxLength(20_000)),
    alternatives: v.pipe(v.array(source), v.maxLength(16)),
    millis: v.pipe(v.number(), v.minValue(0)),
    device: line,
    model: line,
  }),
  v.object({ ...named, status: v.literal('failed'), problem }),
  v.object({ ...named, status: v.literal('cancelled') }),
]);

const toWebview = v.variant('type', [
  /** Everything, newest first: the answer to `ready`. Pictures are asked for one by one. */
  v.object({
    type: v.literal('all'),
    engine,
    readings: v.pipe(v.array(reading), v.maxLength(1_000)),
  }),
  v.object({ type: v.literal('engine'), engine }),
  /** A new reading, or a new state of one that is shown. */
  v.object({ type: v.literal('reading'), reading }),
  v.object({ type: v.literal('image'), id, bytes: v.instance(Uint8Array), mime: line }),
  /** The picture was asked for, and is gone. */
  v.object({ type: v.literal('no-image'), id }),
  v.object({ type: v.literal('removed'), ids: v.array(id) }),
  v.object({ type: v.literal('copied'), id }),
  v.object({ type: v.literal('inserted'), id, into: line }),
  /** The document that Insert writes into; empty when there is none. */
  v.object({ type: v.literal('target'), name: line }),
  /** The models that a picture can be read with, the one in use first. */
  v.object({
    type: v.literal('models'),
    models: v.pipe(v.array(v.object({ id: line, name: line })), v.maxLength(100)),
  }),
  /** Scroll to a reading and put the focus there. */
  v.object({ type: v.literal('show'), id }),
]);

const fromWebview = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('choose') }),
  /** Images that were pasted into the view or dropped on it. */
  v.object({
    type: v.literal('add'),
    images: v.pipe(v.array(v.object({ name: line, bytes })), v.minLength(1), v.maxLength(100)),
  }),
  v.object({ type: v.literal('picture'), id }),
  v.object({ type: v.literal('copy'), id, format: v.picklist(textFormats), latex: source }),
  /** Text that the view made itself: MathML or SVG. */
  v.object({
    type: v.literal('copy-text'),
    id,
    text: v.pipe(v.string(), v.maxLength(largestDrawing)),
  }),
  /** A drawing that the clipboard did not take: the host offers to save it. */
  v.object({
    type: v.literal('save-png'),
    id,
    bytes: v.pipe(v.instance(Uint8Array), v.maxLength(largestDrawing)),
  }),
  v.object({ type: v.literal('insert'), id, latex: source }),
  v.object({ type: v.literal('edit'), id, latex: source }),
  v.object({ type: v.literal('open'), id }),
  v.object({
    type: v.literal('retry'),
    id,
    /** How much larger than usual the picture is looked at. */
    zoom: v.optional(v.pipe(v.number(), v.minValue(0.25), v.maxValue(4))),
    /** One of the models that the host named. */
    model: v.optional(line),
  }),
  v.object({ type: v.literal('cancel'), id }),
  v.object({ type: v.literal('remove'), id }),
  v.object({ type: v.literal('restart') }),
  v.object({ type: v.literal('log') }),
  /** The view itself failed; the host writes it to the log. */
  v.object({ type: v.literal('fault'), message: line }),
]);

export type Token = v.InferOutput<typeof token>;
export type Problem = v.InferOutput<typeof problem>;
export type EngineView = v.InferOutput<typeof engine>;
export type ReadingView = v.InferOutput<typeof reading>;
export type FinishedReading = Extract<ReadingView, { status: 'read' }>;
export type TextFormat = (typeof textFormats)[number];
export type ToWebview = v.InferOutput<typeof toWebview>;
export type FromWebview = v.InferOutput<typeof fromWebview>;

/** A message that is not part of the protocol. */
export class ProtocolError extends Error {
  readonly code = 'bad-message';
  override readonly name = 'ProtocolError';
}

function parse<T extends v.GenericSchema>(schema: T, raw: unknown, side: string): v.InferOutput<T> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'message';
  throw new ProtocolError(
    `${side} received a message it does not know: ${where}: ${issue.message}`,
  );
}

/** Checks a message on its arrival in the view. Throws ProtocolError. */
export function parseToWebview(raw: unknown): ToWebview {
  return parse(toWebview, raw, 'The readings view');
}

/** Checks a message on its arrival in the extension host. Throws ProtocolError. */
export function parseFromWebview(raw: unknown): FromWebview {
  return parse(fromWebview, raw, 'The extension');
}

/** Makes a switch over a union complete at compile time, and loud at run time. */
export function assertNever(value: never): never {
  throw new ProtocolError(`Unhandled case: ${JSON.stringify(value)}`);
}
