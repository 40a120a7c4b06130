/** Lets a rectangle of a page glow for a moment, as soon as the page is there. */
import { h } from '../dom.ts';
import type { Reader, Rectangle } from './reader.ts';

const millis = 2_500;

export function glow(reader: Reader, page: number, { x1, y1, x2, y2 }: Rectangle): void {
  const put = (overlay: HTMLElement): void => {
    const light = h('div', { class: 'glow' });
    light.style.left = `${x1}px`;
    light.style.top = `${y1}px`;
    light.style.width = `${x2 - x1}px`;
    light.style.height = `${y2 - y1}px`;
    overlay.append(light);
    window.setTimeout(() => light.remove(), millis);
  };
  const overlay = reader.overlay(page);
  if (overlay !== undefined) {
    put(overlay);
    return;
  }
  const waiting = reader.on('pageShown', (shown) => {
    if (shown.page !== page) return;
    waiting.dispose();
    put(shown.overlay);
  });
  window.setTimeout(() => waiting.dispose(), 4 * millis);
}
