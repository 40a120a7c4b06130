/** Questions that a press puts into the box: those printed beside the figure, else examples. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { ProblemView } from './protocol.ts';

/** What a person might ask. */
export const examples = (): string[] => [
  l10n.t('What is the period?'),
  l10n.t('What is the total resistance?'),
  l10n.t('How large is the angle x?'),
  l10n.t('Which is the largest?'),
];

export function createSuggestions(put: (question: string) => void) {
  const title = h('p', { class: 'suggested' }, l10n.t('On the page'));
  const element = h('div', { class: 'suggestions', role: 'group' });
  const offer = (kind: string, text: string, shown = text): HTMLElement =>
    h('button', { class: kind, type: 'button', title: text, click: () => put(text) }, shown);
  return {
    element,
    /** `printed`: what the page asks; none for a picture from elsewhere. */
    show(printed: ProblemView['printed']): void {
      const none = printed.length === 0;
      const label = none ? l10n.t('Examples of questions') : l10n.t('Questions on the page');
      element.setAttribute('aria-label', label);
      const chips = (): HTMLElement =>
        h('div', { class: 'examples' }, ...examples().map((text) => offer('example', text)));
      const found = printed.map(({ text, asks }) => offer('printed', text, asks));
      element.replaceChildren(...(none ? [chips()] : [title, ...found]));
    },
  };
}
