/** The bytes of an image named on a command line; "-" is standard input. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { imageMissing } from '../errors.ts';
import { isMissing } from '../files.ts';

/** @throws MarginaliaError `image-missing` */
export async function imageBytes(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = isMissing(error) ? 'There is no such file' : `It cannot be read (${reason})`;
    throw imageMissing(`${what}: ${file}.`, error);
  }
}
