/** Which fonts of a page set mathematics: by their names, else by how their letters stand. */
import type { Letter } from '../lines.ts';
import type { PageFont } from '../page.ts';

export type FontRole = 'math' | 'text';

const MATH_NAMES: readonly RegExp[] = [
  // OpenType fonts, PazoMath, Fourier-Math, LibertinusT1Math, stix2-mathit, Cambria Math …
  /math|^stix\d?-?(sym|ex|bb|cal|frak|scr)|^(standardsym|symbol|mt[- ]?extra|euclid[- ]?(ex|sy|fr|math))/i,
  // Fonts in Knuth's manner of naming: CMMI10, CMBSY7, LMMI12, HFBRSY8, MSBM10, CMEX10, stmary10.
  /^[a-z]{1,6}(b?mi|mib|b?sy[abc]?|ex[abs]?|bs|msa|msb)\d+$/i,
  /^(ms[ab]m|eu[frs][mb]|euex|rsfs|wasyb?|stmary|lasyb?|bbold|bbm|bbmss|dsrom|dsss|esint|yhcmex|mathabx|matha|mathb|mathx)\d*$/i,
  // newtx, newpx, txfonts, pxfonts, mathtime, mathdesign.
  /^(new|n)?[tp]xb?(mi|sy|ex)[0-9a-z]*$/i,
  /^(mtmi|mtsy|mtex|mtgu|mtms|mt2|md-?(sy|ex|mi))/i,
  // What browsers print of KaTeX and MathJax: nothing else is set in these.
  /^(katex|mathjax|mjx)/i,
  // Kp-Fonts: Kp--M-Italic, Kpl-M-Sy, Kp--M-Exa-Regular.
  /^kp[a-z]*-{1,2}m-/i,
];
/** Fonts of signs and of single alphabets: their letters are no variables. */
const ALPHABETS = /sy|(?<!t)ex|ms[ab]|bb|black|ds(rom|ss)|eu[fs]|frak|cal|scr|rsfs|wasy|mathabx/i;
/** So many letters of a mathematics font show that variables are set in it. */
const VARIABLES = 4;

const ITALIC_NAME =
  /ital|obli|slant|(^|[-_,])(it|ital|ri|sl)$|(ti|sl|ci|it|s?si|sso|ssio)\d+$|itx?$/i;

export const isItalic = (font: PageFont): boolean => font.italic || ITALIC_NAME.test(font.name);

/** pdf.js calls fonts so that have no name of their own. */
const NAMELESS = /^(|Type3|T3.*|F\d+|[A-Z]\d*)$/;
export const isNameless = (name: string): boolean => NAMELESS.test(name);
/** Letters that stand alone are mathematics, letters in rows are words. */
const WORDY = 2;

export function fontRoles(letters: readonly Letter[]): Map<PageFont, FontRole> {
  const rows = meanRows(letters);
  const roles = new Map<PageFont, FontRole>();
  for (const { font } of letters) {
    if (roles.has(font)) continue;
    const math = isNameless(font.name)
      ? (rows.get(font) ?? Infinity) < WORDY
      : MATH_NAMES.some((name) => name.test(font.name));
    roles.set(font, math ? 'math' : 'text');
  }
  return roles;
}

/** Whether variables have a font of their own on the page, so that italic letters of others are words. */
export function variablesHaveFont(
  letters: readonly Letter[],
  roles: ReadonlyMap<PageFont, FontRole>,
): boolean {
  let count = 0;
  for (const { font, text } of letters) {
    const variable =
      roles.get(font) === 'math' &&
      (/^[\u{1D44E}-\u{1D467}]$/u.test(text) ||
        (/^[a-z]$/.test(text) && !ALPHABETS.test(font.name)));
    if (variable && ++count >= VARIABLES) return true;
  }
  return false;
}

/** How many letters of the alphabet stand side by side, on average, for each font that has some. */
function meanRows(letters: readonly Letter[]): Map<PageFont, number> {
  const sums = new Map<PageFont, { letters: number; rows: number }>();
  let last: Letter | undefined;
  for (const letter of letters) {
    if (!/^\p{L}+$/u.test(letter.text)) {
      last = undefined;
      continue;
    }
    let sum = sums.get(letter.font);
    if (sum === undefined) sums.set(letter.font, (sum = { letters: 0, rows: 0 }));
    const goesOn =
      last?.font === letter.font &&
      last.baseline === letter.baseline &&
      Math.abs(letter.start - last.end) < 0.15 * letter.size;
    sum.letters++;
    if (!goesOn) sum.rows++;
    last = letter;
  }
  return new Map([...sums].map(([font, { letters, rows }]) => [font, letters / rows]));
}
