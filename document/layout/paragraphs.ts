/** Lines of a column → groups that belong together: a paragraph, a heading, an entry of a list. */
import type { Line } from './lines.ts';
import { isContentsLine, markerOf } from './markers.ts';

/** What is usual on the page. */
export interface Measure {
  readonly size: number;
  /** From baseline to baseline. */
  readonly leading: number;
}

/** The distance of baselines that most pairs of body lines have. */
export function measureOf(columns: readonly (readonly Line[])[], size: number): Measure {
  const counts = new Map<number, number>();
  for (const lines of columns)
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1];
      if (next === undefined || Math.abs(line.size - size) > 0.5) continue;
      const gap = Math.round((next.baseline - line.baseline) * 2) / 2;
      if (gap > 0.8 * size && gap < 2.6 * size) counts.set(gap, (counts.get(gap) ?? 0) + 1);
    }
  const [leading] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [1.2 * size, 0]);
  return { size, leading };
}

/** The lines must come from one column, from its top to its bottom. */
export function groupLines(lines: readonly Line[], measure: Measure): Line[][] {
  const groups: Line[][] = [];
  const [left, right] = [leftOf(lines), rightOf(lines)];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || breaks(group, line, { left, right }, measure)) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

interface Sides {
  readonly left: number;
  readonly right: number;
}

function breaks(
  group: readonly Line[],
  line: Line,
  { left, right }: Sides,
  measure: Measure,
): boolean {
  const before = group.at(-1)!;
  if (isContentsLine(before) || isContentsLine(line)) return true;
  const gap = line.baseline - before.baseline;
  const leading = measure.leading * Math.max(before.size / measure.size, 1);
  if (gap > 1.3 * leading || gap < 0) return true;
  if (Math.abs(line.size - before.size) > 0.07 * before.size && !scriptsOnly(line)) return true;
  if (line.monospace !== before.monospace) return true;
  if (line.monospace) return false;
  if (line.bold !== before.bold && wholly(line) && wholly(before)) return true;
  if (markerOf(line) !== null && !isInside(line, group)) return true;
  const indent = line.box.x1 - before.box.x1;
  const em = line.size;
  const hanging = group.length > 1 ? group[1]!.box.x1 - group[0]!.box.x1 : 0;
  // A first line that is indented against the lines before it begins a paragraph.
  if (indent > 0.8 * em && before.box.x1 < left + 0.7 * em && group.length > 1) return true;
  if (
    indent > 0.8 * em &&
    group.length === 1 &&
    markerOf(before) === null &&
    !isWide(before, left, right)
  )
    return true;
  if (
    indent > 0.8 * em &&
    group.length === 1 &&
    markerOf(before) === null &&
    before.box.x1 <= left + 0.5 * em &&
    endsSentence(before)
  )
    return true;
  // Back at the hanging entry's own margin: the next entry (bibliographies without numbers).
  if (hanging > 0.8 * em && indent < -0.8 * em) return true;
  // Out of an indented list entry to the margin.
  if (markerOf(group[0]!) !== null && line.box.x1 < group[0]!.box.x1 - 0.3 * em) return true;
  if (centeredApart(before, line)) return false;
  const short = before.box.x2 < right - 0.22 * (right - left);
  return short && endsSentence(before) && /^[\p{Lu}\p{N}“"(\ufffc]/u.test(line.text);
}

/** Both stand in the middle of the column: lines of one title. */
const centeredApart = (a: Line, b: Line): boolean =>
  Math.abs(a.box.x1 + a.box.x2 - b.box.x1 - b.box.x2) < a.size &&
  Math.abs(a.box.x1 - b.box.x1) > a.size;

const isWide = (line: Line, left: number, right: number): boolean =>
  line.box.x2 > right - 0.1 * (right - left);

const endsSentence = (line: Line): boolean => /[.!?:;]["”)\]]?$/.test(line.text);

/** All of its letters, a heading's number too. */
const wholly = (line: Line): boolean =>
  line.atoms.every(
    (atom) => atom.kind !== 'text' || atom.bold === line.bold || /^\W*$/.test(atom.text),
  );

/** A line that holds nothing but a formula has the size of its scripts at times. */
const scriptsOnly = (line: Line): boolean => line.atoms.every((atom) => atom.kind === 'formula');

/** “1999.” at a line's start inside a paragraph is no entry of a list. */
function isInside(line: Line, group: readonly Line[]): boolean {
  const before = group.at(-1)!;
  const marker = markerOf(line)!;
  if (marker.kind === 'bullet') return false;
  const sameMargin = Math.abs(line.box.x1 - before.box.x1) < 0.3 * line.size;
  return sameMargin && markerOf(group[0]!) === null && !endsSentence(before);
}

export const leftOf = (lines: readonly Line[]): number =>
  lines.reduce((least, { box }) => Math.min(least, box.x1), Infinity);
export const rightOf = (lines: readonly Line[]): number =>
  lines.reduce((most, { box }) => Math.max(most, box.x2), -Infinity);
