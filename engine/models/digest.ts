/** What a file must be, and whether it is. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

export type Digest =
  | { readonly kind: 'sha256'; readonly value: string }
  /** Git's name of a blob: sha1 of "blob LENGTH\0" and the content. */
  | { readonly kind: 'git'; readonly value: string }
  /** Nobody has said what the file must be: size and structure are all there is to check. */
  | { readonly kind: 'unknown' };

/** Digest of a file in hexadecimal. Streams: the file may be larger than memory. */
export async function fileDigest(
  path: string,
  kind: 'sha256' | 'git',
  signal?: AbortSignal,
): Promise<string> {
  const sum = createHash(kind === 'git' ? 'sha1' : 'sha256');
  if (kind === 'git') sum.update(`blob ${(await stat(path)).size}\0`);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), sum, signal ? { signal } : {});
  return sum.digest('hex');
}

/** What is wrong with the bytes of a file, or null. */
export async function digestProblem(
  path: string,
  digest: Digest,
  signal?: AbortSignal,
): Promise<string | null> {
  if (digest.kind === 'unknown') return null;
  const found = await fileDigest(path, digest.kind, signal);
  if (found === digest.value) return null;
  const name = digest.kind === 'git' ? 'git hash' : 'sha256';
  return `its ${name} is ${found}, not ${digest.value}`;
}
