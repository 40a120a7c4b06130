/** Runs the compiled graphs of the tiny model as the official code ran: the same prompts, the same answers. */
import { mergeRows } from '../../../engine/fusion/merge.ts';
import { splitPrompt, textIds } from '../../../engine/fusion/segments.ts';
import { prepareImage } from '../../../engine/image/prepare.ts';
import { readImageProcessor } from '../../../engine/runtime/image-processor.ts';
import { openSessions, releaseSessions } from '../../../engine/runtime/sessions.ts';
import { decoderSignature } from '../../../engine/runtime/signature.ts';
import { embedTokens, encodeImage, Sequence } from '../../../engine/runtime/steps.ts';
import { ChatTemplate } from '../../../engine/text/template.ts';
import { TextTokenizer } from '../../../engine/text/tokenizer.ts';
import { seededPicture } from '../../fixtures/phi4/pictures.ts';
import { featureStep, type Case } from './vectors.ts';

/** What a case gives, laid out as in the vectors. */
export type Run = Pick<Case, 'features' | 'prefill' | 'decoded'>;

/** Runs cases on the CPU with the graphs of `directory`; the answers are the official ones. */
export async function runCases(directory: string, cases: readonly Case[]): Promise<Run[]> {
  const sessions = await openSessions(directory, 'cpu', 1);
  try {
    const runs: Run[] = [];
    for (const { described } of cases) runs.push(await runCase(directory, sessions, described));
    return runs;
  } finally {
    await releaseSessions(sessions);
  }
}

async function runCase(
  directory: string,
  sessions: Awaited<ReturnType<typeof openSessions>>,
  { pictures, question, mode, places, answer }: Case['described'],
): Promise<Run> {
  const signature = decoderSignature(directory, sessions.decoder);
  const processor = await readImageProcessor(directory);
  const tokenizer = await TextTokenizer.load(directory);
  const template = await ChatTemplate.load(directory);
  const grid = { rows: processor.max_num_patches, columns: processor.max_num_patches };
  const images: { rows: number; features: Float32Array }[] = [];
  for (const picture of pictures) {
    const { patches } = await prepareImage(seededPicture(picture), processor, grid);
    const features = await encodeImage(sessions, patches);
    images.push({ rows: patches.rows * patches.columns, features });
  }
  const prompt = template.render([{ role: 'user', content: question }], mode, tokenizer);
  const rows = images.map((image) => image.rows);
  const segments = splitPrompt(prompt, rows, tokenizer);
  const text = await embedTokens(sessions, textIds(segments));
  const features = images.map((image) => image.features);
  const embeddings = mergeRows(segments, text, features, signature.width);
  const sequence = new Sequence(sessions, signature, 64);
  const whole = await sequence.append(embeddings, 0);
  const vocabulary = whole.length / (embeddings.length / signature.width);
  const decoded: Float32Array[] = [];
  for (const id of answer.slice(0, -1))
    decoded.push(await sequence.append(await embedTokens(sessions, [id])));
  return {
    features: images.map((image) => everyNth(image.features, signature.width, featureStep)),
    prefill: join32(places.map((p) => whole.subarray(p * vocabulary, (p + 1) * vocabulary))),
    decoded: join32(decoded),
  };
}

function everyNth(rows: Float32Array, width: number, step: number): Float32Array {
  const picked: Float32Array[] = [];
  for (let at = 0; at < rows.length; at += step * width) picked.push(rows.subarray(at, at + width));
  return join32(picked);
}

function join32(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
