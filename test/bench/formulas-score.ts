/** Compares found formulas with those whose places are known. */
import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { findFormulas } from '../../document/formulas/index.ts';
import { overlap } from '../../document/geometry.ts';
import { openOptions, pageText } from '../../document/glyphs.ts';
import type { Kind } from './formulas-source.ts';
import type { Truth } from './formulas-truth.ts';

export interface Count {
  /** Formulas that there are, and those of them that a found rectangle covers by half, by three quarters. */
  known: number;
  half: number;
  most: number;
  /** Rectangles found, and those of them that fit a formula by half, by three quarters. */
  found: number;
  rightHalf: number;
  rightMost: number;
}

export type Counts = Record<Kind, Count>;

const none = (): Count => ({ known: 0, half: 0, most: 0, found: 0, rightHalf: 0, rightMost: 0 });
export const noCounts = (): Counts => ({ display: none(), inline: none() });

export interface Scored {
  readonly counts: Counts;
  readonly pages: number;
  /** Milliseconds of finding, and of reading the text layer, over all pages. */
  readonly finding: number;
  readonly reading: number;
}

/** Each rectangle answers for one formula at most, the one that it fits best. */
export async function score(pdf: string, truth: readonly (readonly Truth[])[]): Promise<Scored> {
  const task = getDocument({
    data: new Uint8Array(readFileSync(pdf)),
    ...openOptions,
    verbosity: 0,
  });
  const document = await task.promise;
  const counts = noCounts();
  let [finding, reading] = [0, 0];
  for (let page = 1; page <= document.numPages; page++) {
    const begin = performance.now();
    const text = await pageText(await document.getPage(page));
    const middle = performance.now();
    const found = findFormulas(text);
    reading += middle - begin;
    finding += performance.now() - middle;
    const known = truth[page - 1] ?? [];
    for (const { kind } of known) counts[kind].known++;
    for (const { kind } of found) counts[kind].found++;
    const pairs = known
      .flatMap((formula) =>
        found.map((region) => ({
          ...{ formula, region },
          fit: overlap(formula.rectangle, region.rectangle),
        })),
      )
      .filter(({ fit }) => fit >= 0.5)
      .sort((a, b) => b.fit - a.fit);
    const used = new Set<unknown>();
    for (const { formula, region, fit } of pairs) {
      if (used.has(formula) || used.has(region)) continue;
      used.add(formula).add(region);
      counts[formula.kind].half++;
      counts[region.kind].rightHalf++;
      if (fit < 0.75) continue;
      counts[formula.kind].most++;
      counts[region.kind].rightMost++;
    }
  }
  const pages = document.numPages;
  await task.destroy();
  return { counts, pages, finding, reading };
}

export function add(to: Counts, from: Counts): void {
  for (const kind of ['display', 'inline'] as const)
    for (const key of Object.keys(to[kind]) as (keyof Count)[]) to[kind][key] += from[kind][key];
}
