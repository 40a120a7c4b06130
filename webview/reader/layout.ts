/**
 * Where each page lies in one long column, in CSS pixels. Sizes that are not known yet are estimated by the
 * commonest known size, so that a document of any length has its whole column at once. Pure: no DOM.
 */
import type { Rotation, Size } from './reader.ts';

/** Pixels around each page. */
export const gap = 12;

export interface Look {
  /** CSS pixels per point. */
  readonly zoom: number;
  readonly rotation: Rotation;
  /** Device pixels per CSS pixel: edges of pages lie on whole device pixels, or they would be blurred. */
  readonly pixelRatio: number;
}

export interface Box {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class PageLayout {
  readonly count: number;
  #look: Look = { zoom: 1, rotation: 0, pixelRatio: 1 };
  /** Width and height in points, in turns; NaN where unknown. */
  readonly #sizes: Float64Array;
  readonly #frequency = new Map<string, number>();
  #estimate: Size;
  #tops: Float64Array | undefined;
  #widest = 0;

  constructor(count: number, first: Size) {
    this.count = count;
    this.#sizes = new Float64Array(2 * count).fill(Number.NaN);
    this.#estimate = first;
  }

  get look(): Look {
    return this.#look;
  }

  set look(look: Look) {
    this.#look = look;
    this.#tops = undefined;
  }

  isKnown(page: number): boolean {
    return !Number.isNaN(this.#sizes[2 * page - 2]!);
  }

  /** In points, in the page's own rotation. */
  size(page: number): Size {
    const at = 2 * page - 2;
    if (!this.isKnown(page)) return this.#estimate;
    return { width: this.#sizes[at]!, height: this.#sizes[at + 1]! };
  }

  /** Writes down a page's true size. Says whether anything moved. */
  correct(page: number, size: Size): boolean {
    const before = this.size(page);
    const wasKnown = this.isKnown(page);
    this.#sizes[2 * page - 2] = size.width;
    this.#sizes[2 * page - 1] = size.height;
    let moved = !same(before, size);
    if (!wasKnown) {
      const key = `${size.width}x${size.height}`;
      const times = (this.#frequency.get(key) ?? 0) + 1;
      this.#frequency.set(key, times);
      if (times >= Math.max(...this.#frequency.values()) && !same(this.#estimate, size)) {
        this.#estimate = size;
        moved = true;
      }
    }
    if (moved) this.#tops = undefined;
    return moved;
  }

  /** The column's own size; pages are centered in its width. */
  get width(): number {
    this.#settle();
    return this.#widest + 2 * gap;
  }

  get height(): number {
    return this.#settle()[this.count]!;
  }

  box(page: number): Box {
    const { width, height } = this.shown(page);
    return { top: this.#settle()[page - 1]!, width, height };
  }

  /** The size of a page on the screen: zoomed, turned, on whole device pixels. */
  shown(page: number): Size {
    const { zoom, rotation } = this.#look;
    const { width, height } = this.size(page);
    const turned = rotation % 180 !== 0;
    return {
      width: this.#snap((turned ? height : width) * zoom),
      height: this.#snap((turned ? width : height) * zoom),
    };
  }

  /** The page at this height of the column; the gap under a page belongs to it. */
  at(y: number): number {
    const tops = this.#settle();
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  #snap(length: number): number {
    const { pixelRatio } = this.#look;
    return Math.max(1, Math.round(length * pixelRatio)) / pixelRatio;
  }

  #settle(): Float64Array {
    if (this.#tops !== undefined) return this.#tops;
    const tops = new Float64Array(this.count + 1);
    let top = gap;
    let widest = 0;
    for (let page = 1; page <= this.count; page += 1) {
      const { width, height } = this.shown(page);
      tops[page - 1] = top;
      top = this.#snap(top + height + gap);
      if (width > widest) widest = width;
    }
    tops[this.count] = top;
    this.#widest = widest;
    this.#tops = tops;
    return tops;
  }
}

const same = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
