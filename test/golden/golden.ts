/** Compares the compiled graphs' logits with those that PyTorch computed from the same weights. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as v from 'valibot';
import { ensureCompiled } from '../../engine/compile/compile.ts';
import { mergeRows } from '../../engine/fusion/merge.ts';
import { splitPrompt, textIds } from '../../engine/fusion/segments.ts';
import { cutPatches, levelTable } from '../../engine/image/naflex.ts';
import { relativeError } from '../../engine/runtime/device.ts';
import { readImageProcessor } from '../../engine/runtime/image-processor.ts';
import { openSessions, releaseSessions, type Sessions } from '../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../engine/runtime/signature.ts';
import { embedTokens, encodeImage, Sequence } from '../../engine/runtime/steps.ts';
import { positionsOf, type PatchedImage } from '../../engine/runtime/types.ts';
import { TextTokenizer } from '../../engine/text/tokenizer.ts';

const vectorsSchema = v.object({
  /** sha256 of the weights that the vectors were computed from. */
  weights: v.string(),
  vocabulary: v.number(),
  /** With `<image>` where the picture goes. */
  prompt: v.string(),
  cases: v.array(
    v.object({ file: v.string(), answer: v.array(v.number()), places: v.array(v.number()) }),
  ),
});

export interface Comparison {
  readonly file: string;
  /** Largest difference of a logit, as a share of the largest logit. */
  readonly error: number;
  /** Places at which both sides hold the same token for the likeliest. */
  readonly agreeing: number;
  readonly places: number;
}

export async function weightsHash(model: string): Promise<string> {
  const weights = await readFile(join(model, 'model.safetensors'));
  return createHash('sha256').update(weights).digest('hex');
}

export async function readVectors(directory: string) {
  const text = await readFile(join(directory, 'vectors.json'), 'utf8');
  const vectors = v.parse(v.pipe(v.string(), v.parseJson(), vectorsSchema), text);
  const bytes = await readFile(join(directory, 'vectors.bin'));
  return { ...vectors, logits: new Float32Array(new Uint8Array(bytes).buffer) };
}

/** Runs every case of the folder `vectors`, on its `inputs`, through the graphs of `model`. */
export async function compare(model: string, vectors: string): Promise<Comparison[]> {
  const { cases, vocabulary, prompt, logits } = await readVectors(vectors);
  await ensureCompiled(model);
  const sessions = await openSessions(model, 'cpu', undefined);
  const comparisons: Comparison[] = [];
  let offset = 0;
  try {
    for (const { file, answer, places } of cases) {
      const image = await readInput(model, join(vectors, 'inputs', file));
      const found = await answerLogits(model, sessions, { image, prompt, answer, places });
      const expected = logits.subarray(offset, (offset += places.length * vocabulary));
      const same = places.filter((_, i) => {
        const row = [i * vocabulary, (i + 1) * vocabulary] as const;
        return likeliest(found.subarray(...row)) === likeliest(expected.subarray(...row));
      });
      const error = relativeError(found, expected);
      comparisons.push({ file, error, agreeing: same.length, places: places.length });
    }
  } finally {
    await releaseSessions(sessions);
  }
  return comparisons;
}

interface Case {
  readonly image: PatchedImage;
  readonly prompt: string;
  readonly answer: readonly number[];
  readonly places: readonly number[];
}

/** Logits after 0 ≤ place tokens of the answer, for each place, by prefill and single steps. */
async function answerLogits(
  model: string,
  sessions: Sessions,
  { image, prompt, answer, places }: Case,
): Promise<Float32Array> {
  const signature = decoderSignature(model, sessions.decoder);
  const tokenizer = await TextTokenizer.load(model);
  const segments = splitPrompt(prompt, [positionsOf(image)], tokenizer);
  const text = await embedTokens(sessions, textIds(segments));
  const features = await encodeImage(sessions, image);
  const sequence = new Sequence(sessions, signature, 64);
  const rows = [await sequence.append(mergeRows(segments, text, [features], signature.width))];
  for (const id of answer) rows.push(await sequence.append(await embedTokens(sessions, [id])));
  return Float32Array.from(places.flatMap((place) => [...(rows[place] ?? [])]));
}

async function readInput(model: string, path: string): Promise<PatchedImage> {
  const { data, info } = await sharp(path)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const processor = await readImageProcessor(model);
  assert.equal(processor.image_processor_type, 'MarginaliaImageProcessor');
  const plane = { width: info.width, height: info.height, data };
  return cutPatches(plane, {
    channels: 1,
    patchHeight: processor.patch_height,
    patchWidth: processor.patch_width,
    levels: levelTable(processor.rescale_factor, processor.image_mean[0], processor.image_std[0]),
    blankBelow: processor.blank_below,
  });
}

function likeliest(logits: Float32Array): number {
  return logits.indexOf(logits.reduce((peak, value) => Math.max(peak, value)));
}
