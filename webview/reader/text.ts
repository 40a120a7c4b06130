/** The text over a page's picture: invisible, to be selected, copied and read aloud. */
import { normalizeUnicode, TextLayer, type PDFPageProxy } from 'pdfjs-dist';
import { h } from '../dom.ts';
import type { Rotation } from './reader.ts';

/** Lays a page's text into an element that goes over its picture. `stop` ends it early. */
export function startText(
  page: PDFPageProxy,
  rotation: Rotation,
): { element: HTMLElement; done: Promise<void>; stop: () => void } {
  const element = h('div', { class: 'text-layer' });
  const layer = new TextLayer({
    // Ligatures stay as they are drawn, so that letters lie where they are seen; copying takes them apart.
    textContentSource: page.streamTextContent({
      includeMarkedContent: true,
      disableNormalization: true,
    }),
    container: element,
    viewport: page.getViewport({ scale: 1, rotation: (page.rotate + rotation) % 360 }),
  });
  const done = layer.render().then(() => {
    // A selection that is dragged past the last line ends here and not at the page's beginning.
    element.append(h('div', { class: 'end' }));
  });
  return { element, done, stop: () => layer.cancel() };
}

/**
 * Selected text as a person would type it: ligatures as letters, words that were broken at the end of a
 * line in one piece, no soft hyphens and no control characters.
 */
export function copiedText(selected: string): string {
  return (normalizeUnicode(selected) as string)
    .replace(/\r\n?/g, '\n')
    .replace(/[\0\u00ad]/g, '')
    .replace(/(\p{Ll})[-\u2010]\n(\p{Ll})/gu, '$1$2')
    .replace(/[ \t]+\n/g, '\n');
}

/** While something is being selected, the empty parts of a page are no text: see `.end` in page.css. */
export function watchSelecting(pages: HTMLElement): void {
  pages.addEventListener('pointerdown', (event) => {
    const { target } = event;
    if (target instanceof Element && target.closest('.text-layer') !== null) {
      pages.classList.add('selecting');
    }
  });
  window.addEventListener('pointerup', () => pages.classList.remove('selecting'));
  window.addEventListener('blur', () => pages.classList.remove('selecting'));
}

/** Copies the clean text whenever something on the pages is copied. */
export function cleanCopies(pages: HTMLElement): void {
  pages.addEventListener('copy', (event) => {
    const selected = document.getSelection()?.toString() ?? '';
    if (selected === '' || event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', copiedText(selected));
    event.preventDefault();
  });
}
