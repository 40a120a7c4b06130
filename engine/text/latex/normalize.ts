import { fenceMatrices } from './environments.ts';
import { OutsideGrammar } from './nodes.ts';
import { Parser } from './parser.ts';
import { latexOf } from './spell.ts';

const PASSES = 4;

/**
 * Canonical tokens of a formula: one spelling for each picture (scripts in one order, aliases merged, spacing and
 * style litter dropped, delimiters stretched only around tall content, matrices under their own names).
 * The canonical form of a canonical form is itself. Returns null when the source is outside the grammar.
 */
export function normalizeLatex(source: string): string[] | null {
  try {
    let tokens = pass(source);
    // Dropping a brace can bring neighbors together that then merge; a second look settles nearly everything.
    for (let i = 0; i < PASSES; i++) {
      const again = pass(latexOf(tokens));
      if (again.length === tokens.length && again.every((token, at) => token === tokens[at]))
        return tokens;
      tokens = again;
    }
    return null;
  } catch (error) {
    if (error instanceof OutsideGrammar || error instanceof RangeError) return null;
    throw error;
  }
}

function pass(source: string): string[] {
  return fenceMatrices(new Parser(source).parse());
}
