/** A model that does one task in place of the one in whose folder it lies; loaded when it is first needed. */
import { join } from 'node:path';
import { readConfig } from '../compile/config.ts';
import type { FusionModel } from '../runtime/model.ts';
import { readGenerationConfig, type SolveForm } from '../runtime/generation-config.ts';
import { isFile } from '../files.ts';

export interface Companion {
  readonly form: SolveForm | undefined;
  /** @throws MarginaliaError `model-missing`, `model-corrupt`, `model-unsupported`, `device-unusable` */
  load(): Promise<FusionModel>;
  dispose(): Promise<void>;
}

/**
 * The solver that `name` says lies in the folder `directory`; undefined where there is none: a reader without its solver
 * still reads.
 * @throws MarginaliaError `model-corrupt` or `model-unsupported` for one whose settings make no sense
 */
export async function findSolver(
  directory: string,
  name: string | undefined,
  open: (directory: string) => Promise<FusionModel>,
): Promise<Companion | undefined> {
  if (name === undefined) return undefined;
  const folder = join(directory, name);
  if (!(await isFile(join(folder, 'config.json')))) return undefined;
  const { solve } = await readGenerationConfig(folder, await readConfig(folder));
  let loading: Promise<FusionModel> | undefined;
  return {
    form: solve,
    load: () => {
      // A failure is told and tried again with the next problem.
      loading ??= open(folder).catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    dispose: async () => {
      await loading?.then((model) => model.dispose());
    },
  };
}
