/** The models that can be installed: what is known of each, and plainly what is not. */

import type { Precision } from '../compile/precision.ts';

/** What a file must be. A hash that nobody has published is not made up. */
export interface KnownFile {
  readonly name: string;
  /** Hexadecimal; null where it is not known. */
  readonly sha256: string | null;
}

/** Which state of the repository is meant. */
export type Revision =
  /** A commit that was known when this entry was written. */
  | { readonly kind: 'pinned'; readonly commit: string }
  /** The commit that `branch` names at the first install; recorded, and held to from then on. */
  | { readonly kind: 'first-use'; readonly branch: string };

export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly license: string;
  /** `owner/name` on Hugging Face or a mirror of it. */
  readonly repository: string;
  readonly revision: Revision;
  /** How the weights are kept; left out, by their size. */
  readonly precision?: Precision;
  /** Bytes to fetch. */
  readonly downloadBytes: number;
  /** Bytes on disk once installed. */
  readonly installedBytes: number;
  /** Bytes of memory to run it with a few thousand positions. */
  readonly memoryBytes: number;
  /** How the sizes are known. */
  readonly sizes: 'measured' | 'computed';
  readonly files: readonly KnownFile[];
  /** Fields that config.json must have: another architecture under the same name is refused. */
  readonly config: Readonly<Record<string, string | number>>;
}

/**
 * Sizes are those of the full-size dry run (test/bench/fullsize.txt), whose weights are made up in the
 * real shapes: 30.2 GB read, 11.0 GB kept, 14.5 GB of memory at the peak with 1,000 visual tokens.
 * Neither a commit nor a hash of a file was at hand when this was written. So the commit is pinned
 * at the first install, and each file is held to the hash that the server's own list gives for it.
 */
const phi4ReasoningVision: CatalogueEntry = {
  id: 'phi-4-reasoning-vision-15b',
  name: 'Phi-4-reasoning-vision-15B',
  summary: 'Reads pages, charts and diagrams, answers questions and reasons about them.',
  license: 'MIT',
  repository: 'microsoft/Phi-4-reasoning-vision-15B',
  revision: { kind: 'first-use', branch: 'main' },
  precision: 'int4',
  downloadBytes: 30.3e9,
  installedBytes: 11.0e9,
  memoryBytes: 14.5e9,
  sizes: 'computed',
  files: [
    { name: 'config.json', sha256: null },
    { name: 'tokenizer.json', sha256: null },
    { name: 'preprocessor_config.json', sha256: null },
    { name: 'generation_config.json', sha256: null },
    { name: 'model.safetensors.index.json', sha256: null },
  ],
  config: {
    model_type: 'phi4-siglip',
    hidden_size: 5120,
    num_hidden_layers: 40,
    num_attention_heads: 40,
    num_key_value_heads: 10,
    intermediate_size: 17920,
    vocab_size: 100352,
    mm_hidden_size: 1152,
  },
};

export const catalogue: readonly CatalogueEntry[] = [phi4ReasoningVision];

/** What is known of a repository that is not in the catalogue: that its owner says it is a model. */
export function repositoryEntry(repository: string, branch = 'main'): CatalogueEntry {
  return {
    id: repository,
    name: repository,
    summary: 'A model of the phi4-siglip family.',
    license: 'not stated',
    repository,
    revision: /^[0-9a-f]{40}$/.test(branch)
      ? { kind: 'pinned', commit: branch }
      : { kind: 'first-use', branch },
    ...{ downloadBytes: 0, installedBytes: 0, memoryBytes: 0, sizes: 'computed' },
    files: [{ name: 'config.json', sha256: null }],
    config: { model_type: 'phi4-siglip' },
  };
}
