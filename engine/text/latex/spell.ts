const WORD = /^\\[a-zA-Z]+\*?$/;
const SPACED = new Set(['&', '\\\\']);

/**
 * The text of each canonical token, such that all of them joined are LaTeX as a careful author types it:
 * a space after a control word only where a letter follows, and around alignment points and row ends.
 */
export function spellTokens(tokens: readonly string[]): string[] {
  return tokens.map((raw, i) => {
    const token = raw.length > 1 ? raw.trimEnd() : raw;
    const next = tokens[i + 1]?.trimEnd() ?? '';
    if (SPACED.has(token)) return ` ${token} `;
    if (token.startsWith('\\begin{') && token !== '\\begin{array}') return token + ' ';
    if (next.startsWith('\\end{')) return token + ' ';
    return WORD.test(token) && /^[a-zA-Z]/.test(next) ? token + ' ' : token;
  });
}

/** LaTeX of a token list. */
export function latexOf(tokens: readonly string[]): string {
  return spellTokens(tokens).join('').trim();
}

/** Drops the spaces after control words that no letter follows: `\frac {a}` becomes `\frac{a}`. */
export function tidyLatex(latex: string): string {
  return latex.replace(/(\\[a-zA-Z]+\*?) +(?![a-zA-Z ])/g, '$1').trim();
}
