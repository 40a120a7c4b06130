/** Running heads, feet and page numbers, which say nothing about the page. */
import type { Line } from '../lines.ts';

/** Share of the height at the top and at the bottom where they stand. */
const EDGE = 0.1;
/** Where the lower margin is wide, a page number by itself stands below this share, so many sizes under the rest. */
const LAST = 0.7;
const APART = 3;

const atEdge = ({ box }: Line, height: number): boolean =>
  box.y2 < EDGE * height || box.y1 > (1 - EDGE) * height;

/** Numbers change from page to page, the rest does not. */
const shape = (text: string): string =>
  text
    .replace(/\b(?:\d+(?:\.\d+)*|[ivxlc]+)\b/gi, '#')
    .replace(/\s+/g, ' ')
    .trim();

/** What a page says at its edges, for the page after it. */
export const edgesOf = (lines: readonly Line[], height: number): string[] =>
  lines.filter((line) => atEdge(line, height)).map(({ text }) => shape(text));

/** The lines without page numbers and without what the page before said at its edges too. */
export function withoutEdges(
  lines: readonly Line[],
  height: number,
  before: readonly string[],
): Line[] {
  const known = new Set(before);
  const last = lines.toSorted((a, b) => b.baseline - a.baseline)[0];
  const alone = last !== undefined && standsAlone(last, lines, height) ? last : undefined;
  return lines.filter((line) => {
    if (line !== alone && !atEdge(line, height)) return true;
    const form = shape(line.text);
    return !known.has(form) && !/^[-–—[(\s]*(?:page )?#[\])\s–—-]*(?:(?:of|\/) #)?$/i.test(form);
  });
}

const standsAlone = (last: Line, lines: readonly Line[], height: number): boolean =>
  last.baseline > LAST * height &&
  lines.every(
    (line) => line === last || last.baseline - line.baseline > APART * Math.max(last.size, 1),
  );
