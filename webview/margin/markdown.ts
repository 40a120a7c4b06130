/** An answer's Markdown as blocks of tokens. No HTML, no images, no link definitions. Pure. */
import createParser, { type MarkdownIt, type StateInline, type Token } from 'markdown-it';
import { mathPlugin, type MathEnv } from './math.ts';

export interface AnswerText {
  readonly text: string;
  /** Numbers that `[n]` may name; another number in brackets is text. */
  readonly cited: ReadonlySet<number>;
  readonly streaming: boolean;
}

/** Something at the top of the text: a paragraph, a list, a table. Equal keys draw equal elements. */
export interface Block {
  readonly key: string;
  readonly tokens: readonly Token[];
}

interface Env extends MathEnv {
  readonly cited: ReadonlySet<number>;
}

let parser: MarkdownIt | undefined;

function made(): MarkdownIt {
  const md = createParser('default', { html: false, linkify: false, typographer: false });
  // A definition would act on text far away, and `[1]: …` is a citation with a colon.
  md.disable(['reference', 'html_block', 'html_inline']);
  mathPlugin(md);
  md.inline.ruler.before('link', 'citation', citation);
  return md;
}

/** Cuts `answer` into blocks. The same text gives the same blocks, however it arrived. */
export function parseAnswer({ text, cited, streaming }: AnswerText): Block[] {
  parser ??= made();
  const env: Env = { cited, streaming, closings: new Map() };
  const tokens = parser.parse(text, { ...env });
  const blocks: Block[] = [];
  for (let from = 0; from < tokens.length;) {
    let [depth, to] = [0, from];
    do depth += tokens[to++]!.nesting;
    while (depth > 0 && to < tokens.length);
    const part = tokens.slice(from, to);
    blocks.push({ key: part.map(keyOf).join('\u0001'), tokens: part });
    from = to;
  }
  return blocks;
}

function keyOf(token: Token): string {
  const { type, content, info, children, attrs, hidden, meta, tag } = token;
  const own = [type, tag, hidden ? 'h' : '', info, JSON.stringify([attrs, meta])];
  const inner = children === null ? content : children.map(keyOf).join('\u0002');
  return [...own, inner].join('\u0003');
}

/** `[3]`, `[1, 4]`, `[2-5]`: numbers of passages that the answer names. */
const numbers = /\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\](?!\()/y;

function citation(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.linkLevel > 0) return false; // [
  numbers.lastIndex = state.pos;
  const [whole, inside] = numbers.exec(state.src) ?? [];
  if (whole === undefined || inside === undefined) return false;
  const named = listed(inside);
  const { cited } = state.env as unknown as Env;
  if (named.length === 0 || !named.every((number) => cited.has(number))) return false;
  if (!silent) state.push('citation', '', 0).meta = { numbers: named };
  state.pos += whole.length;
  return true;
}

/** '1, 3–5' as 1, 3, 4, 5; nothing for a range that goes backwards or is very long. */
function listed(inside: string): number[] {
  const all = inside.split(/[,;]/).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[–-]/).map(Number);
    const length = to - from + 1;
    return length < 1 || length > 20 ? [] : Array.from({ length }, (_, at) => from + at);
  });
  return [...new Set(all)];
}
