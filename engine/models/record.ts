/** What an installation wrote down about itself, and whether its files are still those. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { MarginaliaError } from '../errors.ts';
import { isFile, isMissing, readOptional } from '../files.ts';
import { fileDigest } from './digest.ts';
import { safeName } from './names.ts';

/** Present in a folder only when the model in it is whole. */
export const recordName = 'marginalia.json';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const recordSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  name: v.string(),
  license: v.string(),
  /** Where it came from. */
  source: v.object({ repository: v.string(), commit: v.string(), from: v.string() }),
  /** Files of the source whose hash nobody had published: trusted as they first came. */
  trustedOnFirstUse: v.array(v.string()),
  installed: v.pipe(v.string(), v.isoTimestamp()),
  files: v.record(
    v.string(),
    v.object({
      bytes: size,
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** Of the file when it was hashed: one that has not been touched since need not be read. */
      mtimeMs: v.number(),
    }),
  ),
});
export type InstallRecord = v.InferOutput<typeof recordSchema>;

/** The record of a model folder; undefined where there is none that can be read. */
export async function readRecord(directory: string): Promise<InstallRecord | undefined> {
  const text = await readOptional(join(directory, recordName));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), recordSchema), text);
  return parsed.success ? parsed.output : undefined;
}

/** Hashes every file of a folder and writes its record, last of all. */
export async function writeRecord(
  directory: string,
  about: Omit<InstallRecord, 'files' | 'version'>,
  signal?: AbortSignal,
): Promise<void> {
  const files: InstallRecord['files'] = {};
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length + 1).replaceAll('\\', '/');
    if (name === recordName) continue;
    const { size: bytes, mtimeMs } = await stat(path);
    files[name] = { bytes, sha256: await fileDigest(path, 'sha256', signal), mtimeMs };
  }
  const record: InstallRecord = { version: 1, ...about, files };
  await writeFile(join(directory, recordName), JSON.stringify(record, null, 2) + '\n', {
    flush: true,
  });
}

/**
 * Holds an installed model to its record: every file there, of its size and, where it has been
 * touched since or `thorough` is asked for, of its hash. A folder without a record passes: nobody
 * installed it. Throws `model-corrupt` that names the file.
 */
export async function checkInstalled(
  directory: string,
  { thorough = false, signal }: { thorough?: boolean; signal?: AbortSignal } = {},
): Promise<void> {
  if (!(await isFile(join(directory, recordName)))) return;
  const record = await readRecord(directory);
  if (!record) throw damaged(join(directory, recordName), 'it is not the record of a model');
  for (const [name, { bytes, sha256, mtimeMs }] of Object.entries(record.files)) {
    const path = join(directory, safeName(name));
    const found = await stat(path).catch((error: unknown) => {
      if (isMissing(error)) throw damaged(path, 'it is not there');
      throw error;
    });
    if (found.size !== bytes) throw damaged(path, `it has ${found.size} bytes, not ${bytes}`);
    if (!thorough && found.mtimeMs === mtimeMs) continue;
    const hash = await fileDigest(path, 'sha256', signal);
    if (hash !== sha256) throw damaged(path, `its sha256 is ${hash}, not ${sha256}`);
  }
}

const damaged = (path: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-corrupt',
    message: `The model file ${path} is damaged: ${detail}.`,
    action: 'Remove the model and install it again.',
  });
