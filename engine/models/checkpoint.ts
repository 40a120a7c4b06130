/** The checkpoint that a model is made of: on a server, or in a folder of this machine. */
import { copyFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderSource, openFile } from '../compile/source-folder.ts';
import type { Source } from '../compile/source.ts';
import { modelMissing } from '../errors.ts';
import { isMissing } from '../files.ts';
import { digestProblem, type Digest } from './digest.ts';
import { download, type RemoteFile } from './download.ts';
import type { CatalogueEntry } from './entries.ts';
import { downloadCorrupt, writingFailed } from './errors.ts';
import { fileAddress, listRemote, type Listing } from './listing.ts';
import { indexName, isDocument, isWeights } from './names.ts';
import type { RetryPolicy } from './retry.ts';
import { ShardSource } from './shards.ts';
import type { ModelPlace } from './store.ts';

export interface CheckpointOptions {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** The commit that an earlier run began with. */
  readonly commit: string | undefined;
  readonly place: ModelPlace;
  readonly onFetched: (bytes: number) => void;
  readonly onFile: (text: string) => void;
}

export interface OpenCheckpoint {
  readonly listing: Listing;
  /** Documents and weights, read on demand. */
  readonly source: Source;
  /** Bytes of disk that reading it takes meanwhile. */
  readonly needs: number;
  /** Puts a document where the model grows. */
  bring(file: RemoteFile): Promise<void>;
}

/** `from`: an address, or a folder. Throws what `listRemote` throws, or `model-missing`. */
export async function openCheckpoint(
  entry: CatalogueEntry,
  from: string,
  options: CheckpointOptions,
): Promise<OpenCheckpoint> {
  return isAddress(from)
    ? await openRemote(entry, new URL(from), options)
    : await openFolder(entry, from, options);
}

export const isAddress = (from: string): boolean => /^https?:\/\//i.test(from);

async function openRemote(
  entry: CatalogueEntry,
  mirror: URL,
  options: CheckpointOptions,
): Promise<OpenCheckpoint> {
  const { policy, signal, commit, place, onFetched, onFile } = options;
  const listing = await listRemote(entry, { mirror, policy, signal, commit });
  const addressOf = (name: string): URL => fileAddress(mirror, listing, name);
  const fetching = { policy, signal, onBytes: onFetched };
  const largest = Math.max(0, ...listing.files.map(({ bytes }) => bytes));
  // The shard that is being read, and another that was read in part.
  const budget = 2 * largest;
  const shards = new ShardSource(mirror.href, listing.files, {
    ...fetching,
    ...{ directory: place.shards, budget, addressOf },
    onShard: ({ name }) => onFile(`Fetching ${name}`),
  });
  return {
    ...{ listing, needs: budget },
    source: withDocuments(shards, [place.growing, place.partial]),
    bring: async (file) => {
      onFile(`Fetching ${file.name}`);
      await download(addressOf(file.name), file, homeOf(file.name, place), fetching);
    },
  };
}

async function openFolder(
  entry: CatalogueEntry,
  folder: string,
  { signal, place }: CheckpointOptions,
): Promise<OpenCheckpoint> {
  const listing = await listFolder(entry, folder);
  return {
    ...{ listing, needs: 0 },
    source: withDocuments(new FolderSource(folder), [place.growing, place.partial]),
    bring: async ({ name, digest }) => {
      const problem = await digestProblem(join(folder, name), digest, signal);
      if (problem !== null) throw downloadCorrupt(name, folder, problem);
      const target = homeOf(name, place);
      await copyFile(join(folder, name), target).catch((error: unknown) => {
        throw writingFailed(target, error);
      });
    },
  };
}

/** The index of the shards stays out of the model's folder, where there will be none. */
const homeOf = (name: string, { growing, partial }: ModelPlace): string =>
  join(name === indexName ? partial : growing, name);

async function listFolder(entry: CatalogueEntry, folder: string): Promise<Listing> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) throw modelMissing(folder, 'there is no such folder');
    throw error;
  });
  const files: RemoteFile[] = [];
  for (const name of names.filter((one) => isDocument(one) || isWeights(one))) {
    const known = entry.files.find((file) => file.name === name)?.sha256 ?? null;
    const digest: Digest = known === null ? { kind: 'unknown' } : { kind: 'sha256', value: known };
    files.push({ name, bytes: (await stat(join(folder, name))).size, digest });
  }
  const missing = entry.files.find(({ name }) => !names.includes(name));
  if (missing) throw modelMissing(folder, `${missing.name} is not there`);
  return { repository: entry.repository, commit: 'local', files };
}

/** Documents out of the folders in which they have been put, everything else out of `weights`. */
function withDocuments(weights: Source, folders: readonly string[]): Source {
  return {
    label: weights.label,
    open: async (name, signal) => {
      if (!isDocument(name)) return await weights.open(name, signal);
      for (const folder of folders) {
        const file = await openFile(join(folder, name));
        if (file) return file;
      }
      return undefined;
    },
  };
}
