/** One page near the window: its picture, the text and links over it, and the layer that parts draw on. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { button, h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Tint } from './colors/colors.ts';
import { release, startDrawing, whole, type Drawing, type Part } from './draw.ts';
import type { Box, Look } from './layout.ts';
import { pageLinks, type LinkActions } from './links.ts';
import type { Size } from './reader.ts';
import { startText } from './text.ts';

/** What a page still lacks, the most urgent first. */
export type Lack = 'picture' | 'sharpness' | 'text' | undefined;

export class PageView {
  readonly element: HTMLElement;
  /** In page coordinates; see Reader.overlay. */
  readonly overlay = h('div', { class: 'overlay' });
  readonly #links = h('div', { class: 'links' });
  #proxy: PDFPageProxy | undefined;
  #look: Look | undefined;
  #box: Box = { top: 0, width: 0, height: 0 };
  #picture: { canvas: HTMLCanvasElement; key: string; coarse: boolean } | undefined;
  #detail: { canvas: HTMLCanvasElement; key: string; part: Part } | undefined;
  #drawing: Drawing | undefined;
  #text: { element: HTMLElement; stop: () => void } | undefined;
  #textKey = '';
  #message: HTMLElement | undefined;
  #inSight: Part | undefined;
  #gone = false;
  readonly #tint: () => Tint | undefined;

  constructor(number: number, label: string, tint: () => Tint | undefined) {
    this.#tint = tint;
    const text = label === String(number) ? label : `${label} (${number})`;
    this.element = h(
      'section',
      { class: 'page', role: 'region', 'aria-label': l10n.t('Page {0}', text) },
      this.#links,
      this.overlay,
    );
    this.element.dataset['page'] = String(number);
  }

  /** Moves the page to its place; pictures that were drawn for another size are stretched until then. */
  place(box: Box, left: number, top: number, size: Size, look: Look): void {
    const { style } = this.element;
    style.left = `${left}px`;
    style.top = `${top}px`;
    if (this.#look === look && this.#box.width === box.width && this.#box.height === box.height) {
      return;
    }
    // What is there can be stretched until the new comes, but not turned.
    if (this.#look?.rotation !== look.rotation) {
      this.#dropPicture();
      this.#dropText();
    }
    this.#look = look;
    this.#box = box;
    this.stop();
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
    style.setProperty('--total-scale-factor', String(look.zoom));
    style.setProperty('--point', `${1 / look.zoom}px`);
    for (const layer of [this.overlay, this.#links]) {
      layer.style.width = `${size.width}px`;
      layer.style.height = `${size.height}px`;
      layer.style.transform = turned(look, size);
    }
  }

  #dropText(): void {
    this.#text?.stop();
    this.#text?.element.remove();
    this.#text = undefined;
    this.#textKey = '';
  }

  /** The part of the page that is in the window, in shares of its size; undefined when none is. */
  see(part: Part | undefined): void {
    this.#inSight = part;
  }

  get lacks(): Lack {
    if (this.#gone || this.#message !== undefined || this.#look === undefined) return undefined;
    const key = this.#key;
    if (this.#picture?.key !== key) return 'picture';
    if (this.#picture.coarse && this.#inSight !== undefined && !this.#covers(key)) {
      return 'sharpness';
    }
    return this.#textKey === this.#turnKey ? undefined : 'text';
  }

  get isDrawn(): boolean {
    return this.#picture !== undefined;
  }

  /** The document was opened anew: what is seen stays until its new picture is there. */
  renew(): void {
    this.stop();
    this.#proxy = undefined;
    if (this.#picture !== undefined) this.#picture = { ...this.#picture, key: '' };
    this.#textKey = '';
    this.#message?.remove();
    this.#message = undefined;
  }

  async draw(proxy: PDFPageProxy): Promise<void> {
    this.#proxy = proxy;
    const key = this.#key;
    const tint = this.#tint();
    // What is done so far is shown only in its own colors.
    const first = this.#picture === undefined && tint === undefined;
    const drawing = startDrawing(proxy, this.#wanted(first));
    this.#drawing = drawing;
    if (first) this.element.prepend(drawing.canvas);
    try {
      await drawing.task.promise;
      await tint?.apply(drawing.canvas, proxy, whole, this.#look!.rotation);
    } catch (error) {
      release(drawing.canvas);
      throw error;
    } finally {
      this.#drawing = undefined;
    }
    if (this.#gone) {
      release(drawing.canvas);
      return;
    }
    if (this.#picture !== undefined) release(this.#picture.canvas);
    this.element.prepend(drawing.canvas);
    this.#picture = { canvas: drawing.canvas, key, coarse: drawing.coarse };
    if (this.#detail?.key !== key) this.#dropDetail();
  }

  /** Draws what is in sight, and a little around it, as sharp as the screen is. */
  async sharpen(proxy: PDFPageProxy): Promise<void> {
    const seen = this.#inSight;
    if (seen === undefined) return;
    const key = this.#key;
    const part = grown(seen);
    const tint = this.#tint();
    const drawing = startDrawing(proxy, this.#wanted(false), part);
    this.#drawing = drawing;
    try {
      await drawing.task.promise;
      await tint?.apply(drawing.canvas, proxy, part, this.#look!.rotation);
    } catch (error) {
      release(drawing.canvas);
      throw error;
    } finally {
      this.#drawing = undefined;
    }
    this.#dropDetail();
    const { canvas } = drawing;
    canvas.style.left = `${100 * part.left}%`;
    canvas.style.top = `${100 * part.top}%`;
    canvas.style.width = `${100 * part.width}%`;
    canvas.style.height = `${100 * part.height}%`;
    this.#picture?.canvas.after(canvas);
    this.#detail = { canvas, key, part };
  }

  /** Text and links. */
  async fill(proxy: PDFPageProxy, actions: LinkActions): Promise<void> {
    const key = this.#turnKey;
    // Written down first: what fails is not tried again and again.
    this.#textKey = key;
    const text = startText(proxy, this.#look!.rotation);
    this.#text?.stop();
    this.#text?.element.remove();
    this.#text = text;
    text.element.dataset['turn'] = key;
    this.#links.before(text.element);
    const [links] = await Promise.all([pageLinks(proxy, actions), text.done]);
    if (!this.#gone) this.#links.replaceChildren(...links);
  }

  /** Shows why there is no picture, in its place. */
  fail(message: string, again: () => void): void {
    this.#message?.remove();
    this.#message = h(
      'div',
      { class: 'page-message', role: 'alert' },
      h('p', {}, message),
      button(l10n.t('Try Again'), 'button quiet', () => {
        this.#message?.remove();
        this.#message = undefined;
        again();
      }),
    );
    this.element.append(this.#message);
  }

  /** Ends what is being drawn. */
  stop(): void {
    this.#drawing?.task.cancel();
  }

  dispose(): void {
    this.#gone = true;
    this.stop();
    this.#text?.stop();
    this.#dropPicture();
    this.element.remove();
    // Its operators and images; fonts stay with the document.
    this.#proxy?.cleanup();
  }

  /** Which size, turn and screen a picture is for. */
  get #key(): string {
    const { width, height } = this.#box;
    const colors = this.#tint()?.key ?? '';
    return `${width}x${height}@${this.#look!.rotation}/${this.#look!.pixelRatio}/${colors}`;
  }

  get #turnKey(): string {
    const own = this.#proxy?.rotate ?? 0;
    return String((own + this.#look!.rotation) % 360);
  }

  #wanted(partial: boolean) {
    const { rotation, pixelRatio } = this.#look!;
    return { size: this.#box, rotation, pixelRatio, partial };
  }

  #covers(key: string): boolean {
    const seen = this.#inSight;
    const detail = this.#detail;
    if (seen === undefined || detail?.key !== key) return false;
    const { part } = detail;
    return (
      part.left <= seen.left &&
      part.top <= seen.top &&
      part.left + part.width >= seen.left + seen.width &&
      part.top + part.height >= seen.top + seen.height
    );
  }

  #dropPicture(): void {
    if (this.#picture !== undefined) release(this.#picture.canvas);
    this.#picture = undefined;
    this.#dropDetail();
  }

  #dropDetail(): void {
    if (this.#detail !== undefined) release(this.#detail.canvas);
    this.#detail = undefined;
  }
}

/** A part with a quarter of itself around it, inside the page. */
function grown({ left, top, width, height }: Part): Part {
  const x = Math.max(0, left - width / 4);
  const y = Math.max(0, top - height / 4);
  return {
    left: x,
    top: y,
    width: Math.min(1, left + (width * 5) / 4) - x,
    height: Math.min(1, top + (height * 5) / 4) - y,
  };
}

/** From page coordinates to the screen; the layer's origin is the page's top left corner as it is shown. */
function turned({ zoom, rotation }: Look, { width, height }: Size): string {
  const scale = `scale(${zoom})`;
  if (rotation === 90) return `translate(${height * zoom}px, 0) rotate(90deg) ${scale}`;
  if (rotation === 270) return `translate(0, ${width * zoom}px) rotate(270deg) ${scale}`;
  if (rotation === 180)
    return `translate(${width * zoom}px, ${height * zoom}px) rotate(180deg) ${scale}`;
  return scale;
}
