/**
 * The window onto the column of pages. Browsers lay nothing out beyond about 33 million pixels; a column
 * that is longer is shown through a shorter one: near moves are moved as they are, and a far one (the
 * scroll bar's thumb) goes to the same share of the column.
 */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';

/** Pixels that are really laid out at most. */
const longest = 8_000_000;

export class Scroller {
  readonly element = h('div', {
    class: 'viewport',
    tabindex: '0',
    role: 'document',
    'aria-label': l10n.t('Pages'),
  });
  readonly content = h('div', { class: 'pages' });
  /** Called on each scroll, and when positions of children must be written anew. */
  onScroll: (moved: boolean) => void = () => undefined;
  #height = 0;
  #width = 0;
  /** What a place in the column is further down than in the element. */
  #offset = 0;
  #last = 0;

  constructor() {
    this.element.append(this.content);
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('scrollend', () => {
      if (this.#isLong && this.#align(this.top)) this.onScroll(true);
    });
  }

  get #isLong(): boolean {
    return this.#height > longest;
  }

  /** Of the column. */
  get width(): number {
    return Math.max(this.#width, this.element.clientWidth);
  }

  resize(width: number, height: number): void {
    this.#height = height;
    this.#width = width;
    this.content.style.width = `${width}px`;
    this.content.style.height = `${Math.min(height, longest)}px`;
    if (!this.#isLong) this.#offset = 0;
  }

  get top(): number {
    return this.element.scrollTop + this.#offset;
  }

  get left(): number {
    return this.element.scrollLeft;
  }

  /** Where a place of the column is in `content`. */
  inContent(y: number): number {
    return y - this.#offset;
  }

  scrollTo(left: number, top: number): void {
    const most = Math.max(0, this.#height - this.element.clientHeight);
    const wanted = Math.min(Math.max(0, top), most);
    if (this.#isLong) this.#align(wanted);
    else this.element.scrollTop = wanted;
    this.element.scrollLeft = left;
    this.#last = this.element.scrollTop;
    this.onScroll(true);
  }

  #scrolled(): void {
    const now = this.element.scrollTop;
    const step = now - this.#last;
    this.#last = now;
    let moved = false;
    if (this.#isLong && step !== 0) {
      const { clientHeight } = this.element;
      const end = longest - clientHeight;
      const far = Math.abs(step) > 4 * clientHeight;
      if (far) {
        this.#offset = (now / end) * (this.#height - clientHeight) - now;
        moved = true;
      } else if (now < clientHeight || now > end - clientHeight) {
        moved = this.#align(this.top);
      }
    }
    this.onScroll(moved);
  }

  /** Puts the bar where its share is right, and the pages where they were. Says whether they must move. */
  #align(top: number): boolean {
    const { clientHeight } = this.element;
    const most = this.#height - clientHeight;
    const kept = Math.min(Math.max(0, top), most);
    const wanted = Math.round((kept / most) * (longest - clientHeight));
    const before = this.#offset;
    this.element.scrollTop = wanted;
    this.#last = this.element.scrollTop;
    this.#offset = kept - this.#last;
    return this.#offset !== before;
  }
}
