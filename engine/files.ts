import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelCorrupt, modelMissing } from './errors.ts';

/** True for the error of a file or folder that is not there. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}

/** A text file's content, or undefined when there is no such file. */
export async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** True when the path is a file that exists. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Reads and parses a JSON file of a model folder. Throws `model-missing` or `model-corrupt`. */
export async function readModelJson(directory: string, name: string): Promise<unknown> {
  const path = join(directory, name);
  const text = await readOptional(path);
  if (text === undefined) throw modelMissing(directory, `${name} is not there`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw modelCorrupt(path, 'it is not JSON', error);
  }
}
