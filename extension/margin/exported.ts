/** What an export is made of: the threads of PDFs, page by page, and texts that anybody may have written. */
import createParser, { type MarkdownIt } from 'markdown-it';
import { ChatText } from '../chat/text.ts';
import type { KeptThread } from './sidecar/model.ts';
import { sorted } from './sidecar/serialize.ts';

export interface ExportedPdf {
  readonly name: string;
  /** From the exported file to the PDF, with slashes. */
  readonly path: string;
  readonly threads: readonly KeptThread[];
}

/** The pages that have threads, in their order. */
export function pagesOf({ threads }: ExportedPdf): Map<number, KeptThread[]> {
  return Map.groupBy(sorted(threads), ({ anchor }) => anchor.page);
}

/**
 * Markdown that loads nothing and links to the web alone; numbers that are cited stay as they are. `formula`
 * writes a formula.
 */
export function harmless(
  text: string,
  formula: (latex: string, display: boolean) => string,
): string {
  const made = new ChatText((number) => `\\[${number}\\]`, formula);
  return (made.push(text) + made.end()).trim();
}

let parser: MarkdownIt | undefined;

/** Whether a reader of Markdown finds HTML in it. */
export function holdsHtml(markdown: string): boolean {
  parser ??= createParser({ html: true, linkify: false });
  return parser
    .parse(markdown, {})
    .some(
      ({ type, children }) =>
        type === 'html_block' || (children ?? []).some((inner) => inner.type === 'html_inline'),
    );
}
