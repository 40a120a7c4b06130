/** What the command line writes: results on standard output, everything else on standard error. */
import { MarginaliaError } from '../errors.ts';

/** One line to standard output. */
export function out(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line to standard error. */
export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What went wrong and what to do, in one line; the stack only for what nobody foresaw. */
export function describeError(error: unknown): string {
  if (error instanceof MarginaliaError) return `${error.message} ${error.action}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Resolves when standard output has taken everything, or nobody reads it any more. */
export function untilWritten(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.once('error', () => resolve());
    process.stdout.write('', () => resolve());
  });
}
