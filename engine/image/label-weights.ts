/** Which pieces of a figure are rather letters of its labels than strokes of the drawing. Pure. */
import type { Component } from './components.ts';

/** How much a piece without a neighbor counts: a lone letter as well as a circle, a tick, an arrow's head. */
const ALONE = 0.3;
/** Beyond this many pieces a picture is no line drawing, and pairs take too long. */
const MOST_PIECES = 1_500;

/** 1 for a piece beside another of about its height, as letters of a label stand; less for others. */
export function labelWeights(pieces: readonly Component[]): number[] {
  if (pieces.length > MOST_PIECES) return pieces.map(() => 1);
  return pieces.map((piece) => (pieces.some((other) => areBeside(piece, other)) ? 1 : ALONE));
}

function areBeside(a: Component, b: Component): boolean {
  if (a === b) return false;
  const [tall, low] = [Math.max(a.height, b.height), Math.min(a.height, b.height)];
  const gap = Math.max(b.left - a.left - a.width, a.left - b.left - b.width);
  const shared = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return tall < 3 * low && gap > -0.3 * tall && gap < 0.8 * tall && shared > 0.4 * low;
}
