import { lexWithSpaces } from './lex.ts';

/** A piece of a line of running text. */
export interface Run {
  kind: 'words' | 'mathematics';
  /** Words as they are typed in a LaTeX or Markdown document, or LaTeX mathematics without delimiters. */
  source: string;
}

const LEAST_WORDS = 3;

/**
 * The runs of a reading that is a line of text with formulas in it, such as `\text{Let }x\in X\text{ be a set}`;
 * null for a formula, which may have a word or two of text in it.
 */
export function proseOf(latex: string): Run[] | null {
  const tokens = lexWithSpaces(latex.trim());
  const runs: Run[] = [];
  let mathematics = '';
  let depth = 0;
  const flush = (): void => {
    if (mathematics.trim() !== '') runs.push({ kind: 'mathematics', source: mathematics.trim() });
    mathematics = '';
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (depth === 0 && token === '\\text' && tokens[at + 1] === '{') {
      const end = tokens.indexOf('}', at);
      if (end < 0) return null;
      flush();
      runs.push({ kind: 'words', source: tokens.slice(at + 2, end).join('') });
      at = end;
      continue;
    }
    if (token === '{' || token === '\\left' || token === '\\begin') depth++;
    if (token === '}' || token === '\\right' || token === '\\end') depth--;
    mathematics += token;
  }
  flush();
  const words = runs.flatMap(({ kind, source }) =>
    kind === 'words' ? (source.match(/[A-Za-z]{2,}/g) ?? []) : [],
  );
  return words.length >= LEAST_WORDS ? runs : null;
}

/** A line of text with its formulas between dollars, for Markdown and LaTeX alike; null for a formula. */
export function proseLine(latex: string): string | null {
  const runs = proseOf(latex);
  if (runs === null) return null;
  return runs
    .map(({ kind, source }) => (kind === 'words' ? source : `$${source}$`))
    .join('')
    .trim();
}
