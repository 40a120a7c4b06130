import type { Value } from './graph.ts';
import { weight, type Build } from './layers.ts';

/** A picture's size in patches, i64 [1] each, and which of its patches are in the sequence. */
export interface Grid {
  readonly rows: Value;
  readonly columns: Value;
  /** Their indices, i64 [kept]; left out: all of them, row by row. */
  readonly kept?: Value | undefined;
}

/** Of x [1, rows·columns, width] the patches that are kept. */
export function keptOf({ graph }: Build, x: Value, { kept }: Grid): Value {
  return kept === undefined ? x : graph.op('Gather', [x, kept], { attributes: { axis: 1 } });
}

/**
 * Adds `<name>.position_row[r]` + `<name>.position_column[c]` to the row of patch (r, c).
 * `limits` are the tables' lengths; x is [1, kept, width].
 */
export async function addPositions(
  build: Build,
  x: Value,
  name: string,
  grid: Grid,
  limits: readonly [number, number],
  width: number,
): Promise<Value> {
  const { graph } = build;
  const [from, axis] = [graph.integers([0]), graph.integers([0])];
  const rowTable = await weight(build, `${name}.position_row`, [limits[0], width]);
  const columnTable = await weight(build, `${name}.position_column`, [limits[1], width]);
  const byRow = graph.op('Slice', [rowTable, from, grid.rows, axis]);
  const byColumn = graph.op('Slice', [columnTable, from, grid.columns, axis]);
  const places = graph.op('Add', [graph.op('Unsqueeze', [byRow, graph.integers([1])]), byColumn]);
  const positions = graph.op('Reshape', [places, graph.integers([1, -1, width])]);
  return graph.op('Add', [x, keptOf(build, positions, grid)], { name: `${name}.placed` });
}
