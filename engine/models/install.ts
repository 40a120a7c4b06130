/** Installs a model: documents, then graphs compiled out of its checkpoint, then one rename. */
import { mkdir } from 'node:fs/promises';
import type { Precision } from '../compile/precision.ts';
import { MarginaliaError } from '../errors.ts';
import { readModelJson } from '../files.ts';
import { compileCheckpoint, type Build } from './build.ts';
import { verifyModel } from './catalogue.ts';
import { openCheckpoint, type OpenCheckpoint } from './checkpoint.ts';
import type { RemoteFile } from './download.ts';
import type { CatalogueEntry } from './entries.ts';
import { installPaused, writingFailed } from './errors.ts';
import { exclusively } from './lock.ts';
import type { InstallEvent } from './messages.ts';
import { isDocument, isWeights } from './names.ts';
import { Progress } from './progress.ts';
import { writeRecord } from './record.ts';
import { usualPolicy, type RetryPolicy } from './retry.ts';
import { bytesOnDisk, checkSpace, ModelPlace } from './store.ts';

export interface InstallOptions {
  /** Folder for models. */
  readonly root: string;
  /** Address of a server that answers as huggingface.co does, or a folder with the checkpoint. */
  readonly from: string;
  /** Pauses: what has arrived stays, and the same call goes on with it. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: InstallEvent) => void;
  readonly policy?: RetryPolicy;
  readonly build?: Build;
}

/**
 * Installs the model of an entry and returns its folder. Until the last step it does not count as
 * installed, however this ends. Throws MarginaliaError: `install-paused` when the signal says so,
 * `install-busy`, `model-installed`, `disk-full`, `model-unsupported`, and those of `download`.
 */
export async function install(entry: CatalogueEntry, options: InstallOptions): Promise<string> {
  const { root, signal } = options;
  const place = new ModelPlace(root, entry.id);
  return await exclusively(root, entry.name, async (lost) => {
    await place.checkFree();
    try {
      await bring(entry, place, { ...options, signal: AbortSignal.any([signal, lost]) });
    } catch (error) {
      if (signal.aborted) throw installPaused(entry.name);
      throw writingFailed(place.growing, error);
    }
    return place.directory;
  });
}

async function bring(
  entry: CatalogueEntry,
  place: ModelPlace,
  { from, signal, onEvent, policy = usualPolicy, build = compileCheckpoint }: InstallOptions,
): Promise<void> {
  const earlier = await resumable(place, from);
  await mkdir(place.growing, { recursive: true });
  let commit = earlier?.commit;
  const progress = new Progress(onEvent, (fraction) =>
    place.writeState({ id: entry.id, commit: commit ?? '', from, fraction }),
  );
  const checkpoint = await openCheckpoint(entry, from, {
    ...{ policy, signal, commit, place },
    onFetched: (bytes) => progress.fetched(bytes),
    onFile: (text) => progress.on(text),
  });
  const { listing } = checkpoint;
  commit = listing.commit;
  progress.notice(
    `${earlier ? 'Going on with' : 'Installing'} ${listing.repository} at ${commit}, from ${from}`,
  );
  progress.begin(workOf(checkpoint), earlier?.fraction ?? 0);
  await checkSpace(place.root, entry.name, await spaceNeeded(entry, checkpoint, place));

  const documents = listing.files.filter(({ name }) => isDocument(name));
  try {
    for (const file of documents) await checkpoint.bring(file);
    await checkConfig(entry, place.growing);
    await build({
      source: checkpoint.source,
      precision: entry.precision ?? precisionFor(listing.files),
      directory: place.growing,
      signal,
      onProgress: (text, done) => progress.compiled(text, done),
    });
  } finally {
    await progress.settled();
  }
  progress.on('Checking what has been written');
  // The compiler writes documents too: what is kept is what the list says.
  for (const file of documents) await checkpoint.bring(file);
  await verifyModel(place.growing);
  const untold = listing.files.filter(({ digest }) => digest.kind === 'unknown');
  await writeRecord(
    place.growing,
    {
      ...{ id: entry.id, name: entry.name, license: entry.license },
      source: { repository: listing.repository, commit, from },
      trustedOnFirstUse: untold.map(({ name }) => name),
      installed: new Date().toISOString(),
    },
    signal,
  );
  signal.throwIfAborted();
  await progress.settled();
  await place.settle();
}

/** What an earlier run left behind, if it fits; files of another source are thrown away. */
async function resumable(place: ModelPlace, from: string) {
  const earlier = await place.state();
  if (earlier?.from === from) return earlier;
  await place.discard();
  return undefined;
}

/** Bytes to fetch and to compile. */
function workOf({ listing, needs }: OpenCheckpoint): number {
  const sum = (isCounted: (name: string) => boolean): number =>
    listing.files.reduce((bytes, file) => bytes + (isCounted(file.name) ? file.bytes : 0), 0);
  return sum(isWeights) + (needs > 0 ? sum(() => true) : 0);
}

/** Below this a checkpoint runs well as it is, and every bit of it counts. */
const smallBytes = 1e9;

const precisionFor = (files: readonly RemoteFile[]): Precision =>
  files.reduce((sum, { bytes }) => sum + bytes, 0) < smallBytes ? 'fp32' : 'int4';

/** Of a checkpoint in two bytes a weight, int4 with its scales and some fp16 keep less than half. */
const keptShare = 0.45;

async function spaceNeeded(
  { installedBytes }: CatalogueEntry,
  { listing, needs }: OpenCheckpoint,
  place: ModelPlace,
): Promise<number> {
  const bytes = listing.files.reduce((sum, file) => sum + file.bytes, 0);
  const kept =
    bytes < smallBytes ? 2 * bytes : Math.min(installedBytes || Infinity, bytes * keptShare);
  return Math.max(0, kept + needs - (await bytesOnDisk(place.partial)));
}

/** Before the weights are fetched: is this the model that was asked for? */
async function checkConfig(entry: CatalogueEntry, directory: string): Promise<void> {
  const config = await readModelJson(directory, 'config.json');
  const found = typeof config === 'object' ? { ...config } : {};
  for (const [field, expected] of Object.entries(entry.config)) {
    const value = (found as Record<string, unknown>)[field];
    if (value === expected) continue;
    throw new MarginaliaError({
      code: 'model-unsupported',
      message: `config.json of ${entry.repository} describes another model: ${field} is ${JSON.stringify(value)}, not ${JSON.stringify(expected)}.`,
      action: 'Check the mirror or the folder, or choose a model of the phi4-siglip family.',
    });
  }
}
