/** The page of a PDF reader, and a policy that lets it load nothing but its own files. */
import { viewPage, type PageParts } from '../viewPage.ts';

export interface ReaderPageParts extends PageParts {
  /** The folder of pdf.js's workers and data, with a slash at the end. */
  readonly assets: string;
}

/** Decoders of pictures inside documents are WebAssembly; workers come from blobs of the page's own. */
export function readerPage({ assets, ...parts }: ReaderPageParts): string {
  return viewPage(parts, { title: 'PDF', fetches: true, workers: true, meta: { assets } });
}
