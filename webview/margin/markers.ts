/** Marks in the pages where threads stand: a faint box with a tab, and a line to the card that has the focus. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Reader } from '../reader/reader.ts';
import type { Anchor, ThreadView } from './protocol.ts';

export interface Marked {
  readonly id: string;
  readonly anchor: Anchor;
  readonly focused: boolean;
  readonly lost: boolean;
  readonly title: string;
}

export const markedThread = (thread: ThreadView, focused: boolean): Marked => ({
  ...{ id: thread.id, anchor: thread.anchor, focused },
  lost: thread.anchorState === 'lost',
  title: thread.turns[0]?.question.slice(0, 200) ?? '',
});

/** Draws the marks of one page anew; `choose` is told of clicks on a tab. */
export function drawMarks(
  reader: Reader,
  page: number,
  marked: readonly Marked[],
  choose: (id: string) => void,
): void {
  const overlay = reader.overlay(page);
  if (overlay === undefined) return;
  for (const old of overlay.querySelectorAll('.margin-mark')) old.remove();
  const { width } = reader.pages.size(page);
  for (const mark of marked) {
    if (mark.anchor.page === page) overlay.append(...drawMark(mark, width, choose));
  }
}

function drawMark(
  { id, anchor: { rectangle }, focused, lost, title }: Marked,
  width: number,
  choose: (id: string) => void,
): HTMLElement[] {
  const state = `${focused ? ' focused' : ''}${lost ? ' lost' : ''}`;
  const { x2, y1 } = rectangle ?? { x2: width - 18, y1: 6 };
  const tab = h('button', {
    ...{ class: `margin-mark margin-tab${state}`, type: 'button', tabindex: '-1' },
    ...{ title, 'aria-label': l10n.t('Question: {0}', title), click: () => choose(id) },
  });
  place(tab, { left: x2 + 2, top: y1 });
  if (rectangle === undefined || lost) return [tab];
  const box = h('div', { class: `margin-mark margin-anchor${state}`, 'aria-hidden': 'true' });
  const { x1, y2 } = rectangle;
  place(box, { left: x1 - 1, top: y1 - 1, width: x2 - x1 + 2, height: y2 - y1 + 2 });
  if (!focused) return [box, tab];
  const line = h('div', { class: 'margin-mark margin-line', 'aria-hidden': 'true' });
  // The margin is at the end of the line: at the left where the interface goes from right to left.
  const leftwards = document.documentElement.dir === 'rtl';
  const span = leftwards ? { left: 0, width: x1 - 1 } : { left: x2 + 1, width: width - x2 - 1 };
  place(line, { left: span.left, top: y1 - 1, width: Math.max(0, span.width) });
  return [box, line, tab];
}

function place(
  element: HTMLElement,
  numbers: Partial<Record<'left' | 'top' | 'width' | 'height', number>>,
): void {
  for (const [name, value] of Object.entries(numbers))
    element.style.setProperty(name, `${value}px`);
}
