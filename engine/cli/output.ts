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

/** Ends the process quietly when nobody reads its output any more, as in `... | head -n 1`. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
