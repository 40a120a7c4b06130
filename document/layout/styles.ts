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

export function styleOf(font: PageFont): Style {
  const { name } = font;
  const symbols = SYMBOLS.test(name);
  return {
    bold: font.bold || BOLD.test(name),
    italic: (font.italic || ITALIC.test(name)) && !symbols,
    monospace: !symbols && (MONO.test(name) || (font.monospace && !/^(?:cm|sf|ec|lm)/i.test(name))),
  };
}
