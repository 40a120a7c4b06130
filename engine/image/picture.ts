/** The two shapes that an image has on its way: as decoded, and as ink on paper. */

/** Decoded pixels: 8-bit straight-alpha RGBA, row-major. */
export interface Picture {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** One 8-bit channel, row-major; 255 is paper. */
export interface Plane {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The part of `plane` inside `box`, with `margin` pixels of paper around it. */
export function cropWithMargin(plane: Plane, box: Box, margin: number): Plane {
  const width = box.width + 2 * margin;
  const height = box.height + 2 * margin;
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * plane.width + box.left;
    data.set(plane.data.subarray(from, from + box.width), (margin + y) * width + margin);
  }
  return { width, height, data };
}

/** Rec. 601 luma of one pixel as Pillow's mode "L" has it: rounded 16-bit fixed point. */
export const luma = (r: number, g: number, b: number): number =>
  (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
