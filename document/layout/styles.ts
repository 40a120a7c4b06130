/** How a font looks: by what it says of itself and, since many say nothing, by its name. */
import type { PageFont } from '../page.ts';

const BOLD =
  /bold|black|heavy|demi|(?:^|[-,])b(?:$|[-,])|^(?:cm|sf|ec|lm)(?:b|ssb|cb)|^lmromandemi/i;
const ITALIC =
  /ital|obliq|slant|^(?:cm|ec|sf)(?:ti|sl|bxti|bxsl|mi|ssi)|^sf(?:ti|sl)|(?:^|[-,])(?:it|i)(?:$|[-,])/i;
const MONO = /mono|courier|typewriter|consol|^(?:cm|ec|sf|lm)(?:tt|sltt|itt)|^nimbusmon|code/i;
/** Their signs are all of one width, or said to be. */
const SYMBOLS = /^(?:cmsy|cmex|cmmi|cmbsy|msam|msbm|eu[fsr]|stmary|wasy|rsfs|symbol|zapf|.*math)/i;

export interface Style {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
}

/** `text`: what is set in it; a font of digits alone looks monospaced and is not. */
export function styleOf(font: PageFont, text: string): Style {
  const { name } = font;
  const symbols = SYMBOLS.test(name);
  return {
    bold: font.bold || BOLD.test(name),
    italic: (font.italic || ITALIC.test(name)) && !symbols,
    monospace:
      !symbols &&
      (MONO.test(name) ||
        (font.monospace && /\p{L}{2}/u.test(text) && !/^(?:cm|sf|ec|lm)/i.test(name))),
  };
}

/** TeX's fonts of strokes and arcs: what they print is a drawing. */
export const isDrawing = ({ name }: PageFont): boolean =>
  /^(?:line|lcircle|circle)w?\d+$/i.test(name);
