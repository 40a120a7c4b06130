/** `read`: images in, LaTeX out, one line an image; a bad image does not stop the others. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { EngineClient } from '../client.ts';
import { badInput, imageMissing, isInputError } from '../errors.ts';
import { isMissing } from '../files.ts';
import type { Reading } from '../protocol.ts';
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
      const reading = await client.read(await bytesOf(file), { name: file });
      out(json ? readingJson(file, reading) : reading.latex);
    } catch (error) {
      warn(`${file}: ${describeError(error)}`);
      if (!isInputError(error)) code = 1;
      else if (code === 0) code = 2;
    }
  }
  return code;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = isMissing(error) ? 'There is no such file.' : `It cannot be read (${reason}).`;
    throw imageMissing(what, error);
  }
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
