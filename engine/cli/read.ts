/** `read`: images in, LaTeX out, one line an image; a bad image does not stop the others. */
import { parseArgs } from 'node:util';
import type { EngineClient } from '../client.ts';
import { badInput, isInputError } from '../errors.ts';
import type { Reading } from '../protocol.ts';
import { imageBytes } from './images.ts';
import { describeError, out, warn } from './output.ts';

export const readUsage = 'read FILE... [--json]';

export interface ReadArguments {
  files: string[];
  json: boolean;
}

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseReadArguments(words: readonly string[]): ReadArguments {
  const usage = `Usage: ${readUsage}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw badInput('read needs at least one image file.', usage);
    return { files: positionals, json: values.json ?? false };
  } catch (error) {
    if (isInputError(error)) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

/**
 * Reads the files one after the other and prints in their order. Resolves to the exit code: 0 all
 * read, 2 some input was bad, 1 the engine died on a file or did not come up.
 */
export async function readCommand(
  { files, json }: ReadArguments,
  client: Pick<EngineClient, 'start' | 'read'>,
): Promise<0 | 1 | 2> {
  await client.start();
  let code: 0 | 1 | 2 = 0;
  for (const file of files) {
    try {
      const reading = await client.read(await imageBytes(file), { name: file });
      out(json ? readingJson(file, reading) : reading.latex);
    } catch (error) {
      warn(`${file}: ${describeError(error)}`);
      if (!isInputError(error)) code = 1;
      else if (code === 0) code = 2;
    }
  }
  return code;
}

/** The promised object, in the promised order. */
function readingJson(file: string, reading: Reading): string {
  const { latex, confidence, tokens, alternatives, width, height, visualTokens } = reading;
  const { millis, device, model } = reading;
  return JSON.stringify({
    ...{ file, latex, confidence, tokens, alternatives, width, height, visualTokens },
    ...{ millis, device, model },
  });
}
