/**
 * Pastes that VS Code gives up: a key pressed between Ctrl+V and the edit that a provider answered with
 * makes it drop the edit without a word. Events of a document arrive in order, so a key that is heard of
 * before the placeholder says that the placeholder will never come. Pure.
 */
import type { TextChange } from './tracker.ts';

/** More than one key writes, closing brackets included: such a change is another provider's edit. */
const longestKey = 4;

export class ExpectedPaste {
  readonly text: string;
  #offsets: readonly number[];

  /** @param offsets where the placeholder goes: the starts of the selections that are pasted over */
  constructor(text: string, offsets: readonly number[]) {
    this.text = text;
    this.#offsets = offsets;
  }

  /** Where the placeholder belongs now. */
  get offsets(): readonly number[] {
    return this.#offsets;
  }

  /**
   * Follows the next event of the document: it is the paste itself, a key that came before it, or
   * something else, after which nothing is known of the paste.
   */
  next(changes: readonly TextChange[]): 'pasted' | 'overtaken' | 'unknown' {
    if (changes.some(({ text }) => text.includes(this.text))) return 'pasted';
    this.#offsets = this.#offsets.map((offset) =>
      changes.reduce((moved, change) => shifted(moved, offset, change), offset),
    );
    const typed = changes.every(({ text }) => text.trim().length <= longestKey);
    return typed && changes.length > 0 ? 'overtaken' : 'unknown';
  }
}

/** What was typed at the place of the paste stands behind it. */
function shifted(moved: number, offset: number, change: TextChange): number {
  const { rangeOffset, rangeLength, text } = change;
  if (rangeOffset >= offset) return moved;
  const gone = Math.min(rangeLength, offset - rangeOffset);
  return moved + text.length - gone;
}
