/**
 * Places in the picture that a trained solver tells between the words of its thought: a token for how far across and
 * one for how far down, before each fact that it reads and before the value. Pure.
 */
import type { PlaceForm } from '../runtime/generation-config.ts';
import type { Frame } from '../runtime/types.ts';

/** The two tokens that tell a place; none where it is further than they reach. */
export function placeIds(
  { x, y }: Place,
  { across, down, pixels }: PlaceForm,
  frame: Frame,
): number[] {
  const right = Math.floor((x - frame.left) / (pixels * frame.across));
  const below = Math.floor((y - frame.top) / (pixels * frame.down));
  const reached = right >= 0 && right < across.count && below >= 0 && below < down.count;
  return reached ? [across.first + right, down.first + below] : [];
}

/** Behind this the next fact of the list is told. */
const factBegins = /(?:^Facts:|;) $/;
/** Steps between what is the same place. */
const near = 1;

/** A place in the picture, in shares of its width and height: 0 to 1. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place that was told behind `at` characters of the text. */
export interface ToldPlace extends Place {
  readonly at: number;
}

interface Steps {
  readonly across: number;
  readonly down: number;
}

/** Hears the ids of what is written, and knows those that tell places. */
export class PlaceReader {
  readonly places: ToldPlace[] = [];
  readonly #form: PlaceForm;
  readonly #frame: Frame;
  /** Where facts begin, in steps; and where values are. */
  readonly #starts: Steps[] = [];
  readonly #values: Steps[] = [];
  #across: number | undefined;

  constructor(form: PlaceForm, frame: Frame) {
    this.#form = form;
    this.#frame = frame;
  }

  /** Whether a token tells a place. */
  tells(id: number): boolean {
    const { across, down } = this.#form;
    return stepOf(id, across) !== undefined || stepOf(id, down) !== undefined;
  }

  /**
   * False for the second half of a place at which a fact has begun before, or at which the value of one with a name in words
   * was read: what was read once is not read again.
   */
  allows(id: number, text: string): boolean {
    const [across, down] = [this.#across, stepOf(id, this.#form.down)];
    // A name is not interrupted.
    if (/\\text \{[^}]*$/.test(text)) return false;
    if (across === undefined || down === undefined || !factBegins.test(text)) return true;
    const read = text.startsWith('Facts: $\\text')
      ? [...this.#starts, ...this.#values]
      : this.#starts;
    return !read.some(
      (one) => Math.abs(one.across - across) <= near && Math.abs(one.down - down) <= near,
    );
  }

  /** Whether a place was told with the fact that is being written; undefined where none was told at all. */
  isPlaced(text: string): boolean | undefined {
    const last = this.places.at(-1);
    return last && last.at >= Math.max(text.lastIndexOf('; ') + 2, 'Facts: '.length);
  }

  /** True for a token of a place; `text`: what was written so far. A half of a place that is told alone is left out. */
  hear(id: number, text: string): boolean {
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
      this.places.push({ x, y, at: text.length });
      (factBegins.test(text) ? this.#starts : this.#values).push({ across: before, down });
    }
    return true;
  }
}

function stepOf(id: number, { first, count }: PlaceForm['across']): number | undefined {
  return id >= first && id < first + count ? id - first : undefined;
}

const share = (value: number): number => Math.min(Math.max(value, 0), 1);
