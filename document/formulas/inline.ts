/** Formulas in lines of prose: what adjoins a symbol of mathematics and could belong to it. */
import { bounds, type Rectangle } from '../geometry.ts';
import { isItalic } from './fonts.ts';
import type { Row } from './rows.ts';
import type { Token } from './tokens.ts';

/** Gaps in em: what stands closer is one formula; an operator reaches further; a name a little. */
const CLOSE = 0.21;
const AROUND_OPERATOR = 0.62;
const AFTER_NAME = 0.24;
/** `\\pmod` keeps well away from its number. */
const BEFORE_MODULUS = 1.2;
/** What follows a script stands off by the space that TeX puts after scripts, too. */
const AFTER_SCRIPT = 0.28;
const SCRIPT = 0.86;

export function findInline(row: Row): Rectangle[] {
  const tokens = row.tokens;
  const seeds = new Set(tokens.filter((token, at) => row.seeds.has(token) || weak(row, at)));
  const found: Token[][] = [];
  let open: Token[] = [];
  const close = (): void => {
    if (open.some((token) => seeds.has(token))) found.push(...trim(open, seeds, row.size));
    open = [];
  };
  for (const [at, token] of tokens.entries()) {
    const modulus = token.kind === 'open' && tokens[at + 1]?.text === 'mod';
    if (open.length > 0 && !goesOn(open, token, row, modulus)) close();
    if (open.length > 0 || mayStart(token, row)) open.push(token);
  }
  close();
  return found.map((group) => bounds(group.map(({ box }) => box))!);
}

const isScript = (token: Token, row: Row): boolean =>
  token.size < SCRIPT * row.size || Math.abs(token.baseline - row.baseline) > 0.12 * row.size;

const mayStart = (token: Token, row: Row): boolean =>
  token.kind !== 'mark' &&
  token.kind !== 'comma' &&
  (token.kind !== 'text' || isLetter(token)) &&
  !(isScript(token, row) && token.kind === 'number');

const isLetter = (token: Token): boolean => /^\p{L}$/u.test(token.text);

/** A single italic letter among upright words, or any single letter that has a script. */
function weak(row: Row, at: number): boolean {
  const token = row.tokens[at]!;
  if (token.kind !== 'italic' && !(token.kind === 'text' && isLetter(token))) return false;
  const next = row.tokens[at + 1];
  const scripted =
    next !== undefined &&
    isScript(next, row) &&
    !isScript(token, row) &&
    next.start - token.end < CLOSE * row.size &&
    next.kind !== 'text' &&
    next.kind !== 'mark';
  if (token.text.length === 1 && scripted) return true;
  if (token.kind !== 'italic' || token.text.length > 1) return false;
  const words = [row.tokens[at - 1], next].filter(
    (other) => other !== undefined && /\p{L}{2}/u.test(other.text) && other.kind !== 'function',
  );
  const emphasized = words.some((word) => isItalic(word!.letters[0]!.font));
  return !emphasized || !/^[aAI]$/.test(token.text);
}

/** Whether a token belongs to the formula that is open. */
function goesOn(open: readonly Token[], token: Token, row: Row, modulus: boolean): boolean {
  if (token.kind === 'mark') return false;
  if (token.kind === 'accent') return open.at(-1)!.end > token.box.x1 - 0.1 * row.size;
  const last = open.findLast(({ kind }) => kind !== 'accent') ?? open.at(-1)!;
  const gap = (token.start - Math.max(...open.map(({ end }) => end))) / row.size;
  if (isScript(token, row) || isScript(last, row)) {
    if (isScript(token, row) && gap < 0.3) return true;
    if (token.kind !== 'text' && token.kind !== 'open' && gap < AFTER_SCRIPT) return true;
  }
  if (modulus) return gap < BEFORE_MODULUS;
  if (last.kind === 'accent' && token.box.x1 < last.box.x2) return true;
  if (token.kind === 'text') {
    const name = gap > 0.1 && gap < AFTER_NAME && /^\p{Ll}{2,8}$/u.test(token.text);
    return gap < 0.08 && isLetter(token) ? true : name && depth(open) > 0;
  }
  if (depth(open) > 0 && gap < 0.7) return true;
  if (token.kind === 'operator' || last.kind === 'operator') return gap < AROUND_OPERATOR;
  if (isRelation(last) || isRelation(token)) return gap < AROUND_OPERATOR;
  if (token.kind === 'function' || last.kind === 'function') return gap < AFTER_NAME;
  if (token.kind === 'open' && gap > CLOSE) return false;
  return gap < CLOSE;
}

/** A symbol that is no letter: it has room on both sides. */
const isRelation = ({ kind, text, letters }: Token): boolean =>
  // Symbol fonts without names for their signs have them at the places of digits.
  (kind === 'math' && /^\d$/.test(text) && /sy/i.test(letters[0]!.font.name)) ||
  (kind === 'math' && text !== '' && !/[\p{L}\p{N}′∂∇∞∅√∑∏∫!'"]/u.test(text));

function depth(tokens: readonly Token[]): number {
  let open = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'open') open++;
    if (kind === 'close' && /^[)\]}⟩⌋⌉]$/u.test(text)) open = Math.max(open - 1, 0);
  }
  return open;
}

/** Takes punctuation and half pairs of brackets off the ends. */
function trim(tokens: readonly Token[], seeds: ReadonlySet<Token>, size: number): Token[][] {
  let rest = [...tokens];
  for (let again = true; again && rest.length > 0;) {
    const before = rest.length;
    const [first, last] = [rest[0]!, rest.at(-1)!];
    if (last.kind === 'comma' || (last.kind === 'operator' && /^[:/]$/.test(last.text)))
      rest = rest.slice(0, -1);
    else if (last.kind === 'open') rest = rest.slice(0, -1);
    else if (first.kind === 'close' || first.kind === 'comma') rest = rest.slice(1);
    else if (last.kind === 'close' && unmatchedClose(rest)) rest = rest.slice(0, -1);
    else if (first.kind === 'open' && depth(rest) > 0) rest = rest.slice(1);
    else if (enclosed(rest)) rest = rest.slice(1, -1);
    else if (
      first.kind === 'text' &&
      !seeds.has(first) &&
      rest.length > 1 &&
      rest[1]!.start - first.end > 0.1 * size
    )
      rest = rest.slice(1);
    again = rest.length < before;
  }
  return rest.some((token) => seeds.has(token)) ? [rest] : [];
}

function unmatchedClose(tokens: readonly Token[]): boolean {
  let open = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'open') open++;
    if (kind === 'close' && /^[)\]}⟩⌋⌉]$/u.test(text)) open--;
  }
  return open < 0;
}

/** A remark in brackets, `(n = 5)`; a pair or a tuple has a comma. */
function enclosed(tokens: readonly Token[]): boolean {
  const [first, last] = [tokens[0]!, tokens.at(-1)!];
  if (first.kind !== 'open' || last.text !== ')' || first.text !== '(') return false;
  const inner = tokens.slice(1, -1);
  return depth(inner) === 0 && !inner.some(({ kind }) => kind === 'comma' || kind === 'open');
}
