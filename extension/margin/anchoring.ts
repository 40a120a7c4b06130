/** Finds the place of a thread again by its quote, in a PDF that has changed. Pure but for the search. */
import type { DocumentPassage } from '../../engine/protocol.ts';
import type { Anchor, AnchorState } from './thread.ts';

export interface Placed {
  readonly anchor: Anchor;
  readonly state: AnchorState;
}

/** Share of the quote's words, in their order, that a passage must hold. */
const SAME = 0.5;
/** Words of a quote that are searched for. */
const SEARCHED = 60;
const FARTHEST = 24;

/** A thread without a quote stays with its page. `find` searches the document. */
export async function placeAgain(
  anchor: Anchor,
  find: (query: string) => Promise<readonly DocumentPassage[]>,
): Promise<Placed> {
  const words = wordsOf(anchor.quote ?? '');
  if (words.length === 0) return { anchor, state: 'placed' };
  const passages = await find(words.slice(0, SEARCHED).join(' '));
  const scored = passages
    .map((passage) => ({ passage, share: shareInOrder(words, wordsOf(passage.text)) }))
    .filter(({ share }) => share >= SAME);
  const [best] = scored.sort(
    (a, b) => b.share - a.share || distance(anchor, a.passage) - distance(anchor, b.passage),
  );
  if (best === undefined) return { anchor, state: 'lost' };
  const here = scored.find(({ passage, share }) => share >= best.share && isHere(anchor, passage));
  if (here !== undefined) return { anchor, state: 'placed' };
  const { page, rectangles } = best.passage;
  const [rectangle] = rectangles;
  const { quote } = anchor;
  return {
    anchor: {
      page,
      ...(rectangle === undefined || anchor.rectangle === undefined ? {} : { rectangle }),
      ...(quote === undefined ? {} : { quote }),
    },
    state: 'moved',
  };
}

const distance = ({ page }: Anchor, passage: DocumentPassage): number =>
  Math.abs(page - passage.page);

function isHere({ page, rectangle }: Anchor, passage: DocumentPassage): boolean {
  if (page !== passage.page) return false;
  if (rectangle === undefined) return true;
  return passage.rectangles.some(
    (box) =>
      box.x1 < rectangle.x2 + FARTHEST &&
      rectangle.x1 < box.x2 + FARTHEST &&
      box.y1 < rectangle.y2 + FARTHEST &&
      rectangle.y1 < box.y2 + FARTHEST,
  );
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 400) ?? [];

/** Length of the longest common subsequence as a share of the quote; the passage may be longer. */
export function shareInOrder(quote: readonly string[], passage: readonly string[]): number {
  let row = new Array<number>(passage.length + 1).fill(0);
  for (const word of quote) {
    const next = [0];
    for (const [i, other] of passage.entries())
      next.push(word === other ? row[i]! + 1 : Math.max(row[i + 1]!, next[i]!));
    row = next;
  }
  return quote.length === 0 ? 0 : row.at(-1)! / quote.length;
}
