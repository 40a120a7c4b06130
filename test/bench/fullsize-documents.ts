/** The documents that stand beside the made-up checkpoint: a tokenizer of its size, and a template. */
import { config, index, type FullsizeOptions, type Shard } from './fullsize-checkpoint.ts';

/** Where the real vocabulary has its special tokens. */
const special = new Map([
  [100257, '<|endoftext|>'],
  [100264, '<|im_start|>'],
  [100265, '<|im_end|>'],
  [100266, '<|im_sep|>'],
  [100348, '<|dummy_84|>'],
  [100349, '<|dummy_85|>'],
  [100350, '<think>'],
  [100351, '</think>'],
]);

const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).concat('\n');

function tokenizer() {
  const vocab: Record<string, number> = {};
  for (let id = 0; id < 100352; id++) vocab[letters[id] ?? special.get(id) ?? `‹${id}›`] = id;
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const added = [...special].map(([id, content]) => ({
    ...{ id, content, ...flags },
    special: !content.endsWith('think>'),
  }));
  return {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: added },
    ...{ normalizer: null, pre_tokenizer: null, post_processor: null, decoder: { type: 'Fuse' } },
    model: { type: 'BPE', unk_token: '‹200›', ignore_merges: true, vocab, merges: [] },
  };
}

const template = `{% for m in messages %}<|im_start|>{{ m.role }}<|im_sep|>{{ m.content }}<|im_end|>\
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant<|im_sep|>{% endif %}`;

/** Name and text of each document. */
export function documents(
  options: FullsizeOptions,
  all: readonly Shard[],
): ReadonlyMap<string, string> {
  const json = {
    'config.json': config(options),
    'generation_config.json': { eos_token_id: [100265], pad_token_id: 100349 },
    'preprocessor_config.json': {
      ...{ image_processor_type: 'Siglip2ImageProcessorNoUpscale', patch_size: 16, resample: 2 },
      ...{ min_num_patches: 256, max_num_patches: 3600 },
    },
    'tokenizer.json': tokenizer(),
    'tokenizer_config.json': { clean_up_tokenization_spaces: false },
    'model.safetensors.index.json': index(all),
  };
  const texts = Object.entries(json).map(([name, value]): [string, string] => [
    name,
    JSON.stringify(value),
  ]);
  return new Map([...texts, ['chat_template.jinja', template]]);
}
