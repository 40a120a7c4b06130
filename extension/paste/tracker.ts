/**
 * Where the placeholders of pasted images are, while their documents are edited. Pure: documents are
 * named by strings, and changes have the shape of VS Code's.
 */

export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Offsets in UTF-16 units; `to` is behind the last one. */
export interface Span {
  readonly document: string;
  readonly from: number;
  readonly to: number;
}

export type PlaceholderEvent =
  /** It was inserted, or inserted again. */
  | { readonly kind: 'appeared'; readonly id: number; readonly document: string }
  /** It was there and is nowhere any more. */
  | { readonly kind: 'removed'; readonly id: number }
  /** Undo or redo brought it back. */
  | { readonly kind: 'returned'; readonly id: number; readonly document: string };

const pattern = /⟨reading image (\d+)…⟩/g;

export const placeholderText = (id: number): string => `⟨reading image ${id}…⟩`;

export class PlaceholderTracker {
  readonly #spans = new Map<number, Span[]>();
  #last = 0;

  /** A new placeholder; it is not anywhere yet. */
  make(): { id: number; text: string } {
    this.#last += 1;
    return { id: this.#last, text: placeholderText(this.#last) };
  }

  spans(id: number): readonly Span[] {
    return this.#spans.get(id) ?? [];
  }

  /** Ids of the placeholders in a document. */
  idsIn(document: string): number[] {
    const all = [...this.#spans];
    return all
      .filter(([, spans]) => spans.some((span) => span.document === document))
      .map(([id]) => id);
  }

  /** Follows one event of a document. `stepped`: the whole text after it, when it was an undo or a redo. */
  changed(document: string, changes: readonly TextChange[], stepped?: string): PlaceholderEvent[] {
    const before = new Set(this.idsIn(document));
    const events: PlaceholderEvent[] = [];
    const found: number[] = [];
    for (const change of changes) {
      this.#move(document, change);
      if (stepped === undefined)
        found.push(...this.#add(document, change.rangeOffset, change.text));
    }
    if (stepped !== undefined) found.push(...this.#search(document, stepped));
    for (const id of found) {
      // Several cursors, or a large undo around one that was there all along: one event is enough.
      if (before.has(id) || events.some((event) => event.id === id)) continue;
      events.push({ kind: stepped === undefined ? 'appeared' : 'returned', id, document });
    }
    for (const id of before) if (this.spans(id).length === 0) events.push({ kind: 'removed', id });
    return events;
  }

  /** A document was opened: placeholders that were saved in it are found again. */
  opened(document: string, text: string): void {
    this.closed(document);
    this.#add(document, 0, text);
  }

  /** The placeholder was replaced: letters that it shares with its formula may have stayed where they were. */
  replaced(id: number): void {
    this.#spans.delete(id);
  }

  closed(document: string): void {
    for (const [id, spans] of this.#spans) {
      this.#set(
        id,
        spans.filter((span) => span.document !== document),
      );
    }
  }

  /**
   * VS Code keeps the letters that a placeholder shares with its formula, so undo and redo bring one back,
   * or take it away, in pieces: only the whole text shows it. One that was typed into keeps its ends.
   */
  #search(document: string, text: string): number[] {
    const typed = this.idsIn(document).flatMap((id) =>
      this.spans(id)
        .filter((span) => span.document === document)
        .filter(({ from, to }) => text[from] === '⟨' && text[to - 1] === '⟩')
        .map((span) => ({ id, span })),
    );
    this.closed(document);
    const found = this.#add(document, 0, text);
    for (const { id, span } of typed) {
      const inside = this.spans(id).some(({ from, to }) => from >= span.from && to <= span.to);
      if (!inside) this.#set(id, [...this.spans(id), span]);
    }
    return found;
  }

  #add(document: string, offset: number, text: string): number[] {
    const found: number[] = [];
    for (const match of text.matchAll(pattern)) {
      const id = Number(match[1]);
      // Only our own: the text may well hold something that looks like one.
      if (id > this.#last) continue;
      const from = offset + match.index;
      this.#set(id, [...this.spans(id), { document, from, to: from + match[0].length }]);
      found.push(id);
    }
    return found;
  }

  #move(document: string, change: TextChange): void {
    for (const [id, spans] of this.#spans) {
      const moved = spans.map((span) => (span.document === document ? shift(span, change) : span));
      this.#set(
        id,
        moved.filter((span) => span !== undefined),
      );
    }
  }

  #set(id: number, spans: Span[]): void {
    if (spans.length === 0) this.#spans.delete(id);
    else this.#spans.set(id, spans);
  }
}

/** The span after a change; undefined when nothing of it is left. */
function shift(span: Span, { rangeOffset, rangeLength, text }: TextChange): Span | undefined {
  const end = rangeOffset + rangeLength;
  const grown = text.length - rangeLength;
  if (end <= span.from) return { ...span, from: span.from + grown, to: span.to + grown };
  if (rangeOffset >= span.to) return span;
  if (rangeOffset <= span.from && end >= span.to) return undefined;
  // Edited inside or over one end: what is left of it, with what was typed in the middle.
  const from = Math.min(span.from, rangeOffset < span.from ? rangeOffset + text.length : span.from);
  const to = end >= span.to ? rangeOffset : span.to + grown;
  return { ...span, from, to: Math.max(from, to) };
}

/** What a person typed into the middle of a placeholder, which must not be lost with it. */
export function typedInto(id: number, found: string): string {
  const whole = placeholderText(id);
  let head = 0;
  while (head < found.length && head < whole.length && found[head] === whole[head]) head += 1;
  let tail = 0;
  const most = Math.min(found.length, whole.length) - head;
  while (tail < most && found.at(-1 - tail) === whole.at(-1 - tail)) tail += 1;
  return found.slice(head, found.length - tail);
}
