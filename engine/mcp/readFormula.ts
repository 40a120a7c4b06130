/** `read_formula`: the formula in an image, as LaTeX. */
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import * as v from 'valibot';
import type { EngineClient } from '../client.ts';
import { imageOf } from './image.ts';
import { checkedArguments, readsOnly, type ServedTool } from './tool.ts';

/** What the model may send; anything else is answered with what is wrong with it. */
const toolArguments = v.strictObject({
  path: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))),
  base64: v.optional(v.string()),
});

const tool: Tool = {
  name: 'read_formula',
  title: 'Read a formula',
  description:
    'Reads the mathematical formula in an image (PNG, JPEG, WebP, GIF, BMP, AVIF or SVG) and returns its LaTeX, ' +
    'with how sure the reading is and other likely readings. Runs on this machine. Use it for a picture of a typeset ' +
    'formula, cropped to that formula; it does not read running text, handwriting or whole pages.',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Absolute path of an image file on this machine.' },
      base64: { type: 'string', description: 'The bytes of an image file in base64.' },
    },
    additionalProperties: false,
  },
  outputSchema: {
    type: 'object',
    properties: {
      latex: { type: 'string', description: 'The formula, without delimiters.' },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      alternatives: { type: 'array', items: { type: 'string' } },
    },
    required: ['latex', 'confidence', 'alternatives'],
  },
  annotations: readsOnly,
};

export function readFormula(client: Pick<EngineClient, 'read'>): ServedTool {
  return {
    tool,
    async call(given, signal) {
      const action = 'Give "path" or "base64" and nothing else.';
      const image = checkedArguments(toolArguments, given, action);
      const { latex, confidence, alternatives } = await client.read(await imageOf(image), {
        ...{ signal, name: image.path ?? 'image' },
      });
      return {
        content: [{ type: 'text', text: latex }],
        structuredContent: { latex, confidence, alternatives },
      };
    },
  };
}
