/** Finds the engine's process, to stop and kill it as a test's bad day. Linux: reads /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of processes whose command line holds all of `parts`. */
export function processesWith(...parts: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const line = commandLine(pid);
      return parts.every((part) => line.includes(part));
    });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it ended between the listing and the reading
  }
}
