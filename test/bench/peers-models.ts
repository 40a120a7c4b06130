/** The models of the bench, each in our layout and in the peers' layouts, with the very same weights. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileModel, ensureCompiled } from '../../engine/compile/compile.ts';
import { headSize, readConfig } from '../../engine/compile/config.ts';
import { bundledModelDir } from '../../engine/models/catalogue.ts';
import { randomDecoder } from './peers-random.ts';
import { writeTextDecoder } from './peers-graph.ts';

export interface BenchModel {
  readonly name: string;
  /** Model folders: ours, that of transformers.js, that of onnxruntime-genai. */
  readonly ours: string;
  readonly transformers: string;
  readonly genai: string;
}

/** The bundled model's decoder, fp32. */
export async function bundledModel(folder: string): Promise<BenchModel> {
  const ours = join(folder, 'ours');
  await ensureCompiled(bundledModelDir());
  await rm(folder, { recursive: true, force: true });
  await cp(bundledModelDir(), ours, { recursive: true });
  return await forPeers('bundled model, fp32', folder, ours);
}

/** A decoder of half a billion random weights, int4 with a head in int8, made once and kept. */
export async function randomModel(folder: string): Promise<BenchModel> {
  const ours = join(folder, 'ours');
  const { source, parameters } = randomDecoder();
  await compileModel(source, { precision: 'int4', outDir: ours });
  return await forPeers(`${(parameters / 1e9).toFixed(2)} B random weights, int4`, folder, ours);
}

async function forPeers(name: string, folder: string, ours: string): Promise<BenchModel> {
  const generation = join(ours, 'generation_config.json');
  const settings = JSON.parse(await readFile(generation, 'utf8')) as object;
  const config = await readConfig(ours);
  // A token that is hardly ever written: all write as many as they are asked for.
  const neverEnds = config.vocab_size - 1;
  await writeFile(generation, JSON.stringify({ ...settings, eos_token_id: [neverEnds] }));
  await writeFile(join(ours, 'tokenizer_config.json'), '{"unk_token": "<unk>"}');
  const onnx = join(ours, 'onnx');
  const [transformers, genai] = [join(folder, 'transformers'), join(folder, 'genai')];
  for (const peer of [transformers, genai]) await rm(peer, { recursive: true, force: true });
  await mkdir(join(transformers, 'onnx'), { recursive: true });
  await mkdir(genai, { recursive: true });
  const sizes = {
    ...{ hidden_size: config.hidden_size, num_hidden_layers: config.num_hidden_layers },
    num_attention_heads: config.num_attention_heads,
    num_key_value_heads: config.num_key_value_heads,
  };
  const ids = { bos_token_id: 1, eos_token_id: neverEnds, pad_token_id: 0 };
  const graph = join(transformers, 'onnx', 'model.onnx');
  await writeTextDecoder(onnx, graph, { allLogits: false });
  await writeJson(join(transformers, 'config.json'), {
    ...{ model_type: 'phi3', architectures: ['Phi3ForCausalLM'], ...sizes, ...ids },
    vocab_size: config.vocab_size,
    head_dim: headSize(config),
  });
  await writeJson(join(transformers, 'generation_config.json'), ids);
  await writeTextDecoder(onnx, join(genai, 'model.onnx'), { allLogits: true });
  await writeJson(join(genai, 'genai_config.json'), {
    model: {
      ...{ type: 'phi3', ...ids, context_length: config.max_position_embeddings },
      vocab_size: config.vocab_size,
      decoder: {
        ...{ filename: 'model.onnx', head_size: headSize(config), ...sizes },
        session_options: {
          ...{ log_id: 'bench', provider_options: [], intra_op_num_threads: benchThreads },
        },
        inputs: {
          ...{ input_ids: 'input_ids', attention_mask: 'attention_mask' },
          past_key_names: 'past_key_values.%d.key',
          past_value_names: 'past_key_values.%d.value',
        },
        outputs: {
          logits: 'logits',
          present_key_names: 'present.%d.key',
          present_value_names: 'present.%d.value',
        },
      },
    },
    search: { do_sample: false, max_length: 2048, past_present_share_buffer: true },
  });
  return { name, ours, transformers, genai };
}

/** All run with as many threads as this machine has cores, at most four, as our engine does. */
export const benchThreads = 2;

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, JSON.stringify(value, null, 2));
}
