/**
 * Marginalia as an MCP server: one tool, which reads a formula from an image. Reading changes nothing,
 * goes nowhere but to this machine's engine, and says plainly what was wrong.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import * as v from 'valibot';
import type { EngineClient } from '../client.ts';
import { toPayload } from '../errors.ts';
import type { Reading } from '../protocol.ts';
import { imageOf } from './image.ts';

/** What the model may send; anything else is answered with what is wrong with it. */
const toolArguments = v.strictObject({
  path: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))),
  base64: v.optional(v.string()),
});

export const readFormulaTool: Tool = {
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
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

/** Calls that wait for the engine; one that asks for more at once is broken. */
const mostWaiting = 32;

/** @param version of Marginalia, for the client's list of servers */
export function formulaServer(client: Pick<EngineClient, 'read'>, version: string): McpServer {
  const served = new McpServer(
    { name: 'marginalia', title: 'Marginalia', version },
    { capabilities: { tools: {} } },
  );
  // The layer below takes JSON schemas as they are, and leaves checking and wording to us.
  const { server } = served;
  let waiting = 0;
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [readFormulaTool] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    if (params.name !== readFormulaTool.name) {
      throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    }
    const given = v.safeParse(toolArguments, params.arguments ?? {});
    if (!given.success) {
      const [issue] = given.issues;
      const where = v.getDotPath(issue) ?? 'arguments';
      return failure(`${where}: ${issue.message}.`, 'Give "path" or "base64" and nothing else.');
    }
    if (waiting >= mostWaiting) {
      return failure('Too many images wait to be read.', 'Wait for an answer, then ask again.');
    }
    waiting += 1;
    try {
      const image = await imageOf(given.output);
      return answer(await client.read(image, { signal, name: given.output.path ?? 'image' }));
    } catch (error) {
      const { message, action } = toPayload(error);
      return failure(message, action);
    } finally {
      waiting -= 1;
    }
  });
  return served;
}

function answer({ latex, confidence, alternatives }: Reading): CallToolResult {
  return {
    content: [{ type: 'text', text: latex }],
    structuredContent: { latex, confidence, alternatives },
  };
}

function failure(message: string, action: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: `${message} ${action}` }] };
}
