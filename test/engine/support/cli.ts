/** Runs the command line as a person would and keeps what it said. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const cliPath = fileURLToPath(new URL('../../../engine/cli.ts', import.meta.url));

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export async function cli(args: readonly string[], input?: Uint8Array): Promise<CliRun> {
  const child = spawn(process.execPath, [cliPath, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

export const lines = (output: string): string[] => output.split('\n').filter((line) => line !== '');
