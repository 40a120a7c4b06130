/** A folder of problems with pictures, as models/train/diagrams writes it: PNG files and problems.jsonl. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { badInput } from '../errors.ts';

const row = v.object({
  file: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  family: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  question: v.string(),
  /** Facts and worked steps, as the recipe tells them. */
  thought: v.string(),
  /** As it is printed, without its unit. */
  answer: v.string(),
  unit: v.optional(v.string(), ''),
  /** What is to be said in place of an answer; '' where there is one. */
  refusal: v.optional(v.string(), ''),
});

export type DiagramProblem = v.InferOutput<typeof row>;

const action =
  'Give a folder that "python -m diagrams.draw" of models/train wrote: pictures and problems.jsonl.';

/** @throws MarginaliaError `bad-input`, naming the line that is not as it should be */
export async function readProblems(directory: string): Promise<DiagramProblem[]> {
  const path = join(directory, 'problems.jsonl');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw badInput(`The problems in ${directory} cannot be read: ${detail}.`, action, error);
  }
  const lines = text.split('\n').map((line, i) => ({ line, place: `${path}:${i + 1}` }));
  const problems = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => parseProblem(line, place));
  if (problems.length === 0) throw badInput(`${path} has no problems.`, action);
  return problems;
}

function parseProblem(line: string, place: string): DiagramProblem {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), row), line);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'the line';
  throw badInput(`${place} is not a problem: ${where}: ${issue.message}.`, action);
}

/** The first so many of each family. */
export function firstOfEach(problems: readonly DiagramProblem[], limit?: number): DiagramProblem[] {
  if (limit === undefined) return [...problems];
  const counts = new Map<string, number>();
  return problems.filter(({ family }) => {
    const count = (counts.get(family) ?? 0) + 1;
    counts.set(family, count);
    return count <= limit;
  });
}
