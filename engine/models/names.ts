/** File names that come from a server or a folder of somebody else: which are safe, which are wanted. */
import { nameUnsafe } from './errors.ts';

/** Windows opens these as devices, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * Returns `name` if it is a relative path of plain segments that means the same on every platform.
 * Throws `name-unsafe`.
 */
export function safeName(name: string): string {
  const refuse = (detail: string) => nameUnsafe(name, detail);
  if (name === '' || name.length > 200) throw refuse('it is empty or too long');
  if (!/^[A-Za-z0-9._/-]+$/.test(name)) throw refuse('it has characters that have no place in it');
  for (const segment of name.split('/')) {
    if (segment === '') throw refuse('it is absolute or has an empty part');
    if (/^\.+$/.test(segment)) throw refuse('it leaves its folder');
    if (segment.endsWith('.')) throw refuse('a part of it ends with a point');
    if (reserved.test(segment)) throw refuse('it names a device');
  }
  return name;
}

/** All of `names`, if each is safe and no two mean the same file. Throws `name-unsafe`. */
export function safeNames(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names.map(safeName)) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) throw nameUnsafe(name, `it is also there as ${other}`);
    seen.set(name.toLowerCase(), name);
  }
  return [...seen.values()];
}

/** Says which shard holds which tensor. */
export const indexName = 'model.safetensors.index.json';

/** Documents that describe a checkpoint: small, fetched whole, kept with the model. */
export const documents = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
  indexName,
  'README.md',
  'LICENSE',
] as const;

export const isDocument = (name: string): boolean =>
  (documents as readonly string[]).includes(name);

export const isWeights = (name: string): boolean => /^[^/]+\.safetensors$/.test(name);

/** A model's own folder: `owner/name` becomes `owner--name`. Throws `name-unsafe`. */
export function folderName(id: string): string {
  const name = safeName(id).replaceAll('/', '--');
  if (name.startsWith('.')) throw nameUnsafe(id, 'it starts with a point');
  return name;
}
