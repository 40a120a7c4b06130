import type { Build } from './layers.ts';
import { floatLinear } from './layers.ts';
import { blockLinear } from './linear-blocks.ts';
import { halfLinear } from './linear-half.ts';

/** How a model's large weights are stored. Vision and projector are never below fp16. */
export const precisions = ['fp32', 'fp16', 'int8', 'int4'] as const;

export type Precision = (typeof precisions)[number];

export const isPrecision = (name: string): name is Precision =>
  (precisions as readonly string[]).includes(name);

type Kind = Pick<Build, 'linear' | 'tables'>;

const float: Kind = { linear: floatLinear, tables: 'float32' };
const half: Kind = { linear: halfLinear, tables: 'float16' };

const decoders: Readonly<Record<Precision, Kind>> = {
  fp32: float,
  fp16: half,
  int8: { linear: blockLinear(8, 8), tables: 'float16' },
  int4: { linear: blockLinear(4, 8), tables: 'float16' },
};

/** What the builder of a graph uses at a precision. */
export function kindOf(precision: Precision, graph: string): Kind {
  if (graph.startsWith('decoder')) return decoders[precision];
  return precision === 'fp32' ? float : half;
}
