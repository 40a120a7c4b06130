/** Longest n-gram counted: BLEU-4. */
const maxOrder = 4;

/** What one pair adds to the corpus: lengths, matched n-grams (clipped) and possible n-grams by order. */
export interface BleuCounts {
  predicted: number;
  reference: number;
  matched: number[];
  possible: number[];
}

/**
 * The mteval-13a tokenizer, the default of Hugging Face's `bleu`: each ASCII punctuation mark
 * except ' , - . stands alone; a comma or period stands alone unless digits surround it; a dash
 * after a digit stands alone. A LaTeX command thus becomes `\` and its name.
 */
export function tokenize13a(line: string): string[] {
  const unescaped = line
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return ` ${unescaped} `
    .replace(/[!-&(-+/:-@[-`{-~]/g, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])-/g, '$1 - ')
    .split(/\s+/u)
    .filter((token) => token !== '');
}

/** Counts one pair of token sequences. */
export function bleuCounts(
  prediction: readonly string[],
  reference: readonly string[],
): BleuCounts {
  const counts: BleuCounts = {
    predicted: prediction.length,
    reference: reference.length,
    matched: [],
    possible: [],
  };
  for (let order = 1; order <= maxOrder; order++) {
    const wanted = ngrams(reference, order);
    let matched = 0;
    for (const [gram, times] of ngrams(prediction, order))
      matched += Math.min(times, wanted.get(gram) ?? 0);
    counts.matched.push(matched);
    counts.possible.push(Math.max(0, prediction.length - order + 1));
  }
  return counts;
}

/**
 * Corpus BLEU-4 in [0, 1]: geometric mean of the four clipped precisions times the brevity
 * penalty, unsmoothed, so an order without a match makes it 0 (Papineni et al., 2002).
 */
export function corpusBleu(pairs: Iterable<BleuCounts>): number {
  const matched = new Array<number>(maxOrder).fill(0);
  const possible = new Array<number>(maxOrder).fill(0);
  let predicted = 0;
  let reference = 0;
  for (const pair of pairs) {
    predicted += pair.predicted;
    reference += pair.reference;
    for (let order = 0; order < maxOrder; order++) {
      matched[order] = (matched[order] ?? 0) + (pair.matched[order] ?? 0);
      possible[order] = (possible[order] ?? 0) + (pair.possible[order] ?? 0);
    }
  }
  if (matched.includes(0)) return 0;
  const logPrecision = matched.reduce(
    (sum, hits, order) => sum + Math.log(hits / (possible[order] ?? hits)),
    0,
  );
  const brevity = predicted >= reference ? 0 : 1 - reference / predicted;
  return Math.exp(logPrecision / maxOrder + brevity);
}

function ngrams(tokens: readonly string[], order: number): Map<string, number> {
  const grams = new Map<string, number>();
  for (let start = 0; start + order <= tokens.length; start++) {
    // Tokens hold no white space, so a space joins them without ambiguity.
    const gram = tokens.slice(start, start + order).join(' ');
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}
