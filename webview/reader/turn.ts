/** Points and rectangles between a page's own coordinates and shares of its shown, turned box. Pure. */
import type { Rectangle, Rotation, Size } from './reader.ts';

export interface Share {
  readonly x: number;
  readonly y: number;
}

/** Where a point of the page is in the box that shows it, in shares of the box's width and height. */
export function toShare(x: number, y: number, { width, height }: Size, rotation: Rotation): Share {
  const across = x / width;
  const down = y / height;
  if (rotation === 90) return { x: 1 - down, y: across };
  if (rotation === 180) return { x: 1 - across, y: 1 - down };
  if (rotation === 270) return { x: down, y: 1 - across };
  return { x: across, y: down };
}

/** The other way round. */
export function fromShare(share: Share, { width, height }: Size, rotation: Rotation): Share {
  const { x, y } = share;
  if (rotation === 90) return { x: y * width, y: (1 - x) * height };
  if (rotation === 180) return { x: (1 - x) * width, y: (1 - y) * height };
  if (rotation === 270) return { x: (1 - y) * width, y: x * height };
  return { x: x * width, y: y * height };
}

/** A rectangle of the page in shares of the box that shows it. */
export function shareOf(rectangle: Rectangle, size: Size, rotation: Rotation): Rectangle {
  const a = toShare(rectangle.x1, rectangle.y1, size, rotation);
  const b = toShare(rectangle.x2, rectangle.y2, size, rotation);
  return {
    x1: Math.min(a.x, b.x),
    y1: Math.min(a.y, b.y),
    x2: Math.max(a.x, b.x),
    y2: Math.max(a.y, b.y),
  };
}
