/** Puts a loaded model, the reading task and the catalogue together: what a process serves. */
import { bundledModelDir, listModels } from './models/catalogue.ts';
import { findSolver } from './models/companion.ts';
import { isDeviceChoice, provenDevices } from './models/devices.ts';
import { LastingModel } from './models/fallback.ts';
import { checkInstalled } from './models/record.ts';
import { loadModel } from './runtime/model.ts';
import { deviceUnusable } from './runtime/sessions.ts';
import type { Engine } from './server.ts';
import { askModel } from './tasks/ask.ts';
import { readFormula } from './tasks/read.ts';

export interface EngineOptions {
  /** Model folder; the bundled one when left out. */
  model?: string | undefined;
  device?: string | undefined;
  log: (line: string) => void;
}

/** @throws MarginaliaError `model-missing`, `model-corrupt`, `model-unsupported`, `device-unusable` */
export async function openEngine({ model, device = 'auto', log }: EngineOptions): Promise<Engine> {
  if (!isDeviceChoice(device)) throw deviceUnusable(device, 'there is no device of this name');
  const directory = model ?? bundledModelDir();
  await checkInstalled(directory);
  const open = (folder: string): Promise<LastingModel> =>
    LastingModel.load({
      load: (lost) => loadModel(folder, { device: lost.length > 0 ? 'auto' : device, lost, log }),
      log,
    });
  const loaded = await open(directory);
  const solver = await findSolver(directory, loaded.generation.solver, open);
  return {
    get device() {
      return loaded.info.device;
    },
    get reason() {
      return loaded.info.deviceReason;
    },
    model: loaded.info.name,
    onDevice: (listener) => loaded.onDevice(listener),
    read: ({ image, ...options }) => readFormula(loaded, image, options),
    ask: async (job) => {
      if (job.task !== 'solve' || solver === undefined) return await askModel(loaded, job);
      // The folder is one model to people, whichever of its parts answers.
      return { ...(await askModel(await solver.load(), job)), model: loaded.info.name };
    },
    solving: solver ? solver.form : loaded.generation.solve,
    models: () => listModels(directory, provenDevices),
    dispose: async () => {
      await loaded.dispose();
      await solver?.dispose();
    },
  };
}
