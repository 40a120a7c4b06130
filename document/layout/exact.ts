/**
 * Plain inline formulas from their letters alone: letters, digits, relations, brackets, and scripts of one
 * level. Anything else (bars, roots, big or unknown signs, scripts of scripts) is null and left to the
 * model. Where this answers it is exact, and a page of them takes no time.
 */
import { centerX, centerY, contains, grow, type Rectangle } from '../geometry.ts';
import type { PageText } from '../page.ts';
import { clean } from './characters.ts';
import { commandOf, functionNames } from './signs.ts';

interface Sign {
  readonly latex: string;
  readonly box: Rectangle;
  readonly size: number;
  readonly baseline: number;
  /** An upright letter of a text font: `sin` is a word, not three variables. */
  readonly upright: boolean;
}

const LONGEST = 40;

/** LaTeX of the region, or null when the letters do not settle it. */
export function exactLatex(text: PageText, region: Rectangle): string | null {
  const around = grow(region, 0.5);
  const meets = (box: Rectangle): boolean =>
    box.x1 < region.x2 && box.x2 > region.x1 && box.y1 < region.y2 && box.y2 > region.y1;
  if (text.rules.some(meets) || text.shapes.some(meets) || text.images.some(meets)) return null;
  const signs: Sign[] = [];
  for (const run of text.runs) {
    if (run.angle !== 0 || run.hidden) continue;
    for (const glyph of run.glyphs) {
      if (glyph.blank || !contains(around, centerX(glyph.box), centerY(glyph.box))) continue;
      const letter = clean(glyph.text);
      const latex = commandOf(letter, run.font);
      if (latex === null || signs.length >= LONGEST) return null;
      const { size, baseline } = run;
      const upright =
        /^[a-zA-Z]$/.test(letter) && /(?:cmr|sfrm|lmr|roman|regular)/i.test(run.font.name);
      signs.push({
        latex,
        box: { ...glyph.box, x1: glyph.start, x2: glyph.end },
        size,
        baseline,
        upright,
      });
    }
  }
  if (signs.length === 0) return null;
  return written(signs.sort((a, b) => a.box.x1 - b.box.x1));
}

function written(signs: readonly Sign[]): string | null {
  const size = Math.max(...signs.map((sign) => sign.size));
  const main = signs.filter((sign) => sign.size > 0.86 * size);
  const baseline = main[0]!.baseline;
  if (main.some((sign) => Math.abs(sign.baseline - baseline) > 0.06 * size)) return null;
  if (signs[0] !== main[0]) return null; // a script before anything that carries it
  let latex = '';
  for (const [index, sign] of main.entries()) {
    const next = main[index + 1];
    const scripts = signs.filter(
      (other) =>
        !main.includes(other) &&
        other.box.x1 >= sign.box.x1 &&
        (next === undefined || other.box.x1 < next.box.x1),
    );
    const tail = scripted(scripts, baseline, size);
    if (tail === null) return null;
    // Signs printed over one another (negations, accents) are more than their sum.
    if (next !== undefined && next.box.x1 < sign.box.x2 - 0.3 * size) return null;
    latex = appended(latex, sign.latex) + tail;
  }
  return withWords(latex, main);
}

/** `_{…}^{…}` or null when a script is not clearly above or below. */
function scripted(scripts: readonly Sign[], baseline: number, size: number): string | null {
  const above = scripts.filter((sign) => baseline - sign.baseline > 0.2 * size);
  const below = scripts.filter((sign) => sign.baseline - baseline > 0.08 * size);
  if (above.length + below.length !== scripts.length) return null;
  let latex = '';
  for (const [sign, part] of [
    ['_', below],
    ['^', above],
  ] as const) {
    if (part.length === 0) continue;
    const level = part[0]!;
    if (part.some((other) => Math.abs(other.baseline - level.baseline) > 0.5)) return null;
    if (part.some((other) => Math.abs(other.size - level.size) > 0.5)) return null;
    if (part.filter((other) => other.upright).length > 1) return null;
    const inner = part.reduce((all, other) => appended(all, other.latex), '');
    if (sign === '^' && /^(?:\\prime)+$/.test(inner)) latex += "'".repeat(inner.length / 6);
    else latex += part.length === 1 && inner.length === 1 ? sign + inner : `${sign}{${inner}}`;
  }
  return latex;
}

/** A command ends before a letter. */
const appended = (before: string, latex: string): string =>
  /\\[a-zA-Z]+$/.test(before) && /^[a-zA-Z]/.test(latex) ? `${before} ${latex}` : before + latex;

/** Runs of upright letters are names of functions, or unknown words, which the model reads. */
function withWords(latex: string, main: readonly Sign[]): string | null {
  const uprights = main.filter((sign) => sign.upright);
  if (uprights.length === 0) return latex;
  const word = uprights.map((sign) => sign.latex).join('');
  if (!functionNames.has(word) || !latex.startsWith(word)) return null;
  return appended(`\\${word}`, latex.slice(word.length));
}
