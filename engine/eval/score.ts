import { latexOf, lexLatex, normalizeLatex } from '../text/latex/index.ts';
import { bleuCounts, tokenize13a, type BleuCounts } from './bleu.ts';
import { compactLatex } from './compact.ts';
import { characterDistance, tokenSimilarity } from './distance.ts';
import { renderLayout, type Rendered } from './render.ts';

/** How one reading compares with its label. Similarity and distance lie in [0, 1]. */
export interface Score {
  /** The normalized tokens are the same. */
  exact: boolean;
  /** KaTeX accepts both and lays them out alike. */
  rendersAlike: boolean;
  /** 1 - token edit distance / longer length, over normalized tokens. */
  similarity: number;
  /** Character edit distance / longer length, over the compact form. */
  characterDistance: number;
  /** KaTeX accepts the reading as it was given; an empty reading is not accepted. */
  accepted: boolean;
  /** KaTeX accepts the label: where it does not, `rendersAlike` cannot be true. */
  labelAccepted: boolean;
  /** What the pair adds to the corpus BLEU of the compact forms. */
  bleu: BleuCounts;
}

/** Compares a reading with its label; both are normalized first, so that spelling habits do not count. */
export function scoreReading(label: string, reading: string): Score {
  const wanted = canonicalTokens(label);
  const given = canonicalTokens(reading);
  const compactWanted = compactLatex(wanted.join(' '));
  const compactGiven = compactLatex(given.join(' '));
  const labelLayout = renderEither(wanted, label);
  const readingLayout = renderEither(given, reading);
  return {
    exact: wanted.join(' ') === given.join(' '),
    rendersAlike:
      labelLayout.accepted && readingLayout.accepted && labelLayout.layout === readingLayout.layout,
    similarity: tokenSimilarity(given, wanted),
    characterDistance: characterDistance(compactGiven, compactWanted),
    accepted: reading.trim() !== '' && renderLayout(reading).accepted,
    labelAccepted: labelLayout.accepted,
    bleu: bleuCounts(tokenize13a(compactGiven), tokenize13a(compactWanted)),
  };
}

/** Normalized tokens, or plain LaTeX tokens where the source is outside the normalizer's grammar. */
export function canonicalTokens(latex: string): string[] {
  return normalizeLatex(latex) ?? lexLatex(latex);
}

/** The canonical form leaves out spacing and style litter; what it cannot spell for KaTeX is rendered as written. */
function renderEither(tokens: readonly string[], source: string): Rendered {
  const canonical = renderLayout(latexOf(tokens));
  return canonical.accepted ? canonical : renderLayout(source);
}
