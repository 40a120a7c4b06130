/** Learns the pages' true sizes in the background, so that the scroll bar tells the truth early. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { idle } from './sidebar/idle.ts';
import { sizeOf, type Viewer } from './viewer.ts';

/** Pages that are looked at ahead of time; of longer documents the rest is learned as it comes near. */
const most = 2_000;
/** Larger files come over the wire in parts: looking at all pages would fetch all of them. */
const largestFile = 64 * 1024 * 1024;

export function learnSizes(viewer: Viewer, document: PDFDocumentProxy, length: number): void {
  if (length > largestFile) return;
  const run = async (): Promise<void> => {
    for (let page = 2; page <= Math.min(document.numPages, most); page += 1) {
      if (viewer.document !== document) return;
      if (viewer.layout.isKnown(page)) continue;
      try {
        viewer.learn(page, sizeOf(await document.getPage(page)));
      } catch {
        // A broken page says so where it is shown; its size stays an estimate.
        continue;
      }
      if (page % 16 === 0) await idle();
    }
  };
  void run();
}
