/** Which page, and which height of it, each entry of an outline leads to; found out in the background. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import * as v from 'valibot';
import type { Entry } from './outlineTree.ts';

export interface Target {
  readonly page: number;
  /** In points from the bottom in the PDF's own space; undefined: the top of the page. */
  readonly height: number | undefined;
}

const reference = v.object({ num: v.number(), gen: v.number() });
const kind = v.object({ name: v.string() });

/** A destination's page and height; undefined when it leads nowhere. */
export async function resolveTarget(
  document: PDFDocumentProxy,
  destination: unknown,
): Promise<Target | undefined> {
  const explicit: unknown =
    typeof destination === 'string' ? await document.getDestination(destination) : destination;
  if (!Array.isArray(explicit)) return undefined;
  const [page, how, ...numbers] = explicit as readonly unknown[];
  const index = v.is(reference, page) ? await document.getPageIndex(page) : page;
  if (typeof index !== 'number' || index < 0 || index >= document.numPages) return undefined;
  const at = v.is(kind, how) ? { XYZ: 1, FitH: 0, FitBH: 0, FitR: 3 }[how.name] : undefined;
  const height = at === undefined ? undefined : numbers[at];
  return { page: index + 1, height: typeof height === 'number' ? height : undefined };
}

export interface Resolving {
  readonly targets: readonly (Target | undefined)[];
  stop(): void;
}

/** Looks up entry after entry; `found` is told now and then, and at the end. */
export function resolveTargets(
  document: PDFDocumentProxy,
  entries: readonly Entry[],
  pause: () => Promise<void>,
  found: () => void,
): Resolving {
  const targets: (Target | undefined)[] = [];
  const stopped = new AbortController();
  const { signal } = stopped;
  const tell = (): void => {
    if (!signal.aborted) found();
  };
  const run = async (): Promise<void> => {
    for (const [index, { item }] of entries.entries()) {
      if (signal.aborted) return;
      // A broken entry leads nowhere; a click on it says so.
      targets[index] = await resolveTarget(document, item.dest).catch(() => undefined);
      if (index % 200 === 199) {
        tell();
        await pause();
      }
    }
    tell();
  };
  void run();
  return { targets, stop: () => stopped.abort() };
}

/**
 * The entry that a reader is in: the last that lies above a place. `heightOnPage` is the place's height
 * on its page in the PDF's own space.
 */
export function entryAt(
  targets: readonly (Target | undefined)[],
  page: number,
  heightOnPage: number,
): number {
  let best = -1;
  let bestTarget: Target | undefined;
  for (const [index, target] of targets.entries()) {
    if (target === undefined || target.page > page) continue;
    if (target.page === page && (target.height ?? Infinity) < heightOnPage) continue;
    if (bestTarget !== undefined && isAbove(target, bestTarget)) continue;
    best = index;
    bestTarget = target;
  }
  return best;
}

const isAbove = (a: Target, b: Target): boolean =>
  a.page !== b.page ? a.page < b.page : (a.height ?? Infinity) > (b.height ?? Infinity);
