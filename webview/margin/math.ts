/**
 * Mathematics in Markdown: `$…$`, `$$…$$`, `\(…\)` and `\[…\]` become `math` tokens before Markdown looks
 * inside. A delimiter without its partner is text.
 */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

/** Between one pair of delimiters; what is longer is not typeset and so not looked for. */
export const longestFormula = 5_000;
/** Lines that a displayed formula may take. */
const mostLines = 200;

interface Formula {
  readonly latex: string;
  readonly display: boolean;
  /** Where the text goes on. */
  readonly end: number;
}

/** Where delimiters may close in one text. Found once, so that a text of openings alone stays cheap. */
export class Closings {
  readonly #text: string;
  readonly #places = new Map<string, readonly number[]>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The first place of `mark` from `from` on, not further than a formula may be long. */
  after(mark: string, from: number): number | undefined {
    let places = this.#places.get(mark);
    if (places === undefined) this.#places.set(mark, (places = this.#all(mark)));
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle]! < from) low = middle + 1;
      else high = middle;
    }
    const found = places[low];
    return found === undefined || found - from > longestFormula ? undefined : found;
  }

  #all(mark: string): number[] {
    const [text, places]: [string, number[]] = [this.#text, []];
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      if (!escaped(text, at) && (mark !== '$' || closesProse(text, at))) places.push(at);
    }
    return places;
  }
}

function escaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

/** As in Pandoc: no space before the closing dollar, no digit after it, so that prices stay prices. */
const closesProse = (text: string, at: number): boolean =>
  /\S/.test(text[at - 1] ?? ' ') && !/\d/.test(text[at + 1] ?? '');

const pairs = { $$: '$$', '\\[': '\\]', '\\(': '\\)' } as const;

/** The formula that begins at `from`, if one does. */
export function formulaAt(text: string, from: number, closings: Closings): Formula | undefined {
  const open = text.slice(from, from + 2);
  if (open === '$$' || open === '\\[' || open === '\\(') {
    const end = closings.after(pairs[open], from + 2);
    const latex = end === undefined ? '' : text.slice(from + 2, end).trim();
    if (end === undefined || latex === '') return undefined;
    return { latex, display: open !== '\\(', end: end + 2 };
  }
  if (!open.startsWith('$') || /\s/.test(open[1] ?? ' ')) return undefined;
  const end = closings.after('$', from + 2);
  if (end === undefined) return undefined;
  return { latex: text.slice(from + 1, end), display: false, end: end + 1 };
}

export interface MathEnv {
  /** More text is to come: an open displayed formula at the end is shown as one being written. */
  readonly streaming: boolean;
  readonly closings: Map<string, Closings>;
}

function closingsOf(state: StateInline | StateBlock): Closings {
  const { closings } = state.env as unknown as MathEnv;
  let found = closings.get(state.src);
  if (found === undefined) closings.set(state.src, (found = new Closings(state.src)));
  return found;
}

export function mathPlugin(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math', inline);
  md.block.ruler.before('fence', 'math', block, {
    alt: ['paragraph', 'blockquote', 'list'],
  });
}

function inline(state: StateInline, silent: boolean): boolean {
  const mark = state.src[state.pos];
  if (mark !== '$' && mark !== '\\') return false;
  const found = formulaAt(state.src, state.pos, closingsOf(state));
  if (found === undefined || found.end > state.posMax) return deadDollars(state, silent);
  if (!silent) {
    const token = state.push('math', 'math', 0);
    token.content = found.latex;
    token.meta = { display: found.display };
  }
  state.pos = found.end;
  return true;
}

/** `$$` without a partner is text as a whole: its second dollar opens nothing. */
function deadDollars(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('$$', state.pos) || state.pos + 2 > state.posMax) return false;
  if (!silent) state.pending += '$$';
  state.pos += 2;
  return true;
}

/**
 * A displayed formula that begins a line is a block whatever its lines begin with: `- b` in it is no list,
 * and an empty line does not end it.
 */
function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const from = state.bMarks[startLine]! + state.tShift[startLine]!;
  if (state.sCount[startLine]! - state.blkIndent >= 4) return false;
  const open = state.src.slice(from, from + 2);
  if (open !== '$$' && open !== '\\[') return false;
  const close = closingsOf(state).after(pairs[open], from + 2);
  if (close === undefined) return unfinished(state, from, startLine, endLine, silent);
  let last = startLine;
  while (last < endLine && state.eMarks[last]! <= close) {
    last += 1;
    const outside = state.sCount[last]! < state.blkIndent && !state.isEmpty(last);
    if (outside || last - startLine > mostLines) return false;
  }
  if (last >= endLine || state.src.slice(from + 2, close).trim() === '') return false;
  if (silent) return true;
  const lines = state.getLines(startLine, last + 1, state.blkIndent, false).split('\n');
  push(state, lines.map((line) => line.trim()).join('\n'), startLine, last + 1);
  return true;
}

/** While text still comes, a formula that is open at its end waits as a block of its own. */
function unfinished(
  state: StateBlock,
  from: number,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const { streaming } = state.env as unknown as MathEnv;
  const content = streaming ? state.src.slice(from + 2) : '';
  if (!streaming || content.length > longestFormula || endLine < state.lineMax) return false;
  if (!silent) pushOpen(state, content.trim(), startLine, endLine);
  return true;
}

function push(state: StateBlock, content: string, from: number, to: number): void {
  const open = state.push('paragraph_open', 'p', 1);
  open.map = [from, to];
  const token = state.push('inline', '', 0);
  token.content = content;
  token.map = [from, to];
  token.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = to;
}

function pushOpen(state: StateBlock, content: string, from: number, to: number): void {
  const token = state.push('math_open_end', '', 0);
  token.content = content;
  token.map = [from, to];
  state.line = to;
}
