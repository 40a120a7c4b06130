/** How a formula goes into a document at a cursor: the delimiters that fit there, and on which lines. */
import type { DocumentKind } from './documentKind.ts';
import { proseOf } from '../../engine/text/latex/index.ts';
import { lines, type DisplayStyle } from './format.ts';
import { verbatim, type Place, type Seen } from './place.ts';
import { rowsOf } from './rows.ts';
import { scanLatex } from './scanLatex.ts';
import { scanMarkdown } from './scanMarkdown.ts';
import { scanTypst } from './scanTypst.ts';
import { shapeOf, type Shape } from './shape.ts';
import { toTypst } from './typst.ts';

/** In LaTeX: `auto` writes what the document writes already, else `$…$` and `\[…\]`. */
export const preferences = ['auto', 'dollars', 'brackets', 'equation'] as const;

export type Preference = (typeof preferences)[number];

export type Delimiters =
  /** The bare formula, in the notation of its surroundings. */
  | { readonly layout: 'bare'; readonly markup: 'latex' | 'typst'; readonly oneLine: boolean }
  | {
      readonly layout: 'inline';
      readonly open: string;
      readonly close: string;
      readonly markup: 'latex' | 'typst';
      /** A bar would end the cell of a Markdown table. */
      readonly barsAsCommands: boolean;
    }
  | {
      readonly layout: 'display';
      readonly style: DisplayStyle | 'typst';
      /** What each new line begins with: indentation, quote marks. */
      readonly margin: string;
      readonly breakBefore: boolean;
      readonly breakAfter: boolean;
    };

export function placeAt(text: string, offset: number, kind: DocumentKind, seen?: Seen): Place {
  switch (kind) {
    case 'latex':
      return scanLatex(text, offset, seen);
    case 'markdown':
      return scanMarkdown(text, offset, seen);
    case 'typst':
      return scanTypst(text, offset, seen);
    case 'other':
      return verbatim;
  }
}

/** @param offset the cursor, in UTF-16 units of `text` */
export function delimitersAt(
  text: string,
  offset: number,
  kind: DocumentKind,
  preference: Preference,
  shape: Shape,
): Delimiters {
  const place = placeAt(text, offset, kind);
  const typst = kind === 'typst' && place.kind !== 'verbatim';
  const markup = typst ? 'typst' : 'latex';
  if (place.kind === 'verbatim') return { layout: 'bare', markup, oneLine: kind !== 'other' };
  if (place.kind === 'math') return { layout: 'bare', markup, oneLine: false };
  const line = lineAround(text, offset, kind);
  const alone = line.before === '' && line.after === '';
  if (place.tight || (shape === 'low' && !alone)) {
    const round = kind === 'latex' && inlineStyle(text, preference) === 'brackets';
    const [open, close] = round ? (['\\(', '\\)'] as const) : (['$', '$'] as const);
    const barsAsCommands = kind === 'markdown' && /^[ \t>]*\|/.test(line.whole);
    return { layout: 'inline', open, close, markup, barsAsCommands };
  }
  return {
    layout: 'display',
    style: kind === 'latex' ? displayStyle(text, preference) : typst ? 'typst' : 'dollars',
    margin: line.margin,
    breakBefore: line.before !== '',
    breakAfter: line.after !== '',
  };
}

/**
 * The text to insert for a formula.
 * @param indent one step of the document's indentation
 * @throws MarginaliaError `not-in-typst`
 */
export function delimit(latex: string, delimiters: Delimiters, indent = '  '): string {
  const source = latex.trim();
  const line = lineOfText(source, delimiters);
  if (line !== null) return line;
  const box = rowsOf(source)?.box ?? source;
  switch (delimiters.layout) {
    case 'bare': {
      const body = delimiters.markup === 'typst' ? toTypst(source) : box;
      return delimiters.oneLine ? body.replace(/\s*\n\s*/g, ' ') : body;
    }
    case 'inline': {
      const { open, close, markup, barsAsCommands } = delimiters;
      const body = markup === 'typst' ? toTypst(source) : box.replace(/\s*\n\s*/g, ' ');
      return open + (barsAsCommands ? withoutBars(body) : body) + close;
    }
    case 'display': {
      const { style, margin, breakBefore, breakAfter } = delimiters;
      const newLine = `\n${margin}`;
      const block = style === 'typst' ? [`$ ${toTypst(source)} $`] : lines(style, source, indent);
      const text = block.join('\n').replaceAll('\n', newLine);
      return (breakBefore ? newLine : '') + text + (breakAfter ? newLine : '');
    }
  }
}

/** A line of running text stands among words as words, with each of its formulas in delimiters; null for a formula. */
function lineOfText(source: string, delimiters: Delimiters): string | null {
  if (delimiters.layout === 'bare') return null;
  const inline = delimiters.layout === 'inline';
  const typst = inline ? delimiters.markup === 'typst' : delimiters.style === 'typst';
  const [open, close] = inline ? [delimiters.open, delimiters.close] : ['$', '$'];
  const runs = proseOf(source)?.map(({ kind, source: run }) =>
    kind === 'words' ? run : open + (typst ? toTypst(run) : run) + close,
  );
  return runs?.join('').trim() ?? null;
}

/** Delimiters and formula in one step, by the formula's own shape. */
export function insertion(
  latex: string,
  at: { text: string; offset: number; kind: DocumentKind; preference: Preference; indent?: string },
): string {
  const { text, offset, kind, preference, indent } = at;
  return delimit(latex, delimitersAt(text, offset, kind, preference, shapeOf(latex)), indent);
}

function withoutBars(latex: string): string {
  return latex.replace(/\\([\s\S])|\|/g, (found, escaped: string | undefined) => {
    if (escaped === '|') return '\\Vert ';
    return escaped === undefined ? '\\vert ' : found;
  });
}

interface Line {
  readonly whole: string;
  /** What stands on the cursor's line, without the margin and spaces at the ends. */
  readonly before: string;
  readonly after: string;
  readonly margin: string;
}

function lineAround(text: string, offset: number, kind: DocumentKind): Line {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const whole = text.slice(from, next < 0 ? text.length : next).replace(/\r$/, '');
  const head = text.slice(from, offset);
  const marks = kind === 'markdown' ? /^(?:[ \t]*>[ \t]?)*[ \t]*/ : /^[ \t]*/;
  const quoted = marks.exec(head)?.[0] ?? '';
  const list =
    kind === 'latex' ? undefined : /^(?:[-*+]|\d+[.)])[ \t]+/.exec(head.slice(quoted.length));
  const item = list?.[0] ?? '';
  return {
    whole,
    before: head.slice(quoted.length + item.length).trim(),
    after: text.slice(offset, from + whole.length).trim(),
    margin: quoted + ' '.repeat(item.length),
  };
}

function inlineStyle(text: string, preference: Preference): 'dollars' | 'brackets' {
  if (preference !== 'auto') return preference === 'brackets' ? 'brackets' : 'dollars';
  const used = count(text);
  return (used.get('\\(') ?? 0) > (used.get('$') ?? 0) ? 'brackets' : 'dollars';
}

function displayStyle(text: string, preference: Preference): DisplayStyle {
  if (preference !== 'auto') return preference;
  const uses: Record<DisplayStyle, number> = { brackets: 0, dollars: 0, equation: 0 };
  for (const [opener, times] of count(text)) {
    if (opener === '$$') uses.dollars += times;
    else if (opener === '\\[' || /^displaymath$|\*$/.test(opener)) uses.brackets += times;
    else if (/^[a-z]/i.test(opener) && opener !== 'math') uses.equation += times;
  }
  const most = Math.max(...Object.values(uses));
  if (uses.brackets === most) return 'brackets';
  return uses.equation === most ? 'equation' : 'dollars';
}

/** How often a LaTeX document opens formulas in each way. */
function count(text: string): Map<string, number> {
  const uses = new Map<string, number>();
  scanLatex(text, text.length, (opener) => uses.set(opener, (uses.get(opener) ?? 0) + 1));
  return uses;
}
