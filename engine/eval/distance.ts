import { distance } from 'fastest-levenshtein';

/**
 * Levenshtein distance between two sequences of symbols (tokens or characters).
 * The library compares UTF-16 units, so each distinct symbol is given a unit of its own first;
 * 65,536 distinct symbols in one pair are far beyond any formula.
 */
export function symbolDistance(left: readonly string[], right: readonly string[]): number {
  const units = new Map<string, string>();
  const encode = (symbols: readonly string[]): string =>
    symbols
      .map((symbol) => {
        const known = units.get(symbol);
        if (known !== undefined) return known;
        const unit = String.fromCharCode(units.size);
        units.set(symbol, unit);
        return unit;
      })
      .join('');
  return distance(encode(left), encode(right));
}

/** Distance divided by the longer length, in [0, 1]; two empty sequences are at 0. */
export function normalizedDistance(left: readonly string[], right: readonly string[]): number {
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 0 : symbolDistance(left, right) / longest;
}

/** Token edit similarity, 1 - distance / longer length, in [0, 1]. */
export function tokenSimilarity(left: readonly string[], right: readonly string[]): number {
  return 1 - normalizedDistance(left, right);
}

/** Character edit distance over code points, divided by the longer length, in [0, 1]. */
export function characterDistance(left: string, right: string): number {
  return normalizedDistance([...left], [...right]);
}
