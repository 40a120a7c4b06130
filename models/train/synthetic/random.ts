/** A linear congruential generator: the same seed gives the same formulas. */
export interface Random {
  /** A number in 0..1. */
  random: () => number;
  pick: <T>(list: readonly T[]) => T;
  /** A whole number in 0..max-1. */
  integer: (max: number) => number;
  /** True with this probability. */
  chance: (probability: number) => boolean;
  /** `low` to `high` pieces. */
  several: <T>(low: number, high: number, make: () => T) => T[];
}

export function randomFrom(seed: number): Random {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const integer = (max: number): number => Math.floor(random() * max);
  return {
    random,
    integer,
    pick: (list) => list[integer(list.length)]!,
    chance: (probability) => random() < probability,
    several: (low, high, make) => Array.from({ length: low + integer(high - low + 1) }, make),
  };
}
