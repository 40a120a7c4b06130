/** A paragraph's inlines → one line of Markdown. */
import { codeSpan, escapeText, safeLatex } from './escape.ts';
import type { Inline } from './layout/draft.ts';

export interface InlineContext {
  /** LaTeX of the draft's formulas; null where it could not be read. */
  readonly latex: readonly (string | null)[];
  /** Their letters, for where there is no LaTeX. */
  readonly letters: readonly string[];
  /** Headings are bold by themselves. */
  readonly plain?: boolean;
  /** Inside a table `|` would end the cell, in formulas too. */
  readonly cell?: boolean;
}

type Style = 'plain' | 'bold' | 'italic' | 'both' | 'code';
type Stretch =
  | { readonly kind: 'text'; readonly style: Style; readonly text: string }
  | Exclude<Inline, { kind: 'text' }>;

const marks: Readonly<Record<Exclude<Style, 'code' | 'plain'>, string>> = {
  bold: '**',
  italic: '*',
  both: '***',
};

export function inlineMarkdown(inlines: readonly Inline[], context: InlineContext): string {
  const stretches = merged(inlines, context.plain === true);
  let markdown = '';
  for (const [index, stretch] of stretches.entries()) {
    const next = firstLetter(stretches[index + 1]);
    if (stretch.kind === 'formula') markdown += formula(context, stretch.formula, next);
    else if (stretch.kind === 'note') markdown += `[^${noteLabel(stretch.mark)}]`;
    else markdown += styled(stretch.text, stretch.style, markdown.at(-1) ?? ' ', next);
  }
  return markdown.trim();
}

/** A footnote's mark as a label: signs by their names, since `[^*]` is no label everywhere. */
export const noteLabel = (mark: string): string =>
  [...mark]
    .map((sign) => signNames.get(sign) ?? sign)
    .join('')
    .replaceAll(/[^\w-]/g, 'x');

const signNames = new Map([
  ...[
    ['*', 'star'],
    ['∗', 'star'],
    ['†', 'dagger'],
    ['‡', 'ddagger'],
  ],
  ...[
    ['§', 'section'],
    ['¶', 'paragraph'],
    ['‖', 'parallel'],
  ],
] as [string, string][]);

/** Neighbors of one style in one stretch; spaces take the style of what stands before them. */
function merged(inlines: readonly Inline[], plain: boolean): Stretch[] {
  const made: Stretch[] = [];
  for (const inline of inlines) {
    if (inline.kind !== 'text') {
      made.push(inline);
      continue;
    }
    const last = made.at(-1);
    const blank = inline.text.trim() === '';
    const style = blank && last?.kind === 'text' ? last.style : styleOf(inline, plain);
    if (last?.kind === 'text' && last.style === style)
      made[made.length - 1] = { ...last, text: last.text + inline.text };
    else made.push({ kind: 'text', style, text: inline.text });
  }
  return made;
}

function styleOf(
  { bold, italic, monospace }: Extract<Inline, { kind: 'text' }>,
  plain: boolean,
): Style {
  if (plain) return 'plain';
  if (monospace) return 'code';
  if (bold) return italic ? 'both' : 'bold';
  return italic ? 'italic' : 'plain';
}

function firstLetter(stretch: Stretch | undefined): string {
  if (stretch === undefined) return ' ';
  if (stretch.kind === 'text') return stretch.text[0] ?? ' ';
  return stretch.kind === 'formula' ? '$' : '[';
}

/** Emphasis only where CommonMark sees it as such: elsewhere its stars would be printed. */
function styled(text: string, style: Style, before: string, after: string): string {
  if (style === 'plain') return escapeText(text);
  const inner = text.trim();
  const [lead, tail] = [/^\s*/.exec(text)![0], /\s*$/.exec(text)![0]].map((space) =>
    space === '' ? '' : ' ',
  );
  if (inner === '') return ' ';
  if (style === 'code') {
    const address = /^(?:https?:\/\/|www\.)|@/.test(inner);
    const span =
      address || (before === '`' && lead === '')
        ? escapeText(inner)
        : codeSpan(inner.replaceAll(/\s+/g, ' '));
    return `${lead}${span}${tail}`;
  }
  const [outer, next] = [lead === '' ? before : ' ', tail === '' ? after : ' '];
  const [first, last] = [inner[0]!, inner.at(-1)!];
  const opens = !isSign(first) || /\s/.test(outer) || isSign(outer);
  const closes = !isSign(last) || /\s/.test(next) || isSign(next);
  const touches = outer === '*' || next === '*' || (/\p{L}|\p{N}/u.test(outer) && style === 'both');
  const body = escapeText(inner);
  if (!opens || !closes || touches || !/\p{L}|\p{N}/u.test(inner)) return `${lead}${body}${tail}`;
  return `${lead}${marks[style]}${body}${marks[style]}${tail}`;
}

const isSign = (letter: string): boolean => /[\p{P}\p{S}]/u.test(letter);

function formula({ latex, letters, cell }: InlineContext, index: number, next: string): string {
  const read = latex[index];
  if (read === null || read === undefined || read === '') return escapeText(letters[index] ?? '');
  let safe = safeLatex(read);
  if (cell === true) safe = safe.replaceAll('\\|', '\\Vert ').replaceAll('|', '\\vert ').trim();
  // A digit right after the closing dollar would make it one of money.
  return `$${safe}$${/\d/.test(next) ? ' ' : ''}`;
}
