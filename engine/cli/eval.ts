import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MarginaliaError } from '../errors.ts';
import { evaluate, type ReadImage } from '../eval/evaluate.ts';
import { readLabels } from '../eval/labels.ts';
import { rowJson, summaryJson, summaryText, type Subject } from '../eval/report.ts';
import { summarize, type EvalRow } from '../eval/summary.ts';

export const evalUsage = 'eval DIR [--json] [--limit N]';

export interface EvalArguments {
  directory: string;
  json: boolean;
  /** Only the first so many labels; undefined for all. */
  limit: number | undefined;
}

/** What the command needs from the command line that runs it. */
export interface EvalHost {
  /** Reads one image; the model is loaded by the first call. */
  read: ReadImage;
  /** One line to standard output, without its newline. */
  print: (line: string) => void;
  /** One line to standard error. */
  complain: (line: string) => void;
}

/** Parses the words after `eval`. Throws `bad-input` with the usage when they do not fit. */
export function parseEvalArguments(words: readonly string[]): EvalArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean' }, limit: { type: 'string' } },
      allowPositionals: true,
    });
    const [directory] = positionals;
    if (directory === undefined || positionals.length > 1)
      throw badArguments(`eval takes one folder, not ${positionals.length}.`);
    if (values.limit !== undefined && !/^[1-9]\d*$/.test(values.limit))
      throw badArguments(`--limit takes a whole number above 0, not ${values.limit}.`);
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    return { directory, json: values.json ?? false, limit };
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    throw badArguments(error instanceof Error ? error.message : String(error), error);
  }
}

/**
 * Reads a labeled set and prints its figures; with `json`, a line an image as it is read and a
 * summary line. Resolves to the exit code: 0, or 2 when some image could not be read.
 * Rejects when the labels are bad (`bad-input`) or the engine fails.
 */
export async function evalCommand(options: EvalArguments, host: EvalHost): Promise<0 | 2> {
  const labels = (await readLabels(options.directory)).slice(0, options.limit);
  const subject: Subject = { set: basename(resolve(options.directory)), model: '-', device: '-' };
  const rows: EvalRow[] = [];
  for await (const { row, reading } of evaluate(options.directory, labels, host.read)) {
    rows.push(row);
    if (reading) Object.assign(subject, { model: reading.model, device: reading.device });
    if (row.error) host.complain(`${row.file}: ${row.error.message} ${row.error.action}`);
    if (options.json) host.print(rowJson(row));
  }
  const summary = summarize(rows);
  host.print(options.json ? summaryJson(subject, summary) : summaryText(subject, summary));
  return summary.errors === 0 ? 0 : 2;
}

const badArguments = (message: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError({ code: 'bad-input', message, action: `Usage: ${evalUsage}` }, cause);
