/** Where cards stand beside the pages. Pure. */

export interface Slot {
  /** Level with what the card is about. */
  readonly wanted: number;
  readonly height: number;
}

export interface Room {
  readonly gap: number;
  /** Cards end above this if they can at all. */
  readonly bottom: number;
  /** Stands where it wants to if there is room; the others make way. */
  readonly focused?: number | undefined;
}

/**
 * Tops of cards, given in the order in which they stand: none overlaps another, the first is not above 0.
 * Cards before the focused one are pushed up, those after it down.
 */
export function placeCards(slots: readonly Slot[], { gap, bottom, focused }: Room): number[] {
  const tops = slots.map(({ wanted }) => Math.max(0, wanted));
  const below = (at: number): number =>
    at === 0 ? 0 : tops[at - 1]! + slots[at - 1]!.height + gap;
  const down = (from: number): void => {
    for (let at = from; at < tops.length; at += 1) tops[at] = Math.max(tops[at]!, below(at));
  };
  const up = (from: number): void => {
    for (let at = from; at >= 0; at -= 1) {
      const limit = at + 1 < tops.length ? tops[at + 1]! - gap : bottom;
      tops[at] = Math.max(0, Math.min(tops[at]!, limit - slots[at]!.height));
    }
  };
  if (focused !== undefined && focused < slots.length) {
    tops[focused] = Math.min(tops[focused]!, Math.max(0, bottom - slots[focused]!.height));
    up(focused - 1);
    // What found no room above comes down again, and takes the focused card along.
    down(0);
  } else {
    down(0);
    up(tops.length - 1);
    down(0);
  }
  return tops;
}
