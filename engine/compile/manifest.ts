import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { readOptional } from '../files.ts';
import { precisions } from './precision.ts';

/** Files of the manifest's own folder: it is read by us, but may have been written by others. */
const fileName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const manifestSchema = v.object({
  /** Version of the compiler: other graphs need another number. */
  compiler: v.string(),
  /** sha256 of config.json, and of each weight file or of the headers of all of them. */
  sources: v.record(v.string(), hash),
  /** sha256 of each graph, and of each file that holds weights of one. */
  graphs: v.record(fileName, hash),
  parameters: v.number(),
  /** Left out for fp32. */
  precision: v.optional(v.picklist(precisions)),
});

/** What onnx/manifest.json says: what the graphs were made from, and what they must be. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** Reads a manifest; undefined when there is none or it is not one, which means "compile". */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const text = await readOptional(join(directory, manifestName));
  if (text === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestSchema), text);
  return parsed.success ? parsed.output : undefined;
}

/** sha256 of each file, by base name given. Streams: the files may be larger than memory. */
export async function hashFiles(
  directory: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of names) hashes[name] = await hashFile(join(directory, name));
  return hashes;
}

export async function hashFile(path: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), sum);
  return sum.digest('hex');
}
