/** Dark pages: the switch in the toolbar, and what is done to each page that is drawn. */
import type { PDFPageProxy } from 'pdfjs-dist';
import * as v from 'valibot';
import { iconButton } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import { whole, type Part } from '../draw.ts';
import type { Reader, Rectangle, Rotation } from '../reader.ts';
import { isDark, parseChoice, parseColor, settings, type Setting } from './choice.ts';
import { asMatrix, pictures, share } from './pictures.ts';
import { recolor, type DarkColors } from './recolor.ts';

/** What a page's picture goes through before it is shown. */
export interface Tint {
  /** Differs whenever pictures must be drawn anew. */
  readonly key: string;
  apply(
    canvas: HTMLCanvasElement,
    page: PDFPageProxy,
    part: Part,
    rotation: Rotation,
  ): Promise<void>;
}

const message = v.object({ pages: v.picklist(settings) });
/** With more picture than this a page is a scan or a slide: its pictures are looked at as one. */
const mostlyPicture = 0.8;

/** Puts the switch into the toolbar. `changed` is told of each new tint. */
export function startColors(reader: Reader, changed: (tint: Tint | undefined) => void): void {
  let chosen: 'light' | 'dark' | undefined;
  let setting: Setting = 'auto';
  let last = '';
  const button = iconButton('colors', l10n.t('Dark pages'), () => toggle());
  button.setAttribute('aria-pressed', 'false');

  const themeIsDark = (): boolean => {
    const { classList } = document.body;
    return classList.contains('vscode-high-contrast')
      ? !classList.contains('vscode-high-contrast-light')
      : classList.contains('vscode-dark');
  };

  function update(): void {
    const dark = isDark(chosen, setting, themeIsDark());
    const colors = dark ? themeColors() : undefined;
    const key = colors === undefined ? '' : `${String(colors.paper)}/${String(colors.ink)}`;
    document.body.classList.toggle('dark-pages', dark);
    if (colors !== undefined) {
      document.body.style.setProperty('--dark-paper', `rgb(${colors.paper.join(' ')})`);
    }
    button.setAttribute('aria-pressed', String(dark));
    if (key === last) return;
    last = key;
    changed(colors === undefined ? undefined : tint(key, colors));
  }

  function toggle(): void {
    chosen = isDark(chosen, setting, themeIsDark()) ? 'light' : 'dark';
    reader.setPartState('colors', { pages: chosen });
    update();
  }

  reader.toolbar.add(button, 'end');
  reader.on('document', () => {
    chosen = parseChoice(reader.partState('colors'));
    update();
  });
  reader.on('command', (name) => {
    if (name === 'toggleDarkPages') toggle();
  });
  reader.channel('colors', message).on(({ pages }) => {
    setting = pages;
    update();
  });
  new MutationObserver(update).observe(document.body, {
    attributes: true,
    attributeFilter: ['class'],
  });
  update();
}

function tint(key: string, colors: DarkColors): Tint {
  return {
    key,
    async apply(canvas, page, part, rotation) {
      const boxes = await picturesOf(page);
      const view = page.getViewport({ scale: 1 });
      const size = { x1: 0, y1: 0, x2: view.width, y2: view.height };
      const scan = share(boxes, size) > mostlyPicture;
      const kept = scan ? [whole] : boxes.map((box) => inPart(turned(box, size, rotation), part));
      recolor(canvas, colors, kept);
    },
  };
}

const known = new WeakMap<PDFPageProxy, Promise<Rectangle[]>>();

/** Found once a page; a page whose operators cannot be read has none that could be kept. */
function picturesOf(page: PDFPageProxy): Promise<Rectangle[]> {
  let found = known.get(page);
  if (found === undefined) {
    const view = page.getViewport({ scale: 1 });
    const matrix = asMatrix(view.transform) ?? [1, 0, 0, -1, 0, view.height];
    const size = { x1: 0, y1: 0, x2: view.width, y2: view.height };
    // The same request as for the page's formulas: pdf.js answers both with one list.
    found = page
      .getOperatorList({ annotationMode: 0 })
      .then((list) => pictures(list, matrix, size))
      .catch(() => []);
    known.set(page, found);
  }
  return found;
}

/** A rectangle of the page as shares of the page as it is shown, turned. */
function turned({ x1, y1, x2, y2 }: Rectangle, size: Rectangle, rotation: Rotation): Part {
  const [left, top] = [x1 / size.x2, y1 / size.y2];
  const [right, bottom] = [x2 / size.x2, y2 / size.y2];
  const [width, height] = [right - left, bottom - top];
  if (rotation === 90) return { left: 1 - bottom, top: left, width: height, height: width };
  if (rotation === 180) return { left: 1 - right, top: 1 - bottom, width, height };
  if (rotation === 270) return { left: top, top: 1 - right, width: height, height: width };
  return { left, top, width, height };
}

/** Shares of the page as shares of the part of it that was drawn. */
function inPart({ left, top, width, height }: Part, part: Part): Part {
  return {
    left: (left - part.left) / part.width,
    top: (top - part.top) / part.height,
    width: width / part.width,
    height: height / part.height,
  };
}

/** The editor's own colors where it is dark; else a quiet dark of ours. */
function themeColors(): DarkColors {
  const usual: DarkColors = { paper: [30, 30, 30], ink: [222, 222, 222] };
  const style = getComputedStyle(document.body);
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string): [number, number, number] | undefined => {
    if (style.getPropertyValue(name) === '') return undefined;
    probe.style.color = `var(${name})`;
    return parseColor(getComputedStyle(probe).color);
  };
  const paper = read('--vscode-editor-background');
  const ink = read('--vscode-editor-foreground') ?? read('--vscode-foreground');
  probe.remove();
  if (paper === undefined || ink === undefined) return usual;
  const light = ([red, green, blue]: readonly number[]): number =>
    0.299 * red! + 0.587 * green! + 0.114 * blue!;
  return light(paper) < 90 && light(ink) - light(paper) > 100 ? { paper, ink } : usual;
}
