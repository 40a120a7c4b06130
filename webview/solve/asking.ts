/** The figure, the question, how it is to be answered, and the button that starts and stops. */
import { button, h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { SolveMode, ToSolve } from './protocol.ts';

export interface AskingParts {
  readonly solve: (question: string, mode: SolveMode) => void;
  readonly stop: () => void;
}

export function createAsking({ solve, stop }: AskingParts) {
  const figure = h('img', { class: 'figure', alt: '' });
  const question = h('textarea', { rows: '2', 'aria-label': l10n.t('Question') });
  const names: Record<SolveMode, string> = {
    auto: l10n.t('Auto'),
    think: l10n.t('Think first'),
    nothink: l10n.t('Answer at once'),
  };
  const mode = h(
    'select',
    { 'aria-label': l10n.t('Mode') },
    ...Object.entries(names).map(([value, name]) => h('option', { value }, name)),
  );
  const start = (): void => {
    const asked = question.value.trim();
    if (asked === '') question.focus();
    else solve(asked, mode.value as SolveMode);
  };
  const go = button(l10n.t('Solve'), 'button', start);
  const end = button(l10n.t('Stop'), 'button quiet', stop);
  end.hidden = true;
  const busy = h('span', { class: 'busy', role: 'status', hidden: true }, l10n.t('Solving…'));
  question.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!go.hidden) start();
  });
  let address: string | undefined;
  return {
    element: h(
      'header',
      { class: 'problem' },
      h('div', { class: 'frame' }, figure),
      h('div', { class: 'asking' }, question, h('div', { class: 'row' }, mode, go, end, busy)),
    ),
    show({
      bytes,
      mime,
      name,
      question: asked,
      mode: wanted,
    }: Extract<ToSolve, { type: 'problem' }>): void {
      if (address !== undefined) URL.revokeObjectURL(address);
      address = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: mime }));
      figure.src = address;
      figure.alt = name;
      question.value = asked;
      mode.value = wanted;
    },
    running(is: boolean, used?: SolveMode): void {
      go.hidden = is;
      end.hidden = !is;
      busy.hidden = !is;
      go.textContent = l10n.t('Solve Again');
      if (used !== undefined) mode.value = used;
    },
  };
}
