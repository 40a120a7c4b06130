/** The outline of the document as a tree; the entry that is being read is marked. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { h, icon } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import type { Reader } from '../reader.ts';
import { idle } from './idle.ts';
import { entryAt, resolveTargets, type Resolving } from './outlinePages.ts';
import { OutlineTree, type OutlineItem } from './outlineTree.ts';
import { VirtualList } from './virtualList.ts';

export interface Outline {
  readonly element: HTMLElement;
  readonly list: VirtualList;
  /** Whether the document has an outline. */
  readonly isEmpty: boolean;
  show(document: PDFDocumentProxy): Promise<void>;
}

const rowHeight = 24;

/** A broken outline is none; the log says why. */
async function outlineOf(document: PDFDocumentProxy, reader: Reader): Promise<OutlineItem[]> {
  try {
    // The typings know `null` for one kind of document only.
    const items = (await document.getOutline()) as OutlineItem[] | null;
    return items ?? [];
  } catch (error) {
    reader.report(error);
    return [];
  }
}

export function createOutline(reader: Reader): Outline {
  let tree = new OutlineTree([]);
  let resolving: Resolving | undefined;
  const empty = h('p', { class: 'nothing' }, l10n.t('This document has no outline.'));

  const list = new VirtualList({
    role: 'tree',
    label: l10n.t('Outline'),
    name: 'outline',
    rowHeight: () => rowHeight,
    render: (row) => renderEntry(row),
    choose: (row) => follow(row),
    key: (event, row) => onKey(event, row),
    letter: (typed, row) => tree.rowWith(typed, row),
  });
  const element = h('div', { class: 'panel-body' }, empty, list.element);

  function renderEntry(row: number): HTMLElement {
    const index = tree.rows[row]!;
    const { title, level, place, siblings, item } = tree.entries[index]!;
    const parent = tree.isParent(index);
    const open = tree.isOpen(index);
    const twist = h('span', { class: 'twist' });
    if (parent) {
      twist.append(icon(open ? 'chevronDown' : 'chevronRight'));
      twist.addEventListener('click', (event) => {
        event.stopPropagation();
        toggle(index, !open);
      });
    }
    const text = h('span', { class: 'title', dir: 'auto', title }, title || l10n.t('(no title)'));
    text.classList.toggle('bold', item.bold === true);
    text.classList.toggle('italic', item.italic === true);
    const target = resolving?.targets[index];
    const label = target === undefined ? '' : reader.pages.label(target.page);
    const element = h('div', {}, twist, text, h('span', { class: 'page-label' }, label));
    element.style.setProperty('--level', String(Math.min(level - 1, 12)));
    element.setAttribute('aria-level', String(level));
    element.setAttribute('aria-posinset', String(place));
    element.setAttribute('aria-setsize', String(siblings));
    if (parent) element.setAttribute('aria-expanded', String(open));
    const where = label === '' ? '' : `, ${l10n.t('Page {0}', label)}`;
    element.setAttribute('aria-label', (title || l10n.t('(no title)')) + where);
    return element;
  }

  function follow(row: number): void {
    const { dest, url } = tree.entries[tree.rows[row]!]!.item;
    if (dest !== undefined && dest !== null)
      reader.goTo(dest).catch((error: unknown) => reader.report(error));
    else if (typeof url === 'string') reader.openLink(url);
    else toggle(tree.rows[row]!, !tree.isOpen(tree.rows[row]!));
  }

  function toggle(index: number, open: boolean): void {
    tree.setOpen(index, open);
    redraw(index);
  }

  function redraw(active: number): void {
    list.refresh(tree.rows.length);
    list.activate(tree.rowOf(active));
    mark();
  }

  function onKey({ key }: KeyboardEvent, row: number): boolean {
    const index = tree.rows[row]!;
    const leftToRight = getComputedStyle(list.element).direction === 'ltr';
    const isOpen = tree.isOpen(index);
    if (key === '*') {
      tree.openSiblings(index);
      redraw(index);
    } else if (key === (leftToRight ? 'ArrowRight' : 'ArrowLeft')) {
      if (isOpen) list.activate(row + 1);
      else toggle(index, true);
    } else if (key === (leftToRight ? 'ArrowLeft' : 'ArrowRight')) {
      const { parent } = tree.entries[index]!;
      if (isOpen) toggle(index, false);
      else if (parent !== -1) list.activate(tree.rowOf(parent));
    } else {
      return false;
    }
    return true;
  }

  /** Marks the entry whose text is at the top of the window. */
  function mark(): void {
    if (resolving === undefined || element.offsetParent === null) return;
    const page = reader.currentPage;
    const { top, bottom, height } = reader.clientRectangle(page);
    const window = reader.viewport.getBoundingClientRect();
    const line = window.top + window.height / 3;
    // Measured along the page as it stands; a turned page counts as a whole.
    const share = reader.rotation === 0 ? (Math.min(line, bottom) - top) / Math.max(1, height) : 1;
    const inPdf = (1 - share) * reader.pages.size(page).height;
    const index = entryAt(resolving.targets, page, inPdf);
    list.select(index === -1 ? -1 : tree.rowOf(index));
  }

  reader.on('currentPage', () => mark());
  reader.on('scroll', () => mark());

  return {
    element,
    list,
    get isEmpty() {
      return tree.entries.length === 0;
    },
    async show(document) {
      resolving?.stop();
      resolving = undefined;
      const items = await outlineOf(document, reader);
      if (document !== reader.document) return;
      tree = new OutlineTree(items);
      list.refresh(tree.rows.length);
      empty.hidden = tree.entries.length > 0;
      list.element.hidden = tree.entries.length === 0;
      resolving = resolveTargets(document, tree.entries, idle, () => {
        list.refresh(tree.rows.length);
        mark();
      });
    },
  };
}
