/** Small helpers around the DOM: elements by one call, VS Code's icons, text for screen readers. */
import add from '@vscode/codicons/src/icons/add.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import chevronUp from '@vscode/codicons/src/icons/chevron-up.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import comment from '@vscode/codicons/src/icons/comment-discussion.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import formula from '@vscode/codicons/src/icons/symbol-operator.svg';
import image from '@vscode/codicons/src/icons/file-media.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import quote from '@vscode/codicons/src/icons/quote.svg';
import lightbulb from '@vscode/codicons/src/icons/lightbulb.svg';
import listFlat from '@vscode/codicons/src/icons/list-flat.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import send from '@vscode/codicons/src/icons/send.svg';
import stop from '@vscode/codicons/src/icons/debug-stop.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import colors from '@vscode/codicons/src/icons/color-mode.svg';
import matchCase from '@vscode/codicons/src/icons/case-sensitive.svg';
import sidebar from '@vscode/codicons/src/icons/layout-sidebar-left.svg';
import selection from '@vscode/codicons/src/icons/screen-cut.svg';
import wholeWord from '@vscode/codicons/src/icons/whole-word.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';

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

const drawings = {
  ...{ add, check, chevronDown, chevronRight, close, copy, discard },
  ...{ image, insert, refresh, search, warning },
  ...{ chevronUp, ellipsis, lock, zoomIn, zoomOut },
  ...{ comment, quote, send, stop },
  ...{ arrowDown, arrowUp, colors, listFlat, matchCase, sidebar, wholeWord },
  ...{ formula, lightbulb, selection },
} as const;

export type IconName = keyof typeof drawings;

/** One of VS Code's own icons, in the color of the text around it. */
export function icon(name: IconName): Element {
  // Parsed, not assigned as HTML; the text is part of the bundle.
  const parsed = new DOMParser().parseFromString(drawings[name], 'image/svg+xml');
  const svg = document.importNode(parsed.documentElement, true);
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

/** A square button that shows an icon alone; `label` is its name and its tooltip. */
export function iconButton(
  name: IconName,
  label: string,
  onClick: (event: Event) => void,
): HTMLButtonElement {
  const attributes = { class: 'icon-button', type: 'button', title: label, 'aria-label': label };
  return h('button', { ...attributes, click: onClick }, icon(name));
}

export function button(
  text: string,
  kind: 'button' | 'button quiet',
  onClick: () => void,
): HTMLButtonElement {
  return h('button', { class: kind, type: 'button', click: onClick }, text);
}

/** Says something to a screen reader without showing it. */
export function createAnnouncer(): { element: HTMLElement; say: (text: string) => void } {
  const element = h('div', { class: 'for-reader', role: 'status', 'aria-live': 'polite' });
  return { element, say: (text) => (element.textContent = text) };
}
