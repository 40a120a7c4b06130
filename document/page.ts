/** What stands on a page: letters, lines and pictures with their places. Types only. */
import type { Rectangle } from './geometry.ts';

/** A font of the PDF. One object for one font of the document: it may be compared. */
export interface PageFont {
  /** pdf.js's name of the loaded font, which is also its CSS family in a browser. */
  readonly id: string;
  /** The PDF's own name without the prefix of a subset; empty when it has none (Type 3). */
  readonly name: string;
  readonly type3: boolean;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Heights above and below (negative) the baseline in em, as the font states them. */
  readonly ascent: number;
  readonly descent: number;
}

export interface Glyph {
  /** What the font says it means; empty, or a code without meaning, when it does not say. */
  readonly text: string;
  /** Its number in the font's own encoding; -1 when unknown. */
  readonly code: number;
  /** Where the pen stood before and after it, along x (for turned text: of its rectangle). */
  readonly start: number;
  readonly end: number;
  /** The rectangle of its ink; of height 0 when it leaves none, as a space. */
  readonly box: Rectangle;
  /** True when it leaves no ink. */
  readonly blank: boolean;
}

/** Glyphs shown by one operator: one font, one size, one baseline. */
export interface Run {
  readonly glyphs: readonly Glyph[];
  readonly font: PageFont;
  /** Points of an em. */
  readonly size: number;
  /** y of the baseline; for turned text of its first glyph's origin. */
  readonly baseline: number;
  /** Direction of the writing in degrees, clockwise; 0 is left to right. */
  readonly angle: number;
  /** Text without ink: the words that a scanner's software laid under a picture. */
  readonly hidden: boolean;
}

/** The text layer of one page, in the order in which it was drawn, in page coordinates. */
export interface PageText {
  /** From 1. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly runs: readonly Run[];
  /** Thin straight lines, level or upright: fraction bars, radicals, borders of tables. */
  readonly rules: readonly Rectangle[];
  /** Other drawn shapes. */
  readonly shapes: readonly Rectangle[];
  readonly images: readonly Rectangle[];
}
