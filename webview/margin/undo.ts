/** What a person can take back for a while after deleting threads. */
import { button, h, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';

/** Long enough to notice the mistake. */
const patience = 20_000;

export function createUndo(undo: (id: string) => void): {
  readonly element: HTMLElement;
  offer(ids: readonly string[]): void;
} {
  const element = h('div', { class: 'margin-undo', role: 'status', hidden: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    element.hidden = true;
    element.replaceChildren();
  };
  return {
    element,
    offer(ids) {
      hide();
      if (ids.length === 0) return;
      const back = button(l10n.t('Undo'), 'button quiet', () => {
        hide();
        for (const id of ids) undo(id);
      });
      const text =
        ids.length === 1 ? l10n.t('Question deleted') : l10n.t('{0} questions deleted', ids.length);
      element.append(h('span', {}, text), back, iconButton('close', l10n.t('Dismiss'), hide));
      element.hidden = false;
      timer = setTimeout(hide, patience);
    },
  };
}
