/**
 * Marginalia as an MCP server: reads formulas from images, and PDFs. Its tools change nothing and say
 * plainly what was wrong; everything runs in this machine's engine.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { toPayload } from '../errors.ts';
import { PdfFiles, type PdfClient } from './pdfFiles.ts';
import { pdfTools } from './pdfTools.ts';
import { readFormula } from './readFormula.ts';
import type { EngineClient } from '../client.ts';
import { failure } from './tool.ts';

/** Calls that wait for the engine; one that asks for more at once is broken. */
const mostWaiting = 32;

export type ServedClient = Pick<EngineClient, 'read'> & PdfClient;

/** @param version of Marginalia, for the client's list of servers */
export function marginaliaServer(client: ServedClient, version: string): McpServer {
  const served = new McpServer(
    { name: 'marginalia', title: 'Marginalia', version },
    { capabilities: { tools: {} } },
  );
  // The layer below takes JSON schemas as they are, and leaves checking and wording to us.
  const { server } = served;
  const tools = [readFormula(client), ...pdfTools(new PdfFiles(client))];
  let waiting = 0;
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ tool }) => tool),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const called = tools.find(({ tool }) => tool.name === params.name);
    if (called === undefined) {
      throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    }
    if (waiting >= mostWaiting) {
      return failure('Too many calls wait to be answered.', 'Wait for an answer, then ask again.');
    }
    waiting += 1;
    try {
      return await called.call(params.arguments, signal);
    } catch (error) {
      const { message, action } = toPayload(error);
      return failure(message, action);
    } finally {
      waiting -= 1;
    }
  });
  return served;
}
