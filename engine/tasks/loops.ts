/** A decoder that has lost its way says the same thing again and again until it is stopped. */

/** A loop is at least this many tokens long in all and goes round at least this often. */
const MIN_TOKENS = 48;
const MIN_ROUNDS = 4;
const LONGEST_ROUND = 24;

/**
 * Where the answer should have ended, when its end goes round in a loop: after the loop's first
 * round. Undefined while there is no loop. Rows of zeros in a matrix stay under the measure.
 */
export function loopEnd(ids: readonly number[]): number | undefined {
  for (let period = 1; period <= LONGEST_ROUND; period++) {
    const wanted = Math.max(MIN_ROUNDS * period, MIN_TOKENS);
    if (ids.length < wanted) return undefined;
    let length = period;
    while (length < ids.length && ids.at(-1 - length) === ids.at(-1 - length + period)) length++;
    if (length >= wanted) return ids.length - length + period;
  }
  return undefined;
}
