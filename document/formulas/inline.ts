/** Formulas in lines of prose: what adjoins a symbol of mathematics and could belong to it. */
import { bounds, height, type Rectangle } from '../geometry.ts';
import { isItalic, isNameless } from './fonts.ts';
import type { Row } from './rows.ts';
import type { Token } from './tokens.ts';

/** Gaps in em: what stands closer is one formula; an operator reaches further; a name a little. */
const CLOSE = 0.21;
const AROUND_OPERATOR = 0.7;
const AFTER_NAME = 0.24;
/** `\\pmod` keeps well away from its number. */
const BEFORE_MODULUS = 1.2;
/** What follows a script stands off by the space that TeX puts after scripts, too. */
const AFTER_SCRIPT = 0.28;
/** The limits of an operator stick out. */
const AFTER_LIMIT = 0.4;
const AFTER_COMMA = 0.32;
const AFTER_PLAIN_COMMA = 0.12;
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
    if (open.length > 0 && !goesOn(open, token, row, tokens[at + 1])) close();
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
  !(row.slanted && token.kind === 'italic' && token.text.length > 1) &&
  !(isScript(token, row) && token.kind === 'number');

const isLetter = (token: Token): boolean => /^\p{L}$/u.test(token.text);

/** A letter that its place shows to be a variable, and a comma between numbers that no text has. */
function weak(row: Row, at: number): boolean {
  const token = row.tokens[at]!;
  const [before, next] = [row.tokens[at - 1], row.tokens[at + 1]];
  if (token.kind === 'comma')
    return (
      token.math &&
      before?.kind === 'number' &&
      next !== undefined &&
      (token.start - before.end) / row.size < 0.1 &&
      (next.start - token.end) / row.size < AFTER_COMMA * row.loose
    );
  if (token.kind !== 'italic' && !(token.kind === 'text' && isLetter(token))) return false;
  const scripted =
    next !== undefined &&
    isScript(next, row) &&
    !isScript(token, row) &&
    next.start - token.end < CLOSE * row.size &&
    next.kind !== 'text' &&
    next.kind !== 'mark';
  if (token.text.length === 1 && scripted) return !isElement(token, next, row);
  if (token.kind !== 'italic' || token.text.length > 1) return false;
  if (isAbbreviated(row, at) || /^[aI]$/.test(token.text)) return false;
  const words = [before, next].filter(
    (other) => other !== undefined && /\p{L}{2}/u.test(other.text) && other.kind !== 'function',
  );
  const emphasized = words.some((word) => isItalic(word!.letters[0]!.font));
  if (emphasized && !row.slanted) return false;
  return !(token.text === 'A' && emphasized);
}

/** `H` of water, `B` of a vitamin: a chemical element with a number under it. */
const isElement = (token: Token, script: Token, row: Row): boolean =>
  /^[HBCNOFPSKVIUWY]$/.test(token.text) &&
  script.kind === 'number' &&
  script.baseline > row.baseline &&
  !isItalic(token.letters[0]!.font);

/** `i.e.`, `E. coli`: more italic letters follow a period, or a letter and a period are before it. */
function isAbbreviated({ tokens, size }: Row, at: number): boolean {
  const italic = (token: Token | undefined): boolean =>
    token !== undefined && /^\p{L}/u.test(token.text) && isItalic(token.letters[0]!.font);
  const gap = (index: number): number =>
    ((tokens[index + 1]?.start ?? Infinity) - (tokens[index]?.end ?? -Infinity)) / size;
  const after = tokens[at + 1]?.text === '.' && gap(at) < 0.1 && gap(at + 1) < 0.6;
  if (after && italic(tokens[at + 2]) && /^\p{Ll}/u.test(tokens[at + 2]!.text)) return true;
  const before = tokens[at - 1]?.text === '.' && gap(at - 1) < 0.25 && gap(at - 2) < 0.1;
  return before && italic(tokens[at - 2]) && tokens[at - 2]!.text.length === 1;
}

/** Whether a token belongs to the formula that is open. */
function goesOn(open: readonly Token[], token: Token, row: Row, next?: Token): boolean {
  if (token.kind === 'mark') return false;
  if (token.kind === 'accent') return open.at(-1)!.end > token.box.x1 - 0.1 * row.size;
  const last = open.findLast(({ kind }) => kind !== 'accent') ?? open.at(-1)!;
  const gap = (token.start - Math.max(...open.map(({ end }) => end))) / row.size;
  if (isScript(token, row) || isScript(last, row)) {
    if (isScript(token, row) && gap < 0.3) return true;
    const limits = open.some(
      ({ kind, box }) => kind === 'function' || (kind === 'math' && height(box) > 1.05 * row.size),
    );
    const room = limits ? AFTER_LIMIT : AFTER_SCRIPT;
    if (token.kind !== 'text' && token.kind !== 'open' && gap < room) return true;
  }
  if (token.kind === 'open' && next?.text === 'mod') return gap < BEFORE_MODULUS;
  if (last.kind === 'accent' && token.box.x1 < last.box.x2) return true;
  if (token.kind === 'text') {
    const name = gap > 0.1 && gap < AFTER_NAME && /^\p{Ll}{2,8}$/u.test(token.text);
    return gap < 0.08 && isLetter(token) ? true : name && depth(open) > 0;
  }
  if (depth(open) > 0 && gap < 0.7) return true;
  // A list of formulas: the comma belongs to the sentence.
  if (last.kind === 'comma') return gap < (last.math ? AFTER_COMMA * row.loose : AFTER_PLAIN_COMMA);
  if (isUnary(last, token, gap, row, next)) return false;
  if (isOperator(token) || isOperator(last)) return gap < AROUND_OPERATOR * row.loose;
  if (token.kind === 'function' || last.kind === 'function') return gap < AFTER_NAME;
  if (token.kind === 'open')
    // A slanted letter leans over to the bracket behind it.
    return gap < CLOSE || (last.kind !== 'close' && lean(last, token) < 0.17 * row.size);
  return gap < CLOSE;
}

const isOperator = (token: Token): boolean => token.kind === 'operator' || isRelation(token);
const lean = (last: Token, token: Token): number => token.box.x1 - last.box.x2;

/** A sign that begins a formula: room before it and none behind it. */
const isUnary = (
  last: Token,
  token: Token,
  gap: number,
  row: Row,
  next: Token | undefined,
): boolean =>
  /^[±∓−+¬∀∃∇-]$/u.test(token.text) &&
  !isOperator(last) &&
  gap > CLOSE &&
  next !== undefined &&
  (next.start - token.end) / row.size < 0.1;

/** A symbol that is no letter: it has room on both sides. */
const isRelation = ({ kind, text, letters }: Token): boolean =>
  // Symbol fonts without names for their signs have them at the places of digits.
  (kind === 'math' && /^[\d!,;.]$/.test(text) && isSymbols(letters[0]!.font.name)) ||
  (kind === 'math' && text !== '' && !/[\p{L}\p{N}′∂∇∞∅√∑∏∫!'"]/u.test(text));

/** Fonts of symbols by name, and bitmaps that have none: TeX's → is their ! and its ∈ their 2. */
const isSymbols = (name: string): boolean => /sy/i.test(name) || isNameless(name);

function depth(tokens: readonly Token[]): number {
  let open = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'open') open++;
    if (kind === 'close' && /^[)\]}⟩\u232a\u3009⌋⌉]$/u.test(text)) open = Math.max(open - 1, 0);
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
    if (kind === 'close' && /^[)\]}⟩\u232a\u3009⌋⌉]$/u.test(text)) open--;
  }
  return open < 0;
}

/** A remark in brackets, `(n = 5)`; a pair or a tuple has a comma. */
function enclosed(tokens: readonly Token[]): boolean {
  const [first, last] = [tokens[0]!, tokens.at(-1)!];
  if (first.kind !== 'open' || last.text !== ')' || first.text !== '(') return false;
  if (first.math || height(first.box) > 1.25 * first.size) return false;
  const inner = tokens.slice(1, -1);
  return depth(inner) === 0 && !inner.some(({ kind }) => kind === 'comma' || kind === 'open');
}
