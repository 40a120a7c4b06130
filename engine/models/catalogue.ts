/** Finds and describes model folders: the one door through which code reaches models/. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { readConfig } from '../compile/config.ts';
import { MarginaliaError, modelMissing } from '../errors.ts';
import { isFile, readModelJson, readOptional } from '../files.ts';
import type { ModelInfo } from '../protocol.ts';
import type { DeviceTrial } from '../runtime/probe.ts';
import { checkInstalled } from './record.ts';
import { bytesOnDisk } from './store.ts';

/** Files without which a folder is no model, beside its weights. */
const REQUIRED = [
  'config.json',
  'tokenizer.json',
  'preprocessor_config.json',
  'generation_config.json',
];

/** Tries a sound model folder on each device. */
export type ProveDevices = (directory: string) => Promise<DeviceTrial[]>;

/** models/bundled of the checkout or package that this code is part of. */
export function bundledModelDir(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(directory, 'models', 'bundled');
    if (existsSync(join(directory, 'package.json'))) return candidate;
    const parent = dirname(directory);
    if (parent === directory) return candidate;
    directory = parent;
  }
}

/** The bundled model and, where another folder is in use, that one; each with what ails it. */
export async function listModels(inUse: string, prove: ProveDevices): Promise<ModelInfo[]> {
  const bundled = bundledModelDir();
  const directories = resolve(inUse) === bundled ? [bundled] : [bundled, inUse];
  const models: ModelInfo[] = [];
  for (const directory of directories) models.push(await describeModel(directory, prove));
  return models;
}

/** Describes a model folder, whether it can run or not; does not throw for a bad one. */
export async function describeModel(directory: string, prove: ProveDevices): Promise<ModelInfo> {
  const problem = await problemOf(directory);
  const trials = problem === null ? await prove(directory) : [];
  return {
    id: basename(directory),
    name: (await cardField(directory, 'name')) ?? basename(directory),
    path: directory,
    architecture: await architectureOf(directory),
    bytes: await bytesOnDisk(directory),
    license: (await cardField(directory, 'license')) ?? 'not stated',
    bundled: resolve(directory) === bundledModelDir(),
    devices: trials.filter(({ usable }) => usable).map(({ device }) => device),
    trials,
    problem,
  };
}

async function problemOf(directory: string): Promise<string | null> {
  try {
    await verifyModel(directory);
    return null;
  } catch (error) {
    if (error instanceof MarginaliaError) return `${error.message} ${error.action}`;
    throw error;
  }
}

/**
 * Checks that a folder holds a model of our family with all its files, without loading it.
 * @throws MarginaliaError `model-missing`, `model-corrupt` or `model-unsupported`
 */
export async function verifyModel(directory: string): Promise<void> {
  await checkInstalled(directory);
  await readConfig(directory);
  for (const name of REQUIRED) {
    if (!(await isFile(join(directory, name))))
      throw modelMissing(directory, `${name} is not there`);
    await readModelJson(directory, name);
  }
  const names = await readdir(directory);
  if (!names.some((name) => name.endsWith('.safetensors')) && !names.includes('onnx'))
    throw modelMissing(directory, 'neither weights (*.safetensors) nor compiled graphs are there');
}

const configSchema = v.object({ model_type: v.string() });

async function architectureOf(directory: string): Promise<string> {
  const config = await readOptional(join(directory, 'config.json'));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), configSchema), config);
  return parsed.success ? parsed.output.model_type : 'unknown';
}

/** A field of the front matter of the model's card (README.md), as model folders carry it. */
async function cardField(directory: string, field: string): Promise<string | undefined> {
  const card = await readOptional(join(directory, 'README.md'));
  const matter = /^---\n([\s\S]*?)\n---/.exec(card ?? '')?.[1];
  return new RegExp(`^${field}:\\s*(.+?)\\s*$`, 'm').exec(matter ?? '')?.[1];
}
