/** Small pictures of all pages, in a list; only those near its window are drawn, one at a time. */
import { RenderingCancelledException, type RenderTask } from 'pdfjs-dist';
import { h } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import { release } from '../draw.ts';
import type { Reader } from '../reader.ts';
import { idle } from './idle.ts';
import { VirtualList } from './virtualList.ts';

/** Changes a drawn page's colors; see `colors/`. */
export type Recolor = (canvas: HTMLCanvasElement, page: number) => Promise<void>;

export interface Thumbnails {
  readonly element: HTMLElement;
  readonly list: VirtualList;
  /** Another document, another theme: all pictures are drawn anew. */
  refresh(): void;
}

/** CSS pixels: the box that a page is fitted into, and the line under it. */
const box = { width: 120, height: 156 };
const labelHeight = 26;

export function createThumbnails(reader: Reader, recolor: Recolor): Thumbnails {
  let task: RenderTask | undefined;
  let drawing: number | undefined;

  const list = new VirtualList({
    role: 'listbox',
    label: l10n.t('Pages'),
    name: 'thumbnails',
    rowHeight: () => box.height + labelHeight,
    render: (row) => renderRow(row + 1),
    dropped: (row, element) => {
      if (drawing === row + 1) task?.cancel();
      for (const canvas of element.querySelectorAll('canvas')) release(canvas);
    },
    choose: (row) => reader.scrollTo(row + 1),
  });

  function renderRow(page: number): HTMLElement {
    const label = reader.pages.label(page);
    const paper = h('span', { class: 'paper' });
    fit(paper, page);
    const row = h('div', {}, paper, h('span', { class: 'page-label' }, label));
    const number = String(page);
    const named = label === number ? label : `${label} (${number})`;
    row.setAttribute('aria-label', l10n.t('Page {0}', named));
    queueMicrotask(() => void drawNext());
    return row;
  }

  function fit(paper: HTMLElement, page: number): number {
    const { width, height } = reader.pages.size(page);
    const scale = Math.min(box.width / width, box.height / height);
    paper.style.width = `${Math.max(2, width * scale)}px`;
    paper.style.height = `${Math.max(2, height * scale)}px`;
    return scale;
  }

  /** The row without a picture that is nearest to the middle of the list. */
  function nextPage(): number | undefined {
    const { scrollTop, clientHeight } = list.element;
    if (clientHeight === 0) return undefined;
    const middle = (scrollTop + clientHeight / 2) / (box.height + labelHeight) - 0.5;
    const missing = [...list.drawn]
      .filter(([, row]) => row.dataset['drawn'] === undefined)
      .map(([index]) => index)
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    return missing[0] === undefined ? undefined : missing[0] + 1;
  }

  async function drawNext(): Promise<void> {
    if (drawing !== undefined || reader.document === undefined) return;
    const page = nextPage();
    if (page === undefined) return;
    drawing = page;
    const row = list.drawn.get(page - 1)!;
    try {
      // Pages that are read go first.
      await idle();
      if (row.isConnected) await draw(row, page);
    } catch (error) {
      // A broken page says so in its place among the pages; here it stays white paper.
      if (!(error instanceof RenderingCancelledException)) row.classList.add('broken');
    } finally {
      row.dataset['drawn'] = '';
      drawing = undefined;
      void drawNext();
    }
  }

  async function draw(row: HTMLElement, page: number): Promise<void> {
    const proxy = await reader.pages.proxy(page);
    const paper = row.querySelector<HTMLElement>('.paper')!;
    const scale = fit(paper, page) * Math.min(devicePixelRatio, 2);
    const viewport = proxy.getViewport({ scale });
    const canvas = h('canvas', { 'aria-hidden': 'true' });
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    try {
      task = proxy.render({ canvas, viewport });
      await task.promise;
      await recolor(canvas, page);
    } finally {
      task = undefined;
      // What was read for the small picture alone is let go.
      if (reader.overlay(page) === undefined) proxy.cleanup();
    }
    if (row.isConnected) paper.replaceChildren(canvas);
    else release(canvas);
  }

  reader.on('currentPage', (page) => {
    list.select(page - 1);
    if (!list.element.contains(document.activeElement)) list.reveal(page - 1);
  });

  return {
    element: h('div', { class: 'panel-body' }, list.element),
    list,
    refresh() {
      list.refresh(reader.pages.count);
      list.select(reader.currentPage - 1);
      list.reveal(reader.currentPage - 1);
    },
  };
}
