/**
 * The one protocol between the extension host and a PDF reader.
 *
 * Both sides import this module: types for what they send, `parse…` for what they receive. Messages of the
 * parts around the pages travel inside `part`, under the part's name; the part checks them itself.
 */
import * as v from 'valibot';
import { ProtocolError } from '../protocol.ts';

const line = v.pipe(v.string(), v.maxLength(2_000));
const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const page = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Bytes of one answer to `range`. */
export const largestRange = 16 * 1024 * 1024;

const rectangle = v.object({ x1: finite, y1: finite, x2: finite, y2: finite });
const problem = v.object({ code: line, message: line, action: line });

/** Where a person is in a document, and how they see it. */
export const place = v.object({
  page,
  /** How much of the page is above the window, and left of its middle, as shares of the page's size. */
  top: finite,
  left: finite,
  zoom: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
  fit: v.picklist(['free', 'width', 'page']),
  rotation: v.picklist([0, 90, 180, 270]),
  /** What the parts around the pages keep, by their names. */
  parts: v.record(v.pipe(v.string(), v.maxLength(40)), v.unknown()),
  /** When that was, in milliseconds since 1970: it is kept twice, and the later one is right. */
  at: v.optional(finite, 0),
});

const toReader = v.variant('type', [
  /** Bytes to open: the first time, and again with a higher generation when the file has changed. */
  v.object({
    type: v.literal('open'),
    generation: whole,
    name: line,
    length: whole,
    place: v.optional(place),
  }),
  v.object({
    type: v.literal('bytes'),
    generation: whole,
    begin: whole,
    bytes: v.pipe(v.instance(Uint8Array), v.maxLength(largestRange)),
  }),
  /** The file cannot be read. Pages that are shown stay. */
  v.object({ type: v.literal('problem'), problem }),
  /** A quiet line at the foot; an empty one takes it away. */
  v.object({ type: v.literal('notice'), text: line }),
  v.object({ type: v.literal('command'), name: line }),
  v.object({
    type: v.literal('reveal'),
    page,
    rectangle: v.optional(rectangle),
    light: v.boolean(),
  }),
  v.object({ type: v.literal('part'), name: line, message: v.unknown() }),
]);

const fromReader = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('range'), generation: whole, begin: whole, end: whole }),
  v.object({
    type: v.literal('opened'),
    generation: whole,
    count: page,
    /** What the person typed to open it. */
    password: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  /** These bytes are no document that can be shown. */
  v.object({ type: v.literal('refused'), generation: whole, reason: line }),
  v.object({ type: v.literal('place'), place }),
  v.object({ type: v.literal('page'), page, count: page }),
  v.object({ type: v.literal('open-link'), url: v.pipe(v.string(), v.maxLength(20_000)) }),
  v.object({ type: v.literal('reload') }),
  v.object({ type: v.literal('part'), name: line, message: v.unknown() }),
  v.object({ type: v.literal('fault'), message: line }),
]);

export type Place = v.InferOutput<typeof place>;
export type ReaderProblem = v.InferOutput<typeof problem>;
export type ToReader = v.InferOutput<typeof toReader>;
export type FromReader = v.InferOutput<typeof fromReader>;

/** Checks a message, or a part's message inside one. Throws ProtocolError. */
export function check<S extends v.GenericSchema>(
  schema: S,
  raw: unknown,
  side: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'message';
  throw new ProtocolError(
    `${side} received a message it does not know: ${where}: ${issue.message}`,
  );
}

/** Checks a message on its arrival in the reader. Throws ProtocolError. */
export const parseToReader = (raw: unknown): ToReader => check(toReader, raw, 'The PDF reader');

/** Checks a message on its arrival in the extension host. Throws ProtocolError. */
export const parseFromReader = (raw: unknown): FromReader =>
  check(fromReader, raw, 'The extension');
