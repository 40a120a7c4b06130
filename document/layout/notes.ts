/** Footnotes: small lines at the foot of a column that begin with a raised mark. */
import type { Rectangle } from '../geometry.ts';
import { isRaised, type Line } from './lines.ts';

/** A footnote's letters are smaller than the body's by at least this. */
const SMALLER = 0.93;
const MARK = /^(?:\d{1,3}|[a-z]|[*∗†‡§¶‖]{1,3})$/u;

export interface FootnoteLines {
  readonly mark: string;
  readonly lines: Line[];
}

/** Splits a column's lines into running text and footnotes. */
export function splitNotes(
  lines: readonly Line[],
  rules: readonly Rectangle[],
  bodySize: number,
): { body: Line[]; notes: FootnoteLines[] } {
  const start = firstNote(lines, rules, bodySize);
  if (start < 0) return { body: [...lines], notes: [] };
  const notes: { mark: string; lines: Line[] }[] = [];
  for (const line of lines.slice(start)) {
    const mark = noteMark(line);
    if (mark !== null) notes.push({ mark, lines: [withoutMark(line)] });
    else notes.at(-1)!.lines.push(line);
  }
  return { body: lines.slice(0, start), notes };
}

/** The first line of the block at the column's end that is small throughout and begins with a mark. */
function firstNote(lines: readonly Line[], rules: readonly Rectangle[], bodySize: number): number {
  let start = -1;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index]!;
    if (line.size > SMALLER * bodySize) break;
    if (noteMark(line) === null) continue;
    start = index;
    const above = index === 0 ? -Infinity : lines[index - 1]!.baseline;
    // The rule over the first footnote settles where they begin.
    if (rules.some((rule) => isNoteRule(rule, line, above))) break;
  }
  return start;
}

const isNoteRule = (rule: Rectangle, line: Line, above: number): boolean =>
  rule.x2 - rule.x1 > 20 &&
  rule.y2 < line.baseline &&
  rule.y1 > Math.max(above, line.baseline - 3 * line.size) &&
  rule.x1 < line.box.x2 &&
  rule.x2 > line.box.x1 - 2 * line.size;

function noteMark(line: Line): string | null {
  const first = line.atoms[0];
  if (first?.kind !== 'text' || !isRaised(first, line) || line.atoms.length < 2) return null;
  return MARK.test(first.text) ? first.text : null;
}

function withoutMark(line: Line): Line {
  const atoms = line.atoms.slice(1);
  const first = atoms[0]!;
  return {
    ...line,
    atoms,
    box: { ...line.box, x1: first.box.x1 },
    text: line.text.replace(/^\S+?\s+/, ''),
  };
}
