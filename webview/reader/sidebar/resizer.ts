/** The line between side bar and pages: dragged, or moved with the arrow keys. */
import { h } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import { widths } from './state.ts';

export function createResizer(width: () => number, setWidth: (width: number) => void): HTMLElement {
  const element = h('div', {
    class: 'resizer',
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-label': l10n.t('Width of the side bar'),
    'aria-valuemin': String(widths.least),
    'aria-valuemax': String(widths.most),
  });
  const set = (wanted: number): void => {
    const kept = Math.round(Math.min(widths.most, Math.max(widths.least, wanted)));
    element.setAttribute('aria-valuenow', String(kept));
    setWidth(kept);
  };
  const sign = (): number => (getComputedStyle(element).direction === 'rtl' ? -1 : 1);

  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    element.setPointerCapture(down.pointerId);
    const start = width();
    const away = new AbortController();
    const { signal } = away;
    const end = (): void => away.abort();
    element.addEventListener(
      'pointermove',
      (move) => set(start + sign() * (move.clientX - down.clientX)),
      { signal },
    );
    element.addEventListener('lostpointercapture', end, { signal });
  });
  element.addEventListener('dblclick', () => set(widths.usual));
  element.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (step !== undefined) set(width() + sign() * step);
    else if (event.key === 'Home') set(widths.least);
    else if (event.key === 'End') set(widths.most);
    else return;
    event.preventDefault();
  });
  set(width());
  return element;
}
