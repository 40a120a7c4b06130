/** `mcp`: serves formulas and PDFs to other programs over standard input and output. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { badInput } from '../errors.ts';
import { marginaliaServer, type ServedClient } from '../mcp/server.ts';

export const mcpUsage = 'mcp';

/**
 * Resolves when the other side hangs up. The engine starts with the first call.
 * @throws MarginaliaError `bad-input` when words follow
 */
export async function mcpCommand(
  words: readonly string[],
  client: ServedClient,
  version: string,
): Promise<0> {
  if (words.length > 0) throw badInput('mcp takes no further words.', `Usage: ${mcpUsage}`);
  const server = marginaliaServer(client, version);
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    // The transport does not listen for the end of its input, which is how a client hangs up.
    process.stdin.once('end', resolve).once('close', resolve);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
  return 0;
}
