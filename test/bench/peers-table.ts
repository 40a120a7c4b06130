/** The bench's table: medians over the turns, and ratios within each turn. */
import type { Question, Run } from './peers-worker.ts';

export interface Measured {
  readonly name: string;
  readonly runs: Run[];
  /** Bytes. */
  peakMemory: number;
  /** Why it could not run. */
  problem?: string;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Tokens a second after the first one. */
const speed = ({ times }: Run): number => ((times.length - 1) * 1000) / (times.at(-1)! - times[0]!);

const columns = ['', 'first token', 'tokens/s', 'ours is', 'peak memory', 'same tokens'];

/** One row an engine; the first is ours. Ratios are medians of the ratios within the same turn. */
export function table(model: string, question: Question, measured: readonly Measured[]): string[] {
  const { prompt, tokens } = question;
  const rounds = Math.max(...measured.map(({ runs }) => runs.length));
  const ours = measured[0]!;
  const rows = measured.map((one): string[] => {
    if (one.problem !== undefined || one.runs.length === 0)
      return [one.name, 'did not run', '', '', '', ''];
    const ratios = one.runs.map((run, i) => speed(ours.runs[i] ?? run) / speed(run));
    return [
      one.name,
      `${median(one.runs.map(({ times }) => times[0]!)).toFixed(0)} ms`,
      median(one.runs.map(speed)).toFixed(1),
      one === ours ? '' : `${median(ratios).toFixed(2)} times as fast`,
      `${(one.peakMemory / 2 ** 20).toFixed(0)} MiB`,
      one === ours ? '' : agreement(one.runs[0]!, ours.runs[0]),
    ];
  });
  const widths = columns.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [
    `${model}: ${prompt.length} tokens in, ${tokens} out, median of ${rounds} turns`,
    ...[columns, ...rows].map(line),
    ...measured.flatMap(({ name, problem }) =>
      problem === undefined ? [] : [`${name}: ${problem.replace(/\s+/g, ' ').slice(0, 300)}`],
    ),
  ];
}

/** How many tokens from the first on are the same. */
function agreement(run: Run, ours: Run | undefined): string {
  const differs = run.ids.findIndex((id, i) => id !== ours?.ids[i]);
  return differs < 0 ? 'all' : `the first ${differs}`;
}
