/** A checkpoint of half a billion random weights that exists only while it is read. */
import type { Source, SourceFile } from '../../engine/compile/source.ts';
import { tensorShapes, tinyConfig } from '../unit/support/tiny-model.ts';

const config = {
  ...tinyConfig,
  ...{ hidden_size: 1024, intermediate_size: 4096, num_hidden_layers: 28 },
  ...{ num_attention_heads: 16, num_key_value_heads: 4, head_dim: 64 },
  ...{ vocab_size: 32064, max_position_embeddings: 4096 },
};

/** bf16 of values of the size that trained layers of this width have. */
function values(count: number, spread: number): Uint16Array {
  const floats = new Float32Array(1);
  const bits = new Uint32Array(floats.buffer);
  const out = new Uint16Array(count);
  let state = 0x9e3779b9;
  for (let i = 0; i < count; i++) {
    // xorshift32 (Marsaglia): quick, and the same on each run.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    floats[0] = (state / 2 ** 31) * spread;
    out[i] = bits[0]! >>> 16;
  }
  return out;
}

/** One block of values serves all tensors, each begun at a place of its own. */
const block = 1 << 20;

export function randomDecoder(): { source: Source; parameters: number } {
  const entries: Record<string, unknown> = {};
  const scales: { end: number; ones: boolean }[] = [];
  let [start, parameters] = [0, 0];
  for (const [name, shape] of tensorShapes(config)) {
    const size = shape.reduce((product, n) => product * n, 1);
    parameters += size;
    entries[name] = { dtype: 'BF16', shape, data_offsets: [start, start + 2 * size] };
    start += 2 * size;
    scales.push({ end: start, ones: shape.length === 1 && name.endsWith('.weight') });
  }
  const json = Buffer.from(JSON.stringify(entries));
  const header = Buffer.alloc(8 + json.length);
  header.writeBigUInt64LE(BigInt(json.length));
  header.set(json, 8);
  const noise = Buffer.from(values(block, 0.06).buffer);
  const ones = Buffer.from(new Uint16Array(block).fill(0x3f80).buffer);
  const weights: SourceFile = {
    ...{ label: 'random weights', size: header.length + start, close: () => Promise.resolve() },
    async *stream(from, to) {
      if (from < header.length) yield header.subarray(from, Math.min(to, header.length));
      for (let at = Math.max(from, header.length); at < to;) {
        const place = at - header.length;
        const tensor = scales.find(({ end }) => place < end)!;
        const offset = place % noise.length;
        const length = Math.min(to - at, tensor.end - place, noise.length - offset);
        yield (tensor.ones ? ones : noise).subarray(offset, offset + length);
        at += length;
      }
      await Promise.resolve();
    },
  };
  const documents = new Map(
    Object.entries(texts()).map(([name, value]) => [name, file(name, value)]),
  );
  documents.set('model.safetensors', weights);
  return {
    source: { label: 'random weights', open: (name) => Promise.resolve(documents.get(name)) },
    parameters,
  };
}

function texts(): Record<string, string> {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const vocab: Record<string, number> = {};
  for (let id = 0; id < config.vocab_size; id++) vocab[letters[id - 2] ?? `‹${id}›`] = id;
  const json = {
    'config.json': config,
    'generation_config.json': { eos_token_id: [0] },
    'preprocessor_config.json': {
      ...{ image_processor_type: 'MarginaliaImageProcessor', num_channels: 1 },
      ...{ patch_height: 16, patch_width: 8, rescale_factor: 1 / 255 },
      ...{ image_mean: [1], image_std: [-1], padding: 4, x_height: 6.5, x_height_range: [5, 9.5] },
      ...{ min_num_patches: 1, max_num_patches: 128 },
    },
    'tokenizer.json': {
      ...{ version: '1.0', truncation: null, padding: null, added_tokens: [] },
      ...{ normalizer: null, pre_tokenizer: null, post_processor: null, decoder: { type: 'Fuse' } },
      model: { type: 'BPE', unk_token: '‹1›', ignore_merges: false, vocab, merges: [] },
    },
    'tokenizer_config.json': { clean_up_tokenization_spaces: false },
  };
  const written = Object.entries(json).map(([name, value]) => [name, JSON.stringify(value)]);
  return {
    ...(Object.fromEntries(written) as Record<string, string>),
    'chat_template.jinja': '{{ messages[0].content }}',
  };
}

function file(label: string, text: string): SourceFile {
  const bytes = Buffer.from(text);
  return {
    ...{ label, size: bytes.length, close: () => Promise.resolve() },
    async *stream(start, end) {
      yield bytes.subarray(start, end);
      await Promise.resolve();
    },
  };
}
