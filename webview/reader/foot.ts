/** The quiet line at the foot of the pages: what happens, also read aloud. */
import { h } from '../dom.ts';

/** Milliseconds that a passing message stays. */
const passing = 6_000;

export class Foot {
  readonly element = h('div', { class: 'foot', role: 'status', 'aria-live': 'polite' });
  #lasting = '';
  #timer = 0;

  /** Stays until it is taken away with an empty text. */
  keep(text: string): void {
    this.#lasting = text;
    this.#show(text);
  }

  /** Goes by itself. */
  say(text: string): void {
    this.#show(text);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(this.#lasting), passing);
  }

  #show(text: string): void {
    this.element.textContent = text;
  }
}
