/** Connected components of ink: the pieces that glyphs are made of. */
import type { Box, Plane } from './picture.ts';

export interface Component extends Box {
  /** Pixels of ink. */
  area: number;
}

/** Boxes of the 8-connected regions darker than `threshold`, in the order of their first pixel. */
export function components(plane: Plane, threshold: number): Component[] {
  const { width, height, data } = plane;
  const seen = new Uint8Array(width * height);
  const found: Component[] = [];
  const stack: number[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || data[start]! >= threshold) continue;
    let [left, right, top, bottom, area] = [width, 0, height, 0, 0];
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const x = at % width;
      const y = (at - x) / width;
      area++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, height - 1); ny++) {
        for (let nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, width - 1); nx++) {
          const next = ny * width + nx;
          if (seen[next] === 1 || data[next]! >= threshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    found.push({ left, top, width: right - left + 1, height: bottom - top + 1, area });
  }
  return found;
}
