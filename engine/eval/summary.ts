import type { ErrorPayload } from '../errors.ts';
import { corpusBleu } from './bleu.ts';
import { bootstrap, mean, quantile, type Estimate } from './bootstrap.ts';
import { calibrationError } from './calibration.ts';
import type { Score } from './score.ts';

/** What happened to one image of the set. */
export interface EvalRow {
  file: string;
  label: string;
  /** Empty when the image could not be read; it then scores as an empty reading. */
  latex: string;
  score: Score;
  confidence: number;
  /** Milliseconds from the request to the reading; null when the image could not be read. */
  millis: number | null;
  error: ErrorPayload | null;
}

/** The figures of a set; shares, similarity, distances, BLEU and calibration error in [0, 1], times in milliseconds. */
export type FigureName =
  | 'exact'
  | 'render'
  | 'similarity'
  | 'bleu'
  | 'characterDistance'
  | 'katex'
  | 'calibration'
  | 'millisMedian'
  | 'millis95';

/** What a set came to: counts, and figures with 95% bootstrap intervals (null where nothing was read). */
export interface Summary {
  n: number;
  errors: number;
  labelsRefusedByKatex: number;
  figures: Record<FigureName, Estimate | null>;
}

/** Sums up the rows of a set. An image that could not be read counts as an empty reading, but has neither time nor confidence. */
export function summarize(rows: readonly EvalRow[]): Summary {
  const scores = rows.map((row) => row.score);
  const average = (figure: (score: Score) => number | boolean): Estimate | null =>
    bootstrap(
      scores.map((score) => Number(figure(score))),
      mean,
    );
  // An image that could not be read has no confidence that could be right or wrong.
  const verdicts = rows
    .filter((row) => row.error === null)
    .map(({ confidence, score }) => ({ confidence, right: score.exact }));
  const millis = rows.map((row) => row.millis).filter((value) => value !== null);
  return {
    n: rows.length,
    errors: rows.filter((row) => row.error !== null).length,
    labelsRefusedByKatex: scores.filter((score) => !score.labelAccepted).length,
    figures: {
      exact: average((score) => score.exact),
      render: average((score) => score.rendersAlike),
      similarity: average((score) => score.similarity),
      bleu: bootstrap(
        scores.map((score) => score.bleu),
        corpusBleu,
      ),
      characterDistance: average((score) => score.characterDistance),
      katex: average((score) => score.accepted),
      calibration: bootstrap(verdicts, calibrationError),
      millisMedian: bootstrap(millis, (sample) => quantile(sample, 0.5)),
      millis95: bootstrap(millis, (sample) => quantile(sample, 0.95)),
    },
  };
}
