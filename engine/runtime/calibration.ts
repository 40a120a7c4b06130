/** How sure a reading is: probabilities that a decoder gives, brought to the share of readings that are right. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { modelCorrupt } from '../errors.ts';

const weights = v.array(v.pipe(v.number(), v.finite()));

const calibration = v.object({
  /** Weights of `sequenceFeatures`, the bias first. */
  sequence: v.pipe(weights, v.length(5)),
  /** Bias and slope over a token's log-odds. */
  token: v.pipe(weights, v.length(2)),
});

/** Logistic models fitted on held-out renders (Platt scaling, J. Platt 1999, with a few more signs than the score). */
export type Calibration = v.InferOutput<typeof calibration>;

/** What tells a right reading from a wrong one. */
export interface Signs {
  /** Probabilities of the tokens written, the stop token's included; in 0..1. */
  probabilities: readonly number[];
  /** Looks at other sizes that read something else, of all looks but the first; 0 when one look was enough. */
  disagreement: number;
  /** KaTeX took the answer as it came. */
  sound: boolean;
}

const FILE = 'calibration.json';
const MOST = 12;

/** The calibration of a model folder; null when it has none. Throws `model-corrupt` when it is not one. */
export async function readCalibration(directory: string): Promise<Calibration | null> {
  let text: string;
  try {
    text = await readFile(join(directory, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return v.parse(calibration, JSON.parse(text));
  } catch (cause) {
    throw modelCorrupt(join(directory, FILE), 'it is no calibration', cause);
  }
}

const logOdds = (p: number): number =>
  Math.max(-MOST, Math.min(MOST, Math.log(Math.max(p, 1e-12)) - Math.log(Math.max(1 - p, 1e-12))));
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/** [1, log-odds of the whole, log-odds of the weakest token, disagreement, unsound]. */
export function sequenceFeatures({ probabilities, disagreement, sound }: Signs): number[] {
  const whole = Math.exp(probabilities.reduce((sum, p) => sum + Math.log(Math.max(p, 1e-12)), 0));
  const weakest = probabilities.reduce((least, p) => Math.min(least, p), 1);
  return [1, logOdds(whole), logOdds(weakest), disagreement, sound ? 0 : 1];
}

export const tokenFeatures = (probability: number): number[] => [1, logOdds(probability)];

/** Probability that the whole reading is right; without a calibration the geometric mean of its tokens. */
export function readingConfidence(signs: Signs, by: Calibration | null): number {
  const { probabilities } = signs;
  if (probabilities.length === 0) return 0;
  if (by) return logistic(dot(by.sequence, sequenceFeatures(signs)));
  const logs = probabilities.map((p) => Math.log(Math.max(p, 1e-12)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** Probability that one token is right. */
export function tokenConfidence(probability: number, by: Calibration | null): number {
  if (by === null || probability === 0) return probability;
  return logistic(dot(by.token, tokenFeatures(probability)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/**
 * Logistic regression by Newton's method with a small ridge: rows of features (the first is 1) and outcomes.
 * Returns the weights.
 */
export function fitLogistic(
  rows: readonly number[][],
  right: readonly boolean[],
  ridge = 1,
): number[] {
  const width = rows[0]?.length ?? 0;
  let weights = Array.from({ length: width }, () => 0);
  for (let round = 0; round < 30; round++) {
    const gradient = weights.map((w, i) => (i ? -ridge * w : 0));
    const curve = weights.map((_, i) => weights.map((__, j) => (i === j && i ? ridge : 1e-9)));
    for (const [k, row] of rows.entries()) {
      const p = logistic(dot(weights, row));
      for (let i = 0; i < width; i++) {
        gradient[i]! += ((right[k] ? 1 : 0) - p) * row[i]!;
        for (let j = 0; j < width; j++) curve[i]![j]! += p * (1 - p) * row[i]! * row[j]!;
      }
    }
    const step = solve(curve, gradient);
    weights = weights.map((w, i) => w + step[i]!);
    if (Math.max(...step.map(Math.abs)) < 1e-9) break;
  }
  return weights;
}

/** Solves a small symmetric positive system by elimination with pivoting. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows.reduce(
      (best, row, k) => (k >= i && Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? k : best),
      i,
    );
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k]![i]! / rows[i]![i]!;
      rows[k] = rows[k]!.map((value, j) => value - factor * rows[i]![j]!);
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}
