/** A document's outline with page numbers, cut to what a person can use. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { OutlineEntry } from './details.ts';

const MOST_ENTRIES = 5_000;
const DEEPEST = 12;
const LONGEST_TITLE = 400;

type Raw = NonNullable<Awaited<ReturnType<PDFDocumentProxy['getOutline']>>>[number];

/** A broken outline is none: the pages can be read all the same. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  let left = MOST_ENTRIES;
  const visit = async (entries: readonly Raw[], depth: number): Promise<OutlineEntry[]> => {
    const made: OutlineEntry[] = [];
    for (const entry of entries) {
      if (left-- <= 0) break;
      const children = depth < DEEPEST ? await visit(entry.items as Raw[], depth + 1) : [];
      const title = entry.title.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
      made.push({ title, page: await pageOf(document, entry.dest), children });
    }
    return made;
  };
  const outline = await document.getOutline().catch(() => null);
  return outline === null ? [] : await visit(outline, 1);
}

async function pageOf(document: PDFDocumentProxy, dest: Raw['dest']): Promise<number | null> {
  try {
    const place = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    const target: unknown = place?.[0];
    if (typeof target === 'number') return target < document.numPages ? target + 1 : null;
    if (typeof target !== 'object' || target === null) return null;
    return (await document.getPageIndex(target as { num: number; gen: number })) + 1;
  } catch {
    return null; // it names a page that is not there: shown without one
  }
}
