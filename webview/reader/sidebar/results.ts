/** Everything that a search has found, with the words around it, in the side bar. */
import { h } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import type { Reader } from '../reader.ts';
import type { Found, Search } from '../search/search.ts';
import { VirtualList } from './virtualList.ts';

export interface ResultsList {
  readonly element: HTMLElement;
  readonly list: VirtualList;
  show(search: Search | undefined, chosen: Found | undefined): void;
}

const rowHeight = 44;

export function createResults(reader: Reader, choose: (found: Found) => void): ResultsList {
  let all: readonly Found[] = [];
  let shown: Search | undefined;
  const note = h('p', { class: 'nothing', role: 'status' });
  const list = new VirtualList({
    role: 'listbox',
    label: l10n.t('Matches'),
    name: 'results',
    rowHeight: () => rowHeight,
    render: (row) => renderRow(all[row]!),
    choose: (row) => choose(all[row]!),
  });

  function renderRow({ snippet, page }: Found): HTMLElement {
    const label = reader.pages.label(page);
    const text = snippet.before + snippet.match + snippet.after;
    return h(
      'div',
      { 'aria-label': `${text}, ${l10n.t('Page {0}', label)}`, title: text },
      h(
        'span',
        { class: 'snippet', dir: 'auto' },
        snippet.before,
        h('mark', {}, snippet.match),
        snippet.after,
      ),
      h('span', { class: 'page-label' }, label),
    );
  }

  function noteText(search: Search | undefined): string {
    if (search === undefined) return l10n.t('Nothing is searched for. Press Ctrl+F to find text.');
    if (search.done && search.total === 0) return l10n.t('No matches');
    return search.done ? '' : l10n.t('Searching… {0}%', Math.floor(search.share * 100));
  }

  return {
    element: h('div', { class: 'panel-body' }, note, list.element),
    list,
    show(search, chosen) {
      note.textContent = noteText(search);
      note.hidden = note.textContent === '';
      const found = search?.all() ?? [];
      const same = search === shown && found.length === all.length;
      all = found;
      shown = search;
      list.element.hidden = all.length === 0;
      if (!same) list.refresh(all.length);
      const row = chosen === undefined ? -1 : all.indexOf(chosen);
      list.select(row);
      if (row >= 0 && !list.element.contains(document.activeElement)) list.activate(row);
    },
  };
}
