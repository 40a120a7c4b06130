/** What a browser laid out, as rows of a layout file: (font, code, x, y, width). */

/** A rule: x, y is its lower left corner, `code` its height. */
export const RULE = 65535;
/** A row of an outline. `code`: a vertex that goes on with a contour, one that starts a contour, or FIRST + kind. */
export const OUTLINE = 65534;
export const GOES_ON = 0;
export const STARTS = 1;
/** Opens an outline: x, y is its place for a reader, and `code` - FIRST its kind. */
export const FIRST = 2;

/** The em of the page in CSS pixels: large, so that what the browser rounds to pixels is exact enough. */
export const EM = 1000;
/** Scaled points in a CSS pixel: the em stands for 10 pt. */
export const SP = (10 * 65536) / EM;

/** A font file and its size in CSS pixels. */
export interface WebFont {
  file: string;
  size: number;
}

/** One formula; `rows` in scaled points, five numbers each; null: it cannot be typeset, and why. */
export type Typeset = { rows: number[] } | { refusal: string };

export interface Batch {
  fonts: WebFont[];
  formulas: Typeset[];
}

/** The kinds of outlines that are told apart by what they are and not by their path. */
export const KINDS = { sqrt: 1, strokeUp: 2, strokeDown: 3 } as const;
