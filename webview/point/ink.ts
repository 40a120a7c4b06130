/** The ink of letters as this browser draws them: exact rectangles for fonts that pdf.js gave to it. */
import type { Ink } from '../../document/glyphs.ts';

/** Pixels of an em while measuring. */
const em = 200;

/** Undefined answers where there is no canvas to measure with. */
export function browserInk(): Ink {
  const context = document.createElement('canvas').getContext('2d');
  let current = '';
  return (font, character) => {
    const { loadedName } = font;
    if (context === null || loadedName === undefined || font.missingFile === true) return undefined;
    const wanted = `${em}px "${loadedName}"`;
    // A font that is not here would be measured in another one.
    if (!document.fonts.check(wanted, character)) return undefined;
    if (current !== wanted) {
      context.font = wanted;
      current = wanted;
    }
    const measured = context.measureText(character);
    const box = {
      x1: -measured.actualBoundingBoxLeft / em,
      x2: measured.actualBoundingBoxRight / em,
      y1: -measured.actualBoundingBoxDescent / em,
      y2: measured.actualBoundingBoxAscent / em,
    };
    return box.x2 > box.x1 && box.y2 > box.y1 ? box : null;
  };
}
