import { parseArgs } from 'node:util';
import { badInput, MarginaliaError } from '../errors.ts';
import { parseVariant, type Variant } from '../eval/variant.ts';

export const evalUsage =
  'eval DIR... [--as zoom=2,dark,jpeg=40]... [--json] [--limit N] [--gallery FILE.md [--worst 12]]';

export interface EvalArguments {
  directories: string[];
  /** Each set is read once for each of these; never empty. */
  variants: Variant[];
  json: boolean;
  /** Only the first so many labels of each set; undefined for all. */
  limit: number | undefined;
  /** A Markdown file for the worst readings, and how many of them. */
  gallery: string | undefined;
  worst: number;
}

/** Parses the words after `eval`. @throws MarginaliaError `bad-input` with the usage */
export function parseEvalArguments(words: readonly string[]): EvalArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        as: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        limit: { type: 'string' },
        gallery: { type: 'string' },
        worst: { type: 'string' },
      },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw badArguments('eval takes at least one folder.');
    if (values.worst !== undefined && values.gallery === undefined)
      throw badArguments('--worst needs --gallery.');
    if (values.gallery !== undefined && !/[^/\\]\.md$/.test(values.gallery))
      throw badArguments(`--gallery takes a Markdown file (.md), not ${values.gallery}.`);
    return {
      directories: positionals,
      variants: (values.as ?? ['plain']).map(parseVariant),
      json: values.json ?? false,
      limit: wholeNumber('limit', values.limit),
      gallery: values.gallery,
      worst: wholeNumber('worst', values.worst) ?? 12,
    };
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    throw badArguments(error instanceof Error ? error.message : String(error), error);
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text))
    throw badArguments(`--${name} takes a whole number above 0, not ${text}.`);
  return Number(text);
}

const badArguments = (message: string, cause?: unknown): MarginaliaError =>
  badInput(message, `Usage: ${evalUsage}`, cause);
