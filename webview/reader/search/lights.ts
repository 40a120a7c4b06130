/** Matches lit on the pages that are shown. */
import { pageText as glyphs } from '../../../document/glyphs.ts';
import { h } from '../../dom.ts';
import type { Reader, Rectangle } from '../reader.ts';
import { idle } from '../sidebar/idle.ts';
import { letterEdges, type LetterEdges } from './glyphBoxes.ts';
import type { Found, Search } from './search.ts';
import { rectangles, type Measure, type SearchText } from './searchText.ts';

export interface Lights {
  /** Draws the matches of `search` and the chosen one anew, on all shown pages. */
  draw(search: Search | undefined, chosen: Found | undefined): void;
  /** The same for one page. */
  drawPage(page: number): void;
}

export function createLights(reader: Reader, text: (page: number) => Promise<SearchText>): Lights {
  const shown = new Map<number, HTMLElement>();
  const edges = new WeakMap<HTMLElement, LetterEdges>();
  let search: Search | undefined;
  let chosen: Found | undefined;

  async function put(page: number): Promise<void> {
    const layer = shown.get(page);
    if (layer === undefined) return;
    const now = search;
    const found = now?.on(page) ?? [];
    if (found.length === 0) {
      layer.replaceChildren();
      return;
    }
    const pageText = await text(page);
    const draw = (exact?: LetterEdges): void => {
      if (now !== search || shown.get(page) !== layer) return;
      const lit = found.flatMap((match) =>
        rectangles(pageText, match.start, match.end, measure, exact).map((box) =>
          light(box, match === chosen),
        ),
      );
      layer.replaceChildren(...lit);
    };
    const known = edges.get(layer);
    draw(known);
    if (known !== undefined) return;
    // At once where letters likely are; where they are as soon as the page's glyphs have been read.
    await idle();
    if (shown.get(page) !== layer) return;
    const exact = letterEdges(pageText, await glyphs(await reader.pages.proxy(page)));
    edges.set(layer, exact);
    draw(exact);
  }

  const drawPage = (page: number): void =>
    void put(page).catch((error: unknown) => reader.report(error));
  reader.on('pageShown', ({ page, overlay }) => {
    const layer = h('div', { class: 'find-lights' });
    overlay.append(layer);
    shown.set(page, layer);
    drawPage(page);
  });
  reader.on('pageHidden', ({ page }) => void shown.delete(page));
  return {
    draw(nextSearch, nextChosen) {
      search = nextSearch;
      chosen = nextChosen;
      for (const page of shown.keys()) drawPage(page);
    },
    drawPage,
  };
}

function light({ x1, y1, x2, y2 }: Rectangle, chosen: boolean): HTMLElement {
  const element = h('div', { class: chosen ? 'find-light chosen' : 'find-light' });
  element.style.left = `${x1}px`;
  element.style.top = `${y1}px`;
  element.style.width = `${x2 - x1}px`;
  element.style.height = `${y2 - y1}px`;
  return element;
}

let context: CanvasRenderingContext2D | null | undefined;

/** As wide as the text layer has it, which sets the same letters in the same families. */
export const measure: Measure = (text, family) => {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = `100px ${/^[\w-]+$/.test(family) ? family : 'sans-serif'}`;
  return context.measureText(text).width;
};
