/** Small helpers around the DOM: elements by one call, inline SVG icons, text for screen readers. */

type Child = Node | string;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/**
 * Makes an element. A function attribute is an event listener, `true` an empty attribute, `false` none.
 * Never sets `style` or `innerHTML`: the content security policy forbids the first, sense the second.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** 16 × 16 line drawings, our own; they take the color of the text around them. */
const drawings = {
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  close: 'M4 4l8 8M12 4l-8 8',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  warning: 'M8 2.2L14.4 13.3H1.6zM8 6.4v3.4M8 11.3v.6',
  image: 'M2.5 3.5h11v9h-11zM2.5 10.5l3-3 3 3 2-2 3 3M10.6 6.2h.3',
} as const;

export function icon(name: keyof typeof drawings): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

/** Says something to a screen reader without showing it. */
export function createAnnouncer(): { element: HTMLElement; say: (text: string) => void } {
  const element = h('div', { class: 'for-reader', role: 'status', 'aria-live': 'polite' });
  return { element, say: (text) => (element.textContent = text) };
}
