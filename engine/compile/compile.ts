import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MarginaliaError, modelCorrupt } from '../errors.ts';
import { Checkpoint, weightFiles } from './checkpoint.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { Graph } from './graph.ts';
import { compilerVersion, graphBuilders } from './graphs.ts';
import { floatLinear } from './layers.ts';
import { filesMatch, hashFiles, manifestName, readManifest, type Manifest } from './manifest.ts';

export { compileModel, openSource } from './compile-model.ts';
export type { CompileModelOptions, CompileProgress } from './compile-model.ts';
export { isPrecision, precisions, type Precision } from './precision.ts';
export { compilerVersion };

export interface CompileOptions {
  /** Receives one line for people when something is compiled. */
  readonly log?: (line: string) => void;
}

/**
 * Makes sure that `<directory>/onnx/` holds the graphs of the checkpoint beside it, and returns
 * their manifest. Compiles when graphs are missing, damaged, or of another checkpoint or compiler.
 * Where the weights have been left out, whole graphs of the same config.json will do.
 * Throws `model-missing`, `model-corrupt` or `model-unsupported`.
 */
export async function ensureCompiled(
  directory: string,
  options: CompileOptions = {},
): Promise<Manifest> {
  const config = await readConfig(directory);
  const found = await readManifest(join(directory, 'onnx'));
  const weights = (await weightFiles(directory)).map((file) => basename(file));
  const sources = await hashFiles(directory, ['config.json', ...weights]);
  if (found && (await isCurrent(directory, found, sources, weights.length > 0))) return found;
  if (found && weights.length === 0) {
    throw modelCorrupt(join(directory, 'onnx'), 'its files are not those that its manifest names');
  }
  const checkpoint = await Checkpoint.open(directory);
  try {
    options.log?.(`compiling the model in ${directory} …`);
    return await compile(directory, config, checkpoint, sources);
  } finally {
    await checkpoint.close();
  }
}

/** A folder without weights is current when its graphs are whole and of the same config.json. */
async function isCurrent(
  directory: string,
  manifest: Manifest,
  sources: Readonly<Record<string, string>>,
  hasWeights: boolean,
): Promise<boolean> {
  const names = hasWeights ? Object.keys(manifest.sources) : ['config.json'];
  return (
    manifest.compiler === compilerVersion &&
    names.length === Object.keys(sources).length &&
    names.every((name) => manifest.sources[name] === sources[name]) &&
    (await filesMatch(join(directory, 'onnx'), manifest.graphs))
  );
}

async function compile(
  directory: string,
  config: ModelConfig,
  checkpoint: Checkpoint,
  sources: Readonly<Record<string, string>>,
): Promise<Manifest> {
  // Written aside and moved in whole, the manifest last: a reader never sees half a graph, and two
  // compilers at once do no harm, since both make the same bytes.
  const target = join(directory, 'onnx');
  const work = await workFolder(target);
  try {
    const files: string[] = [];
    for (const [name, builder] of Object.entries(graphBuilders)) {
      const graph = new Graph(name);
      await builder({ graph, weights: checkpoint, linear: floatLinear }, config);
      files.push(`${name}.onnx`);
      await writeFile(join(work, `${name}.onnx`), graph.toBytes(compilerVersion));
    }
    const manifest: Manifest = {
      compiler: compilerVersion,
      sources: { ...sources },
      graphs: await hashFiles(work, files),
      parameters: checkpoint.parameters,
    };
    await writeFile(join(work, manifestName), JSON.stringify(manifest, null, 2) + '\n');
    for (const file of [...files, manifestName]) await rename(join(work, file), join(target, file));
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function workFolder(target: string): Promise<string> {
  try {
    await mkdir(target, { recursive: true });
    return await mkdtemp(join(target, 'tmp-'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const payload = {
      code: 'model-not-writable',
      message: `The model must be compiled, and ${target} cannot be written (${reason}).`,
      action: 'Make the folder writable for a moment, or put the model where you may write.',
    };
    throw new MarginaliaError(payload, error);
  }
}
