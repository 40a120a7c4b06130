/** Fetches one file of known size and hash, going on where an earlier attempt stopped. */
import { open, rename, rm, stat } from 'node:fs/promises';
import { isFile, isMissing } from '../files.ts';
import { digestProblem, type Digest } from './digest.ts';
import { downloadCorrupt, downloadFailed, writingFailed } from './errors.ts';
import { get, type Answer } from './http.ts';
import { Transient, withRetries, type RetryPolicy } from './retry.ts';

export interface RemoteFile {
  /** Relative, and safe. */
  readonly name: string;
  readonly bytes: number;
  readonly digest: Digest;
}

export interface DownloadOptions {
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that have arrived; negative when some had to be thrown away. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A server that has sent this many wrong files in a row will not send the right one. */
const wrongFiles = 2;

/**
 * Brings `file` from `address` to `target`. Until it is whole and right it lies beside it, as
 * `target.part`, and stays there when this stops early: a later call goes on with it.
 * Throws `download-failed`, `download-refused`, `download-redirect`, `download-corrupt`, `disk-full`
 * or `model-not-writable`, or the signal's reason.
 */
export async function download(
  address: URL,
  file: RemoteFile,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const { policy, signal } = options;
  const part = `${target}.part`;
  const giveUp = (last: Transient) =>
    downloadFailed(file.name, address.host, last.message, last.cause);
  if (await isFile(target)) {
    const size = await sizeOf(target);
    if (size === file.bytes && (await digestProblem(target, file.digest, signal)) === null) return;
    await rm(target);
  }
  let [wrong, furthest] = [0, 0];
  await withRetries(policy, signal, giveUp, async (progressed) => {
    await fetchRest(address, file, part, options, (position) => {
      // Only what is new counts: a server that always breaks off at one place brings nothing.
      if (position > furthest) progressed();
      furthest = Math.max(furthest, position);
    });
    const problem = await digestProblem(part, file.digest, signal);
    if (problem !== null) {
      await discard(part, options);
      wrong += 1;
      if (wrong === wrongFiles) throw downloadCorrupt(file.name, address.host, problem);
      throw new Transient(problem);
    }
    await rename(part, target);
  });
}

/** Bytes of a file; 0 when there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function discard(part: string, { onBytes }: DownloadOptions): Promise<void> {
  const bytes = await sizeOf(part);
  await rm(part, { force: true });
  if (bytes > 0) onBytes?.(-bytes);
}

/** Returns when `part` has all the bytes. */
async function fetchRest(
  address: URL,
  file: RemoteFile,
  part: string,
  options: DownloadOptions,
  reached: (position: number) => void,
): Promise<void> {
  let have = await sizeOf(part);
  if (have > file.bytes) {
    await discard(part, options);
    have = 0;
  }
  if (have === file.bytes && have > 0) return;
  const { policy, signal } = options;
  const headers = have > 0 ? { range: `bytes=${have}-` } : {};
  const answer = await get(address, { file: file.name, policy, signal, headers });
  try {
    if (have > 0 && answer.status !== 206) {
      // The server knows no ranges, or holds that there is nothing left: from the beginning, then.
      await discard(part, options);
      have = 0;
      if (answer.status === 416) throw new Transient('the server refuses to go on (416)');
    }
    await checkAnswer(answer, file, part, have, options);
    await write(answer, file, part, have, options, reached);
  } finally {
    await answer.discard();
  }
}

/** Throws Transient when the answer is not the rest of the file. */
async function checkAnswer(
  { status, headers }: Answer,
  { bytes }: RemoteFile,
  part: string,
  have: number,
  options: DownloadOptions,
): Promise<void> {
  if (status === 416) throw new Transient('the server refuses the whole file (416)');
  if (status === 206) {
    const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const fits =
      Number(range?.[1]) === have && (range?.[3] === '*' || Number(range?.[3]) === bytes);
    if (fits) return;
    await discard(part, options);
    throw new Transient(
      `the server sends another range (${headers.get('content-range') ?? 'none'})`,
    );
  }
  const length = headers.get('content-length');
  if (length !== null && Number(length) !== bytes)
    throw new Transient(`the server sends ${length} bytes, not ${bytes}`);
}

async function write(
  answer: Answer,
  { name, bytes }: RemoteFile,
  part: string,
  start: number,
  options: DownloadOptions,
  reached: (position: number) => void,
): Promise<void> {
  let [position, tooMuch] = [start, false];
  try {
    const handle = await open(part, start === 0 ? 'w' : 'r+');
    try {
      for await (const piece of answer.body) {
        tooMuch = position + piece.length > bytes;
        if (tooMuch) break;
        await writeAll(handle, piece, position);
        position += piece.length;
        options.onBytes?.(piece.length);
        reached(position);
      }
      if (position === bytes) await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw writingFailed(name, error);
  }
  if (tooMuch) {
    await discard(part, options);
    throw new Transient(`the server sends more than ${bytes} bytes`);
  }
  if (position < bytes) throw new Transient(`the connection ended at byte ${position} of ${bytes}`);
}

async function writeAll(
  handle: Awaited<ReturnType<typeof open>>,
  piece: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < piece.length;) {
    done += (await handle.write(piece, done, piece.length - done, position + done)).bytesWritten;
  }
}
