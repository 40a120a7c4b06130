import type { Sampling } from './types.ts';

export interface TokenProbability {
  readonly id: number;
  readonly probability: number;
}

/** A stream of numbers in [0, 1), the same for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The `count` likeliest tokens with their probabilities, best first. Of equal ones the lower id
 * comes first, so that a greedy answer is the same everywhere.
 */
export function topTokens(logits: Float32Array, count: number): TokenProbability[] {
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    const value = logits[id]!;
    if (best.length === count && value <= logits[best[count - 1]!]!) continue;
    let place = Math.min(best.length, count - 1);
    while (place > 0 && logits[best[place - 1]!]! < value) {
      best[place] = best[place - 1]!;
      place--;
    }
    best[place] = id;
  }
  const peak = best.length > 0 ? logits[best[0]!]! : 0;
  const sum = sumOfExponentials(logits, peak, 1);
  return best.map((id) => ({ id, probability: Math.exp(logits[id]! - peak) / sum }));
}

/** The probability of one token at temperature 1. */
export function probabilityOf(logits: Float32Array, id: number): number {
  const peak = maximum(logits);
  return Math.exp(logits[id]! - peak) / sumOfExponentials(logits, peak, 1);
}

/**
 * Draws a token from the nucleus: the smallest set of likeliest tokens whose probability at this
 * temperature reaches `topP` (Holtzman and others, "The Curious Case of Neural Text Degeneration").
 */
export function drawToken(
  logits: Float32Array,
  { temperature, topP }: Sampling,
  random: () => number,
): number {
  const peak = maximum(logits);
  const sum = sumOfExponentials(logits, peak, temperature);
  const tokens: TokenProbability[] = [];
  for (let id = 0; id < logits.length; id++) {
    const probability = Math.exp((logits[id]! - peak) / temperature) / sum;
    // Rarer ones cannot matter among any vocabulary's size, and sorting them would cost.
    if (probability > 1e-9) tokens.push({ id, probability });
  }
  tokens.sort((a, b) => b.probability - a.probability || a.id - b.id);
  let [kept, mass] = [0, 0];
  while (kept < tokens.length && (kept === 0 || mass < topP)) mass += tokens[kept++]!.probability;
  let left = random() * mass;
  for (const token of tokens.slice(0, kept)) {
    left -= token.probability;
    if (left < 0) return token.id;
  }
  return tokens[kept - 1]!.id;
}

function maximum(logits: Float32Array): number {
  let peak = -Infinity;
  for (const value of logits) if (value > peak) peak = value;
  return peak;
}

function sumOfExponentials(logits: Float32Array, peak: number, temperature: number): number {
  let sum = 0;
  for (const value of logits) sum += Math.exp((value - peak) / temperature);
  return sum;
}
