/** The matches of one page. Pure. */
import { fold, sourceEnd, type Folded } from './fold.ts';
import { pattern, type Query } from './pattern.ts';

export interface Match {
  /** Offsets in the page's text. */
  readonly start: number;
  readonly end: number;
}

/** A page with more is a table of the same letter; the first are enough. */
export const mostMatches = 5_000;

export type Find = (text: string) => Match[];

/** What finds `query` in a text, in the order of the text; undefined when there is nothing to look for. */
export function finder(query: Query): Find | undefined {
  const wanted = pattern(query);
  if (wanted === undefined) return undefined;
  return (text) => {
    const folded = fold(text, query);
    const found: Match[] = [];
    for (const { 0: hit, index } of folded.text.matchAll(wanted)) {
      if (found.length === mostMatches) break;
      found.push(toSource(folded, index, index + hit.length));
    }
    return found;
  };
}

function toSource(folded: Folded, start: number, end: number): Match {
  return { start: folded.from[start]!, end: sourceEnd(folded, end - 1) };
}

export interface Snippet {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

const around = { before: 32, after: 90 };

/** A match with some of the words around it, in one line. */
export function snippet(text: string, { start, end }: Match): Snippet {
  const from = wordStart(text, Math.max(start - around.before, 0), start);
  const to = Math.min(end + around.after, text.length);
  return {
    before: (from > 0 ? '…' : '') + oneLine(text.slice(from, start)).trimStart(),
    match: oneLine(text.slice(start, end)),
    after: oneLine(text.slice(end, to)).trimEnd() + (to < text.length ? '…' : ''),
  };
}

/** The next place after `at` where a word begins; `at` itself when there is none before `end`. */
function wordStart(text: string, at: number, end: number): number {
  if (at === 0) return 0;
  const gap = text.slice(at, end).search(/\s\S/);
  return gap === -1 ? at : at + gap + 1;
}

const oneLine = (text: string): string =>
  text.replace(/(\p{L})[-\u00ad\u2010]\n(?=\p{Ll})/gu, '$1').replace(/\s+/g, ' ');
