import type { ModelConfig } from './config.ts';
import { halfTable } from './linear-half.ts';
import { weight, type Build } from './layers.ts';

/**
 * In: `input_ids` i64 [batch, sequence]. Out: `inputs_embeds` f32 [batch, sequence, hidden].
 * A large table is kept in fp16 rather than quantized: onnxruntime maps it from its file, so that
 * only the rows that are picked ever take memory.
 */
export async function buildEmbedding(build: Build, config: ModelConfig): Promise<void> {
  const { graph } = build;
  const { vocab_size: vocabulary, hidden_size: hidden } = config;
  const [name, shape] = ['model.embed_tokens.weight', [vocabulary, hidden]];
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  if (build.tables === 'float16') {
    const rows = graph.op('Gather', [await halfTable(build, name, shape), ids]);
    graph.node('Cast', [rows], ['inputs_embeds'], { to: 1 });
  } else {
    graph.node('Gather', [await weight(build, name, shape), ids], ['inputs_embeds']);
  }
  graph.output('inputs_embeds', 'float32', ['batch_size', 'sequence_length', hidden]);
}
