/**
 * Places in the picture that a trained solver tells between the words of its thought: a token for how far across and
 * one for how far down, before each fact that it reads and before the value. Pure.
 */

/** How a model tells places, as its generation_config.json has it: ids from `first` on, each a step further. */
export interface PlaceForm {
  readonly across: { readonly first: number; readonly count: number };
  readonly down: { readonly first: number; readonly count: number };
  /** Pixels of a step, in the picture as the model is shown it. */
  readonly pixels: number;
}

/** Where the pixels of what a model is shown lie in the whole picture, in shares of its width and height. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  /** Of one pixel. */
  readonly across: number;
  readonly down: number;
}

/** A place in the picture, in shares of its width and height: 0 to 1. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place that was told behind `at` characters of the text. */
export interface ToldPlace extends Place {
  readonly at: number;
}

/** Hears the ids of what is written, and knows those that tell places. */
export class PlaceReader {
  readonly places: ToldPlace[] = [];
  readonly #form: PlaceForm;
  readonly #frame: Frame;
  #across: number | undefined;

  constructor(form: PlaceForm, frame: Frame) {
    this.#form = form;
    this.#frame = frame;
  }

  /** True for a token of a place; `at`: characters of text so far. A half of a place that is told alone is left out. */
  hear(id: number, at: number): boolean {
    const across = stepOf(id, this.#form.across);
    if (across !== undefined) {
      this.#across = across;
      return true;
    }
    const down = stepOf(id, this.#form.down);
    const before = this.#across;
    this.#across = undefined;
    if (down === undefined) return false;
    if (before !== undefined) {
      const { pixels } = this.#form;
      const { left, top, across: wide, down: high } = this.#frame;
      const x = share(left + (before + 0.5) * pixels * wide);
      const y = share(top + (down + 0.5) * pixels * high);
      this.places.push({ x, y, at });
    }
    return true;
  }
}

function stepOf(id: number, { first, count }: PlaceForm['across']): number | undefined {
  return id >= first && id < first + count ? id - first : undefined;
}

const share = (value: number): number => Math.min(Math.max(value, 0), 1);
