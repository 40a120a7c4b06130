import katex from 'katex';
import 'katex/contrib/mhchem';

/**
 * Why KaTeX refuses a formula, or null when it accepts it. KaTeX throws ParseError for most bad input but plain
 * errors for some (a symbol's place taken by an operator), so whatever it throws is a refusal.
 */
export function katexRefusal(latex: string): string | null {
  try {
    katex.renderToString(latex, { displayMode: true, strict: 'ignore', output: 'mathml' });
    katex.renderToString(latex, { displayMode: true, strict: 'ignore', output: 'html' });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
