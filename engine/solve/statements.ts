/** Finds equations and chains of them in a text of Markdown and LaTeX. Pure. */
import { parseExpression } from './parse.ts';
import type { Expression } from './expression.ts';
import { unitNamed } from './units.ts';

export const relations = ['=', '≈', '<', '>', '≤', '≥', '≠'] as const;
export type Relation = (typeof relations)[number];

/** One side, with where it stands in the text. */
export interface Member {
  readonly source: string;
  /** Null when it cannot be read in exactly one way. */
  readonly expression: Expression | null;
  readonly start: number;
  readonly end: number;
}

/** `a = b ≈ c`: members and the relations between them. */
export interface Chain {
  readonly members: readonly Member[];
  readonly relations: readonly Relation[];
  readonly latex: boolean;
}

/** What is looked at of one text: a thought has some thousand words. */
const longest = 200_000;
const mostChains = 500;

const display =
  /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$])\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?!\d)|\\begin\{(?:align|aligned|gather|equation|eqnarray)\*?\}([\s\S]+?)\\end\{(?:align|aligned|gather|equation|eqnarray)\*?\}/g;

/** Chains in the order in which they stand. */
export function findChains(text: string): Chain[] {
  const looked = text.slice(0, longest);
  const chains: Chain[] = [];
  let plainFrom = 0;
  for (const match of looked.matchAll(display)) {
    chains.push(...plainChains(looked.slice(plainFrom, match.index), plainFrom));
    const inside = match.slice(1).find((group?: string) => group !== undefined) ?? '';
    chains.push(...latexChains(inside, match.index + match[0].indexOf(inside)));
    plainFrom = match.index + match[0].length;
    if (chains.length > mostChains) break;
  }
  chains.push(...plainChains(looked.slice(plainFrom), plainFrom));
  return chains.slice(0, mostChains);
}

/** Statements of one formula: rows, and what commas, arrows and words part. */
function latexChains(latex: string, offset: number): Chain[] {
  const chains: Chain[] = [];
  let previous: Member | undefined;
  for (const row of splitTop(
    latex,
    /^(?:\\\\(?:\[[^\]]*\])?|\\begin\{[a-z]+\*?\}|\\end\{[a-z]+\*?\}|\n\s*\n)/,
  )) {
    const statements = splitTop(
      row.text,
      /^(?:\\(?:implies|Rightarrow|Longrightarrow|Leftrightarrow|iff|therefore|because|to|rightarrow|quad|qquad)(?![A-Za-z])|,(?!\d{3}(?!\d))(?=\s|\\)|;)/,
    );
    for (const statement of statements) {
      const chain = chainOf(statement.text, offset + row.at + statement.at, true, previous);
      if (chain === null) continue;
      chains.push(chain);
      previous = chain.members.at(-1);
    }
  }
  return chains;
}

/** Relation signs of LaTeX and of plain text; `:=` defines. */
const sign =
  /^(?:\\(approx|simeq|doteq|leq|le|geq|ge|neq|ne|lt|gt|sim)(?![A-Za-z])|:=|≈|≃|≤|≥|≠|<=|>=|!=|~=|=|<|>)/;
const signs: Readonly<Record<string, Relation>> = {
  ...{
    approx: '≈',
    simeq: '≈',
    doteq: '≈',
    leq: '≤',
    le: '≤',
    geq: '≥',
    ge: '≥',
    neq: '≠',
    ne: '≠',
  },
  ...{ lt: '<', gt: '>', ':=': '=', '≈': '≈', '≃': '≈', '≤': '≤', '≥': '≥', '≠': '≠' },
  ...{ '<=': '≤', '>=': '≥', '!=': '≠', '~=': '≈', '=': '=', '<': '<', '>': '>' },
};

function chainOf(text: string, offset: number, latex: boolean, before?: Member): Chain | null {
  const found: Relation[] = [];
  const pieces: { text: string; at: number }[] = [];
  let from = 0;
  for (const cut of splitTop(text, sign)) {
    if (cut.at > 0) {
      const mark = text.slice(from, cut.at).trim();
      const key = /^\\([a-z]+)/.exec(mark)?.[1] ?? mark;
      const relation = Object.hasOwn(signs, key) ? signs[key] : undefined;
      // `\sim` is many things.
      if (relation === undefined) return null;
      found.push(relation);
    }
    pieces.push(cut);
    from = cut.at + cut.text.length;
  }
  if (found.length === 0) return null;
  const members = pieces.map((piece) => memberOf(piece.text, offset + piece.at, latex));
  // A row of an aligned display goes on with what stood above it.
  if (members[0]!.source === '' && before !== undefined) members[0] = before;
  const end = members.at(-1)!;
  if (end.source === '') {
    members.pop();
    found.pop();
  }
  // Words alone stood before the sign.
  if (members[0]!.source === '') {
    members.shift();
    found.shift();
  }
  if (members.length < 2) return null;
  return { members, relations: found, latex };
}

function memberOf(text: string, offset: number, latex: boolean): Member {
  const lead = /^[\s&]*/.exec(text)![0].length;
  const trimmed = text
    .slice(lead)
    .replace(/(?:[\s&.,;]|\\[,;:! ]|\\(?:nonumber|notag|checkmark)(?![A-Za-z]))+$/, '');
  const bare = unwrapped(trimmed).replaceAll('&', ' ');
  const expression = bare.trim() === '' ? null : parseExpression(bare, latex);
  return {
    ...{ source: trimmed, expression },
    ...{ start: offset + lead, end: offset + lead + trimmed.length },
  };
}

/** `\boxed{…}` around an answer, and a calculator's brackets. */
function unwrapped(text: string): string {
  const boxed = /^\\boxed\{([\s\S]*)\}$/.exec(text)?.[1];
  return (boxed ?? text).replace(/^<<|>>$/g, '');
}

interface Cut {
  readonly text: string;
  readonly at: number;
}

/** Cuts at a pattern where no brace, bracket or parenthesis is open. */
function splitTop(text: string, pattern: RegExp): Cut[] {
  const cuts: Cut[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length;) {
    const match = depth <= 0 ? pattern.exec(text.slice(at, at + 40)) : null;
    if (match !== null && match[0] !== '') {
      cuts.push({ text: text.slice(from, at), at: from });
      at += match[0].length;
      from = at;
      continue;
    }
    const character = text[at]!;
    if (character === '\\') {
      at += 2;
      continue;
    }
    if ('{(['.includes(character)) depth++;
    if ('})]'.includes(character)) depth--;
    at++;
  }
  cuts.push({ text: text.slice(from), at: from });
  return cuts;
}

/** Words of plain text that are part of a formula; others end it. */
const token =
  /\s+|<<|>>|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z]*\d)|(?:<=|>=|!=|~=|:=|[=≈≃≤≥≠<>])|[-+*/^()·×⋅−–÷√π°%²³¹⁻!|]|[A-Za-zΩ\u2126µμα-ωΔ][A-Za-z0-9Ω]*(?:_\{?[A-Za-z0-9]+\}?)?|./gsu;
const relationMark = /^(?:<=|>=|!=|~=|:=|[=≈≃≤≥≠<>])$/;
const functionWord =
  /^(?:sqrt|sin|cos|tan|cot|sec|csc|a?sin|a?cos|a?tan|arcsin|arccos|arctan|sinh|cosh|tanh|exp|ln|log|lg|abs|max|min|pi)$/;

/** Formulas that stand in plain words: the longest runs of what can be mathematics around a sign. */
function plainChains(text: string, offset: number): Chain[] {
  const chains: Chain[] = [];
  let lineFrom = 0;
  for (const line of text.split('\n')) {
    if (/[=≈]/.test(line) && line.length < 4_000)
      for (const run of runsOf(line.replaceAll('**', '  '))) {
        const chain = chainOf(run.text, offset + lineFrom + run.at, false);
        if (chain !== null) chains.push(chain);
      }
    lineFrom += line.length + 1;
  }
  return chains;
}

function runsOf(line: string): Cut[] {
  const runs: Cut[] = [];
  let [text, at] = ['', 0];
  const close = (end: number): void => {
    if (/[=≈≃≤≥≠<>]/.test(text)) runs.push({ text: balanced(text), at });
    [text, at] = ['', end];
  };
  let afterNumber = false;
  for (const match of line.matchAll(token)) {
    const [word] = match;
    const end = match.index + word.length;
    const blank = word.trim() === '';
    const letters = /^[A-Za-zΩ\u2126µμα-ωΔ]/u.test(word);
    const single = /^(?:[A-Za-zα-ωΔ]|Δ[A-Za-z]|[A-Za-z]\d{1,2})$/u.test(word) || word.includes('_');
    const fits = letters
      ? single ||
        functionWord.test(word) ||
        (afterNumber && !/^(?:in|at|as)$/.test(word) && isUnitWord(word))
      : blank ||
        /^\d/.test(word) ||
        word === '<<' ||
        word === '>>' ||
        relationMark.test(word) ||
        /^[-+*/^()·×⋅−–÷√π°%²³¹⁻!|]$/.test(word);
    // An article is a word, unless a sign stands by it.
    const article =
      /^[aAI]$/.test(word) &&
      /^\s+[A-Za-z]{2,}/.test(line.slice(end)) &&
      !functionWord.test(/^\s*([A-Za-z]+)/.exec(line.slice(end))?.[1] ?? '');
    const opensBullet =
      text.trim() === '' &&
      (word === '-' || word === '*' || word === '+') &&
      /^\s/.test(line.slice(end));
    if (!fits || article || opensBullet) {
      close(end);
      afterNumber = false;
      continue;
    }
    text += word;
    if (!blank) afterNumber = /^\d|^[)²³¹·/⋅*%°]/.test(word) || (letters && afterNumber);
  }
  close(line.length);
  return runs;
}

/** Without a parenthesis at the end that was opened for words, such as `(from the figure)`. */
function balanced(text: string): string {
  const trimmed = text.trimEnd();
  if (!trimmed.endsWith('(')) return text;
  return balanced(trimmed.slice(0, -1));
}

/** `kg`, `s2`: a unit, perhaps with its power. */
const isUnitWord = (word: string): boolean => unitNamed(word.replace(/\d$/, '')) !== undefined;
