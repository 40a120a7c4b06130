/** The button in the reader's toolbar that opens and closes the margin, with how many threads there are. */
import { h, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';

export function createMarginToggle(toggle: () => void): {
  readonly element: HTMLElement;
  count(threads: number): void;
  pressed(open: boolean): void;
} {
  const number = h('span', { class: 'margin-count', 'aria-hidden': 'true', hidden: true });
  const element = iconButton('comment', l10n.t('Questions'), toggle);
  element.classList.add('margin-toggle');
  element.append(number);
  return {
    element,
    count(threads) {
      number.hidden = threads === 0;
      number.textContent = threads > 99 ? '99+' : String(threads);
      const label = threads === 0 ? l10n.t('Questions') : l10n.t('Questions ({0})', threads);
      element.setAttribute('aria-label', label);
      element.title = label;
    },
    pressed(open) {
      element.setAttribute('aria-pressed', String(open));
    },
  };
}
