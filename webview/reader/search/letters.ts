/** What is taken for the same letter when text is searched. Pure tables. */

/** A hyphen at the end of a line inside a word: a search may read it or pass over it. */
export const lineHyphen = '\u0001';

const hyphens = '-\u00ad\u2010\u2011';

export const isHyphen = (char: string): boolean => hyphens.includes(char);

/** Quotes and dashes that keyboards lack, and letters that no decomposition takes apart. */
const alike: Readonly<Record<string, string>> = {
  ...same("'", '‘’‚‛′`'),
  ...same('"', '“”„‟″'),
  ...same('-', '‐‑‒–—―−'),
};

/** Only where marks on letters are passed over. */
const unmarked: Readonly<Record<string, string>> = {
  ...{ ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ȷ: 'j' },
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE' },
};

/** Accents that stand by themselves, as TeX's old fonts set them before the letter. */
const accents: Readonly<Record<string, string>> = {
  ...{ '`': '\u0300', '´': '\u0301', ˆ: '\u0302', '˜': '\u0303', '¯': '\u0304', '˘': '\u0306' },
  ...{ '˙': '\u0307', '¨': '\u0308', '˚': '\u030a', '˝': '\u030b', ˇ: '\u030c', '¸': '\u0327' },
};

function same(plain: string, others: string): Record<string, string> {
  return Object.fromEntries([...others].map((other) => [other, plain]));
}

/** The combining form of an accent that stands by itself. */
export const combining = (char: string): string | undefined => accents[char];

export const isLetter = (char: string): boolean => /^\p{L}/u.test(char);

/** Letters of scripts that put no space between words, where a line may end anywhere. */
export const isUnspaced = (char: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。]/u.test(char);

export interface Alike {
  /** Whether A and a differ. */
  readonly matchCase: boolean;
  /** Whether a and ä differ. */
  readonly matchMarks: boolean;
}

/** One code point as it is compared; may be empty, or several letters long. */
export function comparable(char: string, { matchCase, matchMarks }: Alike): string {
  if (char < '\u0080') return matchCase ? char : char.toLowerCase();
  let text = alike[char] ?? char.normalize('NFKD');
  if (!matchMarks) text = [...text.replace(/\p{M}/gu, '')].map((it) => unmarked[it] ?? it).join('');
  if (!matchCase) text = text.toLowerCase().replace('ς', 'σ');
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '');
}
