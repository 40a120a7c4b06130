/** Pieces of one line of text that a radical, a fraction or a wide space had parted, joined again. */
import { bounds, centerY, shared, width, type Rectangle } from '../geometry.ts';
import { textOfWords, type Line, type Word } from '../lines.ts';

/** How far middles of a line's pieces lie above and below its baseline, in em: halves of a fraction do most. */
const ABOVE = 1.05;
const BELOW = 0.65;
const SAME_BASELINE = 0.3;
/** Share of a piece's width that may lie over other words: the two halves of a fraction stand over one another. */
const OVER = 0.5;

interface Row {
  readonly lines: Line[];
  readonly size: number;
  readonly baseline: number;
}

/** The rows of one column from top to bottom; the longest piece of each tells where it stands. */
export function rowsOf(column: readonly Line[]): Line[] {
  const rows: Row[] = [];
  for (const line of [...column].sort((a, b) => width(b.box) - width(a.box))) {
    const near = rows.filter((row) => belongs(line, row));
    if (near.length > 0) nearest(line, near).lines.push(line);
    else rows.push({ lines: [line], size: line.size, baseline: line.baseline });
  }
  return rows
    .sort((a, b) => a.baseline - b.baseline)
    .map(({ lines }) => (lines.length === 1 ? lines[0]! : joined(lines)));
}

function belongs(line: Line, { lines, size, baseline }: Row): boolean {
  if (line.size > 1.2 * size) return false;
  const y = centerY(line.box);
  const within = y > baseline - ABOVE * size && y < baseline + BELOW * size;
  const level = Math.abs(line.baseline - baseline) < SAME_BASELINE * size;
  if (!within && !level) return false;
  // A line set on its own over or under this one is none of its pieces.
  return covered(line.box, lines) < OVER * Math.max(width(line.box), 1) || isSmall(line, size);
}

const nearest = (line: Line, rows: readonly Row[]): Row =>
  rows.reduce((a, b) => (away(line, b) < away(line, a) ? b : a));

/** From the middle of the row's small letters. */
const away = ({ box }: Line, { baseline, size }: Row): number =>
  Math.abs(centerY(box) - (baseline - 0.25 * size));

const isSmall = ({ box, size }: Line, usual: number): boolean =>
  width(box) < (size < 0.85 * usual ? 6 : 2) * usual;

const covered = (box: Rectangle, lines: readonly Line[]): number =>
  lines
    .flatMap(({ words }) => words)
    .reduce((sum, word) => sum + Math.max(0, shared(box.x1, box.x2, word.box.x1, word.box.x2)), 0);

function joined(lines: readonly Line[]): Line {
  const [longest] = lines as [Line, ...Line[]];
  const { size, baseline } = longest;
  const box = bounds(lines.map((line) => line.box))!;
  const words = inOrder(
    lines.flatMap((line) => line.words),
    size,
  );
  return { words, text: textOfWords(words, size), box, size, baseline };
}

/** From left to right; of a fraction first what stands above. */
function inOrder(words: readonly Word[], size: number): Word[] {
  const stacks: { words: Word[]; end: number }[] = [];
  for (const word of [...words].sort((a, b) => a.box.x1 - b.box.x1)) {
    const stack = stacks.at(-1);
    const over = stack !== undefined && shared(word.box.x1, word.box.x2, -Infinity, stack.end);
    if (stack !== undefined && over !== false && over > 0.1 * size) {
      stack.words.push(word);
      stack.end = Math.max(stack.end, word.box.x2);
    } else stacks.push({ words: [word], end: word.box.x2 });
  }
  const level = (a: Word, b: Word): boolean =>
    Math.abs(a.baseline - b.baseline) < SAME_BASELINE * size;
  return stacks.flatMap((stack) =>
    stack.words.sort((a, b) => (level(a, b) ? a.box.x1 - b.box.x1 : a.baseline - b.baseline)),
  );
}
