/** A figure over a set of images with its 95% bootstrap interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

const resamples = 1000;
const seed = 20260;

/**
 * Percentile bootstrap over images: `statistic` is called on the items and on 1,000 resamples of
 * them drawn with replacement from a fixed seed, so the same items give the same interval.
 * Null when there are no items.
 */
export function bootstrap<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
): Estimate | null {
  if (items.length === 0) return null;
  const random = mulberry32(seed);
  const draws: number[] = [];
  for (let round = 0; round < resamples; round++) {
    const sample = items.map((item) => items[Math.floor(random() * items.length)] ?? item);
    draws.push(statistic(sample));
  }
  return { value: statistic(items), low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}

/** Arithmetic mean; NaN for an empty list. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Quantile by linear interpolation between order statistics (numpy's default); NaN for an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

/** Tommy Ettinger's mulberry32: 32 bits of state are plenty for a thousand resamples. */
function mulberry32(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
