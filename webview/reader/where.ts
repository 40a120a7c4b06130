/** From pages and rectangles to places in the window and back, as the viewer shows them now. */
import type { Rectangle } from './reader.ts';
import { fromShare, shareOf } from './turn.ts';
import type { Anchor, Viewer } from './viewer.ts';

/** Where a page comes to stand, or a rectangle of it: a third down the window, or its top where it is too high for that. */
export function anchorFor(viewer: Viewer, page: number, rectangle?: Rectangle): Anchor {
  const { layout } = viewer;
  const { clientWidth, clientHeight } = viewer.scroller.element;
  const box = layout.box(page);
  if (rectangle === undefined) {
    const x = box.width > clientWidth ? (viewer.anchor()?.x ?? 0.5) : 0.5;
    return { page, x, y: 0, left: clientWidth / 2, top: 8 };
  }
  const at = shareOf(rectangle, layout.size(page), layout.look.rotation);
  const fits = (at.y2 - at.y1) * box.height < clientHeight * 0.8;
  return {
    page,
    x: (at.x1 + at.x2) / 2,
    y: fits ? (at.y1 + at.y2) / 2 : at.y1,
    left: clientWidth / 2,
    top: fits ? clientHeight / 3 : 24,
  };
}

/** A page, or a rectangle of it, in pixels of the window. */
export function clientRectangle(viewer: Viewer, page: number, rectangle?: Rectangle): DOMRect {
  const { layout, scroller } = viewer;
  const box = layout.box(page);
  const { left, top } = scroller.element.getBoundingClientRect();
  const x = left + viewer.leftOf(page) - scroller.left;
  const y = top + box.top - scroller.top;
  const whole = { x1: 0, y1: 0, x2: 1, y2: 1 };
  const share =
    rectangle === undefined ? whole : shareOf(rectangle, layout.size(page), layout.look.rotation);
  return new DOMRect(
    x + share.x1 * box.width,
    y + share.y1 * box.height,
    (share.x2 - share.x1) * box.width,
    (share.y2 - share.y1) * box.height,
  );
}

/** The page under a point of the window, and the point on it; undefined between pages. */
export function pageAt(viewer: Viewer, clientX: number, clientY: number) {
  const { left, top } = viewer.scroller.element.getBoundingClientRect();
  const anchor = viewer.anchor(clientX - left, clientY - top);
  if (anchor === undefined) return undefined;
  const { page, x, y } = anchor;
  if (x < 0 || x > 1 || y < 0 || y > 1) return undefined;
  const { layout } = viewer;
  return { page, ...fromShare({ x, y }, layout.size(page), layout.look.rotation) };
}
