/** The figure, the question, how it is to be answered, and the button that starts and stops. */
import { button, h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Picture, ProblemView, SolveMode } from './protocol.ts';
import { createSuggestions, examples } from './suggestions.ts';

export interface AskingParts {
  readonly solve: (question: string, mode: SolveMode) => void;
  readonly stop: () => void;
  /** What lies over the picture. */
  readonly layer: HTMLElement;
  /** Back to the page that the figure stands on. */
  readonly showPlace: () => void;
  /** Question or mode are others now. */
  readonly onEdit: () => void;
}

export function createAsking({ solve, stop, showPlace, onEdit, layer }: AskingParts) {
  const figure = h('img', { class: 'figure', alt: '' });
  const paste = h(
    'p',
    { class: 'paste' },
    l10n.t('Paste the picture of a problem here (Ctrl+V or ⌘V), or drop one with Shift.'),
  );
  const frame = h('div', { class: 'frame' }, h('div', { class: 'shown' }, figure, layer), paste);
  const place = button(l10n.t('Show in Page'), 'button quiet', showPlace);
  const name = h('span', { class: 'name' });
  const caption = h('div', { class: 'caption' }, name, place);
  const question = h('textarea', {
    rows: '3',
    'aria-label': l10n.t('Question'),
    'aria-describedby': 'question-hint',
    placeholder: l10n.t('What is to be found? Tell what the picture does not show.'),
  });
  const hint = h('p', { id: 'question-hint', class: 'hint', role: 'alert', hidden: true });
  const suggestions = createSuggestions((text) => {
    question.value = text;
    question.focus();
    edited();
  });
  const names: Record<SolveMode, string> = {
    auto: l10n.t('Auto'),
    think: l10n.t('Think first'),
    nothink: l10n.t('Answer at once'),
  };
  const mode = h(
    'select',
    { 'aria-label': l10n.t('Mode') },
    ...Object.entries(names).map(([value, label]) => h('option', { value }, label)),
  );
  mode.addEventListener('change', onEdit);
  let shown: Picture | undefined;
  let address: string | undefined;

  const missing = (): string => {
    if (shown === undefined) return l10n.t('There is no picture yet. Paste one first.');
    if (question.value.trim() !== '') return '';
    return l10n.t('Write what is to be found, such as “{0}”', examples()[0]!);
  };
  const complain = (text: string): void => {
    hint.textContent = text;
    hint.hidden = text === '';
    question.setAttribute('aria-invalid', String(text !== '' && shown !== undefined));
  };
  const edited = (): void => {
    suggestions.element.hidden = question.value.trim() !== '';
    onEdit();
    if (!hint.hidden) complain(missing());
  };
  const start = (): void => {
    const text = missing();
    complain(text);
    if (text === '') solve(question.value.trim(), mode.value as SolveMode);
    else question.focus();
  };
  const go = button(l10n.t('Solve'), 'button', start);
  const end = button(l10n.t('Stop'), 'button quiet', stop);
  end.hidden = true;
  const busy = h('span', { class: 'busy', role: 'status', hidden: true }, l10n.t('Solving…'));
  question.addEventListener('input', edited);
  question.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!go.hidden) start();
  });
  const row = h('div', { class: 'row' }, mode, go, end, busy);
  return {
    element: h(
      'header',
      { class: 'problem' },
      h('div', { class: 'picture' }, frame, caption),
      h('div', { class: 'asking' }, question, hint, suggestions.element, row),
    ),
    get mode() {
      return mode.value as SolveMode;
    },
    get question() {
      return question.value;
    },
    /** The question once more, in another mode. */
    again(wanted: SolveMode): void {
      mode.value = wanted;
      start();
    },
    show(problem: ProblemView): void {
      shown = problem.picture;
      if (address !== undefined) URL.revokeObjectURL(address);
      address = undefined;
      figure.hidden = shown === undefined;
      paste.hidden = shown !== undefined;
      caption.hidden = shown === undefined;
      place.hidden = !problem.placed;
      name.textContent = shown?.name ?? '';
      if (shown !== undefined) {
        const { bytes, mime } = shown;
        address = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: mime }));
        figure.src = address;
        figure.alt = shown.name;
      }
      // What is being typed stays where only the picture is another.
      if (problem.question !== '' || question.value === '') question.value = problem.question;
      mode.value = problem.mode;
      suggestions.show(problem.printed);
      complain('');
      edited();
      if (question.value === '') question.focus({ preventScroll: true });
    },
    running(is: boolean, used?: SolveMode): void {
      go.hidden = is;
      end.hidden = !is;
      busy.hidden = !is;
      if (is) go.textContent = l10n.t('Solve Again');
      if (used !== undefined) mode.value = used;
    },
  };
}
