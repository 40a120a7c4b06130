/** Where a checkpoint's files are: a folder of this machine, or a server that answers ranges. */
import { MarginaliaError } from '../errors.ts';

/** One file of a checkpoint. Bytes come on demand; nothing is kept. */
export interface SourceFile {
  /** Path or address, for messages. */
  readonly label: string;
  readonly size: number;
  /** Bytes `start` to `end` (exclusive) in pieces of any size, exactly that many, or it throws. */
  stream(start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

export interface Source {
  /** Folder or address, for messages. */
  readonly label: string;
  /** Opens a file by its base name; undefined when there is none. */
  open(name: string, signal?: AbortSignal): Promise<SourceFile | undefined>;
}

/** Reads bytes `start` to `end` into one buffer. */
export async function readBytes(
  file: SourceFile,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  for await (const piece of file.stream(start, end, signal)) {
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}

/** A small file's bytes, or undefined when there is none. Throws `model-unsupported` beyond `limit`. */
export async function readSmall(
  source: Source,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = await source.open(name, signal);
  if (!file) return undefined;
  try {
    if (file.size > limit) throw tooLarge(file, limit);
    return await readBytes(file, 0, file.size, signal);
  } finally {
    await file.close();
  }
}

const tooLarge = (file: SourceFile, limit: number): MarginaliaError =>
  new MarginaliaError({
    code: 'model-unsupported',
    message: `${file.label} has ${file.size} bytes; a file of its kind has at most ${limit}.`,
    action: 'Check that the folder or address is that of a model.',
  });

/** The bytes of a source are not what they must be. */
export const sourceBroken = (label: string, detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'model-corrupt',
      message: `${label} is damaged: ${detail}.`,
      action: 'Get this file of the model again, or choose another folder or address.',
    },
    cause,
  );
