/** Which of the near misses of an answer to trust: KaTeX decides what is LaTeX, the model what is likely. */
import type { GeneratedToken } from '../runtime/types.ts';
import { katexRefusal, latexOf, repairTokens, textOf } from '../text/latex/index.ts';

const MAX_ALTERNATIVES = 3;
/** Each costs a rendering by KaTeX, about a millisecond. */
const MAX_CHECKS = 12;
/** A runner-up less likely than this is not worth a person's look. */
const MIN_RUNNER_UP = 0.05;

export interface Choice {
  text: string;
  probability: number;
}

/**
 * The model's own answer when KaTeX accepts it, else the likeliest accepted one that differs in a
 * single token, else its own with as little dropped and closed as KaTeX needs; the others that KaTeX accepts are the
 * alternatives, likeliest first.
 */
export function choose(written: readonly GeneratedToken[]): {
  chosen: Choice[];
  alternatives: string[];
} {
  const own: Choice[] = written.map(({ text, probability }) => ({ text, probability }));
  const ownLatex = spell(own);
  const others = runnersUp(written)
    .slice(0, MAX_CHECKS)
    .map(({ place, choice }) => own.with(place, choice))
    .filter((tokens) => spell(tokens) !== ownLatex && isAccepted(spell(tokens)));
  const chosen = isAccepted(ownLatex) ? own : (others.shift() ?? repair(own));
  return { chosen, alternatives: others.slice(0, MAX_ALTERNATIVES).map(spell) };
}

/** Tokens put in by a repair are nobody's guess: their probability is 0. */
function repair(own: readonly Choice[]): Choice[] {
  const texts = own.map(({ text }) => text.trim() || text);
  const pieces = repairTokens(texts);
  return textOf(texts, pieces).map((text, i) => {
    const piece = pieces[i]!;
    return 'from' in piece ? own[piece.from]! : { text, probability: 0 };
  });
}

const spell = (tokens: readonly Choice[]): string => latexOf(tokens.map(({ text }) => text));

/** Tokens that nearly were written in place of another, the nearest first. */
function runnersUp(written: readonly GeneratedToken[]): { place: number; choice: Choice }[] {
  return written
    .flatMap((token, place) =>
      token.top
        .filter(({ id, text, probability }) => {
          return id !== token.id && text !== '' && probability >= MIN_RUNNER_UP;
        })
        .map(({ text, probability }) => ({
          ...{ place, choice: { text, probability } },
          loss: token.probability / probability,
        })),
    )
    .sort((a, b) => a.loss - b.loss);
}

export const isAccepted = (latex: string): boolean => katexRefusal(latex) === null;
