/** What a repository holds: the commit, and of each file its size and the hash that the server gives. */
import * as v from 'valibot';
import type { CatalogueEntry } from './entries.ts';
import type { Digest } from './digest.ts';
import type { RemoteFile } from './download.ts';
import { downloadFailed, listingBroken } from './errors.ts';
import { get } from './http.ts';
import { isDocument, isWeights, safeNames } from './names.ts';
import { withRetries, type RetryPolicy } from './retry.ts';

export const usualMirror = 'https://huggingface.co';

/** A checkpoint on a server, as it is at one commit. */
export interface Listing {
  readonly repository: string;
  readonly commit: string;
  /** The documents and weights; what else the repository holds is not of interest. */
  readonly files: readonly RemoteFile[];
}

const largestListing = 8 << 20;

const hex = (length: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${length}}$`)));
const size = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e13));
const answerSchema = v.object({
  sha: hex(40),
  siblings: v.pipe(
    v.array(
      v.object({
        rfilename: v.string(),
        size,
        blobId: v.optional(hex(40)),
        lfs: v.nullish(v.object({ sha256: hex(64), size })),
      }),
    ),
    v.maxLength(10_000),
  ),
});

export interface ListingOptions {
  readonly mirror: URL;
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** The commit of an earlier attempt, which this one goes on with. */
  readonly commit?: string | undefined;
}

/**
 * Asks the server for the files of an entry. One that has a known hash is held to that hash.
 * Throws `name-unsafe`, `listing-broken`, `download-refused` or `download-failed`.
 */
export async function listRemote(
  { repository, revision, files }: CatalogueEntry,
  { mirror, policy, signal, commit }: ListingOptions,
): Promise<Listing> {
  const wanted = commit ?? (revision.kind === 'pinned' ? revision.commit : revision.branch);
  const address = under(mirror, `api/models/${repository}/revision/${encodeURIComponent(wanted)}`);
  address.searchParams.set('blobs', 'true');
  const answer = await fetchJson(address, `the list of files of ${repository}`, policy, signal);
  const parsed = v.safeParse(answerSchema, answer);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue) ?? 'the answer';
    throw listingBroken(
      mirror.host,
      `${where} is ${issue.received}, not ${issue.expected ?? issue.type}`,
    );
  }
  const { sha, siblings } = parsed.output;
  if (/^[0-9a-f]{40}$/.test(wanted) && sha !== wanted)
    throw listingBroken(mirror.host, `it gives commit ${sha} where ${wanted} was asked for`);
  safeNames(siblings.map(({ rfilename }) => rfilename));
  const known = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const found = siblings
    .filter(({ rfilename }) => isDocument(rfilename) || isWeights(rfilename))
    .map(({ rfilename, size, blobId, lfs }): RemoteFile => {
      const published = known.get(rfilename) ?? null;
      const given: Digest = lfs
        ? { kind: 'sha256', value: lfs.sha256 }
        : blobId !== undefined
          ? { kind: 'git', value: blobId }
          : { kind: 'unknown' };
      const digest: Digest = published === null ? given : { kind: 'sha256', value: published };
      return { name: rfilename, bytes: size, digest };
    });
  for (const { name } of files) {
    if (!found.some((file) => file.name === name))
      throw listingBroken(mirror.host, `${name} is not among the files of ${repository}`);
  }
  return { repository, commit: sha, files: found };
}

/** Where a file of a listing is. */
export const fileAddress = (mirror: URL, { repository, commit }: Listing, name: string): URL =>
  under(mirror, `${repository}/resolve/${commit}/${name}`);

const under = (mirror: URL, path: string): URL =>
  new URL(path, mirror.href.endsWith('/') ? mirror : `${mirror.href}/`);

async function fetchJson(
  address: URL,
  file: string,
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const giveUp = (last: Error) => downloadFailed(file, address.host, last.message, last);
  return await withRetries(policy, signal, giveUp, async () => {
    const answer = await get(address, { file, policy, signal });
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const piece of answer.body) {
        pieces.push(piece);
        bytes += piece.length;
        if (bytes > largestListing) throw listingBroken(address.host, 'it is far too long');
      }
    } finally {
      await answer.discard();
    }
    try {
      return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
    } catch (error) {
      throw listingBroken(address.host, 'it is not JSON', error);
    }
  });
}
