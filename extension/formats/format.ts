/** A formula as text for other places: what "Copy as" writes. */
import { proseLine } from '../../engine/text/latex/index.ts';
import { rowsOf } from './rows.ts';
import { toTypst } from './typst.ts';

export const formats = ['latex', 'inline', 'display', 'equation', 'markdown', 'typst'] as const;

export type Format = (typeof formats)[number];

/**
 * - `latex`: the bare source
 * - `inline`: `$…$`
 * - `display`: `\[…\]`; several lines as `align*` or `gather*`
 * - `equation`: the numbered environment; several lines as `align` or `gather`
 * - `markdown`: `$$…$$` on lines of their own
 * - `typst`: `$ … $` in Typst's notation
 *
 * A line of running text is words with its formulas between dollars, inline and in Markdown.
 *
 * @throws MarginaliaError `not-in-typst` where Typst has no notation for it
 */
export function formatLatex(latex: string, format: Format): string {
  const source = latex.trim();
  switch (format) {
    case 'latex':
      return source;
    case 'inline':
      return proseLine(source) ?? `$${rowsOf(source)?.box ?? source}$`;
    case 'display':
      return lines('brackets', source).join('\n');
    case 'equation':
      return lines('equation', source).join('\n');
    case 'markdown':
      return proseLine(source) ?? lines('dollars', source).join('\n');
    case 'typst':
      return `$ ${toTypst(source)} $`;
  }
}

/** How a formula on lines of its own is set off. */
export type DisplayStyle = 'dollars' | 'brackets' | 'equation';

/** A formula on lines of its own; an environment for lines takes the place of the outer one. */
export function lines(style: DisplayStyle, latex: string, indent = '  '): string[] {
  const source = latex.trim();
  const rows = rowsOf(source);
  if (style === 'dollars') return ['$$', rows?.box ?? source, '$$'];
  if (rows !== undefined) {
    const name = `${rows.aligned ? 'align' : 'gather'}${style === 'equation' ? '' : '*'}`;
    return [`\\begin{${name}}`, indent + rows.body, `\\end{${name}}`];
  }
  if (style === 'brackets') return ['\\[', indent + source, '\\]'];
  return ['\\begin{equation}', indent + source, '\\end{equation}'];
}
