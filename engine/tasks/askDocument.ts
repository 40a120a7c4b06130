/**
 * Questions about a document: its passages are found, shown to a model with numbers, and what the answer
 * cites leads back to their places. Where no model writes answers, the passages themselves are the answer.
 */
import type { Passage } from '../../document/passages.ts';
import { meets } from '../../document/geometry.ts';
import type { Ask } from '../backends/backend.ts';
import { citationOf, settleCitations } from '../document/citations.ts';
import type { Found, PassageIndex } from '../document/index.ts';
import type { DocumentIndexes, DocumentTexts } from '../document/indexes.ts';
import { documentPrompt } from '../document/prompt.ts';
import { asText, nothingFound, quotingAnswer, worthQuoting } from '../document/quoting.ts';
import { badInput, MarginaliaError } from '../errors.ts';
import type { Delta, DocumentAnswer, DocumentAsk, DocumentPassage } from '../protocol.ts';
import type { Documents } from '../pdf/documents.ts';
import { contentWords } from '../document/index.ts';

export interface DocumentServices {
  readonly documents: DocumentTexts & Pick<Documents, 'crops'>;
  readonly indexes: DocumentIndexes;
  readonly ask: Ask;
  /** Markdown of passages with their formulas as LaTeX; left out, the letters stay as the file has them. */
  readonly texts?: (
    document: number,
    passages: readonly Passage[],
    signal: AbortSignal,
  ) => Promise<string[]>;
}

export interface DocumentQuestion extends Omit<DocumentAsk, 'kind' | 'id'> {
  readonly signal: AbortSignal;
  readonly onDelta: (delta: Delta) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Passages that a model is shown at most. */
const MOST_PASSAGES = 12;
/** Words of the last question that a short follow-up is read with. */
const FEW_WORDS = 3;
/** A region is drawn so that its letters are about as large as on a screen of good resolution. */
const PIXELS_PER_POINT = 2.5;

/** @throws MarginaliaError `bad-input`, `pdf-…`, `cancelled`, and whatever the model or server fails with */
export async function askDocument(
  services: DocumentServices,
  question: DocumentQuestion,
): Promise<DocumentAnswer> {
  if (question.question.trim() === '') throw badInput('The question is empty.', 'Write one.');
  const start = performance.now();
  const { signal, onProgress } = question;
  const { index } = await services.indexes.of(question.document, { signal, onProgress });
  const found = index.find(queryOf(question), MOST_PASSAGES, question.place?.page);
  if (question.by === 'quotes') return await quote(services, question, index, found, start);
  try {
    return await askShown(services, question, shownPassages(index, found, question));
  } catch (error) {
    if (!(error instanceof MarginaliaError) || error.code !== 'model-cannot-answer') throw error;
    return await quote(services, question, index, found, start);
  }
}

/** The passages of a document that fit `query` best. @throws MarginaliaError `pdf-…`, `cancelled` */
export async function findInDocument(
  { documents, indexes }: Pick<DocumentServices, 'documents' | 'indexes'>,
  job: { document: number; query: string; limit: number; signal: AbortSignal },
): Promise<DocumentPassage[]> {
  const { index } = await indexes.of(job.document, { signal: job.signal });
  const { labels } = documents.details(job.document);
  return index.find(job.query, job.limit).map(({ passage, score }, i) => {
    const { page, label, rectangles, quote } = citationOf(i + 1, passage, labels);
    const named = label === undefined ? {} : { label };
    return { page, ...named, heading: passage.heading, text: quote, rectangles, score };
  });
}

/** A question of a few words is looked for together with what it goes on from or is about. */
function queryOf({ question, history, place }: DocumentQuestion): string {
  const words = contentWords(question);
  if (words.length >= FEW_WORDS) return question;
  const before = history.at(-1)?.question ?? '';
  const about =
    before === ''
      ? contentWords(place?.quote ?? '')
          .slice(0, 12)
          .join(' ')
      : before;
  return `${question} ${about}`;
}

/** First what lies where the question points, then what was found. */
function shownPassages(
  index: PassageIndex,
  found: readonly Found[],
  { place }: DocumentQuestion,
): Passage[] {
  const here = index.passages.filter(({ page, rectangles }) => {
    if (page !== place?.page) return false;
    const { rectangle } = place;
    return rectangle === undefined || rectangles.some((box) => meets(box, rectangle));
  });
  const all = [...here, ...found.map(({ passage }) => passage)];
  return [...new Set(all)].slice(0, MOST_PASSAGES);
}

/** A prompt that is too long for the model is tried again with half of its passages. */
async function askShown(
  services: DocumentServices,
  question: DocumentQuestion,
  passages: readonly Passage[],
): Promise<DocumentAnswer> {
  const { document, place, mode, maxTokens, history, signal, onDelta } = question;
  const { title, labels } = services.documents.details(document);
  const image = await pictureOf(services, question);
  const prompt = documentPrompt({
    ...{ question: question.question, passages, title, history },
    place:
      place === undefined
        ? undefined
        : { page: place.page, quote: place.quote, picture: image !== undefined },
  });
  try {
    const images = image === undefined ? [] : [image];
    const answer = await services.ask({
      images,
      question: prompt,
      mode,
      maxTokens,
      signal,
      onDelta,
    });
    const settled = settleCitations(answer.answer, passages.length);
    const citations = settled.numbers.map((n) => citationOf(n, passages[n - 1]!, labels));
    return { ...answer, answer: settled.answer, citations, quoted: false };
  } catch (error) {
    const tooLong = error instanceof MarginaliaError && error.code === 'prompt-too-long';
    if (!tooLong || passages.length === 0) throw error;
    const half = passages.slice(0, Math.floor(passages.length / 2));
    const shorter = { ...question, history: history.slice(Math.ceil(history.length / 2)) };
    return await askShown(services, image === undefined ? shorter : { ...shorter, image }, half);
  }
}

async function pictureOf(
  { documents }: DocumentServices,
  { document, place, image, signal }: DocumentQuestion,
): Promise<Uint8Array | undefined> {
  if (image !== undefined || place?.rectangle === undefined) return image;
  const { page, rectangle } = place;
  const [drawn] = await documents.crops(document, page, [rectangle], PIXELS_PER_POINT, signal);
  return drawn;
}

async function quote(
  { documents, texts }: DocumentServices,
  { document, question, signal, onDelta }: DocumentQuestion,
  index: PassageIndex,
  found: readonly Found[],
  start: number,
): Promise<DocumentAnswer> {
  const { labels, pageCount } = documents.details(document);
  const passages = worthQuoting(found);
  const written =
    texts === undefined
      ? passages.map(({ text }) => asText(text))
      : await texts(document, passages, signal);
  const answer =
    passages.length === 0
      ? nothingFound(question, pageCount, index.passages.length === 0)
      : quotingAnswer(passages, written, labels);
  onDelta({ kind: 'answer', text: answer });
  return {
    ...{ thought: '', answer, stopReason: 'end', thoughtCut: false, quoted: true },
    citations: passages.map((passage, i) => citationOf(i + 1, passage, labels)),
    ...{ promptTokens: null, tokens: null, millis: performance.now() - start },
    ...{ device: '', model: '' },
  };
}
