/** Requests about PDFs, as the server hands them on. */
import type { Event, Request } from '../protocol.ts';
import type { Documents } from './documents.ts';
import { readPage } from './read-page.ts';

export type DocumentRequest = Extract<
  Request,
  { kind: 'document-open' | 'document-page' | 'document-close' }
>;

export interface DocumentContext {
  readonly documents: Documents;
  readonly signal: AbortSignal;
  /** LaTeX of a picture, in turn with other readings. */
  readonly read: (picture: Uint8Array, signal: AbortSignal) => Promise<string>;
  readonly onStep: (done: number, total: number) => void;
}

/** @throws MarginaliaError `pdf-…`, `cancelled`, and what keeps the engine from reading at all */
export async function performDocument(
  request: DocumentRequest,
  { documents, signal, read, onStep }: DocumentContext,
): Promise<Extract<Event, { kind: 'result' }>['result']> {
  switch (request.kind) {
    case 'document-open': {
      const { id, details } = await documents.open(request.bytes, request.password ?? null, signal);
      return { kind: 'document', document: { document: id, ...details } };
    }
    case 'document-page': {
      const { document, page, figures } = request;
      const made = await readPage(documents, { document, page, figures, signal, read, onStep });
      return {
        kind: 'document-page',
        page: { ...made, blocks: [...made.blocks], images: [...made.images] },
      };
    }
    case 'document-close':
      documents.close(request.document);
      return { kind: 'document-closed' };
  }
}
