/** Pictures in Markdown: `![alt](target "title")`, `![alt][name]`, and HTML's `<img>`. */
import { placeAt } from '../formats/delimiters.ts';
import { mostLinks, type ImageLink } from './link.ts';

const inlineImage =
  /!\[((?:\\.|[^\\[\]\n]){0,1000})\]\(\s*(?:<([^<>\n]{1,2000})>|((?:\\.|\([^()\s]*\)|[^\s()\\]){1,2000}))(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)))?\s*\)/g;
const referenceImage = /!\[((?:\\.|[^\\[\]\n]){0,1000})\](?:\[([^\]\n]{0,200})\])?/g;
const definition = /^[ ]{0,3}\[([^\]\n]{1,200})\]:[ \t]*(?:<([^<>\n]{1,2000})>|(\S{1,2000}))/gm;
const imageTag = /<img\b(?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}'){0,100}>/gi;

export function markdownLinks(text: string): ImageLink[] {
  const links: ImageLink[] = [];
  for (const match of text.matchAll(inlineImage)) {
    links.push(withAlt(match, match[1] ?? '', unescaped(match[2] ?? match[3] ?? '')));
  }
  const named = definitions(text);
  for (const match of text.matchAll(referenceImage)) {
    const name = match[2] === undefined || match[2] === '' ? match[1] : match[2];
    const target = named.get(key(name ?? ''));
    const inline = text[match.index + match[0].length] === '(' && match[2] === undefined;
    if (target !== undefined && !inline) links.push(withAlt(match, match[1] ?? '', target));
  }
  links.push(...htmlLinks(text));
  return links
    .slice(0, mostLinks)
    .filter(({ from }) => placeAt(text, from + 1, 'markdown').kind === 'prose')
    .sort((a, b) => a.from - b.from);
}

export function htmlLinks(text: string): ImageLink[] {
  const links: ImageLink[] = [];
  for (const match of text.matchAll(imageTag)) {
    const [tag] = match;
    const source = attribute(tag, 'src');
    if (source === undefined) continue;
    const alt = attribute(tag, 'alt');
    const at = match.index;
    const end = tag.endsWith('/>') ? tag.length - 2 : tag.length - 1;
    links.push({
      from: at,
      to: at + tag.length,
      target: entities(source.value),
      alt:
        alt === undefined
          ? { text: '', from: at + 4, to: at + 4, before: ' alt="', after: '"', escape: 'html' }
          : {
              ...{ text: entities(alt.value), from: at + alt.from, to: at + Math.min(alt.to, end) },
              ...{ before: '', after: '', escape: 'html' },
            },
    });
  }
  return links;
}

function withAlt(match: RegExpExecArray, alt: string, target: string): ImageLink {
  const from = match.index + 2;
  return {
    from: match.index,
    to: match.index + match[0].length,
    target,
    alt: { text: alt, from, to: from + alt.length, before: '', after: '', escape: 'markdown' },
  };
}

function definitions(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, bracketed, bare] of text.matchAll(definition)) {
    if (!found.has(key(name ?? ''))) found.set(key(name ?? ''), unescaped(bracketed ?? bare ?? ''));
  }
  return found;
}

const key = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
const unescaped = (target: string): string => target.replace(/\\([!-/:-@[-`{-~])/g, '$1');

function attribute(tag: string, name: string) {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    tag,
  );
  if (found === null) return undefined;
  const value = found[1] ?? found[2] ?? found[3] ?? '';
  const quoted = found[3] === undefined ? 1 : 0;
  const to = found.index + found[0].length - quoted;
  return { value, from: to - value.length, to };
}

const known: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const entities = (value: string): string =>
  value.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => known[name] ?? '');
