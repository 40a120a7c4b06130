/** A part of a page that someone points at. */
import type { Rectangle } from '../../document/geometry.ts';

export interface Region {
  readonly page: number;
  readonly rectangle: Rectangle;
}

/** Moves and stretches a rectangle inside its page, never below a few points. */
export function adjusted(
  { x1, y1, x2, y2 }: Rectangle,
  by: { readonly x: number; readonly y: number },
  stretch: boolean,
  page: { readonly width: number; readonly height: number },
): Rectangle {
  const least = 4;
  if (stretch) {
    return {
      x1,
      y1,
      x2: Math.min(Math.max(x2 + by.x, x1 + least), page.width),
      y2: Math.min(Math.max(y2 + by.y, y1 + least), page.height),
    };
  }
  const x = Math.min(Math.max(by.x, -x1), page.width - x2);
  const y = Math.min(Math.max(by.y, -y1), page.height - y2);
  return { x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y };
}

/** The rectangle between two corners, inside its page. */
export function between(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
  page: { readonly width: number; readonly height: number },
): Rectangle {
  const inside = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  return {
    x1: inside(Math.min(a.x, b.x), page.width),
    y1: inside(Math.min(a.y, b.y), page.height),
    x2: inside(Math.max(a.x, b.x), page.width),
    y2: inside(Math.max(a.y, b.y), page.height),
  };
}

/** Puts an element of a page's overlay over a rectangle of the page. */
export function cover(element: HTMLElement, { x1, y1, x2, y2 }: Rectangle): void {
  element.style.left = `${x1}px`;
  element.style.top = `${y1}px`;
  element.style.width = `${x2 - x1}px`;
  element.style.height = `${y2 - y1}px`;
}
