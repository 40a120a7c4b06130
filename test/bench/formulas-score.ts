/** Compares found formulas with those whose places are known. */
import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { findFormulas, type FormulaRegion } from '../../document/formulas/index.ts';
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
  /** Milliseconds of the processor, over all pages. */
  readonly time: Time;
}

export interface Time {
  /** pdf.js's own list of operators and its own text content. */
  theirs: number;
  /** Our text layer, which has pdf.js make that list too. */
  reading: number;
  finding: number;
}

/**
 * Each rectangle answers for one formula at most, the one that it fits best. The file is opened twice, so
 * that neither pdf.js nor we get what the other has had made.
 */
export async function score(pdf: string, truth: readonly (readonly Truth[])[]): Promise<Scored> {
  const open = () =>
    getDocument({ data: new Uint8Array(readFileSync(pdf)), ...openOptions, verbosity: 0 });
  const [task, other] = [open(), open()];
  const [document, plain] = [await task.promise, await other.promise];
  const counts = noCounts();
  const time: Time = { theirs: 0, reading: 0, finding: 0 };
  for (let number = 1; number <= document.numPages; number++) {
    const [page, plainPage] = [await document.getPage(number), await plain.getPage(number)];
    const theirs = async (): Promise<void> => {
      const begin = process.cpuUsage();
      await plainPage.getOperatorList({ annotationMode: 0 });
      await plainPage.getTextContent();
      time.theirs += since(begin);
    };
    // In turns, since whoever comes later finds the processor's caches warm.
    if (number % 2 === 0) await theirs();
    const begin = process.cpuUsage();
    const text = await pageText(page);
    time.reading += since(begin);
    const middle = process.cpuUsage();
    const found = findFormulas(text);
    time.finding += since(middle);
    if (number % 2 === 1) await theirs();
    count(counts, truth[number - 1] ?? [], found);
  }
  const pages = document.numPages;
  await task.destroy();
  await other.destroy();
  return { counts, pages, time };
}

function since(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

function count(counts: Counts, known: readonly Truth[], found: readonly FormulaRegion[]): void {
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

export function add(to: Counts, from: Counts): void {
  for (const kind of ['display', 'inline'] as const)
    for (const key of Object.keys(to[kind]) as (keyof Count)[]) to[kind][key] += from[kind][key];
}
