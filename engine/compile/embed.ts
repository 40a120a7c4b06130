import type { ModelConfig } from './config.ts';
import { weight, type Build } from './layers.ts';

/** In: `input_ids` i64 [batch, sequence]. Out: `inputs_embeds` f32 [batch, sequence, hidden]. */
export async function buildEmbedding(build: Build, config: ModelConfig): Promise<void> {
  const { graph } = build;
  const { vocab_size: vocabulary, hidden_size: hidden } = config;
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  const table = await weight(build, 'model.embed_tokens.weight', [vocabulary, hidden]);
  graph.node('Gather', [table, ids], ['inputs_embeds']);
  graph.output('inputs_embeds', 'float32', ['batch_size', 'sequence_length', hidden]);
}
