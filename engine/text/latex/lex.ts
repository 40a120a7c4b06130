/** One LaTeX token: a control word (with its star), a control symbol, a run of white space, or one character. */
const TOKEN = /\\[a-zA-Z]+\*?|\\[\s\S]|\s+|[\s\S]/gu;

/** Splits LaTeX into tokens and keeps white space as single ' ' tokens; comments are dropped up to the line's end. */
export function lexWithSpaces(source: string): string[] {
  const clean = source.replace(/(?<!\\)%[^\n]*(\n|$)/g, ' ');
  return (clean.match(TOKEN) ?? []).map((token) => (/^\s/u.test(token) ? ' ' : token));
}

/** Splits LaTeX into tokens without white space: what an edit distance counts when no grammar fits. */
export function lexLatex(source: string): string[] {
  return lexWithSpaces(source).filter((token) => token !== ' ');
}
