/** A short message at the lower edge, for what went differently than a person meant. */
import { h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';

export interface Notice {
  readonly element: HTMLElement;
  readonly show: (text: string) => void;
}

const shownFor = 8_000;

export function createNotice(): Notice {
  const text = h('span', {});
  // The region is there before its text: only then do screen readers speak it.
  const region = h('div', { role: 'status', 'aria-live': 'polite' }, text);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    element.classList.remove('shown');
    text.textContent = '';
  };
  const element = h(
    'div',
    { class: 'notice' },
    ...[icon('warning'), region, iconButton('close', l10n.t('Dismiss'), hide)],
  );
  return {
    element,
    show(words) {
      clearTimeout(timer);
      text.textContent = words;
      element.classList.add('shown');
      timer = setTimeout(hide, shownFor);
    },
  };
}
