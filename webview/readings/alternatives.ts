/** Other readings of the same picture, each one click away; where they differ is marked. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { typesetMarked } from './marked.ts';
import { differing } from './marks.ts';

export interface Alternatives {
  readonly element: HTMLElement;
  /** Shows those of `offered` that are not what stands in the source now. */
  show(now: string, offered: readonly string[]): void;
}

export function createAlternatives(use: (latex: string) => void): Alternatives {
  const element = h('div', {
    class: 'others',
    role: 'group',
    'aria-label': l10n.t('Other readings'),
  });
  const rows = new Map<string, HTMLElement>();

  const row = (latex: string, model: string | undefined): HTMLElement => {
    const preview = h('span', { class: 'preview', dir: 'ltr' });
    const difference = model === undefined ? undefined : differing(latex, model);
    const marks = difference === undefined ? [] : [difference];
    if (!typesetMarked(latex, marks, 'different', preview).ok) preview.textContent = latex;
    const title = l10n.t('Use {0}', latex);
    return h('button', { class: 'other', type: 'button', title, click: () => use(latex) }, preview);
  };

  return {
    element,
    show(now, offered) {
      const different = [...new Set(offered)].filter((latex) => latex !== now);
      element.hidden = different.length === 0;
      const kept = [...rows.keys()];
      if (kept.length === different.length && kept.every((latex, i) => latex === different[i])) {
        return; // typing asks again and again; the offer changes seldom
      }
      rows.clear();
      for (const latex of different) rows.set(latex, row(latex, offered[0]));
      element.replaceChildren(h('span', { class: 'label' }, l10n.t('Or:')), ...rows.values());
    },
  };
}
