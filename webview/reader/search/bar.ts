/** The search field over the pages, as VS Code's own find widget is used: options, count, next and previous. */
import { h, icon, iconButton, type IconName } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import { longestQuery, type Query } from './pattern.ts';

export interface BarActions {
  /** The query or an option changed. */
  changed(): void;
  step(forward: boolean): void;
  /** Shows all matches in the side bar. */
  list(): void;
  close(): void;
}

type Option = 'matchCase' | 'wholeWord' | 'matchMarks';

export class SearchBar {
  readonly element: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #count = h('span', { class: 'find-count' });
  readonly #options = new Map<Option, HTMLButtonElement>();
  readonly #steps: readonly HTMLButtonElement[];
  readonly #list: HTMLButtonElement;

  constructor(actions: BarActions) {
    this.#field = h('input', {
      ...{ class: 'find-text', type: 'text', dir: 'auto', spellcheck: 'false' },
      ...{ autocomplete: 'off', maxlength: String(longestQuery) },
      ...{ placeholder: l10n.t('Find'), 'aria-label': l10n.t('Find in the document') },
      input: () => actions.changed(),
    });
    const option = (name: Option, drawing: Element, label: string): HTMLButtonElement => {
      const button = h(
        'button',
        {
          ...{ class: 'find-option', type: 'button', title: label, 'aria-label': label },
          'aria-pressed': 'false',
          click: () => {
            const now = button.getAttribute('aria-pressed') !== 'true';
            button.setAttribute('aria-pressed', String(now));
            actions.changed();
          },
        },
        drawing,
      );
      this.#options.set(name, button);
      return button;
    };
    const step = (name: IconName, label: string, forward: boolean): HTMLButtonElement =>
      iconButton(name, label, () => actions.step(forward));
    this.#steps = [
      step('arrowUp', l10n.t('Previous match (Shift+F3)'), false),
      step('arrowDown', l10n.t('Next match (F3)'), true),
    ];
    this.#list = iconButton('listFlat', l10n.t('Show all matches in the side bar'), () =>
      actions.list(),
    );
    const marks = h('span', { class: 'marks', 'aria-hidden': 'true' }, 'ä');
    this.element = h(
      'div',
      { class: 'find-bar', role: 'search', hidden: true },
      h(
        'div',
        { class: 'find-field' },
        this.#field,
        option('matchCase', icon('matchCase'), l10n.t('Match case')),
        option('wholeWord', icon('wholeWord'), l10n.t('Match whole words')),
        option('matchMarks', marks, l10n.t('Match accents and other marks')),
      ),
      this.#count,
      ...this.#steps,
      this.#list,
      iconButton('close', l10n.t('Close (Escape)'), () => actions.close()),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') actions.close();
      else if (event.key === 'Enter' && event.target === this.#field) {
        actions.step(!event.shiftKey);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  get query(): Query {
    const on = (name: Option): boolean =>
      this.#options.get(name)?.getAttribute('aria-pressed') === 'true';
    return {
      text: this.#field.value,
      matchCase: on('matchCase'),
      wholeWord: on('wholeWord'),
      matchMarks: on('matchMarks'),
    };
  }

  /** Opens the bar; a selected text becomes the query. */
  open(selected: string): void {
    this.element.hidden = false;
    if (selected !== '') this.#field.value = selected;
    this.#field.focus();
    this.#field.select();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** @param text the count as it is shown; @param none whether nothing was found */
  showCount(text: string, none: boolean, any: boolean): void {
    this.#count.textContent = text;
    this.element.classList.toggle('none', none);
    this.#field.setAttribute('aria-invalid', String(none));
    for (const button of [...this.#steps, this.#list]) button.disabled = !any;
  }
}
