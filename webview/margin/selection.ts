/** Text that is selected in a page, as something to ask about. */
import { h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Reader } from '../reader/reader.ts';
import type { About } from './compose.ts';

const longestQuote = 4_000;

/** The selection's place and text, or undefined when no text of a page is selected. */
export function selectedText(reader: Reader): About | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const quote = selection.toString().trim().slice(0, longestQuote);
  if (quote === '' || !reader.viewport.contains(range.commonAncestorContainer)) return undefined;
  const corners = [...range.getClientRects()]
    .filter(({ width, height }) => width > 0.5 && height > 0.5)
    .map(({ left, top, right, bottom }) => ({
      from: reader.pageAt(left + 0.1, top + 0.1),
      to: reader.pageAt(right - 0.1, bottom - 0.1),
    }));
  const page = corners.find(({ from }) => from !== undefined)?.from?.page;
  if (page === undefined) return undefined;
  // A selection over several pages is anchored where it begins; its text is kept whole.
  const points = corners
    .flatMap(({ from, to }) => [from, to])
    .filter((point) => point?.page === page)
    .filter((point) => point !== undefined);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const rectangle = {
    ...{ x1: Math.min(...xs), y1: Math.min(...ys) },
    ...{ x2: Math.max(...xs), y2: Math.max(...ys) },
  };
  return { page, rectangle, quote };
}

/** A small button beside selected text, as long as it is selected. */
export function offerForSelection(reader: Reader, ask: (about: About) => void): void {
  const button = h(
    'button',
    { class: 'ask-selection', type: 'button', hidden: true, tabindex: '-1' },
    icon('comment'),
    h('span', {}, l10n.t('Ask')),
  );
  document.body.append(button);
  const hide = (): void => {
    button.hidden = true;
  };
  const show = (): void => {
    const range = document.getSelection()?.rangeCount
      ? document.getSelection()?.getRangeAt(0)
      : null;
    const last = [...(range?.getClientRects() ?? [])].at(-1);
    if (last === undefined || selectedText(reader) === undefined) {
      hide();
      return;
    }
    button.hidden = false;
    const { width, height } = button.getBoundingClientRect();
    const left = Math.min(last.right + 6, window.innerWidth - width - 6);
    const top = Math.min(last.bottom + 4, window.innerHeight - height - 6);
    button.style.left = `${Math.max(6, left)}px`;
    button.style.top = `${Math.max(6, top)}px`;
  };
  let pressed = false;
  const follow = (): void => {
    if (!pressed) show();
  };
  // Pressing the button must not take the selection away.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    const about = selectedText(reader);
    hide();
    if (about !== undefined) ask(about);
  });
  // While the mouse still selects, the button would be in its way.
  reader.viewport.addEventListener('pointerdown', () => {
    pressed = true;
  });
  for (const event of ['pointerup', 'pointercancel'])
    window.addEventListener(event, () => {
      pressed = false;
      setTimeout(show);
    });
  document.addEventListener('selectionchange', follow);
  reader.on('scroll', follow);
  reader.on('layout', follow);
}
