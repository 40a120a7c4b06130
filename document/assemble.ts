/** Pages → one document: paragraphs that run over, footnotes whose marks come again. */
import { isLineHyphen } from './layout/hyphens.ts';
import { joinBlocks, pageAnchor, type MarkdownBlock } from './markdown.ts';

export interface MarkdownPage {
  readonly page: number;
  readonly blocks: readonly MarkdownBlock[];
}

const floats: ReadonlySet<MarkdownBlock['kind']> = new Set(['figure', 'caption', 'table', 'note']);
const LABEL = /\[\^([\w-]+)\]/g;

/** The whole document; `file`: the PDF's path relative to it, for the anchors. Pages in their order. */
export function assemble(pages: readonly MarkdownPage[], file: string): string {
  const labels = new Set<string>();
  const made: MarkdownBlock[] = [];
  let words: Set<string> | undefined;
  for (const { page, blocks } of pages) {
    const own = renamed(blocks, page, labels);
    const last = made.findLastIndex((block) => !floats.has(block.kind) && !isAnchor(block));
    const first = own.findIndex((block) => !floats.has(block.kind));
    const [a, b] = [made[last], own[first]];
    if (a?.kind === 'paragraph' && b?.kind === 'paragraph' && a.open && b.continues) {
      words ??= wordsOf(pages);
      made[last] = {
        ...b,
        markdown: joined(a.markdown, b.markdown, words),
        continues: a.continues,
      };
      own.splice(first, 1);
    }
    made.push(anchorBlock(pageAnchor(page, file)), ...own);
  }
  return `${joinBlocks(made)}\n`;
}

/** Two halves of a paragraph; a word that the page's end broke is whole again. */
function joined(before: string, after: string, words: ReadonlySet<string>): string {
  if (isLineHyphen(before, after, words)) return before.slice(0, -1) + after;
  return /\p{L}-$/u.test(before) ? before + after : `${before} ${after}`;
}

function wordsOf(pages: readonly MarkdownPage[]): Set<string> {
  const words = new Set<string>();
  for (const { blocks } of pages)
    for (const { markdown } of blocks)
      for (const [word] of markdown.toLowerCase().matchAll(/\p{L}+(?:-\p{L}+)*(?=$|[^\p{L}-])/gu))
        words.add(word);
  return words;
}

const anchorBlock = (markdown: string): MarkdownBlock => ({
  ...{ kind: 'paragraph', markdown, continues: false, open: false },
});
const isAnchor = ({ markdown }: MarkdownBlock): boolean => /^\[page-\d+\]: </.test(markdown);

/** A label that an earlier page has taken gets the page's number. */
function renamed(
  blocks: readonly MarkdownBlock[],
  page: number,
  labels: Set<string>,
): MarkdownBlock[] {
  const notes = blocks.filter((block) => block.kind === 'note');
  const own = new Set(
    notes.flatMap(({ markdown }) => /^\[\^([\w-]+)\]:/.exec(markdown)?.[1] ?? []),
  );
  const taken = new Set([...own].filter((label) => labels.has(label)));
  for (const label of own) labels.add(taken.has(label) ? `${label}-p${page}` : label);
  return blocks.map((block) =>
    block.kind === 'code'
      ? block
      : {
          ...block,
          markdown: block.markdown.replaceAll(LABEL, (whole, label: string) =>
            taken.has(label) ? `[^${label}-p${page}]` : whole,
          ),
        },
  );
}
