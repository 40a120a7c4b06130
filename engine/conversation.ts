/** What is said in a conversation, and the tools that a model may call in it: part of the protocol. */
import * as v from 'valibot';

export const MAX_ASK_IMAGES = 32;
/** Characters of a question, passages from a document among them. */
export const MAX_QUESTION = 400_000;
/** Messages of a conversation before the question. */
export const MAX_HISTORY = 1_000;
/** Tools that one question offers, and calls of one answer. */
export const MAX_TOOLS = 512;
/** Characters of a tool's description, and of its schema as JSON. */
export const MAX_TOOL_TEXT = 100_000;
/** Characters of a call's arguments: whole files are written by calls. */
export const MAX_ARGUMENTS = 2_000_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(MAX_QUESTION));
const name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(256));

/** A function that the model may ask for; `parameters` is the JSON text of its schema. */
export const tool = v.object({
  name,
  description: v.pipe(v.string(), v.maxLength(MAX_TOOL_TEXT)),
  parameters: v.optional(v.pipe(v.string(), v.maxLength(MAX_TOOL_TEXT))),
});

/** A call as the model made it; `input` is the JSON text of an object. */
export const toolCall = v.object({
  /** The answer to it has the same one. */
  id: name,
  name,
  input: v.pipe(v.string(), v.maxLength(MAX_ARGUMENTS)),
});

/** A message of a conversation that a question goes on with; `images`: how many it shows. */
export const said = v.variant('role', [
  v.object({
    role: v.picklist(['system', 'user', 'assistant']),
    text,
    images: v.pipe(count, v.maxValue(MAX_ASK_IMAGES)),
    /** What an assistant asked to have called. */
    calls: v.optional(v.pipe(v.array(toolCall), v.maxLength(MAX_TOOLS))),
  }),
  /** What a call gave back. */
  v.object({ role: v.literal('tool'), text, images: v.literal(0), call: name }),
]);

/** The tools of a question; `required`: the model must call one. */
export const toolOffer = v.object({
  tools: v.pipe(v.array(tool), v.nonEmpty(), v.maxLength(MAX_TOOLS)),
  choice: v.picklist(['auto', 'required']),
});

export type Said = v.InferOutput<typeof said>;
export type Tool = v.InferOutput<typeof tool>;
export type ToolCall = v.InferOutput<typeof toolCall>;
export type ToolOffer = v.InferOutput<typeof toolOffer>;
