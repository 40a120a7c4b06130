/** Requests that search an open PDF or ask about it, as the server hands them on. */
import type { Ask } from '../backends/backend.ts';
import type { Documents } from '../pdf/documents.ts';
import type { Delta, Event, Request } from '../protocol.ts';
import { askDocument, findInDocument } from '../tasks/askDocument.ts';
import type { DocumentIndexes } from './indexes.ts';
import { passageTexts } from './passage-texts.ts';

export type QuestionRequest = Extract<Request, { kind: 'document-find' | 'document-ask' }>;

export interface QuestionContext {
  readonly documents: Documents;
  readonly indexes: DocumentIndexes;
  readonly signal: AbortSignal;
  readonly ask: Ask;
  readonly read: (picture: Uint8Array, signal: AbortSignal) => Promise<string>;
  readonly onDelta: (delta: Delta) => void;
  /** Pages that are in the index. */
  readonly onStep: (done: number, total: number) => void;
}

export const isQuestion = (request: { kind: string }): request is QuestionRequest =>
  request.kind === 'document-find' || request.kind === 'document-ask';

/** @throws MarginaliaError `bad-input`, `pdf-…`, `cancelled`, and what the model or server fails with */
export async function performQuestion(
  request: QuestionRequest,
  { documents, indexes, signal, ask, read, onDelta, onStep }: QuestionContext,
): Promise<Extract<Event, { kind: 'result' }>['result']> {
  if (request.kind === 'document-find') {
    const passages = await findInDocument({ documents, indexes }, { ...request, signal });
    return { kind: 'document-passages', passages };
  }
  const texts = (document: number, passages: Parameters<typeof passageTexts>[2]) =>
    passageTexts({ documents, read }, document, passages, signal);
  const answer = await askDocument(
    { documents, indexes, ask, texts },
    { ...request, signal, onDelta, onProgress: onStep },
  );
  return { kind: 'document-answer', answer };
}
