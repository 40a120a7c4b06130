/**
 * Where in Typst source a position lies: markup, mathematics, or code with its strings; comments, raw
 * text and escapes. An empty line ends mathematics that was never closed, so that a slip heals.
 */
import { math, prose, tightProse, verbatim, type Place, type Seen } from './place.ts';

const token = new RegExp(
  [
    String.raw`https?:\/\/`,
    String.raw`\/\/[^\n]*`,
    String.raw`\/\*`,
    '(`{3,}|`)',
    String.raw`\\[\s\S]`,
    String.raw`"(?:\\[\s\S]|[^"\\])*(?:"|$)`,
    String.raw`#(?:(let|set|show|import|include|if|for|while|return)\b|[\p{L}_][\p{L}\p{N}_.-]*(?=[(\[])|(?=[({\[]))`,
    String.raw`\n[ \t\r]*(?=\n)`,
    String.raw`[^\\$\x60"#/\n()[\]{};h]+`,
    String.raw`[\s\S]`,
  ].join('|'),
  'yu',
);

type Mode = 'markup' | 'math' | 'code' | 'statement';

interface Frame {
  readonly mode: Mode;
  /** The bracket that ends it; mathematics ends with a dollar, a statement with its line. */
  readonly closes: string;
}

const bracket: Readonly<Record<string, Frame>> = {
  '(': { mode: 'code', closes: ')' },
  '{': { mode: 'code', closes: '}' },
  '[': { mode: 'markup', closes: ']' },
};

/** @returns the place of `offset`, in UTF-16 units */
export function scanTypst(text: string, offset: number, seen: Seen = () => undefined): Place {
  const frames: Frame[] = [];
  const mode = (): Mode => frames.at(-1)?.mode ?? 'markup';
  const inCode = (): boolean => mode() === 'code' || mode() === 'statement';
  /** After `#name`, a bracket begins arguments or content. */
  let calling = false;
  let at = 0;
  while (at < offset) {
    token.lastIndex = at;
    const found: RegExpExecArray | null = token.exec(text);
    if (found === null) break;
    let [word] = found;
    const [, ticks, keyword] = found;
    const called: boolean = calling;
    calling = false;
    if (word.startsWith('//') || word === '/*' || ticks !== undefined) {
      const end = rawEnd(text, at, word);
      if (offset < end || (offset === end && word.startsWith('//'))) return verbatim;
      at = end;
      continue;
    }
    if (word.startsWith('"') && mode() === 'markup') word = '"';
    const end = at + word.length;
    if (word.startsWith('"') && word.length > 1) {
      if (offset < end) return verbatim;
    } else if (word.startsWith('#')) {
      if (keyword !== undefined) frames.push({ mode: 'statement', closes: '\n' });
      else calling = true;
    } else if (word === '$') {
      if (mode() === 'math') frames.pop();
      else {
        seen('$');
        frames.push({ mode: 'math', closes: '$' });
      }
    } else if (bracket[word] !== undefined) {
      if (called || inCode() || (mode() === 'markup' && word === '[')) frames.push(bracket[word]!);
    } else if (word === frames.at(-1)?.closes) {
      frames.pop();
      // Content may follow arguments: #figure(…)[…].
      calling = mode() !== 'code' && /[([]/.test(text[end] ?? '');
    } else if (word === ';' && mode() === 'statement') {
      frames.pop();
    } else if (/^\n./s.test(word) || (word === '\n' && text[end] === '\n')) {
      while (mode() === 'math' || mode() === 'statement') frames.pop();
    }
    at = end;
  }
  if (mode() === 'math') return math;
  return heading(text, offset) ? tightProse : prose;
}

/** Where a comment or raw text that begins at `at` ends; at the end of the text if it is not closed. */
function rawEnd(text: string, at: number, word: string): number {
  if (word.startsWith('//')) return at + word.length;
  if (word !== '/*') {
    const close = text.indexOf(word, at + word.length);
    return close < 0 ? text.length : close + word.length;
  }
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.index + 2;
  }
  return text.length;
}

function heading(text: string, offset: number): boolean {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*=+[ \t]/.test(text.slice(from, offset));
}
