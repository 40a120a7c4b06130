import { lexWithSpaces } from './lex.ts';
import type { Node } from './nodes.ts';
import { ABBREVIATIONS } from './tables.ts';

/** TeX's infix commands, which split their group into what stands above and below. */
export const INFIX = new Set(['\\over', '\\above', '\\choose', '\\atop', '\\brace', '\\brack']);

/** What TeX's infix commands make of what stands before and after them. */
export function stacked(command: string, top: string[], bottom: string[]): Node {
  const two = ['{', ...top, '}', '{', ...bottom, '}'];
  if (command === '\\over' || command === '\\above')
    return { tokens: ['\\frac', ...two], tall: true };
  if (command === '\\choose') return { tokens: ['\\binom', ...two], tall: true };
  const tokens = ['\\substack', '{', ...top, '\\\\', ...bottom, '}'];
  if (command === '\\atop') return { tokens, tall: true };
  const [open, close] = command === '\\brace' ? ['\\{', '\\}'] : ['[', ']'];
  return { tokens, fence: { open, close, body: [], tall: true }, tall: true };
}

/** Abbreviations by what they stand for. */
export function spellOut(tokens: string[]): string[] {
  return tokens.flatMap((token) => {
    const meaning = ABBREVIATIONS.get(token);
    return meaning === undefined ? [token] : lexWithSpaces(meaning);
  });
}
