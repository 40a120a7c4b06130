/** Lines of one column → paragraphs, by what stands between them. */
import type { Line } from '../lines.ts';

/** In units of the body's letters: beyond the usual distance of lines, and of an indented first line. */
const GAP = 0.45;
const INDENT = 0.8;
const FARTHEST = 4;

/** From top to bottom. `size`: points of the body's letters. */
export function paragraphsOf(column: readonly Line[], size: number): Line[][] {
  const lines = [...column].sort((a, b) => a.baseline - b.baseline || a.box.x1 - b.box.x1);
  const usual = usualStep(lines, size);
  const left = Math.min(...lines.map(({ box }) => box.x1));
  const paragraphs: Line[][] = [];
  for (const [i, line] of lines.entries()) {
    const last = lines[i - 1];
    if (last === undefined || parts(last, line)) paragraphs.push([line]);
    else paragraphs.at(-1)!.push(line);
  }
  return paragraphs;

  function parts(last: Line, line: Line): boolean {
    const step = line.baseline - last.baseline;
    if (step < 0.3 * size) return false; // beside one another
    if (step > usual + GAP * size || Math.abs(line.size - last.size) > 0.12 * size) return true;
    const [indent, before] = [line.box.x1 - left, last.box.x1 - left];
    return indent > INDENT * size && indent < FARTHEST * size && before < 0.3 * size;
  }
}

/** The distance of baselines that most lines have; a fifth more than the letters when there are none. */
function usualStep(lines: readonly Line[], size: number): number {
  const steps = lines
    .flatMap((line, i) => (i === 0 ? [] : [line.baseline - lines[i - 1]!.baseline]))
    .filter((step) => step > 0.8 * size && step < 2.2 * size)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 1.2 * size;
}
