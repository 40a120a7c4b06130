import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MarginaliaError, modelMissing } from '../errors.ts';
import { isFile } from '../files.ts';
import { writingFailed } from '../models/errors.ts';
import { documents } from '../models/names.ts';
import { Checkpoint } from './checkpoint.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { checkDisk } from './disk.ts';
import { ExternalStore } from './external-store.ts';
import { Graph } from './graph.ts';
import { compilerVersion, graphBuilders } from './graphs.ts';
import { Journal } from './journal.ts';
import { hashFiles, manifestName, readManifest, type Manifest } from './manifest.ts';
import { PlanStore, type Plan } from './plan.ts';
import { kindOf, type Precision } from './precision.ts';
import { FolderSource } from './source-folder.ts';
import { HttpSource } from './source-http.ts';
import { readSmall, type Source } from './source.ts';
import type { WeightStore } from './store.ts';
import { verifyJournal } from './verify.ts';

export type CompileProgress = {
  /** `weights` reads, quantizes and writes; `verify` reads what was written once more. */
  readonly phase: 'weights' | 'verify';
  /** Bytes of the checkpoint that are dealt with, or bytes verified; earlier runs count. */
  readonly done: number;
  readonly total: number;
  /** The tensor or file in hand. */
  readonly name: string;
};

export interface CompileModelOptions {
  readonly precision: Precision;
  /** Becomes a model folder: the source's documents, and `onnx/` with graphs, weights and their manifest. */
  readonly outDir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

const maxDocumentBytes = 64 << 20;
/** Lies among the graphs while a compile is not finished. */
export const journalName = 'journal.jsonl';

/**
 * Makes a model folder out of a checkpoint: a folder, the http(s) address of one, or any Source.
 * Tensors pass through one by one, in pieces of 16 MiB: neither the disk nor the memory ever holds
 * the whole checkpoint. `onnx/manifest.json` is written last, so a folder with one is complete.
 *
 * Stopped at any moment (signal, kill, power) it leaves what it has written, and the next call with
 * the same source, precision and folder goes on from there; the bytes are the same as without a stop.
 * Throws the signal's reason, or a MarginaliaError: `model-missing`, `model-corrupt`,
 * `model-unsupported`, `disk-full`, `model-not-writable`, `model-folder-taken`, or, over HTTP,
 * `download-failed`, `download-refused` or `download-redirect`.
 */
export async function compileModel(
  from: string | Source,
  options: CompileModelOptions,
): Promise<Manifest> {
  const { outDir, signal } = options;
  const source = typeof from === 'string' ? openSource(from) : from;
  const folder = join(outDir, 'onnx');
  try {
    await copyDocuments(source, outDir, signal);
    const config = await readConfig(outDir);
    await mkdir(folder, { recursive: true });
    const checkpoint = await Checkpoint.open(source, signal);
    try {
      return await compile(config, checkpoint, folder, options);
    } finally {
      await checkpoint.close();
    }
  } catch (error) {
    throw writingFailed(outDir, error);
  }
}

/** A folder's path, or an address that begins with http:// or https://. */
export function openSource(where: string): Source {
  return /^https?:\/\//i.test(where) ? new HttpSource(new URL(where)) : new FolderSource(where);
}

async function compile(
  config: ModelConfig,
  checkpoint: Checkpoint,
  folder: string,
  options: CompileModelOptions,
): Promise<Manifest> {
  const { precision, outDir, signal, onProgress } = options;
  const sources = {
    ...(await hashFiles(outDir, ['config.json'])),
    headers: checkpoint.fingerprint,
  };
  const subject = sha256(JSON.stringify([compilerVersion, precision, sources]));
  const finished = await finishedManifest(folder, precision, sources);
  if (finished) return finished;
  const plan = await planned(config, checkpoint, precision);
  const journal = await openJournal(folder, subject);
  await checkDisk(folder, plan.outputBytes - journal.bytes);
  let [done, before] = [0, 0];
  const names = Object.keys(graphBuilders);
  for (const name of names) {
    const store = new ExternalStore(name, {
      ...{ directory: folder, journal },
      onProgress: ({ reads, parts }, share) => {
        const bytes = reads.reduce((sum, read) => sum + checkpoint.bytesOf(read.name), 0);
        done = before + bytes * share;
        if (share === 1) before = done;
        const part = parts[0]?.name ?? name;
        onProgress?.({ phase: 'weights', done, total: plan.sourceBytes, name: part });
      },
    });
    const graph = await built(name, store, config, checkpoint, precision);
    signal?.throwIfAborted();
    await writeFile(join(folder, `${name}.onnx`), graph.toBytes(compilerVersion));
  }
  const data = await verifyJournal(folder, journal, { signal, onProgress });
  const graphs = {
    ...(await hashFiles(
      folder,
      names.map((name) => `${name}.onnx`),
    )),
    ...data,
  };
  const { parameters } = checkpoint;
  const manifest: Manifest = { compiler: compilerVersion, precision, sources, graphs, parameters };
  await writeFile(join(folder, 'manifest.tmp'), JSON.stringify(manifest, null, 2) + '\n');
  await rename(join(folder, 'manifest.tmp'), join(folder, manifestName));
  await journal.remove();
  return manifest;
}

async function built(
  name: string,
  store: WeightStore,
  config: ModelConfig,
  weights: Checkpoint,
  precision: Precision,
): Promise<Graph> {
  const graph = new Graph(name, store);
  await graphBuilders[name]?.({ graph, weights, ...kindOf(precision, name) }, config);
  return graph;
}

/** Runs the builders without reading a tensor: names, shapes and types are checked before any work. */
async function planned(
  config: ModelConfig,
  checkpoint: Checkpoint,
  precision: Precision,
): Promise<Plan> {
  const sum: Plan = { sourceBytes: 0, outputBytes: 0 };
  for (const name of Object.keys(graphBuilders)) {
    const store = new PlanStore(name, checkpoint);
    await built(name, store, config, checkpoint, precision);
    sum.sourceBytes += store.plan.sourceBytes;
    sum.outputBytes += store.plan.outputBytes;
  }
  return sum;
}

/** The journal of an unfinished compile of the same thing, or a new one in a clean folder. */
async function openJournal(folder: string, subject: string): Promise<Journal> {
  const journal = await Journal.open(join(folder, journalName), subject);
  if (journal.isNew) {
    for (const name of await readdir(folder)) {
      if (/^\w+\.onnx(_data(_\d+)?)?$/.test(name)) await rm(join(folder, name));
    }
  }
  return journal;
}

/** The manifest of a folder that is complete and of the same thing. Throws when it is of another. */
async function finishedManifest(
  folder: string,
  precision: Precision,
  sources: Readonly<Record<string, string>>,
): Promise<Manifest | undefined> {
  const found = await readManifest(folder);
  if (!found) return undefined;
  const same =
    found.compiler === compilerVersion &&
    found.precision === precision &&
    Object.entries(sources).every(([name, hash]) => found.sources[name] === hash);
  if (same) return found;
  throw new MarginaliaError({
    code: 'model-folder-taken',
    message: `${folder} holds another compiled model (${found.precision ?? 'fp32'}).`,
    action: 'Choose another folder, or remove this one first.',
  });
}

/** Copies config.json, tokenizer, template and their like. What the folder has already may be left. */
async function copyDocuments(source: Source, outDir: string, signal?: AbortSignal): Promise<void> {
  await mkdir(outDir, { recursive: true });
  if (source instanceof FolderSource && resolve(source.label) === resolve(outDir)) return;
  for (const name of documents) {
    if (name.endsWith('.index.json')) continue;
    const bytes = await readSmall(source, name, maxDocumentBytes, signal);
    if (bytes) await writeFile(join(outDir, name), bytes);
    else if (name === 'config.json' && !(await isFile(join(outDir, name))))
      throw modelMissing(source.label, 'config.json is not there');
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
