import type { Value } from './graph.ts';
import { weight, type Build } from './layers.ts';

/** A picture's size in patches, i64 [1] each. */
export interface Grid {
  readonly rows: Value;
  readonly columns: Value;
}

/**
 * Adds `<name>.position_row[r]` + `<name>.position_column[c]` to the row of patch (r, c).
 * `limits` are the tables' lengths; x is [1, rows·columns, width].
 */
export async function addPositions(
  build: Build,
  x: Value,
  name: string,
  { rows, columns }: Grid,
  limits: readonly [number, number],
  width: number,
): Promise<Value> {
  const { graph } = build;
  const [from, axis] = [graph.integers([0]), graph.integers([0])];
  const rowTable = await weight(build, `${name}.position_row`, [limits[0], width]);
  const columnTable = await weight(build, `${name}.position_column`, [limits[1], width]);
  const byRow = graph.op('Slice', [rowTable, from, rows, axis]);
  const byColumn = graph.op('Slice', [columnTable, from, columns, axis]);
  const grid = graph.op('Add', [graph.op('Unsqueeze', [byRow, graph.integers([1])]), byColumn]);
  const positions = graph.op('Reshape', [grid, graph.integers([1, -1, width])]);
  return graph.op('Add', [x, positions], { name: `${name}.placed` });
}
