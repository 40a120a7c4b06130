/** A file on this machine that a tool's caller names: an absolute path, and not more than fits. */
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { badInput, MarginaliaError } from '../errors.ts';
import { isMissing } from '../files.ts';

export interface FileKind {
  /** In messages: "image file". */
  readonly name: string;
  /** Bytes. */
  readonly largest: number;
  readonly tooLarge: (bytes: number) => MarginaliaError;
  readonly missing: (message: string, cause: unknown) => MarginaliaError;
}

/** @throws MarginaliaError `bad-input` for a relative path, and what `kind` makes of the rest */
export async function fileBytes(path: string, kind: FileKind): Promise<Uint8Array> {
  if (!isAbsolute(path)) {
    throw badInput(`The path ${path} is not absolute.`, `Give the whole path of the ${kind.name}.`);
  }
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > kind.largest) throw kind.tooLarge(size);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw kind.missing(isMissing(error) ? `There is no file ${path}.` : reason, error);
  }
}
