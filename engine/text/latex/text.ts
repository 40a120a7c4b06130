import { type Node, OutsideGrammar } from './nodes.ts';
import { CHARACTERS } from './tables.ts';

/** Typographic characters that are typed otherwise. */
const TYPED: ReadonlyMap<string, string> = new Map([
  ['’', "'"], ['‘', "'"], ['“', '"'], ['”', '"'], ['–', '-'], ['—', '-'], ['\u00a0', ' '], ['…', '...'],
]); // prettier-ignore
const ESCAPED = new Set(['\\%', '\\&', '\\#', '\\$', '\\_', '\\{', '\\}']);

const characters = (text: string): string[] => text.match(/[\s\S]/gu) ?? [];

/** The inside of \\text as nodes: words, and mathematics between dollars by `parse`. */
export function textNodes(raw: string, parse: (mathematics: string) => Node[]): Node[] {
  const pieces = raw.split(/(?<!\\)\$|\\[()]/);
  if (pieces.length % 2 === 0) throw new OutsideGrammar('an open dollar inside text');
  return pieces.flatMap((piece, index) =>
    index % 2 ? parse(piece) : words(piece, pieces.length > 1),
  );
}

function words(raw: string, among: boolean): Node[] {
  const plain = raw
    .replace(/\\[ ,;:]|~|\\(tiny|small|scriptsize|footnotesize|rm|normalsize|bf|it|large) ?/g, ' ')
    .replace(/\\(textbf|textit|textrm|textsf|texttt|emph|text|mbox) ?/g, '')
    .replace(/(?<!\\)[{}]/g, '')
    .replace(/``|''/g, '"')
    .replace(/---?/g, '-')
    .replace(/\s+/g, ' ');
  if (plain === '' || (plain === ' ' && !among)) return [];
  const spelled = (plain.match(/\\[\s\S]|[\s\S]/gu) ?? []).flatMap((c) =>
    ESCAPED.has(c) ? [c] : characters(TYPED.get(c) ?? c),
  );
  if (!spelled.every((c) => c === ' ' || c === "'" || CHARACTERS.has(c) || ESCAPED.has(c)))
    throw new OutsideGrammar('text character');
  if (!plain.includes(' ') && !among) return [upright(spelled)];
  return [{ tokens: ['\\text', '{', ...spelled, '}'] }];
}

/** One word is upright letters: \\text{if} and \\mathrm{if} look the same. */
function upright(letters: string[]): Node {
  const plain = letters.every((t) => !/^[a-zA-Z]$/.test(t));
  if (plain) return { tokens: letters };
  return { tokens: ['\\mathrm', '{', ...letters, '}'], font: '\\mathrm', body: letters };
}

/** A chemical formula in mhchem's shortest spelling: `H_{2}O` is H2O, and arrows and pluses stand between blanks. */
export function chemistry(raw: string): Node {
  const text = raw
    .replace(/\\(mathrm|rm|text|ce)(?![a-zA-Z])/g, '')
    .replace(/\\[;,:! ]|~/g, ' ')
    .replace(/\\longrightarrow|\\rightarrow|\\to(?![a-zA-Z])/g, ' -> ')
    .replace(/\\rightleftharpoons|\\leftrightharpoons/g, ' <=> ');
  if (/[\\$&#%~]/.test(text)) throw new OutsideGrammar('a command inside chemistry');
  const short = text
    .replace(/_\{(\d+)\}/g, '$1')
    .replace(/_(\d)/g, '$1')
    .replace(/\^\{(\d*[+-])\}/g, '^$1')
    .replace(/\s*(<=>>?|<<=>|<->|->|<-)\s*/g, ' $1 ')
    .replace(/\s+\+\s*/g, ' + ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = characters(withoutIdleBraces(short));
  if (letters.some((c) => c !== ' ' && !CHARACTERS.has(c) && !"{}^_'".includes(c)))
    throw new OutsideGrammar('chemistry character');
  if (/<[a-z/]/.test(short)) throw new OutsideGrammar('markup inside chemistry');
  const depth = letters.reduce((d, c) => (d < 0 ? d : d + (c === '{' ? 1 : c === '}' ? -1 : 0)), 0);
  if (depth !== 0 || short === '') throw new OutsideGrammar('chemistry braces');
  return { tokens: ['\\ce', '{', ...letters, '}'] };
}

/** Braces mean something only after ^ and _ here. */
function withoutIdleBraces(text: string): string {
  const kept: boolean[] = [];
  let out = '';
  for (const [index, c] of characters(text).entries()) {
    if (c === '{') kept.push(/[\^_]/.test(text[index - 1] ?? ''));
    else if (c === '}' && kept.length === 0) throw new OutsideGrammar('chemistry braces');
    const keep = c === '}' ? kept.pop() : c === '{' ? kept.at(-1) : true;
    if (keep) out += c;
  }
  return out;
}
