/** Where in the figure each fact was read: rings on the picture that belong to the rows of the list. */
import { h } from '../dom.ts';
import type { FactView } from './protocol.ts';

export interface PlacesParts {
  /** A ring was pressed. */
  readonly choose: (symbol: string) => void;
  /** The pointer is over a ring; undefined: over none. */
  readonly point: (symbol: string | undefined) => void;
}

/** A layer that covers the picture. Facts can be reached from the keyboard in their list, so rings are for the pointer alone. */
export function createPlaces({ choose, point }: PlacesParts) {
  const element = h('div', { class: 'places', 'aria-hidden': 'true' });
  const rings = new Map<string, HTMLElement[]>();

  return {
    element,
    show(facts: readonly FactView[]): void {
      rings.clear();
      const all = facts.flatMap(({ symbol, places = [] }) => {
        const made = places.map(({ x, y }, i) => {
          // Where the value stands is shown at once; what it is about when the fact is looked at.
          const kind = i === places.length - 1 ? 'ring value' : 'ring';
          const ring = h('span', {
            class: kind,
            click: () => choose(symbol),
            pointerenter: () => point(symbol),
            pointerleave: () => point(undefined),
          });
          ring.style.left = `${x * 100}%`;
          ring.style.top = `${y * 100}%`;
          return ring;
        });
        rings.set(symbol, made);
        return made;
      });
      element.replaceChildren(...all);
    },
    /** The rings of one fact stand out. */
    light(symbol: string | undefined): void {
      for (const [of, made] of rings)
        for (const ring of made) ring.classList.toggle('lit', of === symbol);
    },
    clear(): void {
      rings.clear();
      element.replaceChildren();
    },
  };
}
