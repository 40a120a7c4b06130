/** From a checkpoint that is read on demand to compiled graphs in a model's folder. */
import { compileModel } from '../compile/compile-model.ts';
import type { Precision } from '../compile/precision.ts';
import type { Source } from '../compile/source.ts';

export interface BuildJob {
  readonly source: Source;
  readonly precision: Precision;
  /** Becomes the model's folder. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Bytes of the checkpoint that are dealt with, those of earlier runs among them. */
  readonly onProgress: (text: string, done: number) => void;
}

export type Build = (job: BuildJob) => Promise<void>;

/** The compiler: tensor by tensor, going on where an earlier run stopped. */
export const compileCheckpoint: Build = async ({
  source,
  precision,
  directory,
  signal,
  onProgress,
}) => {
  await compileModel(source, {
    ...{ precision, outDir: directory, signal },
    onProgress: ({ phase, done, total, name }) => {
      if (phase === 'weights') onProgress(`Compiling ${name}`, done);
      else onProgress(`Checking ${name} (${Math.floor((100 * done) / total)} %)`, total);
    },
  });
};
