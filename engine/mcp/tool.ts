/** A tool as the server offers it: what the client is told, and what a call does. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import * as v from 'valibot';
import { badInput } from '../errors.ts';

export interface ServedTool {
  readonly tool: Tool;
  /** Rejects with MarginaliaError. */
  call(given: unknown, signal: AbortSignal): Promise<CallToolResult>;
}

/** Every tool here reads and goes nowhere by itself. */
export const readsOnly = {
  ...{ readOnlyHint: true, destructiveHint: false },
  ...{ idempotentHint: true, openWorldHint: false },
};

/** @throws MarginaliaError `bad-input` that names what is wrong */
export function checkedArguments<S extends v.GenericSchema>(
  schema: S,
  given: unknown,
  action: string,
): v.InferOutput<S> {
  const { success, output, issues } = v.safeParse(schema, given ?? {});
  if (success) return output;
  const where = v.getDotPath(issues[0]) ?? 'arguments';
  throw badInput(`${where}: ${issues[0].message}.`, action);
}

export function failure(message: string, action: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: `${message} ${action}` }] };
}
