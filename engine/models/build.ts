/** From a checkpoint that is read on demand to compiled graphs in a model's folder. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ensureCompiled } from '../compile/compile.ts';
import type { Source } from '../compile/source.ts';

export interface BuildJob {
  readonly source: Source;
  /** Names of its weight files. */
  readonly weights: readonly string[];
  /** The folder that has the documents and gets the graphs. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export type Build = (job: BuildJob) => Promise<void>;

export const compileStreaming: Build = async ({ source, weights, directory, signal, log }) => {
  for (const name of weights) {
    const file = await source.open(name, signal);
    if (!file) throw new Error(name);
    await pipeline(file.stream(0, file.size, signal), createWriteStream(join(directory, name)), {
      signal,
    });
  }
  await ensureCompiled(directory, { log });
};
