/** Running heads, feet and page numbers: what a page repeats of the pages around it. */
import type { Rectangle } from '../geometry.ts';
import type { Line } from './lines.ts';

/** Share of the page's height at its top and at its bottom where they stand. */
const ZONE = 0.13;
/** A page number by itself may stand as high as this share of the page, where the lower margin is wide. */
const LAST = 0.7;
/** How far, in points, the same head may stand from where it stood on another page. */
const SAME_HEIGHT = 3;

/** The lines of another page that may repeat here. */
export interface NeighborPage {
  readonly height: number;
  readonly lines: readonly { readonly text: string; readonly baseline: number }[];
}

/** The lines of a page without its heads and feet. */
export function withoutRunning(
  lines: readonly Line[],
  height: number,
  neighbors: readonly NeighborPage[],
  rules: readonly Rectangle[],
): Line[] {
  const edge = (line: Line): boolean => {
    const above = lines.filter(({ baseline }) => baseline < line.baseline - 2).length;
    const below = lines.filter(({ baseline }) => baseline > line.baseline + 2).length;
    return (
      (line.baseline < ZONE * height && above <= 3) ||
      (line.baseline > (1 - ZONE) * height && below <= 3)
    );
  };
  const last = lines.at(-1);
  const before = lines.at(-2);
  const alone =
    last !== undefined &&
    before !== undefined &&
    last.baseline > LAST * height &&
    last.baseline - before.baseline > 3 * last.size &&
    isPageNumber(last.text);
  return lines.filter(
    (line) =>
      !(alone && line === last) &&
      !(
        edge(line) &&
        (isPageNumber(line.text) || repeats(line, neighbors) || isRuled(line, rules, height))
      ),
  );
}

/** A head with a rule right under it, or a foot with one over it, across the page. */
const isRuled = (
  { box, baseline, size }: Line,
  rules: readonly Rectangle[],
  height: number,
): boolean =>
  rules.some((rule) => {
    const gap = baseline < height / 2 ? rule.y1 - baseline : box.y1 - rule.y2;
    return rule.x2 - rule.x1 > 200 && gap > -1 && gap < 0.8 * size;
  });

const isPageNumber = (text: string): boolean =>
  /^[-–—[(]?\s*(?:page\s+)?(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:of|\/)\s*\d{1,5})?\s*[-–—\])]?$/i.test(
    text.trim(),
  );

const repeats = (line: Line, neighbors: readonly NeighborPage[]): boolean =>
  neighbors.some((page) =>
    page.lines.some(
      (other) =>
        Math.abs(other.baseline - line.baseline) < SAME_HEIGHT &&
        shape(other.text) === shape(line.text),
    ),
  );

/** Numbers change from page to page, the rest of a head does not. */
const shape = (text: string): string =>
  text
    .replaceAll(/\b(?:\d+(?:\.\d+)*|[ivxlc]+)\b/gi, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
