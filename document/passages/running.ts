/** Running heads, feet and page numbers, which say nothing about the page. */
import type { Line } from '../lines.ts';

/** Share of the height at the top and at the bottom where they stand. */
const EDGE = 0.1;

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
  return lines.filter((line) => {
    if (!atEdge(line, height)) return true;
    const form = shape(line.text);
    return !known.has(form) && !/^[-–—[(\s]*(?:page )?#[\])\s–—-]*(?:(?:of|\/) #)?$/i.test(form);
  });
}
