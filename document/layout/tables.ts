/** Tables between level rules (booktabs, grids): rows and cells by the gaps between their words. */
import { centerX, centerY, contains, shared, width, type Rectangle } from '../geometry.ts';
import type { Atom } from './atoms.ts';
import type { Inline } from './draft.ts';
import { chunksOf, inlinesOf, linesOf, plain, type InlineOptions, type Line } from './lines.ts';

/** A gap between columns, in units of the letters. */
const CELL_GAP = 0.85;
const MOST_ROWS = 200;
const MOST_COLUMNS = 30;
/** Rules shorter than this, in points, are fraction bars and the like. */
const SHORTEST_RULE = 50;

export interface Table {
  readonly box: Rectangle;
  readonly rows: Inline[][][];
  /** The lines of an algorithm between such rules, its title first; a table has none. */
  readonly lines: readonly Line[];
}

const ALGORITHM = /^(?:algorithm|procedure|pseudocode)\s+[\dA-Z]/i;

/** Tables whose top and bottom are rules of one length, with at least two rows and columns between. */
export function findTables(
  rules: readonly Rectangle[],
  atoms: readonly Atom[],
  options: InlineOptions,
): Table[] {
  const level = rules
    .filter((rule) => width(rule) >= SHORTEST_RULE && rule.y2 - rule.y1 < 4)
    .sort((a, b) => a.y1 - b.y1)
    .slice(0, 400);
  const used = new Set<Rectangle>();
  const tables: Table[] = [];
  for (const top of level) {
    if (used.has(top)) continue;
    const same = level.filter(
      (rule) => rule.y1 > top.y1 + 3 && sameSpan(rule, top) && !used.has(rule),
    );
    const bottom = lastOf(top, same, atoms);
    if (bottom === undefined) continue;
    const box = { x1: top.x1 - 1, y1: top.y1, x2: top.x2 + 1, y2: bottom.y2 };
    const inside = atoms.filter((atom) => contains(box, centerX(atom.box), centerY(atom.box)));
    const algorithm = linesOf(inside);
    const lines = ALGORITHM.test(algorithm[0]?.text ?? '') ? algorithm : [];
    const rows = lines.length > 1 ? [] : rowsOf(inside, options);
    if (rows === null) continue;
    for (const rule of level) if (rule.y1 >= box.y1 - 1 && rule.y2 <= box.y2 + 1) used.add(rule);
    tables.push({ box, rows, lines });
  }
  return tables;
}

const sameSpan = (a: Rectangle, b: Rectangle): boolean =>
  Math.abs(a.x1 - b.x1) < 3 && Math.abs(a.x2 - b.x2) < 3;

/** The last rule of a table: what lies between two of its rules fits between its sides. */
function lastOf(
  top: Rectangle,
  below: readonly Rectangle[],
  atoms: readonly Atom[],
): Rectangle | undefined {
  let last: Rectangle | undefined;
  for (const rule of below) {
    const from = (last ?? top).y2;
    const between = atoms.filter(({ box }) => centerY(box) > from && centerY(box) < rule.y1);
    const near = between.filter(({ box }) => shared(box.x1, box.x2, top.x1, top.x2) > -1);
    if (near.some(({ box }) => box.x1 < top.x1 - 2 || box.x2 > top.x2 + 2)) break;
    // Two pages' worth of rules in one table are seldom further apart than this.
    if (rule.y1 - from > 400) break;
    last = rule;
  }
  return last;
}

/** Null when what lies there is no table. */
function rowsOf(atoms: readonly Atom[], options: InlineOptions): Inline[][][] | null {
  const lines = linesOf(atoms);
  if (lines.length < 2 || lines.length > MOST_ROWS) return null;
  const edges = columnEdges(lines);
  if (edges.length < 1 || edges.length >= MOST_COLUMNS) return null;
  const rows = lines.map((line) => cellsOf(line, edges, options));
  return joinContinued(rows);
}

/** The x at which columns part: no line's words cross it, but for heads that span columns. */
function columnEdges(lines: readonly Line[]): number[] {
  const size = lines[0]!.size;
  const spans = lines.map((line) => chunksOf(line, CELL_GAP));
  const rich = Math.max(...spans.map((chunks) => chunks.length));
  // Lines with a head that spans columns do not tell where they part.
  const telling = spans.filter((chunks) => chunks.length > rich / 2).flat();
  const merged: { x1: number; x2: number }[] = [];
  for (const { x1, x2 } of telling.map(({ box }) => box).sort((a, b) => a.x1 - b.x1)) {
    const last = merged.at(-1);
    if (last !== undefined && x1 < last.x2 + 0.4 * size) last.x2 = Math.max(last.x2, x2);
    else merged.push({ x1, x2 });
  }
  return merged.slice(1).map(({ x1 }, index) => (merged[index]!.x2 + x1) / 2);
}

function cellsOf(line: Line, edges: readonly number[], options: InlineOptions): Inline[][] {
  const cells: Inline[][] = Array.from({ length: edges.length + 1 }, () => []);
  for (const chunk of chunksOf(line, CELL_GAP)) {
    // A head over several columns goes to the first of them.
    const column = edges.filter((edge) => edge < chunk.box.x1 + 1).length;
    const before = cells[column]!;
    const space = before.length > 0 ? [plain(' ')] : [];
    cells[column] = [...before, ...space, ...inlinesOf(chunk, options)];
  }
  return cells;
}

/** A line whose first cell is empty and that has text in one other only goes on with the row above. */
function joinContinued(rows: readonly Inline[][][]): Inline[][][] {
  const made: Inline[][][] = [];
  for (const row of rows) {
    const above = made.at(-1);
    const filled = row.filter((cell) => cell.length > 0).length;
    const continues =
      above !== undefined && made.length > 1 && row[0]!.length === 0 && filled === 1;
    if (!continues) {
      made.push(row);
      continue;
    }
    made[made.length - 1] = above.map((cell, column) => {
      const more = row[column]!;
      if (more.length === 0) return cell;
      return [...cell, plain(' '), ...more];
    });
  }
  return made;
}
