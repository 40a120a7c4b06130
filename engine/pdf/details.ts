/** What is known of a PDF once it is open. */
import * as v from 'valibot';

const page = v.pipe(v.number(), v.integer(), v.minValue(1));

/** An entry of the outline; `page` is null when it leads nowhere that exists. */
export interface OutlineEntry {
  title: string;
  page: number | null;
  children: OutlineEntry[];
}

const outlineEntry: v.GenericSchema<OutlineEntry> = v.object({
  title: v.string(),
  page: v.nullable(page),
  children: v.array(v.lazy(() => outlineEntry)),
});

export const documentDetails = v.object({
  pageCount: page,
  /** What the document prints on its pages; null when it has no labels. */
  labels: v.nullable(v.array(v.string())),
  outline: v.array(outlineEntry),
  /** From its metadata; empty when it has none. */
  title: v.string(),
});

export type DocumentDetails = v.InferOutput<typeof documentDetails>;
