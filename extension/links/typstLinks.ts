/** Pictures in Typst: `image("…", alt: "…")`. */
import { placeAt } from '../formats/delimiters.ts';
import { mostLinks, type ImageLink } from './link.ts';

const call =
  /(?<![\w-])image\(\s*"((?:\\.|[^"\\\n]){1,1000})"((?:[^()"]|"(?:\\.|[^"\\\n]){0,1000}"|\([^()]*\)){0,200})\)/g;

export function typstLinks(text: string): ImageLink[] {
  const links: ImageLink[] = [];
  for (const match of text.matchAll(call)) {
    if (links.length >= mostLinks) break;
    const [whole, target = '', rest = ''] = match;
    const from = match.index;
    if (placeAt(text, from + 1, 'typst').kind === 'verbatim') continue;
    const alt = /\balt\s*:\s*"((?:\\.|[^"\\\n])*)"/.exec(rest);
    const restAt = from + whole.length - 1 - rest.length;
    const end = restAt + (alt === null ? 0 : alt.index + alt[0].length - 1);
    links.push({
      ...{ from, to: from + whole.length, target: unescaped(target) },
      alt:
        alt === null
          ? { text: '', from: restAt, to: restAt, before: ', alt: "', after: '"', escape: 'string' }
          : {
              ...{ text: unescaped(alt[1] ?? ''), from: end - (alt[1] ?? '').length, to: end },
              ...{ before: '', after: '', escape: 'string' },
            },
    });
  }
  return links;
}

const unescaped = (text: string): string => text.replace(/\\(["\\])/g, '$1');
