import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MarginaliaError, modelCorrupt } from '../errors.ts';
import { isFile } from '../files.ts';
import { Checkpoint, weightFiles } from './checkpoint.ts';
import { journalName } from './compile-model.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { Graph } from './graph.ts';
import { compilerVersion, graphBuilders } from './graphs.ts';
import { floatLinear } from './layers.ts';
import { filesMatch } from './integrity.ts';
import { hashFiles, manifestName, readManifest, type Manifest } from './manifest.ts';

export { compileModel, openSource } from './compile-model.ts';
export type { CompileModelOptions, CompileProgress } from './compile-model.ts';
export { isPrecision, precisions, type Precision } from './precision.ts';
export { compilerVersion };

export interface CompileOptions {
  /** Receives one line for people when something is compiled. */
  readonly log?: (line: string) => void;
}

/** Weights beyond this many are not compiled on loading: fp32 graphs hold them all in memory. */
const maxParameters = 1e9;

/**
 * Makes sure that `<directory>/onnx/` holds the graphs of the checkpoint beside it, and returns
 * their manifest. Compiles to fp32 when graphs are missing, damaged, or of another checkpoint or
 * compiler. What `compileModel` made is taken as it is, and checked; so are whole graphs of the same
 * config.json where the weights have been left out.
 * Throws `model-missing`, `model-corrupt`, `model-unsupported`, or `model-uncompiled` when the
 * checkpoint is too large for that.
 */
export async function ensureCompiled(
  directory: string,
  options: CompileOptions = {},
): Promise<Manifest> {
  const config = await readConfig(directory);
  const graphs = join(directory, 'onnx');
  const found = await readManifest(graphs);
  if (found?.sources['headers'] !== undefined) return await checkStreamed(directory, found);
  const weights = (await weightFiles(directory)).map((file) => basename(file));
  if (weights.length === 0) {
    if (found && (await isCurrent(directory, found, ['config.json']))) return found;
    if (found) throw filesDiffer(graphs);
    if (await isFile(join(graphs, journalName))) throw unfinished(directory);
  }
  const checkpoint = await Checkpoint.open(directory);
  try {
    if (checkpoint.parameters > maxParameters) throw tooLarge(directory, checkpoint.parameters);
    const names = ['config.json', ...weights];
    if (found && (await isCurrent(directory, found, names))) return found;
    options.log?.(`compiling the model in ${directory} …`);
    return await compile(directory, config, checkpoint, await hashFiles(directory, names));
  } finally {
    await checkpoint.close();
  }
}

/** Whether graphs are whole, and made by this compiler from the sources that are there. */
async function isCurrent(
  directory: string,
  manifest: Manifest,
  names: readonly string[],
): Promise<boolean> {
  const hasWeights = names.length > 1;
  if (manifest.compiler !== compilerVersion) return false;
  if (hasWeights && Object.keys(manifest.sources).length !== names.length) return false;
  return (
    (await sourcesMatch(directory, manifest, names)) &&
    (await filesMatch(join(directory, 'onnx'), manifest.graphs))
  );
}

async function sourcesMatch(directory: string, manifest: Manifest, names: readonly string[]) {
  const hashes = await hashFiles(directory, names);
  return names.every((name) => manifest.sources[name] === hashes[name]);
}

/** What `compileModel` made needs no checkpoint any more: only its own files must be whole. */
async function checkStreamed(directory: string, manifest: Manifest): Promise<Manifest> {
  const graphs = join(directory, 'onnx');
  const whole =
    (await sourcesMatch(directory, manifest, ['config.json'])) &&
    (await filesMatch(graphs, manifest.graphs));
  if (whole) return manifest;
  throw filesDiffer(graphs);
}

const filesDiffer = (graphs: string): MarginaliaError =>
  modelCorrupt(graphs, 'its files are not those that its manifest names');

const unfinished = (directory: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-missing',
    message: `The model in ${directory} has not been compiled to the end.`,
    action: 'Install or compile it again: what has been done is kept.',
  });

const tooLarge = (directory: string, parameters: number): MarginaliaError =>
  new MarginaliaError({
    code: 'model-uncompiled',
    message: `The checkpoint in ${directory} has ${(parameters / 1e9).toFixed(1)} billion weights: too many to be compiled on loading.`,
    action: `Compile it once: npm start -- models compile "${directory}" --precision int4 --out DIR. Then use DIR.`,
  });

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
