/** What a page asks about a figure on it: the problem's own words, for whoever wants it solved. */
import { bounds, shared, type Rectangle } from './geometry.ts';
import { findFormulas } from './formulas/index.ts';
import { columnsOf } from './layout/columns.ts';
import { exactLatex } from './layout/exact.ts';
import { linesOf, type Line } from './lines.ts';
import type { PageText } from './page.ts';
import { joined } from './passages.ts';
import { bodySize } from './passages/headings.ts';
import { formulaWriter } from './passages/latex.ts';
import { paragraphsOf } from './passages/paragraphs.ts';
import { rowsOf } from './passages/rows.ts';

/** How many, how long in characters, and how far off the figure as a share of the page's height. */
const MOST = 3;
const LONGEST = 600;
const FARTHEST = 0.3;
/** A page with more of them is a drawing. */
const MOST_LINES = 3_000;
/** Fewer letters are a label of the figure, such as `x = ?`. */
const FEWEST_LETTERS = 12;

const ITEM = /^(?:(?:exercise|problem|question|task|example)\s+)?\d{1,3}(?:\.\d{1,3})*[.):]\s+/i;
const PART = /^(?:\([a-z]\)|[a-z]\)|\([ivx]+\))\s+/;
/** A word's end, and no sign of a program; the end of what is asked. */
const QUESTION = /[\p{L}\p{N})$\]”"']\s?\?(?=\s|$|[)"”])|？/u;
/** At the start of a sentence or of its last part: “we find” asks nothing. */
const ORDER =
  /(?:^|[.;:,!]\s+|\b(?:then|and)\s+)(?:find|calculate|compute|determine|evaluate|work out|estimate|solve|obtain|give|berechnen?|bestimmen?|ermitteln?|calcule[rz]?|détermine[rz]?|trouve[rz]?|calcula|determina|halla|encuentra)\b/iu;

/** A part that begins in the middle of a line. */
const NEXT_PART = /\s+(?=\([b-h]\)\s)/;

export interface PrintedQuestion {
  /** With what goes before it: all that is known of the problem. */
  readonly text: string;
  /** The part of it that asks. */
  readonly asks: string;
}

/** A numbered problem, a part of one after what all parts have in common, or a paragraph. */
interface Piece {
  readonly text: string;
  /** What other parts do not have; the text for what is no part. */
  readonly own: string;
  readonly box: Rectangle;
}

/**
 * Questions that the page prints near a region, the nearest first, each with what goes before it in its
 * paragraph. Formulas that are clear from their letters are `$…$`, others as their letters are.
 */
export function questionsNear(text: PageText, region: Rectangle): PrintedQuestion[] {
  const asked = piecesOf(text)
    .filter(({ text: words, own, box }) => {
      const near = away(box, region) < FARTHEST * text.height;
      return near && isProse(words) && doesAsk(own);
    })
    .sort((a, b) => away(a.box, region) - away(b.box, region));
  const told = asked.map((piece) => ({ text: shortened(piece.text), asks: askedIn(piece.own) }));
  return told
    .filter((one, i) => told.findIndex((other) => other.text === one.text) === i)
    .slice(0, MOST);
}

/** Points between two boxes; one that stands in another column is twice as far. */
function away(box: Rectangle, region: Rectangle): number {
  const down = Math.max(0, -shared(box.y1, box.y2, region.y1, region.y2));
  const across = Math.max(0, -shared(box.x1, box.x2, region.x1, region.x2));
  return down + 2 * across;
}

function piecesOf(page: PageText): Piece[] {
  const lines = linesOf(page).filter((line) => /[\p{L}\p{N}]/u.test(line.text));
  if (lines.length > MOST_LINES) return [];
  const size = bodySize(lines);
  const write = formulaWriter(known(page), (words) => words);
  return columnsOf(lines, size).flatMap((column) => {
    let stem = '';
    return paragraphsOf(rowsOf(column), size)
      .flatMap(items)
      .flatMap((item): Piece[] => {
        const words = joined(item.map(write)).replace(ITEM, '');
        const box = bounds(item.map((line) => line.box))!;
        if (!PART.test(words)) {
          if (isProse(words)) stem = words;
          return [{ text: words, own: words, box }];
        }
        const parts = words.split(NEXT_PART).map((part) => part.replace(PART, ''));
        return parts.map((own) => ({ text: `${stem} ${own}`.trim(), own, box }));
      });
  });
}

/** Problems of a list that nothing parts but their numbers. */
function items(paragraph: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  for (const line of paragraph) {
    const starts = ITEM.test(line.text) || PART.test(line.text);
    if (starts || found.length === 0) found.push([line]);
    else found.at(-1)!.push(line);
  }
  return found;
}

const isProse = (text: string): boolean => (text.match(/\p{L}/gu)?.length ?? 0) >= FEWEST_LETTERS;

const known = (page: PageText) =>
  findFormulas(page).flatMap(({ rectangle, kind }) => {
    const latex = kind === 'inline' ? exactLatex(page, rectangle) : null;
    return latex === null ? [] : [{ rectangle, latex }];
  });

const doesAsk = (text: string): boolean => QUESTION.test(text) || ORDER.test(text);

const sentencesOf = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)].map(
    ({ segment }) => segment,
  );

/** From the first sentence that asks on. */
function askedIn(text: string): string {
  const sentences = sentencesOf(text);
  const first = sentences.findIndex(doesAsk);
  return shortened(sentences.slice(Math.max(0, first)).join('').trim());
}

/** Whole sentences from the end on: what is asked stands last. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  let kept = '';
  for (const segment of sentencesOf(text).reverse()) {
    if (kept !== '' && kept.length + segment.length > LONGEST) break;
    kept = segment + kept;
  }
  return kept.slice(-LONGEST).trim();
}
