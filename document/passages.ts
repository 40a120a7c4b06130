/**
 * Cuts a page into passages: stretches of about a hundred words in reading order that can be found, shown
 * to a model and quoted, each with its rectangles. They respect columns and headings.
 */
import { bounds, type Rectangle } from './geometry.ts';
import { columnsOf } from './layout/columns.ts';
import { isLineHyphen } from './layout/hyphens.ts';
import { linesOf, type Line } from './lines.ts';
import type { PageText } from './page.ts';
import { rowsOf } from './passages/rows.ts';
import { bodySize, headingOf } from './passages/headings.ts';
import { paragraphsOf } from './passages/paragraphs.ts';
import { edgesOf, withoutEdges } from './passages/running.ts';

export interface Passage {
  readonly page: number;
  /** The section that it stands in, as far as it is known; '' before the first heading. */
  readonly heading: string;
  readonly text: string;
  /** One for each stretch of lines in one column. */
  readonly rectangles: readonly Rectangle[];
}

/** What a page leaves for the next one. */
export interface PageContext {
  readonly heading: string;
  /** Lines at the page's edges: those that come again are running heads. */
  readonly edges: readonly string[];
}

export const firstPage: PageContext = { heading: '', edges: [] };

/** A passage ends with a paragraph from here on, with a sentence when it is long, at once when it is too long. */
const ENOUGH = 60;
const LONG = 95;
const TOO_LONG = 130;

/**
 * The passages of a page in reading order, and the context for the page after it. `textOf` writes a line
 * down, called in reading order; left out, as its letters are.
 */
export function passagesOf(
  text: PageText,
  before: PageContext = firstPage,
  textOf: (line: Line) => string = plainText,
): { passages: Passage[]; after: PageContext } {
  const all = linesOf(text).filter((line) => /[\p{L}\p{N}\p{Sm}]/u.test(line.text));
  const lines = withoutEdges(all, text.height, before.edges);
  const size = bodySize(lines);
  let heading = before.heading;
  const passages: Passage[] = [];
  let open: Line[][] = [];
  const close = (): void => {
    const passage = passageOf(open, text.page, heading, textOf);
    if (passage !== undefined) passages.push(passage);
    open = [];
  };
  for (const column of columnsOf(lines, size)) {
    open.push([]);
    for (const paragraph of paragraphsOf(rowsOf(column), size)) {
      const title = headingOf(paragraph, size);
      if (title !== undefined) {
        close();
        heading = title;
        open = [[]];
        continue;
      }
      for (const line of paragraph) {
        if (open.length === 0) open.push([]);
        open.at(-1)!.push(line);
        const words = countWords(open);
        if (words >= TOO_LONG || (words >= LONG && /[.?!:][)\]”"]?$/.test(line.text))) close();
      }
      if (countWords(open) >= ENOUGH) close();
    }
  }
  close();
  return { passages: joinShort(passages), after: { heading, edges: edgesOf(all, text.height) } };
}

const countWords = (stretches: readonly (readonly Line[])[]): number =>
  stretches.flat().reduce((count, { words }) => count + words.length, 0);

function passageOf(
  stretches: readonly (readonly Line[])[],
  page: number,
  heading: string,
  textOf: (line: Line) => string,
): Passage | undefined {
  const filled = stretches.filter((lines) => lines.length > 0);
  if (filled.length === 0) return undefined;
  const rectangles = filled.map((lines) => bounds(lines.map(({ box }) => box))!);
  return { page, heading, text: joined(filled.flat().map(textOf)), rectangles };
}

/** Lines as running text; a word that was broken at a line's end is whole again. */
export function joined(lines: readonly string[]): string {
  let text = '';
  for (const next of lines) {
    if (next === '') continue;
    if (text.endsWith('-') && isLineHyphen(text, next, noWords)) text = text.slice(0, -1) + next;
    else text += (text === '' || text.endsWith('-') ? '' : ' ') + next;
  }
  return text.replace(/\s+/g, ' ').trim();
}

/** Ligatures and letters of formulas are the plain ones. */
const plainText = ({ text }: Line): string => text.normalize('NFKC').replaceAll('\u00ad', '');

const noWords: ReadonlySet<string> = new Set();

/** A remainder of a few words says little by itself: it goes with the passage before it. */
function joinShort(passages: readonly Passage[]): Passage[] {
  const kept: Passage[] = [];
  for (const passage of passages) {
    const last = kept.at(-1);
    const short = passage.text.split(' ').length < 15;
    if (last === undefined || !short || last.heading !== passage.heading) kept.push(passage);
    else
      kept[kept.length - 1] = {
        ...last,
        text: `${last.text} ${passage.text}`,
        rectangles: [...last.rectangles, ...passage.rectangles],
      };
  }
  return kept;
}
