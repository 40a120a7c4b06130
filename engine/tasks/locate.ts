/** Locating: what to look for in an image, and the boxes in what the model answers. Pure. */
import { MarginaliaError } from '../errors.ts';

/** A box in the image as it was given: x1 < x2 by its width, y1 < y2 by its height, all in 0..1. */
export type LocatedBox = readonly [x1: number, y1: number, x2: number, y2: number];

/** Phi-4-reasoning-vision's own words for it, a doubled "the" included: it was trained on them. */
export const locateQuestion = (what: string): string =>
  `Locate the the UI element this instruction describes: ${what.trim().replace(/\.$/, '')}. ` +
  'Output its bbox coordinates using the format of [x1, y1, x2, y2] ' +
  'using relative coordinates from 0.0000 to 1.0000.';

/** Rounding may carry a coordinate this far out of the picture. */
const OVERSHOOT = 0.02;
const MOST_BOXES = 100;

const number = String.raw`\s{0,9}([-+]?(?:\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})(?:e[-+]?\d{1,2})?)\s{0,9}`;
const box = new RegExp(String.raw`[\[(]${[number, number, number, number].join(',')}[\])]`, 'gi');

/**
 * The boxes of an answer, in its order. Corners may come in any order; a box without area, one beyond
 * the picture and one that came before are left out.
 */
export function parseBoxes(answer: string): LocatedBox[] {
  const found = new Map<string, LocatedBox>();
  for (const [, ...words] of answer.matchAll(box)) {
    const values = words.map(Number);
    if (values.some((value) => !(value >= -OVERSHOOT && value <= 1 + OVERSHOOT))) continue;
    const [a, b, c, d] = values.map((value) => Math.min(Math.max(value, 0), 1));
    const [x1, x2] = [Math.min(a!, c!), Math.max(a!, c!)];
    const [y1, y2] = [Math.min(b!, d!), Math.max(b!, d!)];
    if (x1 < x2 && y1 < y2 && found.size < MOST_BOXES)
      found.set([x1, y1, x2, y2].join(), [x1, y1, x2, y2]);
  }
  return [...found.values()];
}

/** @throws MarginaliaError `no-box` with the model's words when there is no box in them */
export function locatedBoxes(answer: string): LocatedBox[] {
  const boxes = parseBoxes(answer);
  if (boxes.length > 0) return boxes;
  const words = answer.replace(/\s+/g, ' ').trim().slice(0, 200);
  throw new MarginaliaError({
    code: 'no-box',
    message: words === '' ? 'The model answered nothing.' : `The model gave no box: "${words}"`,
    action: 'Describe the place in other words, or choose a model that was trained to locate.',
  });
}
