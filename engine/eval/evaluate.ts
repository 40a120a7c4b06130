import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageMissing, isInputError, type MarginaliaError } from '../errors.ts';
import type { Reading } from '../protocol.ts';
import type { Label } from './labels.ts';
import { scoreReading } from './score.ts';
import type { EvalRow } from './summary.ts';

/** Reads one image; how and where is the caller's business. */
export type ReadImage = (image: Uint8Array, name: string) => Promise<Reading>;

/** Changes an image before it is read; the caller's business too. */
export type ChangeImage = (image: Uint8Array) => Promise<Uint8Array>;

/** A scored image, with the reading it came from where there is one. */
export interface Evaluated {
  row: EvalRow;
  reading: Reading | null;
}

/**
 * Reads and scores the labeled images of a folder one after the other, in the order of the labels.
 * A bad image becomes a row with its error and the score of an empty reading; any other error,
 * such as a dead engine, ends the evaluation.
 */
export async function* evaluate(
  directory: string,
  labels: readonly Label[],
  read: ReadImage,
  change: ChangeImage = (image) => Promise.resolve(image),
): AsyncGenerator<Evaluated> {
  const readChanged: ReadImage = async (image, name) => read(await change(image), name);
  for (const label of labels) {
    const path = join(directory, label.file);
    const outcome = await readLabeled(path, label.file, readChanged);
    const reading = 'latex' in outcome ? outcome : null;
    const error = 'latex' in outcome ? null : outcome;
    const latex = reading?.latex ?? '';
    const row: EvalRow = {
      file: label.file,
      label: label.latex,
      latex,
      score: scoreReading(label.latex, latex),
      confidence: reading?.confidence ?? 0,
      millis: reading?.millis.total ?? null,
      error: error && { code: error.code, message: error.message, action: error.action },
    };
    yield { row, reading };
  }
}

async function readLabeled(
  path: string,
  name: string,
  read: ReadImage,
): Promise<Reading | MarginaliaError> {
  try {
    return await read(await readImageFile(path), name);
  } catch (error) {
    if (isInputError(error)) return error;
    throw error;
  }
}

/** @throws MarginaliaError `image-missing` */
export async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw imageMissing(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    );
  }
}
