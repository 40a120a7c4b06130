/** `models compile`: a checkpoint, from a folder or a server, becomes a model folder. */
import { parseArgs } from 'node:util';
import { compileModel, isPrecision, precisions } from '../compile/compile.ts';
import type { CompileProgress } from '../compile/compile.ts';
import { badInput, cancelled } from '../errors.ts';
import { out, warn } from './output.ts';

export const compileUsage = 'models compile DIR|URL --out DIR [--precision int4]';

/** Between two lines that say how far it is. */
const reportMillis = 5000;

/** Compiles and prints the folder. Ctrl+C stops; the same words go on. Resolves to the exit code. */
export async function compileCommand(words: readonly string[]): Promise<number> {
  const { source, outDir, precision } = parse(words);
  const abort = new AbortController();
  const stop = (): void => abort.abort(cancelled());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const onProgress = reporter();
    const manifest = await compileModel(source, {
      ...{ precision, outDir, signal: abort.signal, onProgress },
    });
    const billions = (manifest.parameters / 1e9).toFixed(2);
    warn(
      `${billions} billion weights as ${precision}. Use them: npm start -- ask --model "${outDir}" …`,
    );
    out(outDir);
    return 0;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function parse(words: readonly string[]) {
  const usage = `Usage: npm start -- ${compileUsage}`;
  const { values, positionals } = parseWords(words, usage);
  const [source, ...others] = positionals;
  const { out: outDir, precision } = values;
  if (source === undefined || others.length > 0) throw badInput('Name one checkpoint.', usage);
  if (outDir === undefined || outDir === '')
    throw badInput('Say with --out where the model shall go.', usage);
  if (isPrecision(precision)) return { source, outDir, precision };
  throw badInput(`There is no precision "${precision}".`, `Choose ${precisions.join(', ')}.`);
}

function parseWords(words: readonly string[], usage: string) {
  const options = {
    out: { type: 'string' },
    precision: { type: 'string', default: 'int4' },
  } as const;
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

function reporter(): (progress: CompileProgress) => void {
  let told = -Infinity;
  return ({ phase, done, total, name }) => {
    const now = performance.now();
    if (now - told < reportMillis) return;
    told = now;
    const what = phase === 'weights' ? 'compiling' : 'checking';
    const [have, all] = [done, total].map((bytes) => (bytes / 1e9).toFixed(2));
    warn(`${what} ${have ?? ''} of ${all ?? ''} GB  ${name}`);
  };
}
