/** Small buttons in an answer that lead to the passages it stands on; pointing at one shows the quote. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Citation } from './protocol.ts';

export interface CitationParts {
  find(number: number): Citation | undefined;
  /** Scrolls there and lights the passage. */
  readonly go: (citation: Citation) => void;
  readonly preview: Preview;
}

export interface Preview {
  readonly element: HTMLElement;
  readonly show: (button: HTMLElement, citation: Citation) => void;
  readonly hide: () => void;
}

/** One card for all quotes; it lies over everything and takes no clicks. */
export function createPreview(): Preview {
  const page = h('p', { class: 'where' });
  const quote = h('blockquote', { dir: 'auto' });
  const attributes = { class: 'quote-preview', role: 'tooltip', id: 'margin-quote', hidden: true };
  const element = h('div', attributes, page, quote);
  const hide = (): void => {
    element.hidden = true;
  };
  return {
    element,
    hide,
    show(button, citation) {
      page.textContent = whereText(citation);
      const { quote: text } = citation;
      quote.textContent = text.length > 600 ? `${text.slice(0, 600)}…` : text;
      element.hidden = false;
      const gap = 6;
      const from = button.getBoundingClientRect();
      const { width, height } = element.getBoundingClientRect();
      const left = Math.min(Math.max(gap, from.left), window.innerWidth - width - gap);
      const under = from.bottom + gap + height <= window.innerHeight;
      element.style.left = `${left}px`;
      element.style.top = `${under ? from.bottom + gap : Math.max(gap, from.top - gap - height)}px`;
    },
  };
}

const whereText = ({ page, label }: Citation): string =>
  l10n.t('Page {0}', label === undefined || label === '' ? String(page) : label);

export function createCitation(numbers: readonly number[], parts: CitationParts): HTMLElement {
  const group = h('span', { class: 'citation', dir: 'ltr' });
  for (const number of numbers) {
    const citation = parts.find(number);
    if (citation !== undefined) group.append(citationButton(citation, parts));
  }
  return group;
}

function citationButton(citation: Citation, { go, preview }: CitationParts): HTMLElement {
  const where = whereText(citation);
  const button = h(
    'button',
    {
      ...{ class: 'cite', type: 'button', 'aria-label': `[${citation.number}] ${where}` },
      'aria-describedby': preview.element.id,
      click: () => {
        preview.hide();
        go(citation);
      },
      keydown: (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
        if (preview.element.hidden) return;
        event.stopPropagation();
        preview.hide();
      },
    },
    String(citation.number),
  );
  for (const event of ['pointerenter', 'focus'])
    button.addEventListener(event, () => preview.show(button, citation));
  for (const event of ['pointerleave', 'blur']) button.addEventListener(event, preview.hide);
  return button;
}
