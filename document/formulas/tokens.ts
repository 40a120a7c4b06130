/** Letters to the pieces that formulas are made of: symbols, numbers, brackets, words. */
import { bounds, type Rectangle } from '../geometry.ts';
import type { Letter } from '../lines.ts';
import type { PageFont } from '../page.ts';
import { isItalic, type FontRole } from './fonts.ts';

export type TokenKind =
  | 'math'
  /** One to three italic letters of a font for text: mathematics, if what is around it says so. */
  | 'italic'
  | 'number'
  | 'operator'
  | 'open'
  | 'close'
  | 'comma'
  | 'accent'
  /** An upright name such as `sin`. */
  | 'function'
  | 'text'
  /** Bullets, daggers, boxes: never a formula by themselves. */
  | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly letters: readonly Letter[];
  readonly box: Rectangle;
  /** Where the pen stood before and after. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly baseline: number;
  /** Its font sets mathematics. */
  readonly math: boolean;
}

const MARKS = /^[•∙⋆†‡¤§¶©®™■□▪▫◦●○♦◆▶▸►◀◂◄✓✗–—]$/u;
const MATH =
  /^[\p{Sm}\u{1D400}-\u{1D7FF}ℂℍℕℙℚℝℤℒℱℋℐℳℛℬℰℓ℘ℏℜℑℵ∂∇∞ħ′″\u{2190}-\u{21FF}\u{27C0}-\u{27EF}\u{2900}-\u{2BFF}⟨⟩⌈⌉⌊⌋‖∥]+$/u;
const OPERATOR = /^[=+<>|~/:×÷±−∗*·⋅∈→≤≥≠≡∼≈∪∩⊂⊆⊃⊇∖\\↦⇒⇔≪≫∣∥←⟶⟨]$/u;
/** The stroke of TeX's \\not, over the next sign. */
const NEGATION = '\u0338';
const ACCENT = /^[\p{Sk}\p{Mn}\p{Lm}^]$/u;
const GREEK = /^[\p{Script=Greek}µ]$/u;
const FUNCTIONS = new Set(
  'sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg log ln lg exp lim limsup liminf sup inf max min argmax argmin det dim ker hom deg gcd lcm Pr mod Re Im tr Tr rank diag sgn sign span supp Var Cov Res rank Hom End Aut Gal vol div grad curl rot id ess'.split(' '), // prettier-ignore
);

export const isAccent = ({ text }: Letter): boolean => ACCENT.test(text);

function kindOf(letter: Letter, role: FontRole, greekPage: boolean): TokenKind {
  const { text } = letter;
  if (MARKS.test(text)) return 'mark';
  if (text === NEGATION) return 'operator';
  if (ACCENT.test(text)) return 'accent';
  if (role === 'math') {
    if (/^[,;.…]$/.test(text)) return /sy/i.test(letter.font.name) ? 'math' : 'comma';
    if (/^[([{⟨\u2329\u3008⌊⌈]$/u.test(text)) return 'open';
    if (/^[)\]}⟩\u232a\u3009⌋⌉]$/u.test(text)) return 'close';
    return OPERATOR.test(text) ? 'operator' : 'math';
  }
  if (/^\p{Nd}$/u.test(text)) return 'number';
  if (/^[([{]$/.test(text)) return 'open';
  if (/^[)\]}]$/.test(text)) return 'close';
  if (/^[,;.…]$/.test(text)) return 'comma';
  if (OPERATOR.test(text)) return 'operator';
  if (MATH.test(text) || (GREEK.test(text) && !greekPage)) return 'math';
  if (/^[!'’′]$/u.test(text)) return 'close';
  return 'text';
}

/** Symbols that count as mathematics wherever they stand, though they join others as operators. */
export const isSeed = (token: Token, roles: ReadonlyMap<PageFont, FontRole>): boolean =>
  token.kind === 'math' ||
  (token.kind === 'function' && token.math) ||
  (token.kind === 'operator' &&
    token.letters.some(({ font, text }) => roles.get(font) === 'math' && !/^[/·∗*|]$/u.test(text)));

/** What a page says of its letters. */
export interface Alphabet {
  readonly roles: ReadonlyMap<PageFont, FontRole>;
  /** Its words are Greek. */
  readonly greek: boolean;
  /** Its variables have a font of their own: italic letters of others are words. */
  readonly italicWords: boolean;
}

/** Tokens of letters that follow one another; the letters of one token share font and baseline. */
export function tokensOf(letters: readonly Letter[], alphabet: Alphabet): Token[] {
  const tokens: Token[] = [];
  let open: Letter[] = [];
  let openKind: TokenKind = 'text';
  const close = (): void => {
    if (open.length > 0) tokens.push(tokenOf(openKind, open, alphabet));
    open = [];
  };
  for (const letter of letters) {
    if (letter.blank) {
      close();
      continue;
    }
    const kind = kindOf(letter, alphabet.roles.get(letter.font) ?? 'text', alphabet.greek);
    const last = open.at(-1);
    const joins = kind === 'text' || kind === 'number';
    if (last === undefined || kind !== openKind || !joins || !adjoins(last, letter)) close();
    openKind = kind;
    open.push(letter);
  }
  close();
  return withNames(tokens, alphabet);
}

/** Fonts of Unicode mathematics also set names: letters in a row that spell `dim` are no product. */
function withNames(tokens: Token[], alphabet: Alphabet): Token[] {
  const made: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    let end = at;
    while (
      isPlain(tokens[end]) &&
      (end === at || adjoins(tokens[end - 1]!.letters[0]!, tokens[end]!.letters[0]!))
    )
      end++;
    const name = tokens.slice(at, end);
    if (name.length > 1 && FUNCTIONS.has(name.map(({ text }) => text).join('')))
      made.push(
        tokenOf(
          'function',
          name.flatMap(({ letters }) => letters),
          alphabet,
        ),
      );
    else made.push(...tokens.slice(at, Math.max(end, at + 1)));
    at = Math.max(end, at + 1);
  }
  return made;
}

const isPlain = (token: Token | undefined): boolean =>
  token?.kind === 'math' && /^[a-zA-Z]$/.test(token.text);

const adjoins = (last: Letter, next: Letter): boolean =>
  last.font === next.font &&
  Math.abs(last.baseline - next.baseline) < 0.05 * next.size &&
  Math.abs(next.start - last.end) < 0.14 * next.size;

function tokenOf(kind: TokenKind, letters: readonly Letter[], alphabet: Alphabet): Token {
  const [first] = letters as [Letter, ...Letter[]];
  const text = letters.map(({ text }) => text).join('');
  let better = kind;
  if (kind === 'text') {
    if (FUNCTIONS.has(text) && !isItalic(first.font)) better = 'function';
    else if (!alphabet.italicWords && isItalic(first.font) && /^\p{L}{1,3}$/u.test(text))
      better = 'italic';
  }
  return {
    kind: better,
    text,
    letters,
    box: bounds(letters.map(({ box }) => box))!,
    start: first.start,
    end: letters.at(-1)!.end,
    size: first.size,
    baseline: first.baseline,
    math: alphabet.roles.get(first.font) === 'math',
  };
}
