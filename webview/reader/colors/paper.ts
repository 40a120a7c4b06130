/** Whether a picture is ink on paper, as a scan or a line drawing is, and not a photograph. Pure. */

/** Shares of the pixels: at least this much paper, at most this much of color and of middle grays. */
const paper = { white: 0.6, colored: 0.02, middle: 0.25 };

/** @param pixels RGBA, as a canvas gives them */
export function looksLikePaper(pixels: ArrayLike<number>): boolean {
  let [white, colored, middle] = [0, 0, 0];
  const count = pixels.length / 4;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    const light = 0.299 * red + 0.587 * green + 0.114 * blue;
    const chroma = Math.max(red, green, blue) - Math.min(red, green, blue);
    // Old paper is yellowish: pale tints are no color.
    if (chroma > 60) colored += 1;
    else if (light > 200) white += 1;
    else if (light > 90 && light < 170) middle += 1;
  }
  return (
    white >= paper.white * count &&
    colored <= paper.colored * count &&
    middle <= paper.middle * count
  );
}
