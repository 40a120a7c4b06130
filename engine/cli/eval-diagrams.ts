/** `eval-diagrams`: solves each problem of a folder and says how many were right, family by family. */
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { badInput, isInputError, MarginaliaError } from '../errors.ts';
import { failures, writeDiagramGallery, type DiagramExhibit } from '../eval/diagrams-gallery.ts';
import { diagramsMarkdown } from '../eval/diagrams-report.ts';
import { kindOf, scoreDiagram, type DiagramMode, type DiagramRow } from '../eval/diagrams-score.ts';
import { firstOfEach, readProblems, type DiagramProblem } from '../eval/diagrams-set.ts';
import { summarizeDiagrams } from '../eval/diagrams-summary.ts';
import { readImageFile } from '../eval/evaluate.ts';
import type { Solution } from '../solve/messages.ts';

export const evalDiagramsUsage =
  'eval-diagrams DIR... [--mode think|nothink|both] [--limit N] [--json] [--gallery FILE.md [--worst 24]]';

export interface EvalDiagramsArguments {
  directories: string[];
  modes: DiagramMode[];
  /** Only the first so many problems of each family. */
  limit: number | undefined;
  json: boolean;
  gallery: string | undefined;
  worst: number;
}

const usage = `Usage: ${evalDiagramsUsage}`;

/** @throws MarginaliaError `bad-input` with the usage */
export function parseEvalDiagramsArguments(words: readonly string[]): EvalDiagramsArguments {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        ...{ mode: text, limit: text, json: { type: 'boolean' }, gallery: text, worst: text },
      },
      allowPositionals: true,
    });
    const { mode = 'think', gallery } = values;
    if (positionals.length === 0)
      throw badInput('eval-diagrams takes at least one folder of problems.', usage);
    if (mode !== 'think' && mode !== 'nothink' && mode !== 'both')
      throw badInput(`There is no mode "${mode}" to evaluate.`, usage);
    if (gallery !== undefined && !/[^/\\]\.md$/.test(gallery))
      throw badInput(`--gallery takes a Markdown file (.md), not ${gallery}.`, usage);
    if (values.worst !== undefined && gallery === undefined)
      throw badInput('--worst needs --gallery.', usage);
    return {
      directories: positionals,
      modes: mode === 'both' ? ['think', 'nothink'] : [mode],
      limit: wholeNumber('limit', values.limit),
      json: values.json ?? false,
      gallery,
      worst: wholeNumber('worst', values.worst) ?? 24,
    };
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw badInput(`--${name} takes a whole number above 0, not ${text}.`, usage);
}

/** What the command needs from the command line that runs it. */
export interface EvalDiagramsHost {
  solve: (image: Uint8Array, question: string, mode: DiagramMode) => Promise<Solution>;
  print: (line: string) => void;
  complain: (line: string) => void;
}

/**
 * Prints a table for each folder and mode; with `json` a line a problem and a summary line. 2 when some picture could
 * not be read. @throws MarginaliaError as solving does, but for bad pictures
 */
export async function evalDiagramsCommand(
  { directories, modes, limit, json, gallery, worst }: EvalDiagramsArguments,
  host: EvalDiagramsHost,
): Promise<0 | 2> {
  const sets: { directory: string; problems: DiagramProblem[] }[] = [];
  for (const directory of directories)
    sets.push({ directory, problems: firstOfEach(await readProblems(directory), limit) });
  const exhibits: DiagramExhibit[] = [];
  for (const { directory, problems } of sets)
    for (const mode of modes) {
      const found: DiagramExhibit[] = [];
      for (const problem of problems) {
        const exhibit = await attempt(directory, problem, mode, host);
        found.push(exhibit);
        if (json) host.print(JSON.stringify(exhibit.row));
      }
      exhibits.push(...found);
      const last = found.findLast(({ solution }) => solution !== null)?.solution;
      const subject = {
        set: basename(resolve(directory)),
        ...{ model: last?.model ?? '-', device: last?.device ?? '-' },
      };
      const rows = found.map(({ row }) => row);
      const summary = summarizeDiagrams(rows, mode);
      host.print(
        json
          ? JSON.stringify({ summary: { ...subject, ...summary } })
          : `${diagramsMarkdown(subject, summary)}\n`,
      );
    }
  if (gallery !== undefined) await writeDiagramGallery(gallery, failures(exhibits, worst));
  return exhibits.some(({ row }) => row.error !== null) ? 2 : 0;
}

async function attempt(
  directory: string,
  problem: DiagramProblem,
  mode: DiagramMode,
  { solve, complain }: EvalDiagramsHost,
): Promise<DiagramExhibit> {
  try {
    const image = await readImageFile(join(directory, problem.file));
    const solution = await solve(image, problem.question, mode);
    return { directory, problem, row: scoreDiagram(problem, mode, solution), solution };
  } catch (error) {
    if (!isInputError(error)) throw error;
    complain(`${problem.file}: ${error.message} ${error.action}`);
    const { code, message, action } = error;
    const row: DiagramRow = {
      ...{ file: problem.file, family: problem.family, kind: kindOf(problem), mode },
      ...{ right: false, refused: false, facts: null, verified: 0, judged: 0, falseSteps: [] },
      ...{ refuted: 0, confidence: null, millis: 0, error: { code, message, action } },
    };
    return { directory, problem, row, solution: null };
  }
}
