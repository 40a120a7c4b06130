/** A menu under a button, with the keys that menus have everywhere. */
import { h, icon } from './dom.ts';

export type MenuItem =
  | {
      readonly label: string;
      /** What it looks like, in small letters at the end of the line. */
      readonly hint?: string;
      /** Why it cannot be chosen now. */
      readonly disabled?: string;
      readonly run: () => void;
    }
  | 'separator';

interface OpenMenu {
  readonly button: HTMLElement;
  close(focusButton: boolean): void;
}

let open: OpenMenu | undefined;

/** Makes `button` open a menu of what `items` gives at that moment. */
export function attachMenu(button: HTMLElement, items: () => readonly MenuItem[]): void {
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    const again = open?.button === button;
    open?.close(true);
    if (!again) open = show(button, items());
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    button.click();
  });
}

function show(button: HTMLElement, items: readonly MenuItem[]): OpenMenu {
  const label = button.getAttribute('aria-label') ?? '';
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label });
  const away = new AbortController();
  const close = (focusButton: boolean): void => {
    if (away.signal.aborted) return;
    away.abort();
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    open = undefined;
    if (focusButton) button.focus();
  };
  menu.append(...items.map((item) => entry(item, () => close(true))));
  document.body.append(menu);
  button.setAttribute('aria-expanded', 'true');
  place(menu, button);

  const entries = [...menu.querySelectorAll<HTMLButtonElement>('.menu-item')];
  entries[0]?.focus();
  menu.addEventListener('keydown', (event) => {
    const at = entries.findIndex((it) => it === document.activeElement);
    const next = target(event, at, entries);
    if (event.key === 'Escape' || event.key === 'Tab') close(true);
    if (event.key === 'Escape' || next !== undefined) event.preventDefault();
    next?.focus();
  });
  const options = { signal: away.signal, capture: true };
  const outside = (event: Event): void => {
    const { target: hit } = event;
    if (!(hit instanceof Node) || !(menu.contains(hit) || button.contains(hit))) close(false);
  };
  document.addEventListener('pointerdown', outside, options);
  document.addEventListener('scroll', outside, options);
  // Not captured: that would hear of every element inside that loses the focus.
  window.addEventListener('blur', () => close(false), { signal: away.signal });
  window.addEventListener('resize', () => close(false), { signal: away.signal });
  return { button, close };
}

function entry(item: MenuItem, close: () => void): HTMLElement {
  if (item === 'separator') return h('div', { class: 'menu-line', role: 'separator' });
  const { label, hint, disabled, run } = item;
  const choose = (): void => {
    if (disabled !== undefined) return;
    close();
    run();
  };
  const small = hint === undefined ? [] : [h('span', { class: 'hint', dir: 'ltr' }, hint)];
  return h(
    'button',
    {
      ...{ class: 'menu-item', type: 'button', role: 'menuitem', tabindex: '-1', click: choose },
      ...(disabled === undefined ? {} : { 'aria-disabled': 'true', title: disabled }),
    },
    h('span', {}, label),
    ...small,
  );
}

/** Where a key leads, if anywhere: arrows, Home, End, and the first letter of an entry. */
function target(
  { key }: KeyboardEvent,
  at: number,
  entries: readonly HTMLElement[],
): HTMLElement | undefined {
  const count = entries.length;
  if (key === 'ArrowDown') return entries[(at + 1) % count];
  if (key === 'ArrowUp') return entries[(at - 1 + count) % count];
  if (key === 'Home') return entries[0];
  if (key === 'End') return entries[count - 1];
  if (key.length !== 1 || key === ' ') return undefined;
  const order = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return order.find((it) => it.textContent.toLowerCase().startsWith(key.toLowerCase()));
}

/** Under the button, at its outer edge, or above it where there is more room; never out of the window. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const gap = 4;
  const from = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const leftToRight = getComputedStyle(button).direction === 'ltr';
  const wanted = leftToRight ? from.right - width : from.left;
  const left = Math.max(gap, Math.min(wanted, window.innerWidth - width - gap));
  const below = window.innerHeight - from.bottom;
  const up = below < height + 2 * gap && from.top > below;
  const room = (up ? from.top : below) - 2 * gap;
  menu.style.left = `${left}px`;
  menu.style.maxHeight = `${room}px`;
  menu.style.top = `${up ? from.top - Math.min(height, room) - gap : from.bottom + gap}px`;
}

/** The narrow half of a split button. */
export function menuArrow(label: string): HTMLButtonElement {
  return h(
    'button',
    { class: 'button quiet arrow', type: 'button', title: label, 'aria-label': label },
    icon('chevronDown'),
  );
}
