/**
 * Everything that a translator needs, taken from where it is written: `npm run l10n` moves new texts of
 * package.json to package.nls.json and collects the texts of the code into l10n/bundle.l10n.json.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Properties of contributions that people read. */
const shown = new Set([
  ...['title', 'description', 'markdownDescription', 'enumDescriptions', 'enumItemLabels'],
  ...['altText', 'contents', 'displayName', 'userDescription', 'label'],
]);
/** What models read, and what is no text at all, stays in the manifest. */
const skipped = new Set(['inputSchema', 'modelDescription', 'category', 'keywords', 'default']);

export interface Texts {
  readonly manifest: unknown;
  readonly names: Readonly<Record<string, string>>;
}

/** The manifest with a key in the place of each text, and the texts by their keys. */
export function splitManifest(manifest: unknown, known: Readonly<Record<string, string>>): Texts {
  const names: Record<string, string> = {};
  const take = (text: string, path: readonly string[]): string => {
    const key = /^%(.+)%$/.exec(text)?.[1] ?? path.join('.');
    names[key] = /^%.+%$/.test(text) ? (known[key] ?? text) : text;
    return `%${key}%`;
  };
  const visit = (value: unknown, path: readonly string[], text: boolean): unknown => {
    if (typeof value === 'string') return text && value !== '' ? take(value, path) : value;
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      return items.map((item, index) => visit(item, [...path, idOf(item) ?? String(index)], text));
    }
    if (typeof value !== 'object' || value === null) return value;
    const view = path[0] === 'views' && path.length === 3;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const read = shown.has(name) || (view && name === 'name');
        return [name, skipped.has(name) ? inner : visit(inner, [...path, name], read)];
      }),
    );
  };
  const parts = manifest as { capabilities: unknown; contributes: unknown };
  const split = {
    ...parts,
    capabilities: visit(parts.capabilities, ['capabilities'], false),
    contributes: visit(parts.contributes, [], false),
  };
  return { manifest: split, names };
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, command, name } = item as Record<string, unknown>;
  return [command, id, name].find((it) => typeof it === 'string');
}

/** Texts that the extension's code shows, as keys and English at once. */
export function codeTexts(root: string): Record<string, string> {
  const texts = new Set<string>();
  const files = ['extension', 'webview'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(room, name),
    ),
  );
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.includes('packaging'))) {
    const code = readFileSync(join(root, file), 'utf8');
    for (const [, , text] of code.matchAll(/l10n\.t\(\s*(['"])((?:\\.|(?!\1).)*)\1/g)) {
      texts.add((text ?? '').replace(/\\(.)/g, '$1'));
    }
  }
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

function main(): void {
  const root = join(import.meta.dirname, '..', '..');
  const write = (path: string, value: unknown): void =>
    writeFileSync(join(root, path), `${JSON.stringify(value, null, 2)}\n`);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const known = read('package.nls.json') as Record<string, string>;
  const { manifest, names } = splitManifest(read('package.json'), known);
  write('package.json', manifest);
  write('package.nls.json', names);
  mkdirSync(join(root, 'l10n'), { recursive: true });
  write('l10n/bundle.l10n.json', codeTexts(root));
}

if (import.meta.main) main();
