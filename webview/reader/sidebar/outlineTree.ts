/** A document's outline as rows of a tree: what is open, what is seen, where keys lead. Pure. */

/** What pdf.js gives for an entry of the outline. */
export interface OutlineItem {
  readonly title: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly dest?: unknown;
  readonly url?: string | null;
  /** How many entries show below it; negative: it starts closed. */
  readonly count?: number | undefined;
  readonly items: readonly OutlineItem[];
}

export interface Entry {
  readonly item: OutlineItem;
  readonly title: string;
  /** From 1. */
  readonly level: number;
  /** Index of the entry that it is part of; -1 at the top. */
  readonly parent: number;
  /** Index after its last descendant. */
  end: number;
  /** Its number among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/** A document with more entries shows the first. */
export const mostEntries = 50_000;
const longestTitle = 400;

export class OutlineTree {
  readonly entries: readonly Entry[];
  readonly #open = new Set<number>();
  #rows: readonly number[] | undefined;

  constructor(items: readonly OutlineItem[]) {
    this.entries = flatten(items);
    for (const [index, { item, level }] of this.entries.entries()) {
      if (!this.isParent(index)) continue;
      // What the document says; where it says nothing, the first level is open.
      const count = item.count ?? 0;
      if (count > 0 || (count === 0 && level === 1 && this.entries.length < 40))
        this.#open.add(index);
    }
  }

  /** Indices of the entries that are seen, from the top. */
  get rows(): readonly number[] {
    if (this.#rows !== undefined) return this.#rows;
    const rows: number[] = [];
    for (let index = 0; index < this.entries.length;) {
      rows.push(index);
      index = this.#open.has(index) ? index + 1 : this.entries[index]!.end;
    }
    return (this.#rows = rows);
  }

  isParent(index: number): boolean {
    return this.entries[index]!.end > index + 1;
  }

  isOpen(index: number): boolean {
    return this.#open.has(index);
  }

  setOpen(index: number, open: boolean): void {
    if (!this.isParent(index)) return;
    if (open) this.#open.add(index);
    else this.#open.delete(index);
    this.#rows = undefined;
  }

  /** Opens an entry and all its siblings, as the star key does in trees. */
  openSiblings(index: number): void {
    const { parent } = this.entries[index]!;
    const end = parent === -1 ? this.entries.length : this.entries[parent]!.end;
    for (let at = parent + 1; at < end; at = this.entries[at]!.end) this.setOpen(at, true);
  }

  /** The row of an entry, or of the closed entry that hides it. */
  rowOf(index: number): number {
    let seen = index;
    for (let at = this.entries[index]?.parent ?? -1; at !== -1; at = this.entries[at]!.parent) {
      if (!this.#open.has(at)) seen = at;
    }
    return this.rows.indexOf(seen);
  }

  /** The next row after `row`, around the end, whose title begins with `typed`. */
  rowWith(typed: string, row: number): number | undefined {
    const { rows } = this;
    // The first letter goes on; more letters may stay where they are.
    const first = typed.length === 1 ? 1 : 0;
    for (let step = first; step < rows.length + first; step += 1) {
      const at = (row + step) % rows.length;
      if (this.entries[rows[at]!]!.title.toLowerCase().startsWith(typed)) return at;
    }
    return undefined;
  }
}

/** All entries in the order in which they are read; no recursion, so that depth cannot hurt. */
function flatten(items: readonly OutlineItem[]): Entry[] {
  const entries: Entry[] = [];
  const stack: { items: readonly OutlineItem[]; next: number; parent: number }[] = [
    { items, next: 0, parent: -1 },
  ];
  for (;;) {
    const top = stack.at(-1);
    if (top === undefined) return entries;
    const item = entries.length < mostEntries ? top.items[top.next] : undefined;
    if (item === undefined) {
      stack.pop();
      const parent = entries[top.parent];
      if (parent !== undefined) parent.end = entries.length;
      continue;
    }
    top.next += 1;
    const index = entries.length;
    entries.push({
      item,
      title: cleanTitle(item.title),
      level: stack.length,
      parent: top.parent,
      end: index + 1,
      place: top.next,
      siblings: top.items.length,
    });
    if (item.items.length > 0) stack.push({ items: item.items, next: 0, parent: index });
  }
}

/** In one line, without control characters. */
function cleanTitle(title: string): string {
  return title
    .slice(0, longestTitle)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
