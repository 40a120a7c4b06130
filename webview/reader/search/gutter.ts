/** Marks beside the scroll bar: where in the whole document the matches are. */
import { h } from '../../dom.ts';
import type { Reader } from '../reader.ts';
import type { Found, Search } from './search.ts';

export interface Gutter {
  readonly element: HTMLElement;
  draw(search: Search | undefined, chosen: Found | undefined): void;
}

/** CSS pixels of a mark. */
const mark = { width: 6, height: 2 };

export function createGutter(reader: Reader): Gutter {
  const canvas = h('canvas', { class: 'find-gutter', 'aria-hidden': 'true', hidden: true });
  let frame = 0;
  let last: { search: Search | undefined; chosen: Found | undefined } | undefined;

  function paint(): void {
    frame = 0;
    const { search, chosen } = last ?? {};
    canvas.hidden = search === undefined || search.total === 0;
    if (search === undefined || canvas.hidden) return;
    const height = reader.viewport.clientHeight;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(mark.width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas);
    const { count } = reader.pages;
    const first = reader.clientRectangle(1).top;
    const length = Math.max(1, reader.clientRectangle(count).bottom - first);
    const paintOne = ({ page, share }: Found): void => {
      const { top, height: tall } = reader.clientRectangle(page);
      const y = ((top - first + share * tall) / length) * (height - mark.height);
      context.fillRect(0, Math.round(y), mark.width, mark.height);
    };
    context.fillStyle = style.color;
    for (let page = 1; page <= count; page += 1) search.on(page).forEach(paintOne);
    context.fillStyle = style.outlineColor;
    if (chosen !== undefined) paintOne(chosen);
  }

  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  reader.on('layout', soon);
  new ResizeObserver(soon).observe(reader.viewport);
  return {
    element: canvas,
    draw(search, chosen) {
      last = { search, chosen };
      soon();
    },
  };
}
