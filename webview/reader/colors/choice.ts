/** Whether pages are dark: the person's choice for this file, else the setting, else the theme. Pure. */
import * as v from 'valibot';

export const settings = ['auto', 'light', 'dark'] as const;
export type Setting = (typeof settings)[number];

const kept = v.object({ pages: v.picklist(['light', 'dark']) });

/** What was chosen for this file; undefined: nothing. */
export function parseChoice(raw: unknown): 'light' | 'dark' | undefined {
  const result = v.safeParse(kept, raw);
  return result.success ? result.output.pages : undefined;
}

export function isDark(
  chosen: 'light' | 'dark' | undefined,
  setting: Setting,
  themeIsDark: boolean,
): boolean {
  if (chosen !== undefined) return chosen === 'dark';
  return setting === 'auto' ? themeIsDark : setting === 'dark';
}

/** A CSS color as a browser computes it, `rgb(…)`; undefined where it is something else. */
export function parseColor(text: string): [number, number, number] | undefined {
  const numbers = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text);
  if (numbers === null) return undefined;
  return [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
}
