/** Our decoder as the peers want it: one graph from token ids to logits, with the very same weights. */
import { link, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProto,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  type ValueInfoProto,
} from 'onnx-buf';

export interface TextDecoderOptions {
  /** onnxruntime-genai feeds no `num_logits_to_keep` and wants the logits of all positions. */
  readonly allLogits: boolean;
}

const int64 = 7;

/**
 * Joins embed_tokens.onnx and decoder_model_merged.onnx of `source` into `target`: `input_ids` in place
 * of `inputs_embeds`. Weights beside the graphs are linked, not copied.
 */
export async function writeTextDecoder(
  source: string,
  target: string,
  { allLogits }: TextDecoderOptions,
): Promise<void> {
  const read = async (name: string) =>
    fromBinary(ModelProtoSchema, await readFile(join(source, name)));
  const [embedding, decoder] = [
    await read('embed_tokens.onnx'),
    await read('decoder_model_merged.onnx'),
  ];
  const [from, into] = [graphOf(embedding), graphOf(decoder)];
  const clashing = new Set(from.initializer.map(({ name }) => name));
  for (const { name } of into.initializer)
    if (clashing.has(name)) rename(from, name, `embed.${name}`);
  for (const node of from.node) node.name = `embed/${node.name}`;
  into.node.unshift(...from.node);
  into.initializer.push(...from.initializer);
  into.input = [...from.input, ...into.input.filter(({ name }) => name !== 'inputs_embeds')];
  for (const output of into.output) if (output.name.startsWith('present.')) grow(output);
  if (allLogits) {
    into.input = into.input.filter(({ name }) => name !== 'num_logits_to_keep');
    const value = create(TensorProtoSchema, { dataType: int64, int64Data: [0n], dims: [] });
    const attribute = { name: 'value', type: 4, t: value };
    const node = { opType: 'Constant', output: ['num_logits_to_keep'], attribute: [attribute] };
    into.node.unshift(create(NodeProtoSchema, node));
  }
  await writeFile(target, toBinary(ModelProtoSchema, decoder));
  for (const name of await readdir(source))
    if (!name.endsWith('.onnx') && !name.endsWith('.json'))
      await link(join(source, name), join(target, '..', name)).catch(unlessThere);
}

function graphOf({ graph }: { graph?: GraphProto | undefined }): GraphProto {
  if (graph === undefined) throw new TypeError('a file without a graph');
  return graph;
}

function rename(graph: GraphProto, from: string, to: string): void {
  const swap = (name: string): string => (name === from ? to : name);
  for (const node of graph.node)
    [node.input, node.output] = [node.input.map(swap), node.output.map(swap)];
  for (const tensor of graph.initializer) tensor.name = swap(tensor.name);
}

/** The peers give past and present buffers of their own: the lengths differ. */
function grow({ type }: ValueInfoProto): void {
  if (type?.value.case !== 'tensorType') return;
  const length = type.value.value.shape?.dim[2];
  if (length !== undefined) length.value = { case: 'dimParam', value: 'total_sequence_length' };
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
