/** The line above the readings: search, and how to add an image. */
import { h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  /** @param found how many of `all` readings fit the search */
  count(found: number, all: number): void;
  clear(): void;
}

export function createToolbar(
  query: string,
  onSearch: (query: string) => void,
  onChoose: () => void,
): Toolbar {
  const field = h('input', {
    ...{
      class: 'search-text',
      type: 'search',
      placeholder: l10n.t('Search readings'),
      dir: 'auto',
    },
    ...{ 'aria-label': l10n.t('Search readings by name or LaTeX'), spellcheck: 'false' },
  });
  field.value = query;
  field.addEventListener('input', () => onSearch(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && field.value !== '') clear();
  });
  const clear = (): void => {
    field.value = '';
    onSearch('');
  };
  const result = h('span', { class: 'search-count', role: 'status' });
  const element = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Readings') },
    h('label', { class: 'search' }, icon('search'), field, result),
    h('span', { class: 'tip' }, l10n.t('Paste or drop an image to read it.')),
    iconButton('add', l10n.t('Read images…'), onChoose),
  );
  return {
    element,
    clear,
    count(found, all) {
      element.hidden = all === 0;
      result.textContent = field.value.trim() === '' ? '' : l10n.t('{0} of {1}', found, all);
    },
  };
}
