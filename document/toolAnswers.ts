/** What tools tell a chat model about a PDF: plain JSON, bounded, the same over MCP and in the editor. */
import type { Rectangle } from './geometry.ts';

const MOST_ENTRIES = 1_000;
const MOST_LABELS = 2_000;

interface Entry {
  readonly title: string;
  readonly page: number | null;
  readonly children: readonly Entry[];
}

interface Details {
  readonly title: string;
  readonly pageCount: number;
  readonly labels: readonly string[] | null;
  readonly outline: readonly Entry[];
}

interface Passage {
  readonly page: number;
  readonly label?: string | undefined;
  readonly heading: string;
  readonly text: string;
  readonly rectangles: readonly Rectangle[];
}

interface Citation extends Pick<Passage, 'page' | 'label' | 'rectangles'> {
  readonly number: number;
  readonly quote: string;
}

interface Answer {
  readonly answer: string;
  readonly quoted: boolean;
  readonly citations: readonly Citation[];
}

/** Entries in their order with their depth, from 1; `leftOut` counts what a very long outline has more. */
export function toldOutline({ title, pageCount, labels, outline }: Details) {
  const all = flat(outline, 1);
  const entries = all.slice(0, MOST_ENTRIES);
  const leftOut = all.length - entries.length;
  return {
    ...{ title, pages: pageCount },
    ...(labels === null ? {} : { labels: labels.slice(0, MOST_LABELS) }),
    outline: entries,
    ...(leftOut === 0 ? {} : { leftOut }),
  };
}

function flat(entries: readonly Entry[], level: number): Told[] {
  return entries.flatMap(({ title, page, children }) => [
    { title, level, page },
    ...flat(children, level + 1),
  ]);
}

interface Told {
  readonly title: string;
  readonly level: number;
  readonly page: number | null;
}

/** A page's Markdown, and in `note` what it lacks. */
export function toldPage(
  page: number,
  markdown: string,
  { scan, formulas }: { scan: 'no' | 'ocr' | 'picture'; formulas: { failed: number } },
) {
  const notes = [
    ...(scan === 'picture'
      ? ['The page is a picture without a text layer: its text was not read.']
      : []),
    ...(scan === 'ocr'
      ? ['The text is what a recognition program left under a scan; it may have errors.']
      : []),
    ...(formulas.failed > 0
      ? [`${formulas.failed} formulas could not be read; their letters stand in their place.`]
      : []),
  ];
  return { page, markdown, ...(notes.length === 0 ? {} : { note: notes.join(' ') }) };
}

/** Passages, the best first; rectangles in points from the page's top left corner. */
export function toldPassages(passages: readonly Passage[]) {
  return {
    passages: passages.map(({ page, label, heading, text, rectangles }) => ({
      ...{ page, ...labeled(label), heading, text },
      rectangles: rectangles.map(rounded),
    })),
  };
}

export const quotingNote =
  'These are passages of the document, word for word: no model wrote this answer.';

/** An answer with what it cites; `note` where it is quoted. */
export function toldAnswer({ answer, quoted, citations }: Answer) {
  return {
    ...{ answer, quoted, ...(quoted ? { note: quotingNote } : {}) },
    citations: citations.map(({ number, page, label, quote, rectangles }) => ({
      ...{ number, page, ...labeled(label), quote },
      rectangles: rectangles.map(rounded),
    })),
  };
}

const labeled = (label: string | undefined) => (label === undefined ? {} : { label });

/** Tenths of a point are finer than any letter. */
function rounded({ x1, y1, x2, y2 }: Rectangle): Rectangle {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return { x1: tenth(x1), y1: tenth(y1), x2: tenth(x2), y2: tenth(y2) };
}
