/**
 * The one boundary between the engine process and whoever uses it: requests in, events out.
 * Each message is a msgpack map behind a little-endian uint32 length, validated on receipt.
 */
import { decode, encode } from '@msgpack/msgpack';
import * as v from 'valibot';
import { blockKinds } from '../document/layout/draft.ts';
import {
  MAX_ASK_IMAGES,
  MAX_HISTORY,
  MAX_QUESTION,
  said,
  toolCall,
  toolOffer,
} from './conversation.ts';
import { serverModel, serverProbe } from './backends/messages.ts';
import { badMessage } from './errors.ts';
import { checkedStep, derived, fact, recomputed, solution } from './solve/messages.ts';
import { documentDetails } from './pdf/details.ts';

/** What is kept of a solution is checked like what crosses the boundary. */
export { fact as solutionFact, solution } from './solve/messages.ts';

export const PROTOCOL_VERSION = 1;
/** A frame holds one image at most; anything larger is a broken peer. */
export const MAX_FRAME_BYTES = 128 * 1024 * 1024;
export {
  MAX_ARGUMENTS,
  MAX_ASK_IMAGES,
  MAX_HISTORY,
  MAX_QUESTION,
  MAX_TOOL_TEXT,
  MAX_TOOLS,
} from './conversation.ts';

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');

const readingToken = v.object({ text: v.string(), confidence: fraction });

const reading = v.object({
  latex: v.string(),
  /** Geometric mean of the token probabilities. */
  confidence: fraction,
  tokens: v.array(readingToken),
  alternatives: v.array(v.string()),
  /** Pixels of the image as it was given, after its orientation tag. */
  width: count,
  height: count,
  visualTokens: count,
  millis: v.object({
    decode: milliseconds,
    vision: milliseconds,
    generate: milliseconds,
    total: milliseconds,
  }),
  device: v.string(),
  model: v.string(),
});

const mode = v.picklist(['auto', 'think', 'nothink']);

/** What a model wrote to a question, its thought apart. */
const answer = v.object({
  /** Geometric mean of the tokens' probabilities; a server does not tell. */
  confidence: v.optional(fraction),
  /** Equations of the answer, checked; told where that was asked for. */
  checks: v.optional(v.array(checkedStep)),
  /** Tools that the model wants called before it goes on. */
  calls: v.optional(v.array(toolCall)),
  thought: v.string(),
  answer: v.string(),
  /** `length`: the limit of tokens ended it. */
  stopReason: v.picklist(['end', 'length']),
  /** The limit ended the thought, not the model. */
  thoughtCut: v.boolean(),
  /** Null where a server does not tell. */
  promptTokens: v.nullable(count),
  tokens: v.nullable(count),
  millis: milliseconds,
  device: v.string(),
  model: v.string(),
});

/** A piece of thought or answer; `was-thought`: what was told as answer so far was thought. */
const delta = v.variant('kind', [
  v.object({ kind: v.literal('thought'), text: v.string() }),
  v.object({ kind: v.literal('answer'), text: v.string() }),
  v.object({ kind: v.literal('was-thought') }),
]);

const page = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Points of the page: origin top left, y down. */
const rectangle = v.object({ x1: v.number(), y1: v.number(), x2: v.number(), y2: v.number() });
const rectangles = v.array(rectangle);

/** A passage of a document that an answer rests on; `[number]` in the answer names it. */
const documentCitation = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  page,
  /** The page's own label, where it has one. */
  label: v.optional(v.string()),
  rectangles,
  quote: v.string(),
});

/** An answer about a document. `quoted`: it is passages of the document; no model wrote it. */
const documentAnswer = v.object({
  ...answer.entries,
  citations: v.array(documentCitation),
  quoted: v.boolean(),
});

/** A passage of a document that fits a search. */
const documentPassage = v.object({
  page,
  label: v.optional(v.string()),
  /** The section that it stands in, or ''. */
  heading: v.string(),
  text: v.string(),
  rectangles,
  score: v.number(),
});

/** What is known of a PDF when it is opened. */
const openedDocument = v.object({ document: id, ...documentDetails.entries });

/** A page as Markdown: its blocks, which document/assemble.ts puts together, and its pictures. */
const markdownPage = v.object({
  page,
  blocks: v.array(
    v.object({
      kind: v.picklist(blockKinds),
      markdown: v.string(),
      /** It may go on from the page before; it may go on on the next one. */
      continues: v.boolean(),
      open: v.boolean(),
    }),
  ),
  images: v.array(v.object({ name: v.string(), png: bytes })),
  /** `picture`: a scan without a text layer, given as an image; `ocr`: hidden text lay under it. */
  scan: v.picklist(['no', 'ocr', 'picture']),
  /** How many formulas the model read, the letters told exactly, and nobody could read. */
  formulas: v.object({ read: count, exact: count, failed: count }),
});

const modelInfo = v.object({
  id: v.string(),
  name: v.string(),
  path: v.string(),
  architecture: v.string(),
  /** Size on disk of everything in the folder. */
  bytes: count,
  license: v.string(),
  bundled: v.boolean(),
  devices: v.array(v.string()),
  /** Every device that was tried with it, and what came of it. */
  trials: v.array(v.object({ device: v.string(), usable: v.boolean(), reason: v.string() })),
  /** What keeps the model from running, or null. */
  problem: v.nullable(v.string()),
});

const errorPayload = v.object({ code: v.string(), message: v.string(), action: v.string() });

const request = v.variant('kind', [
  v.object({
    kind: v.literal('read'),
    id,
    image: bytes,
    name: v.optional(v.string()),
    /** How much larger than usual the picture is looked at; left out, the engine chooses. */
    zoom: v.optional(v.pipe(v.number(), v.minValue(0.25), v.maxValue(4))),
  }),
  v.object({ kind: v.literal('models'), id }),
  v.object({
    kind: v.literal('ask'),
    id,
    /** Those of `history` first, in its order, then those of the question. */
    images: v.pipe(v.array(bytes), v.maxLength(MAX_ASK_IMAGES)),
    question: v.pipe(v.string(), v.maxLength(MAX_QUESTION)),
    history: v.optional(v.pipe(v.array(said), v.maxLength(MAX_HISTORY))),
    /** What the model may have called; its calls are in the answer. */
    offer: v.optional(toolOffer),
    mode,
    maxTokens: v.optional(v.pipe(count, v.minValue(1))),
    temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
    seed: v.optional(count),
  }),
  /** Opens a PDF; the answer's number names it in the requests below. */
  v.object({
    kind: v.literal('document-open'),
    id,
    bytes,
    password: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  /** A page as Markdown; `figures`: the folder that links to its pictures name, left out: no pictures. */
  v.object({
    kind: v.literal('document-page'),
    ...{ id, document: id, page },
    figures: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  v.object({ kind: v.literal('document-close'), id, document: id }),
  /** Passages of an open document, the best first. */
  v.object({
    kind: v.literal('document-find'),
    id,
    document: id,
    query: v.pipe(v.string(), v.maxLength(20_000)),
    limit: v.pipe(count, v.minValue(1), v.maxValue(50)),
  }),
  /** A question about an open document. */
  v.object({
    kind: v.literal('document-ask'),
    id,
    document: id,
    question: v.pipe(v.string(), v.maxLength(20_000)),
    mode,
    /** `quotes`: no model is to write, whatever it can do. */
    by: v.picklist(['model', 'quotes']),
    /** What the question is about: a page, or a region of it with the text that lies there. */
    place: v.optional(
      v.object({
        page,
        rectangle: v.optional(rectangle),
        quote: v.pipe(v.string(), v.maxLength(20_000)),
      }),
    ),
    /** The region as an image file; without one the engine draws it. */
    image: v.optional(bytes),
    /** What was asked and answered before, the oldest first. */
    history: v.pipe(
      v.array(v.object({ question: v.string(), answer: v.string() })),
      v.maxLength(100),
    ),
    maxTokens: v.optional(v.pipe(count, v.minValue(1))),
  }),
  /** A problem in a picture: facts, steps with marks, answer. Streams like `ask`. */
  v.object({
    kind: v.literal('solve'),
    id,
    images: v.pipe(v.array(bytes), v.minLength(1), v.maxLength(MAX_ASK_IMAGES)),
    question: v.pipe(v.string(), v.maxLength(MAX_QUESTION)),
    mode,
    maxTokens: v.optional(v.pipe(count, v.minValue(1))),
    temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
    seed: v.optional(count),
    /** Facts as a person corrected them, and the thought that they were found in: solved with these. */
    given: v.optional(
      v.object({
        thought: v.pipe(v.string(), v.maxLength(400_000)),
        facts: v.pipe(v.array(fact), v.minLength(1), v.maxLength(100)),
      }),
    ),
  }),
  /** Quantities of a solution from corrected facts; waits for nothing. */
  v.object({
    kind: v.literal('recompute'),
    id,
    facts: v.pipe(v.array(fact), v.maxLength(100)),
    derived: v.pipe(v.array(derived), v.maxLength(200)),
  }),
  /** The models of the chosen server. */
  v.object({ kind: v.literal('server-models'), id }),
  /** Sends the server's model a test image. */
  v.object({ kind: v.literal('server-probe'), id, model: v.string() }),
  /** `id` names the request to cancel. */
  v.object({ kind: v.literal('cancel'), id }),
  v.object({ kind: v.literal('ping'), id }),
  v.object({ kind: v.literal('shutdown') }),
]);

const event = v.variant('kind', [
  v.object({
    kind: v.literal('ready'),
    protocol: v.number(),
    device: v.string(),
    model: v.string(),
    /** Why it runs on this device. */
    reason: v.optional(v.string()),
  }),
  /** The model did not load: the process is of no more use. */
  v.object({ kind: v.literal('failed'), error: errorPayload }),
  v.object({ kind: v.literal('progress'), text: v.string() }),
  v.object({ kind: v.literal('token'), id, token: readingToken }),
  v.object({ kind: v.literal('delta'), id, delta }),
  /** So many formulas of a page are read. */
  v.object({ kind: v.literal('step'), id, done: count, total: count }),
  v.object({
    kind: v.literal('result'),
    id,
    result: v.variant('kind', [
      v.object({ kind: v.literal('reading'), reading }),
      v.object({ kind: v.literal('models'), models: v.array(modelInfo) }),
      v.object({ kind: v.literal('answer'), answer }),
      v.object({ kind: v.literal('solution'), solution }),
      v.object({ kind: v.literal('recomputed'), quantities: v.array(recomputed) }),
      v.object({ kind: v.literal('document'), document: openedDocument }),
      v.object({ kind: v.literal('document-page'), page: markdownPage }),
      v.object({ kind: v.literal('document-closed') }),
      v.object({ kind: v.literal('document-passages'), passages: v.array(documentPassage) }),
      v.object({ kind: v.literal('document-answer'), answer: documentAnswer }),
      v.object({ kind: v.literal('server-models'), models: v.array(serverModel) }),
      v.object({ kind: v.literal('server-probe'), probe: serverProbe }),
    ]),
  }),
  v.object({ kind: v.literal('error'), id, error: errorPayload }),
  v.object({ kind: v.literal('pong'), id }),
]);

export type ReadingToken = v.InferOutput<typeof readingToken>;
export type Reading = v.InferOutput<typeof reading>;
export type Mode = v.InferOutput<typeof mode>;
export type { Said, Tool, ToolCall, ToolOffer } from './conversation.ts';
export type Answer = v.InferOutput<typeof answer>;
export type DocumentCitation = v.InferOutput<typeof documentCitation>;
export type DocumentAnswer = v.InferOutput<typeof documentAnswer>;
export type DocumentPassage = v.InferOutput<typeof documentPassage>;
export type DocumentAsk = Extract<Request, { kind: 'document-ask' }>;
export type OpenedDocument = v.InferOutput<typeof openedDocument>;
export type MarkdownPage = v.InferOutput<typeof markdownPage>;
export type Delta = v.InferOutput<typeof delta>;
export type { ServerModel, ServerProbe } from './backends/messages.ts';
export type ModelInfo = v.InferOutput<typeof modelInfo>;
export type Request = v.InferOutput<typeof request>;
export type Event = v.InferOutput<typeof event>;

/** What a person is told about the engine; the client keeps it up to date. */
export type EngineState =
  | { kind: 'starting' }
  | { kind: 'ready'; device: string; model: string; reason?: string }
  | { kind: 'failed'; reason: string; action: string }
  | { kind: 'stopped' };

/** @throws MarginaliaError `bad-message` when `value` is no request. */
export const parseRequest = (value: unknown): Request => parse(request, value);

/** @throws MarginaliaError `bad-message` when `value` is no event. */
export const parseEvent = (value: unknown): Event => parse(event, value);

function parse<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw badMessage(`${v.getDotPath(issue) ?? 'message'}: ${issue.message}`);
}

/** One message as a frame: uint32 length, then msgpack. */
export function encodeFrame(message: Request | Event): Uint8Array {
  const body = encode(message, { ignoreUndefined: true });
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, 4);
  return frame;
}

/** Cuts a byte stream into frames. Feed it chunks of any size; it hands back decoded values. */
export class FrameReader {
  private chunks: Uint8Array[] = [];
  private length = 0;

  /** @throws MarginaliaError `bad-message` for a frame over the cap or one that is not msgpack. */
  *push(chunk: Uint8Array): Generator {
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.length >= 4) {
      const head = this.peek(4);
      const size = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
      if (size > MAX_FRAME_BYTES) throw badMessage(`a frame of ${size} bytes`);
      if (this.length < 4 + size) return;
      yield decodeBody(this.take(4 + size).subarray(4));
    }
  }

  private peek(bytes: number): Uint8Array {
    if (this.chunks[0]!.length < bytes) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0]!;
  }

  private take(bytes: number): Uint8Array {
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.chunks = [all.subarray(bytes)];
    this.length -= bytes;
    return all.subarray(0, bytes);
  }
}

function decodeBody(body: Uint8Array): unknown {
  try {
    return decode(body);
  } catch (cause) {
    throw badMessage(cause instanceof Error ? cause.message : String(cause));
  }
}
