/**
 * Drafts of pages → Markdown: CommonMark with tables, footnotes and `$` formulas, and never raw HTML.
 *
 * A page begins with a link definition, `[page-3]: <paper.pdf#page=3>`: it shows nothing anywhere, can be
 * searched for, and makes `[page-3]` in any text a link to the page.
 */
import { escapeStart, escapeText, fenced, linkTarget, safeLatex } from './escape.ts';
import { inlineMarkdown, noteLabel, type InlineContext } from './inlines.ts';
import type { Block, Inline, PageDraft } from './layout/draft.ts';

/** A block of a page, so that pages can be put together. */
export interface MarkdownBlock {
  readonly kind: Block['kind'];
  readonly markdown: string;
  readonly continues: boolean;
  readonly open: boolean;
}

export interface FilledPage {
  /** LaTeX of the draft's formulas, in their order; null where the reading failed. */
  readonly latex: readonly (string | null)[];
  /** Links of the draft's figures, in their order, relative to the document; null leaves a figure out. */
  readonly figures: readonly (string | null)[];
}

/** The blocks of a page, footnotes last. */
export function pageBlocks(draft: PageDraft, filled: FilledPage): MarkdownBlock[] {
  return draft.blocks.flatMap((block): MarkdownBlock[] => {
    const markdown = blockMarkdown(block, draft, filled);
    if (markdown === '') return [];
    const { continues, open } =
      block.kind === 'paragraph' ? block : { continues: false, open: false };
    return [{ kind: block.kind, markdown, continues, open }];
  });
}

function blockMarkdown(block: Block, draft: PageDraft, { latex, figures }: FilledPage): string {
  const letters = draft.formulas.map(({ text }) => text);
  const context: InlineContext = { latex, letters };
  const line = (inlines: readonly Inline[], how: InlineContext = context): string =>
    inlineMarkdown(inlines, how);
  switch (block.kind) {
    case 'heading':
      // A trailing # would be taken for the closing of the heading.
      return `${'#'.repeat(block.level)} ${line(block.inlines, { ...context, plain: true }).replace(/(#+)$/, '\\$1')}`;
    case 'paragraph':
      return escapeStart(line(block.inlines));
    case 'caption':
      return escapeStart(line(block.inlines));
    case 'item':
      return `${'    '.repeat(block.depth)}${itemMarker(block.marker)} ${escapeStart(line(block.inlines))}`;
    case 'quote':
      return `> ${escapeStart(line(block.inlines))}`;
    case 'code':
      return fenced(block.text);
    case 'display':
      return display(latex[block.formula], block.tag, letters[block.formula] ?? '');
    case 'table':
      return table(block.rows, { ...context, cell: true });
    case 'figure': {
      const link = figures[block.figure];
      return link === null || link === undefined
        ? ''
        : `![Figure on page ${draft.page}](${linkTarget(link)})`;
    }
    case 'note':
      return `[^${noteLabel(block.mark)}]: ${line(block.inlines)}`;
  }
}

/** Markdown knows bullets and numbers; letters (a) are written out after a bullet. */
const itemMarker = (marker: string): string =>
  marker === '-' || /^\d+\.$/.test(marker) ? marker : `- ${marker.replace(/[.)]$/, '\\$&')}`;

function display(latex: string | null | undefined, tag: string, letters: string): string {
  if (latex === null || latex === undefined || latex === '')
    return escapeStart(escapeText(letters));
  const number = tag === '' || latex.includes('\\tag') ? '' : ` \\tag{${tag}}`;
  return `$$\n${safeLatex(latex)}${number}\n$$`;
}

function table(rows: readonly (readonly (readonly Inline[])[])[], context: InlineContext): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = [], ...rest] = rows.map((row) => row.map((cell) => inlineMarkdown(cell, context)));
  return [line(head), line(head.map(() => '---')), ...rest.map((row) => line(row))].join('\n');
}

/** Lists stay together, everything else is parted by an empty line. */
export function joinBlocks(blocks: readonly MarkdownBlock[]): string {
  let markdown = '';
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    const list = before?.kind === 'item' && block.kind === 'item' && sameList(before, block);
    markdown += (before === undefined ? '' : list ? '\n' : '\n\n') + block.markdown;
  }
  return markdown;
}

/** Entries of one list; a deeper one belongs to the entry above it. */
const sameList = (a: MarkdownBlock, b: MarkdownBlock): boolean =>
  b.markdown.startsWith(' ') ||
  a.markdown.startsWith(' ') ||
  a.markdown.startsWith('-') === b.markdown.startsWith('-');

/** The invisible anchor of a page; `file` is the PDF's path relative to the Markdown file. */
export const pageAnchor = (page: number, file: string): string =>
  `[page-${page}]: <${linkTarget(file)}#page=${page}>`;
