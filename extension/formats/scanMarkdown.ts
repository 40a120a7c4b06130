/**
 * Where in Markdown a position lies: front matter, fences, code spans, HTML comments and code, escapes,
 * `$…$` by the usual rule (no space inside of the dollars, no digit after the closing one, so that
 * prices stay prose), `$$…$$` and bare LaTeX environments. Inside of mathematics LaTeX's rules go on.
 */
import { math, prose, tightProse, verbatim, type Place, type Seen } from './place.ts';
import { scanLatex } from './scanLatex.ts';

const frontMatter = /---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?=\r?\n|$)/y;
const fence = /[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})[^\n]*/y;
const htmlCode = /<(pre|code|script|style)\b[^>\n]*>/iy;
const environment = /\\begin\{((?:equation|align|alignat|gather|multline|eqnarray)\*?)\}/y;
const emptyLine = /\n[ \t\r]*(?=\n)/g;
const dull = /[^\\`$<\n]+/y;

/** @returns the place of `offset`, in UTF-16 units */
export function scanMarkdown(text: string, offset: number, seen: Seen = () => undefined): Place {
  let at = match(frontMatter, text, 0)?.end ?? 0;
  if (offset < at) return verbatim;
  let paragraph = 0;
  while (at < offset) {
    if (at >= paragraph) paragraph = paragraphEnd(text, at);
    const span = spanAt(text, at, offset, paragraph);
    if (span.opener !== undefined) seen(span.opener);
    if (span.place !== undefined && offset >= span.from && offset <= span.to) {
      if (span.place.kind !== 'math') return span.place;
      return scanLatex(text, offset, undefined, { at: span.from, inside: math });
    }
    at = Math.max(span.end, at + 1);
  }
  return lineAround(text, offset);
}

/** Something that begins at a position: plain when it has no place of its own. */
interface Span {
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly place?: Place;
  readonly opener?: string;
}

const plain = (end: number): Span => ({ end, from: end, to: end });

function spanAt(text: string, at: number, offset: number, paragraph: number): Span {
  if (at === 0 || text[at - 1] === '\n') {
    const opened = match(fence, text, at);
    if (opened !== undefined) return fenced(text, at, opened.end, opened.groups[0] ?? '');
  }
  switch (text.charAt(at)) {
    case '\\': {
      const name = match(environment, text, at);
      if (name === undefined) return plain(at + 2);
      const from = name.end;
      const opener = name.groups[0] ?? '';
      return closed(text, from, `\\end{${opener}}`, math, opener);
    }
    case '`':
      return codeSpan(text, at, paragraph);
    case '<': {
      if (text.startsWith('<!--', at)) return closed(text, at + 4, '-->', verbatim);
      const tag = match(htmlCode, text, at);
      if (tag === undefined) return plain(at + 1);
      return closed(text, tag.end, `</${tag.groups[0] ?? ''}>`, verbatim);
    }
    case '$':
      // The cursor between two dollars splits them: `$|$` is an empty inline formula.
      if (text[at + 1] === '$' && offset !== at + 1) return displayed(text, at, paragraph);
      return inline(text, at, offset, paragraph);
    case '\n':
      return plain(at + 1);
    default:
      return plain(match(dull, text, at)?.end ?? at + 1);
  }
}

/** From `from` up to a closer; without one, up to the end of the text. */
function closed(text: string, from: number, closer: string, place: Place, opener?: string): Span {
  const found = text.indexOf(closer, from);
  const to = found < 0 ? text.length : found;
  const end = found < 0 ? text.length : found + closer.length;
  return { end, from, to, place, ...(opener === undefined ? {} : { opener }) };
}

function fenced(text: string, at: number, from: number, marks: string): Span {
  const closer = new RegExp(
    String.raw`^[ \t>]*${marks.charAt(0)}{${marks.length},}[ \t\r]*$`,
    'gm',
  );
  closer.lastIndex = from + 1;
  const found = closer.exec(text);
  if (found === null) return { end: text.length, from: at + 1, to: text.length, place: verbatim };
  const end = found.index + found[0].length;
  return { end, from: at + 1, to: end - 1, place: verbatim };
}

function codeSpan(text: string, at: number, limit: number): Span {
  const marks = /`+/y;
  marks.lastIndex = at;
  const length = marks.exec(text)?.[0].length ?? 1;
  const closer = new RegExp(`(?<!\`)\`{${length}}(?!\`)`, 'g');
  closer.lastIndex = length;
  const found = closer.exec(text.slice(at, limit));
  // Without a closer in its paragraph a run of backticks is only backticks.
  if (found === null) return plain(at + length);
  const to = at + found.index;
  return { end: to + length, from: at + length, to, place: verbatim };
}

function displayed(text: string, at: number, paragraph: number): Span {
  const from = at + 2;
  let to = unescaped(text, from, '$$', paragraph);
  if (to === undefined) {
    // Only a block whose dollars stand alone on their lines may hold empty lines.
    const head = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const tail = text.slice(from, text.indexOf('\n', from) + 1);
    const alone = /^[ \t>]*$/.test(head) && /^[ \t\r]*\n$/.test(tail);
    to = alone ? blockEnd(text, from) : undefined;
  }
  const end = to === undefined ? paragraph : to + 2;
  return { end, from, to: to ?? paragraph, place: math, opener: '$$' };
}

function blockEnd(text: string, from: number): number | undefined {
  const closer = /^[ \t>]*\$\$[ \t\r]*$/gm;
  closer.lastIndex = from;
  const found = closer.exec(text);
  return found === null ? undefined : found.index + found[0].indexOf('$$');
}

function inline(text: string, at: number, offset: number, paragraph: number): Span {
  const from = at + 1;
  if (from === offset && text[from] === '$' && text[from + 1] !== '$') {
    return { end: from + 1, from, to: from, place: math, opener: '$' };
  }
  const to = unescaped(text, from, '$', paragraph);
  const outside = (character = ' '): boolean => /\s/.test(character);
  if (to === undefined || outside(text[from]) || outside(text[to - 1])) return plain(from);
  if (/\d/.test(text.charAt(to + 1)) || text.slice(from, to).includes('`')) return plain(from);
  return { end: to + 1, from, to, place: math, opener: '$' };
}

function unescaped(text: string, from: number, mark: string, limit: number): number | undefined {
  for (let at = from; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(mark, at)) return at;
  }
  return undefined;
}

function paragraphEnd(text: string, at: number): number {
  emptyLine.lastIndex = at;
  return emptyLine.exec(text)?.index ?? text.length;
}

/** Headings and table rows cannot hold lines of their own. */
function lineAround(text: string, offset: number): Place {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(from, offset);
  return /^[ \t>]*(?:#{1,6}[ \t]|\|)/.test(line) ? tightProse : prose;
}

function match(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return { end: at + found[0].length, groups: found.slice(1) };
}
