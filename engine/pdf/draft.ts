/** The shape of a page's draft, as it is checked when it comes from the process that holds a PDF. */
import * as v from 'valibot';
import type { Block, Inline, PageDraft } from '../../document/layout/draft.ts';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const coordinate = v.pipe(v.number(), v.finite());
const rectangle = v.object({ x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate });
const kind = <T extends string>(name: T) => ({ kind: v.literal(name) });

const inline: v.GenericSchema<Inline> = v.variant('kind', [
  v.object({
    ...{ ...kind('text'), text: v.string(), bold: v.boolean(), italic: v.boolean() },
    monospace: v.boolean(),
  }),
  v.object({ ...kind('formula'), formula: index }),
  v.object({ ...kind('note'), mark: v.string() }),
]);

const inlines = v.array(inline);

const block: v.GenericSchema<Block> = v.variant('kind', [
  v.object({ ...kind('heading'), level: v.pipe(index, v.minValue(1), v.maxValue(6)), inlines }),
  v.object({ ...kind('paragraph'), inlines, continues: v.boolean(), open: v.boolean() }),
  v.object({ ...kind('item'), depth: v.pipe(index, v.maxValue(8)), marker: v.string(), inlines }),
  v.object({ ...kind('quote'), inlines }),
  v.object({ ...kind('code'), text: v.string() }),
  v.object({ ...kind('display'), formula: index, tag: v.string() }),
  v.object({ ...kind('table'), rows: v.array(v.array(inlines)) }),
  v.object({ ...kind('figure'), figure: index }),
  v.object({ ...kind('caption'), inlines }),
  v.object({ ...kind('note'), mark: v.string(), inlines }),
]);

export const pageDraft: v.GenericSchema<PageDraft> = v.object({
  page: v.pipe(index, v.minValue(1)),
  ...{ width: coordinate, height: coordinate, bodySize: coordinate, blocks: v.array(block) },
  formulas: v.array(
    v.object({
      kind: v.picklist(['inline', 'display']),
      ...{ rectangle, exact: v.nullable(v.string()), text: v.string() },
    }),
  ),
  figures: v.array(rectangle),
  scan: v.picklist(['no', 'ocr', 'picture']),
});
