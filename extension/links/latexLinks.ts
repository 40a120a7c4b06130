/** Pictures in LaTeX: `\includegraphics`, with `\graphicspath`, `page=` and `alt=`. */
import { placeAt } from '../formats/delimiters.ts';
import { mostLinks, type ImageLink } from './link.ts';

const graphics =
  /\\includegraphics\*?\s*(?:\[([^[\]]{0,1000})\]\s*){0,2}\{\s*([^{}\n]{1,1000}?)\s*\}/g;
const graphicsPath = /\\graphicspath\s*\{\s*((?:\{[^{}\n]{0,1000}\}\s*){1,50})\}/g;

export function latexLinks(text: string): ImageLink[] {
  const links: ImageLink[] = [];
  for (const match of text.matchAll(graphics)) {
    if (links.length >= mostLinks) break;
    const [whole, options = '', target = ''] = match;
    const from = match.index;
    if (placeAt(text, from + 1, 'latex').kind === 'verbatim') continue;
    const page = /(?:^|,)\s*page\s*=\s*(\d{1,6})/.exec(options);
    links.push({
      ...{ from, to: from + whole.length },
      target: target.replace(/^"(.*)"$/, '$1'),
      alt: altOf(whole, from, options),
      ...(page === null ? {} : { page: Number(page[1]) }),
    });
  }
  return links;
}

/** Folders that pictures are looked for in, as written: the last `\graphicspath` outside of comments. */
export function graphicsFolders(text: string): string[] {
  const live = [...text.matchAll(graphicsPath)].filter(
    ({ index }) => placeAt(text, index + 1, 'latex').kind !== 'verbatim',
  );
  const list = live.at(-1)?.[1] ?? '';
  return [...list.matchAll(/\{([^{}]*)\}/g)].map(([, folder = '']) => folder.trim());
}

/** Endings that LaTeX puts on a name without one, in its order; a PDF page is no picture for the engine. */
export const graphicsExtensions = [
  '.pdf',
  '.png',
  '.jpg',
  '.jpeg',
  '.svg',
  '.webp',
  '.gif',
  '.bmp',
] as const;

function altOf(whole: string, from: number, options: string): NonNullable<ImageLink['alt']> {
  const written = /(?:^|,)\s*alt\s*=\s*\{([^{}]*)\}/.exec(options);
  if (written !== null) {
    const start =
      from + whole.indexOf(written[0]) + written[0].length - 1 - (written[1] ?? '').length;
    const text = written[1] ?? '';
    return { text, from: start, to: start + text.length, before: '', after: '', escape: 'braces' };
  }
  const bracket = whole.indexOf('[');
  if (bracket >= 0) {
    const at = from + bracket + 1;
    return {
      text: '',
      from: at,
      to: at,
      before: 'alt={',
      after: options.trim() === '' ? '}' : '},',
      escape: 'braces',
    };
  }
  const at = from + whole.indexOf('{');
  return { text: '', from: at, to: at, before: '[alt={', after: '}]', escape: 'braces' };
}
