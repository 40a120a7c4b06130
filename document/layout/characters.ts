/** What single letters of a text layer mean in running text. */

/** Accents that TeX's older fonts print as letters of their own, and the combining ones they stand for. */
const combining: Readonly<Record<string, string>> = {
  ...{ '\u00b4': '\u0301', '\u0060': '\u0300', '\u00a8': '\u0308', '\u02c6': '\u0302' },
  ...{ '\u02dc': '\u0303', '\u02d8': '\u0306', '\u02c7': '\u030c', '\u00b8': '\u0327' },
  ...{ '\u02da': '\u030a', '\u00af': '\u0304', '\u02d9': '\u0307', '\u02dd': '\u030b' },
};

export const isAccent = (letter: string): boolean =>
  letter !== '`' && Object.hasOwn(combining, letter);

/** The letter with the accent over it; both as they were where no such letter exists. */
export function composed(accent: string, letter: string): string {
  const base = letter.replace('\u0131', 'i').replace('\u0237', 'j');
  const whole = (base + (combining[accent] ?? '')).normalize('NFC');
  return [...whole].length === [...base].length ? whole : accent + letter;
}

/** Ligatures taken apart, soft hyphens as hyphens; what has no meaning becomes U+FFFD. */
export function clean(text: string): string {
  let made = '';
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if (code >= 0xfb00 && code <= 0xfb06) made += letter.normalize('NFKC');
    else if (code === 0xad || code === 0x2010 || code === 0x2011) made += '-';
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) made += '\ufffd';
    else if (code >= 0xe000 && code <= 0xf8ff) made += '\ufffd';
    else if (code >= 0xd800 && code <= 0xdfff) made += '\ufffd';
    else if (isFormat(code)) continue;
    else made += letter;
  }
  return made;
}

/** Marks of direction and joining: without ink, and able to make text read other than it looks. */
const isFormat = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0xfeff;
