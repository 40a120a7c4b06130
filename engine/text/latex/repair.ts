/** Makes LaTeX of what nearly is: closes what is open, drops what cannot stand, as little of either as it takes. */
import katex from 'katex';
import 'katex/contrib/mhchem';
import { katexRefusal } from './accepts.ts';
import { latexOf, spellTokens } from './spell.ts';

/** Tokens that KaTeX points at and that are dropped one by one before the rest of the formula is given up. */
const MAX_DROPS = 12;
const ALIGNING = new Set(['&', '\\\\', '\\hline']);
const SCRIPTS = new Set(['_', '^']);

/** A kept token's place in the given list, or a token that was put in. */
export type Piece = { from: number } | { added: string };

/**
 * The pieces of `tokens` that make LaTeX which KaTeX accepts, in order, with closing tokens added where they lack.
 * Deterministic; the result is accepted whatever is given, if need be because nothing is left.
 */
export function repairTokens(tokens: readonly string[]): Piece[] {
  let kept = tokens.map((_, index) => index);
  for (let drop = 0; drop <= MAX_DROPS && kept.length > 0; drop++) {
    const pieces = balanced(tokens, kept);
    const refused = refusedPiece(textOf(tokens, pieces));
    if (refused === null) return pieces;
    const culprit = pieces[Math.min(refused, pieces.length - 1)];
    const place = culprit && 'from' in culprit ? culprit.from : kept.at(-1);
    kept = kept.filter((index) => index !== place);
  }
  return longestStart(tokens, kept);
}

/** The texts of pieces. */
export function textOf(tokens: readonly string[], pieces: readonly Piece[]): string[] {
  return pieces.map((piece) => ('from' in piece ? tokens[piece.from]! : piece.added));
}

/** Everything opened is closed in order, and nothing is closed, aligned or scripted twice that was not opened. */
function balanced(tokens: readonly string[], kept: readonly number[]): Piece[] {
  const out: Piece[] = [];
  const open: { token: string; close: string[] }[] = [];
  const scripted = new Set<string>();
  const add = (...texts: string[]): void => void out.push(...texts.map((added) => ({ added })));
  for (let at = 0; at < kept.length; at++) {
    const from = kept[at]!;
    const token = tokens[from]!.trim();
    const environment = /^\\(begin|end)\{(.*)\}$/.exec(token);
    const top = open.at(-1);
    if (SCRIPTS.has(token)) {
      if (scripted.has(token) || at === kept.length - 1) continue;
      scripted.add(token);
      out.push({ from });
      continue;
    }
    if (!SCRIPTS.has(tokens[kept[at - 1] ?? -1]?.trim() ?? '') && token !== '{') scripted.clear();
    if (environment?.[1] === 'end' || token === '}' || token === '\\right') {
      const wanted = open.findLastIndex((level) => level.close.at(0) === token);
      if (wanted < 0) {
        if (token === '\\right') at++;
        continue;
      }
      while (open.length - 1 > wanted) add(...open.pop()!.close);
      open.pop();
    } else if (token === '{') open.push({ token, close: ['}'] });
    else if (token === '\\left') open.push({ token, close: ['\\right', '.'] });
    else if (environment) open.push({ token, close: [`\\end{${environment[2]}}`] });
    else if (ALIGNING.has(token) && !open.some((level) => level.token.startsWith('\\begin'))) {
      if (!top || token !== '\\\\' || !tokens.includes('\\substack')) continue;
    }
    out.push({ from });
  }
  while (open.length) add(...open.pop()!.close);
  return out;
}

/** Index of the piece at which KaTeX stops, or null when it accepts them all. */
function refusedPiece(texts: readonly string[]): number | null {
  const latex = latexOf(texts);
  if (katexRefusal(latex) === null) return null;
  try {
    katex.renderToString(latex, { displayMode: true, strict: 'ignore' });
  } catch (error) {
    const position = error instanceof katex.ParseError ? error.position : undefined;
    if (typeof position !== 'number') return texts.length - 1;
    let end = 0;
    const spelled = spellTokens(texts);
    const index = spelled.findIndex((text) => (end += text.length) > position);
    return index < 0 ? texts.length - 1 : index;
  }
  return texts.length - 1;
}

/** The longest beginning that can be closed into something that KaTeX accepts. */
function longestStart(tokens: readonly string[], kept: readonly number[]): Piece[] {
  for (
    let length = kept.length;
    length > 0;
    length = Math.min(length - 1, Math.floor(length * 0.9))
  ) {
    const pieces = balanced(tokens, kept.slice(0, length));
    if (katexRefusal(latexOf(textOf(tokens, pieces))) === null) return pieces;
  }
  return [];
}
