/** Takes uneven light out of a picture: a photographed page, a slide with a color gradient. */
import type { Plane } from './picture.ts';

/** A picture has about this many cells along its longer side, each with its own level of paper. */
const CELLS = 12;
const MIN_CELL = 16;

/**
 * The difference of each pixel from the paper around it: more than half of any neighborhood of a
 * printed page is paper, so its level is the median of cells, smoothed and interpolated.
 * @returns levels in -255..255, negative where darker than the paper
 */
export function fromLocalPaper({ width, height, data }: Plane): Int16Array {
  const cell = Math.max(MIN_CELL, Math.round(Math.max(width, height) / CELLS));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const medians = Float64Array.from({ length: rows * columns }, (_, i) => {
    const [left, top] = [(i % columns) * cell, Math.floor(i / columns) * cell];
    return medianIn({ width, height, data }, left, top, cell);
  });
  const paper = smoothed(medians, columns, rows);
  const out = new Int16Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = place(y, cell, rows);
    for (let x = 0; x < width; x++) {
      const h = place(x, cell, columns);
      const upper = paper[v.from * columns + h.from]! * (1 - h.part);
      const lower = paper[v.to * columns + h.from]! * (1 - h.part);
      const level =
        (upper + paper[v.from * columns + h.to]! * h.part) * (1 - v.part) +
        (lower + paper[v.to * columns + h.to]! * h.part) * v.part;
      out[y * width + x] = Math.round(data[y * width + x]! - level);
    }
  }
  return out;
}

/** The two cells whose centers are around a pixel, and how far it is from the first. */
function place(
  at: number,
  cell: number,
  cells: number,
): { from: number; to: number; part: number } {
  const position = Math.min(Math.max((at + 0.5) / cell - 0.5, 0), cells - 1);
  const from = Math.floor(position);
  return { from, to: Math.min(from + 1, cells - 1), part: position - from };
}

function medianIn({ width, height, data }: Plane, left: number, top: number, cell: number): number {
  const levels: number[] = [];
  for (let y = top; y < Math.min(top + cell, height); y++)
    for (let x = left; x < Math.min(left + cell, width); x++) levels.push(data[y * width + x]!);
  return median(levels);
}

/** The median of each cell with its eight neighbors: one cell full of ink has no say. */
function smoothed(cells: Float64Array, columns: number, rows: number): Float64Array {
  return cells.map((_, i) => {
    const around: number[] = [];
    const [column, row] = [i % columns, Math.floor(i / columns)];
    for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, rows - 1); r++)
      for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, columns - 1); c++)
        around.push(cells[r * columns + c]!);
    return median(around);
  });
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
