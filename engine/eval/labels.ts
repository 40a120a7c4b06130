import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { MarginaliaError } from '../errors.ts';

/** One labeled image: its path within the set's folder, and the LaTeX that it shows. */
export interface Label {
  file: string;
  latex: string;
}

const labelSchema = v.object({ file: v.pipe(v.string(), v.minLength(1)), latex: v.string() });

const action =
  'Give a folder with images and a labels.jsonl that has one line an image: {"file": "a.png", "latex": "x^2"}.';

/**
 * Reads DIR/labels.jsonl; blank lines are skipped.
 * Throws `bad-input`, naming the line, when the folder, the file or a line is not as it should be.
 */
export async function readLabels(directory: string): Promise<Label[]> {
  const path = join(directory, 'labels.jsonl');
  const text = await readText(directory, path);
  const labels: Label[] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const place = `${path}:${index + 1}`;
    const label = parseLabel(line, place);
    const earlier = seen.get(label.file);
    if (earlier !== undefined)
      throw badLabels(`${place} names ${label.file} again; line ${earlier} has it already.`);
    seen.set(label.file, index + 1);
    labels.push(label);
  }
  if (labels.length === 0) throw badLabels(`${path} has no labels.`);
  return labels;
}

async function readText(directory: string, path: string): Promise<string> {
  try {
    if (!(await stat(directory)).isDirectory()) throw badLabels(`${directory} is not a folder.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw badLabels(`The labels in ${directory} cannot be read: ${detail}.`, error);
  }
}

function parseLabel(line: string, place: string): Label {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw badLabels(
      `${place} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    );
  }
  const parsed = v.safeParse(labelSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw badLabels(
    `${place} is not a label: ${v.getDotPath(issue) ?? 'the line'}: ${issue.message}.`,
  );
}

const badLabels = (message: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError({ code: 'bad-input', message, action }, cause);
