/**
 * A list of any length in which only the rows near the window exist. It has the focus itself and names its
 * active row, so that keys and screen readers reach rows that were never drawn.
 */
import { h } from '../../dom.ts';

export interface ListParts {
  readonly role: 'listbox' | 'tree';
  readonly label: string;
  /** Begins the ids of the rows; one word, once in the page. */
  readonly name: string;
  /** CSS pixels of a row. */
  rowHeight(): number;
  /** Draws a row; role, id, place and state are the list's. */
  render(index: number): HTMLElement;
  /** A row is let go: its picture, if it has one, can go too. */
  dropped?(index: number, element: HTMLElement): void;
  /** Enter, Space, or a click. */
  choose(index: number, event: Event): void;
  /** A key that this list has a meaning for of its own; true when it is done. */
  key?(event: KeyboardEvent, index: number): boolean;
  /** What a letter that is typed goes to, from the active row on. */
  letter?(typed: string, index: number): number | undefined;
}

/** Rows drawn beyond each edge. */
const ahead = 6;
/** Milliseconds within which letters make up one word. */
const pause = 700;

export class VirtualList {
  readonly element: HTMLElement;
  readonly #parts: ListParts;
  readonly #room = h('div', { class: 'rows', role: 'presentation' });
  readonly #rows = new Map<number, HTMLElement>();
  #count = 0;
  #active = 0;
  #selected = -1;
  #frame = 0;
  #typed = '';
  #typedAt = 0;

  constructor(parts: ListParts) {
    this.#parts = parts;
    const { role, label, name } = parts;
    this.element = h(
      'div',
      {
        ...{ class: `list ${name}`, role, tabindex: '0', 'aria-label': label },
        keydown: (event) => this.#onKey(event as KeyboardEvent),
        scroll: () => this.#soon(),
        focus: () => this.#showActive(),
      },
      this.#room,
    );
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  get count(): number {
    return this.#count;
  }

  /** The row that keys move. */
  get active(): number {
    return this.#active;
  }

  /** Rows that exist now. */
  get drawn(): ReadonlyMap<number, HTMLElement> {
    return this.#rows;
  }

  /** Draws anew: other rows, or the same rows with other contents. */
  refresh(count: number): void {
    for (const index of [...this.#rows.keys()]) this.#drop(index);
    this.#count = count;
    this.#active = Math.max(0, Math.min(this.#active, count - 1));
    this.#draw();
  }

  /** More rows at the end; those that exist stay. */
  extend(count: number): void {
    this.#count = count;
    this.#draw();
  }

  /** Marks the row that stands for where the reader is; -1 for none. */
  select(index: number): void {
    if (index === this.#selected) return;
    this.#selected = index;
    for (const [at, row] of this.#rows) this.#mark(row, at);
  }

  activate(index: number): void {
    if (this.#count === 0) return;
    this.#active = Math.max(0, Math.min(index, this.#count - 1));
    this.reveal(this.#active);
    this.#showActive();
  }

  /** Scrolls as little as it takes to have the row in sight. */
  reveal(index: number): void {
    const height = this.#parts.rowHeight();
    const { element } = this;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + height - element.clientHeight;
    }
    this.#draw();
  }

  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const height = this.#parts.rowHeight();
    const { scrollTop, clientHeight } = this.element;
    this.#room.style.height = `${this.#count * height}px`;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / height) - ahead);
    const last = Math.min(this.#count - 1, Math.ceil((scrollTop + clientHeight) / height) + ahead);
    for (const index of [...this.#rows.keys()]) {
      const wanted = (index >= first && index <= last) || index === this.#active;
      if (!wanted || index >= this.#count) this.#drop(index);
    }
    for (let index = first; index <= last; index += 1) this.#put(index, height);
    if (this.#count > 0) this.#put(this.#active, height);
    this.#showActive();
  }

  #put(index: number, height: number): void {
    let row = this.#rows.get(index);
    if (row === undefined) {
      row = this.#parts.render(index);
      row.id = `${this.#parts.name}-${index}`;
      row.classList.add('row');
      row.setAttribute('role', this.#parts.role === 'tree' ? 'treeitem' : 'option');
      if (this.#parts.role === 'listbox') {
        row.setAttribute('aria-setsize', String(this.#count));
        row.setAttribute('aria-posinset', String(index + 1));
      }
      row.addEventListener('click', (event) => {
        this.#active = index;
        this.#showActive();
        this.#parts.choose(index, event);
      });
      this.#rows.set(index, row);
      this.#room.append(row);
    }
    row.style.top = `${index * height}px`;
    row.style.height = `${height}px`;
    this.#mark(row, index);
  }

  #mark(row: HTMLElement, index: number): void {
    row.setAttribute('aria-selected', String(index === this.#selected));
    row.classList.toggle('active', index === this.#active);
  }

  #drop(index: number): void {
    const row = this.#rows.get(index);
    if (row === undefined) return;
    this.#rows.delete(index);
    row.remove();
    this.#parts.dropped?.(index, row);
  }

  #showActive(): void {
    for (const [index, row] of this.#rows) row.classList.toggle('active', index === this.#active);
    const row = this.#rows.get(this.#active);
    if (row === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', row.id);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#count === 0) return;
    if (this.#parts.key?.(event, this.#active) === true) {
      event.preventDefault();
      return;
    }
    const next = this.#target(event);
    if (next === undefined) return;
    event.preventDefault();
    if (next === 'choose') this.#parts.choose(this.#active, event);
    else this.activate(next);
  }

  #target({ key }: KeyboardEvent): number | 'choose' | undefined {
    const screen = Math.max(1, Math.floor(this.element.clientHeight / this.#parts.rowHeight()) - 1);
    if (key === 'ArrowDown') return this.#active + 1;
    if (key === 'ArrowUp') return this.#active - 1;
    if (key === 'PageDown') return this.#active + screen;
    if (key === 'PageUp') return this.#active - screen;
    if (key === 'Home') return 0;
    if (key === 'End') return this.#count - 1;
    if (key === 'Enter' || key === ' ') return 'choose';
    return key.length === 1 ? this.#find(key) : undefined;
  }

  #find(key: string): number | undefined {
    const now = performance.now();
    this.#typed = (now - this.#typedAt < pause ? this.#typed : '') + key.toLowerCase();
    this.#typedAt = now;
    return this.#parts.letter?.(this.#typed, this.#active);
  }
}
