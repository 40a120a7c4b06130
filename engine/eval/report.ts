import type { Estimate } from './bootstrap.ts';
import type { EvalRow, FigureName, Summary } from './summary.ts';

/** What was evaluated: the set's name, how its images were changed, and the model and device that read it. */
export interface Subject {
  set: string;
  /** "plain" for the images as they are, else as behind `--as`. */
  as: string;
  model: string;
  device: string;
  /** Milliseconds from starting the engine to its first reading; null where it ran already. */
  firstReadingMillis: number | null;
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const fraction = (value: number): string => value.toFixed(4);
const time = (value: number): string => `${value.toFixed(0)} ms`;

const lines: readonly [FigureName, string, (value: number) => string][] = [
  ['exact', 'exact match, normalized', share],
  ['render', 'same KaTeX rendering', share],
  ['similarity', 'token edit similarity', fraction],
  ['bleu', 'BLEU-4, UniMERNet convention', fraction],
  ['characterDistance', 'character edit distance, same', fraction],
  ['katex', 'accepted by KaTeX', share],
  ['calibration', 'expected calibration error', fraction],
  ['millisMedian', 'time, median', time],
  ['millis95', 'time, 95th percentile', time],
];

/** The table that a person reads. */
export function summaryText(subject: Subject, summary: Summary): string {
  const table = lines.map(([figure, title, format]) => {
    const estimate = summary.figures[figure];
    if (estimate === null) return `  ${title.padEnd(30)}        -`;
    const interval = `[${format(estimate.low)}, ${format(estimate.high)}]`;
    return `  ${title.padEnd(30)}${format(estimate.value).padStart(9)}   ${interval}`;
  });
  const first = subject.firstReadingMillis;
  const name = subject.as === 'plain' ? subject.set : `${subject.set} as ${subject.as}`;
  return [
    `${name}: model ${subject.model} on ${subject.device}, 95% bootstrap intervals`,
    `  n = ${summary.n}, errors = ${summary.errors}, labels refused by KaTeX = ${summary.labelsRefusedByKatex}`,
    ...table,
    ...(first === null
      ? []
      : [`  ${'start to first reading'.padEnd(30)}${time(first).padStart(9)}`]),
  ].join('\n');
}

/** The closing JSON line: `{"summary": {...}}`, each figure as {value, low, high}. */
export function summaryJson(subject: Subject, summary: Summary): string {
  const { figures, ...counts } = summary;
  const { firstReadingMillis: first, ...names } = subject;
  const firstReadingMillis = first === null ? null : round(first, 1);
  const rounded: [string, Estimate | null][] = lines.map(([figure]) => [
    figure,
    roundEstimate(figures[figure]),
  ]);
  return JSON.stringify({
    summary: { ...names, ...counts, ...Object.fromEntries(rounded), firstReadingMillis },
  });
}

/** One JSON line for an image. */
export function rowJson(row: EvalRow): string {
  return JSON.stringify({
    file: row.file,
    latex: row.latex,
    label: row.label,
    exact: row.score.exact,
    render: row.score.rendersAlike,
    similarity: round(row.score.similarity, 4),
    characterDistance: round(row.score.characterDistance, 4),
    katex: row.score.accepted,
    confidence: round(row.confidence, 4),
    millis: row.millis === null ? null : round(row.millis, 1),
    error: row.error,
  });
}

function roundEstimate(estimate: Estimate | null): Estimate | null {
  if (estimate === null) return null;
  return {
    value: round(estimate.value, 4),
    low: round(estimate.low, 4),
    high: round(estimate.high, 4),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
