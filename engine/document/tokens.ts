/** Words and signs of a text as the index knows them. */

/** Words that stand in every question and tell nothing of what is asked. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about all also an and any are as at be been but by can could did do does for from had has have here how ' +
    'if in into is it its may me my no not of on one or other our out so some such than that the their them ' +
    'then there these they this those to under up was we were what when where which while who why will with ' +
    'would you your explain describe show tell give paper author authors document text say says said mean means ' +
    'become becomes work works use used uses using get gets make makes made need needs know known called call ' +
    'happen happens find found take takes see thing things way ways kind please want like just very much many more ' +
    'most only between same different compare summary summarize page section summarise'
  ).split(' '),
);

/**
 * Lower-case words, single letters of formulas among them (𝑥 and x are one, and so are fi and its ligature). A
 * word with a hyphen counts as a whole and by its parts.
 */
export function tokensOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('\u00ad', '');
  const tokens: string[] = [];
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*/gu)) {
    const bare = word.replace(/['’]s$/u, '');
    tokens.push(bare);
    const parts = bare.split(/[-'’.]/u);
    if (parts.length > 1) tokens.push(...parts.filter((part) => part !== ''));
  }
  return tokens;
}

/** English plurals and the commonest endings of verbs are one with their stems; short words stay. */
export function termOf(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  const single = word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.replace(/(?<=(?:ss|sh|ch|x|z))es$/, '').replace(/(?<=[^su])s$/, '');
  const base = single.replace(/(?:ing|ed|ly)$/, '');
  const kept = base.length < 4 ? single : base.replace(/([^aeioulsz])\1$/, '$1');
  return kept.replace(/(?<=.{4})e$/, '');
}
