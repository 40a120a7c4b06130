/** A box for a question: Enter sends, Shift+Enter begins a line. */
import { h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { longestQuestion, modes, type AskMode, type ModelChoice } from './protocol.ts';
import { modeText } from './words.ts';

export interface Asked {
  readonly question: string;
  readonly mode: AskMode;
  readonly model?: string;
}

export interface ComposerParts {
  readonly label: string;
  readonly placeholder: string;
  readonly draft: string;
  readonly models: readonly ModelChoice[];
  onDraft(text: string): void;
  onSend(asked: Asked): void;
  /** What Escape does; left out where there is nothing to give up. */
  onCancel?: () => void;
}

export interface Composer {
  readonly element: HTMLElement;
  focus(): void;
  setModels(models: readonly ModelChoice[]): void;
}

export function createComposer(parts: ComposerParts): Composer {
  const { label, placeholder } = parts;
  const field = h('textarea', {
    ...{ class: 'question-field', rows: '1', maxlength: String(longestQuestion), dir: 'auto' },
    ...{ 'aria-label': label, placeholder },
  });
  field.value = parts.draft;
  const mode = h(
    'select',
    { class: 'mode', 'aria-label': l10n.t('How it answers'), title: l10n.t('How it answers') },
    ...modes.map((each) => h('option', { value: each }, modeText(each))),
  );
  const model = h('select', {
    class: 'mode',
    'aria-label': l10n.t('Model'),
    title: l10n.t('Model'),
  });
  const ask = h(
    'button',
    { class: 'button ask', type: 'button', click: () => send() },
    icon('send'),
    h('span', {}, l10n.t('Ask')),
  );
  const grow = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
    ask.disabled = field.value.trim() === '';
  };
  const send = (): void => {
    const question = field.value.trim();
    if (question === '') return;
    const chosen = model.selectedIndex > 0 ? { model: model.value } : {};
    field.value = '';
    grow();
    parts.onDraft('');
    parts.onSend({ question, mode: mode.value as AskMode, ...chosen });
  };
  const setModels = (models: readonly ModelChoice[]): void => {
    const { value } = model;
    model.replaceChildren(...models.map(({ id, name }) => h('option', { value: id }, name)));
    if (models.some(({ id }) => id === value)) model.value = value;
    model.hidden = models.length < 2;
  };
  field.addEventListener('input', () => {
    grow();
    parts.onDraft(field.value);
  });
  field.addEventListener('keydown', (event) => {
    // Enter that ends the choice of a character is not meant for us.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && parts.onCancel !== undefined) {
      event.stopPropagation();
      parts.onCancel();
    }
  });
  setModels(parts.models);
  const row = h('div', { class: 'composer-row' }, mode, model, h('span', { class: 'gap' }));
  row.append(ask);
  ask.disabled = parts.draft.trim() === '';
  const element = h('div', { class: 'composer' }, field, row);
  return {
    ...{ element, setModels },
    focus() {
      grow();
      field.focus({ preventScroll: true });
    },
  };
}
