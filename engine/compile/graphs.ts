import type { ModelConfig } from './config.ts';
import { buildDecoder } from './decoder.ts';
import { buildEmbedding } from './embed.ts';
import type { Build } from './layers.ts';
import { buildVision } from './vision.ts';

/** Raise this when the graphs of an unchanged checkpoint change: older ones are made anew. */
export const compilerVersion = '1';

/** The graphs of a model, in the order in which they are made. */
export const graphBuilders: Readonly<
  Record<string, (build: Build, config: ModelConfig) => Promise<void>>
> = {
  vision_encoder: buildVision,
  embed_tokens: buildEmbedding,
  decoder_model_merged: buildDecoder,
};
