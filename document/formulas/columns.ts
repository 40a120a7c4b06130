/** Columns of a page, as far as formulas need them: where prose begins and ends. */
import type { Rectangle } from '../geometry.ts';

export interface Column {
  readonly x1: number;
  readonly x2: number;
}

/** The columns that rectangles of lines of prose make: one or two, from left to right. */
export function columnsOf(prose: readonly Rectangle[]): Column[] {
  if (prose.length === 0) return [];
  const left = Math.min(...prose.map(({ x1 }) => x1));
  const right = Math.max(...prose.map(({ x2 }) => x2));
  const gutter = gutterOf(prose, left, right);
  if (gutter === null)
    return [
      {
        x1: usual(
          prose.map(({ x1 }) => x1),
          left,
        ),
        x2: right,
      },
    ];
  const sides = [prose.filter(({ x2 }) => x2 <= gutter), prose.filter(({ x1 }) => x1 >= gutter)];
  return sides.map((side) => ({
    x1: Math.min(...side.map(({ x1 }) => x1)),
    x2: Math.max(...side.map(({ x2 }) => x2)),
  }));
}

/** An x that hardly any line crosses, with many lines on both sides. */
function gutterOf(prose: readonly Rectangle[], left: number, right: number): number | null {
  let best: { x: number; crossed: number } | null = null;
  for (let x = left + 0.3 * (right - left); x < left + 0.7 * (right - left); x += 1) {
    const crossed = prose.filter(({ x1, x2 }) => x1 < x && x2 > x).length;
    const before = prose.filter(({ x2 }) => x2 <= x).length;
    const after = prose.filter(({ x1 }) => x1 >= x).length;
    if (Math.min(before, after) < 0.15 * prose.length || crossed > 0.2 * prose.length) continue;
    if (best === null || crossed < best.crossed) best = { x, crossed };
  }
  return best?.x ?? null;
}

/** The leftmost edge that more than one line in ten shares. */
function usual(edges: readonly number[], least: number): number {
  const sorted = [...edges].sort((a, b) => a - b);
  return (
    sorted.find(
      (edge) => sorted.filter((x) => Math.abs(x - edge) < 2).length > edges.length / 10,
    ) ?? least
  );
}

/** The column that shares the greatest width with a rectangle. */
export function columnAt(columns: readonly Column[], box: Rectangle): Column | undefined {
  let best: Column | undefined;
  let most = -Infinity;
  for (const column of columns) {
    const inside = Math.min(box.x2, column.x2) - Math.max(box.x1, column.x1);
    if (inside > most) [best, most] = [column, inside];
  }
  return best;
}
