/** What is shown in the place of the pages: loading, a question for the password, a problem. */
import { button, h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { ReaderProblem } from './protocol.ts';

export class Screens {
  readonly element = h('div', { class: 'screen', hidden: true });

  clear(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  loading(name: string): void {
    this.#show(
      h(
        'div',
        { class: 'loading', role: 'status' },
        h('div', { class: 'progress' }),
        l10n.t('Opening {0}…', name),
      ),
    );
  }

  problem({ message, action }: ReaderProblem, again: () => void): void {
    this.#show(
      h(
        'div',
        { class: 'problem', role: 'alert' },
        icon('warning'),
        h('p', { class: 'message' }, message),
        h('p', { class: 'advice' }, action),
        button(l10n.t('Try Again'), 'button', again),
      ),
    );
  }

  /** Asks until there is an answer; it is handed on and kept nowhere. */
  askPassword(name: string, wrong: boolean): Promise<string> {
    return new Promise((resolve) => {
      const field = h('input', {
        type: 'password',
        class: 'password',
        autocomplete: 'off',
        'aria-label': l10n.t('Password'),
        ...(wrong ? { 'aria-invalid': 'true', 'aria-describedby': 'wrong-password' } : {}),
      });
      const form = h(
        'form',
        {
          class: 'problem',
          submit: (event) => {
            event.preventDefault();
            if (field.value === '') return;
            resolve(field.value);
            field.value = '';
            this.loading(name);
          },
        },
        icon('lock'),
        h('p', { class: 'message' }, l10n.t('{0} is protected with a password.', name)),
        h(
          'p',
          { class: 'advice', id: 'wrong-password', role: 'alert' },
          wrong ? l10n.t('That password does not open it. Try another.') : '',
        ),
        h(
          'div',
          { class: 'row' },
          field,
          h('button', { class: 'button', type: 'submit' }, l10n.t('Open')),
        ),
      );
      this.#show(form);
      field.focus();
    });
  }

  #show(...children: HTMLElement[]): void {
    this.element.hidden = false;
    this.element.replaceChildren(...children);
  }
}

/** What a document that pdf.js refuses is told as. */
export function refusal(error: unknown): ReaderProblem {
  const name = error instanceof Error ? error.name : '';
  const why = error instanceof Error ? error.message : String(error);
  if (name === 'InvalidPDFException') {
    return {
      code: 'not-a-pdf',
      message: l10n.t('This file is not a PDF, or it is damaged beyond reading.'),
      action: l10n.t('Make or download it again; it opens here as soon as it is whole.'),
    };
  }
  if (name === 'NoPages') {
    return {
      code: 'no-pages',
      message: l10n.t('This PDF has no pages.'),
      action: l10n.t('Make or download it again; it opens here as soon as it has some.'),
    };
  }
  return {
    code: 'unreadable',
    message: l10n.t('This PDF cannot be opened.'),
    action: why.slice(0, 500),
  };
}

/** A document without a single page. */
export class NoPages extends Error {
  override readonly name = 'NoPages';
}
