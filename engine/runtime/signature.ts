import type { InferenceSession } from 'onnxruntime-node';
import { modelUnsupported } from '../errors.ts';

type Metadata = InferenceSession.ValueMetadata;
export type TensorMetadata = Extract<Metadata, { isTensor: true }>;

export type CacheType = 'float32' | 'float16';

/** One of a decoder's key or value tensors: what goes in and what comes out. */
export interface CacheSlot {
  readonly past: string;
  readonly present: string;
}

/** What a decoder graph wants and gives, read off its session: nothing is assumed of its maker. */
export interface DecoderSignature {
  /** Keys and values of every layer. */
  readonly slots: readonly CacheSlot[];
  readonly cacheType: CacheType;
  readonly kvHeads: number;
  readonly headSize: number;
  /** Width of `inputs_embeds`. */
  readonly width: number;
  /** Present may be the buffer of past, written in place. */
  readonly sharesBuffers: boolean;
  readonly wantsPositionIds: boolean;
  /** The graph prunes its logits to the number of last positions asked for. */
  readonly prunesLogits: boolean;
}

/** Throws `model-unsupported` when the graph is no decoder with embeddings in and a cache. */
export function decoderSignature(directory: string, session: InferenceSession): DecoderSignature {
  const inputs = new Map(tensors(session.inputMetadata).map((tensor) => [tensor.name, tensor]));
  const outputs = new Map(tensors(session.outputMetadata).map((tensor) => [tensor.name, tensor]));
  const unsupported = (detail: string) => modelUnsupported(directory, `its decoder ${detail}`);
  const embeddings = inputs.get('inputs_embeds');
  const width = embeddings?.shape.at(-1);
  if (embeddings?.type !== 'float32' || typeof width !== 'number') {
    throw unsupported('does not take inputs_embeds as float32 of a fixed width');
  }
  const slots = [...inputs.keys()]
    .filter((name) => name.startsWith('past_key_values.'))
    .map((past) => ({ past, present: past.replace('past_key_values', 'present') }));
  const missing = slots.find((slot) => !outputs.has(slot.present));
  if (missing) throw unsupported(`has no output ${missing.present}`);
  const past = inputs.get(slots[0]?.past ?? '');
  const present = outputs.get(slots[0]?.present ?? '');
  const [, kvHeads, length, headSize] = past?.shape ?? [];
  if (typeof kvHeads !== 'number' || typeof headSize !== 'number') {
    throw unsupported('has no past_key_values of known shape');
  }
  if (past?.type !== 'float32' && past?.type !== 'float16') {
    throw unsupported('keeps its cache in a type other than float32 and float16');
  }
  return {
    ...{ slots, cacheType: past.type, kvHeads, headSize, width },
    sharesBuffers: typeof length === 'string' && length === present?.shape[2],
    wantsPositionIds: inputs.has('position_ids'),
    prunesLogits: inputs.has('num_logits_to_keep'),
  };
}

/** The tensors among a session's inputs or outputs. */
export function tensors(metadata: readonly Metadata[]): TensorMetadata[] {
  return metadata.filter((value): value is TensorMetadata => value.isTensor);
}
