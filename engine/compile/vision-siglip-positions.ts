import type { Graph, Value } from './graph.ts';
import type { Grid } from './positions.ts';

/**
 * A square position table brought to a picture's grid as PyTorch does it:
 * `F.interpolate(mode='bilinear', align_corners=False, antialias=True)`.
 *
 * Each axis is one product with a matrix of triangle weights. The matrices are made in the graph
 * from the grid's size, so that every device can run it: few have ONNX's Resize with antialiasing.
 * `table` is [side², width]; returns [1, rows·columns, width].
 */
export function resizedPositions(
  graph: Graph,
  table: Value,
  side: number,
  width: number,
  { rows, columns }: Grid,
): Value {
  const constants = {
    one: graph.floats('positions.one', [], Float32Array.of(1)),
    half: graph.floats('positions.half', [], Float32Array.of(0.5)),
    side: graph.floats('positions.side', [], Float32Array.of(side)),
    /** Middles of the table's entries. */
    entries: graph.floats(
      'positions.entries',
      [side],
      Float32Array.from({ length: side }, (_, i) => i + 0.5),
    ),
  };
  const flat = graph.op('Reshape', [table, graph.integers([side, side * width])]);
  const tall = graph.op('MatMul', [triangleWeights(graph, rows, constants), flat]);
  const square = graph.op('Reshape', [tall, graph.integers([-1, side, width])]);
  const resized = graph.op('MatMul', [triangleWeights(graph, columns, constants), square]);
  return graph.op('Reshape', [resized, graph.integers([1, -1, width])]);
}

/** [size, side]: how much each of the table's entries counts at each place. Rows sum to 1. */
function triangleWeights(
  graph: Graph,
  size: Value,
  { one, half, side, entries }: Record<'one' | 'half' | 'side' | 'entries', Value>,
): Value {
  const float = (value: Value) => graph.op('Cast', [value], { attributes: { to: 1 } });
  const scale = graph.op('Div', [side, float(size)]);
  // A triangle as wide as two entries, or as two places where the grid is smaller than the table.
  const support = graph.op('Max', [scale, one]);
  const count = graph.op('Reshape', [size, graph.integers([])]);
  const places = graph.op('Range', [graph.integers(0), count, graph.integers(1)]);
  const middles = graph.op('Mul', [graph.op('Add', [float(places), half]), scale]);
  const column = graph.op('Unsqueeze', [middles, graph.integers([1])]);
  const distance = graph.op('Abs', [graph.op('Sub', [entries, column])]);
  const falling = graph.op('Sub', [one, graph.op('Div', [distance, support])]);
  const triangle = graph.op('Relu', [falling]);
  const sums = graph.op('ReduceSum', [triangle, graph.integers([1])]);
  return graph.op('Div', [triangle, sums]);
}
