/** What a person has made of the side bar, kept per file. Pure. */
import * as v from 'valibot';

/** CSS pixels. */
export const widths = { least: 160, most: 520, usual: 240 };

const schema = v.object({
  open: v.boolean(),
  tab: v.picklist(['outline', 'pages', 'search']),
  width: v.pipe(v.number(), v.minValue(widths.least), v.maxValue(widths.most)),
});

export type SidebarState = v.InferOutput<typeof schema>;

/** Undefined when nothing fitting was kept. */
export function parseSidebarState(raw: unknown): SidebarState | undefined {
  const result = v.safeParse(schema, raw);
  return result.success ? result.output : undefined;
}
