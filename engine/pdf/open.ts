/** One PDF in pdf.js: runs only in the process made for it (main.ts). */
import type { Canvas } from '@napi-rs/canvas';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { cutOf, paperColor, type Cut } from '../../document/cut.ts';
import { bounds, grow } from '../../document/geometry.ts';
import { openOptions, pageText } from '../../document/glyphs.ts';
import type { PageText } from '../../document/page.ts';
import { pdfjsData } from './data.ts';
import {
  pdfDamaged,
  pdfEmpty,
  pdfLocked,
  pdfPageDamaged,
  pdfPageMissing,
  pdfTooLarge,
} from './errors.ts';
import type { DocumentDetails } from './details.ts';
import type { Crop } from './messages.ts';
import { readOutline } from './outline.ts';

const MOST_PAGES = 100_000;
/** Pixels of a picture inside the PDF, and of one that is drawn from it. */
const MOST_IMAGE_PIXELS = 64_000_000;
const MOST_DRAWN_PIXELS = 24_000_000;
/** Points around a formula, so that no stroke is cut. */
const FORMULA_MARGIN = 1.5;
const LONGEST_LABEL = 40;
const LONGEST_TITLE = 1_000;

export class OpenPdf {
  readonly #document: PDFDocumentProxy;

  private constructor(document: PDFDocumentProxy) {
    this.#document = document;
  }

  /** @throws MarginaliaError `pdf-damaged`, `pdf-password-…`, `pdf-empty`, `pdf-too-large` */
  static async open(bytes: Uint8Array, password: string | null): Promise<OpenPdf> {
    const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const task = pdfjs.getDocument({
      ...pdfjsData(),
      ...openOptions,
      // pdf.js wants no Buffer, which is what bytes from IPC are.
      data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      ...(password === null ? {} : { password }),
      maxImageSize: MOST_IMAGE_PIXELS,
      enableXfa: false,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    });
    let document: PDFDocumentProxy;
    try {
      document = await task.promise;
    } catch (error) {
      if (error instanceof pdfjs.PasswordException) throw pdfLocked(password !== null);
      throw pdfDamaged(reasonOf(error), error);
    }
    if (document.numPages < 1) throw pdfEmpty();
    if (document.numPages > MOST_PAGES) throw pdfTooLarge(`${document.numPages} pages`);
    return new OpenPdf(document);
  }

  get pageCount(): number {
    return this.#document.numPages;
  }

  async details(): Promise<DocumentDetails> {
    const document = this.#document;
    // Labels and metadata are ornaments: a document without a readable one is read all the same.
    const labels = await document.getPageLabels().catch(() => null);
    const metadata = await document.getMetadata().catch(() => null);
    const title = (metadata?.info as { Title?: unknown } | undefined)?.Title;
    return {
      pageCount: document.numPages,
      labels: labels?.map((label) => label.slice(0, LONGEST_LABEL)) ?? null,
      outline: await readOutline(document),
      title: typeof title === 'string' ? title.trim().slice(0, LONGEST_TITLE) : '',
    };
  }

  /** The text layer. @throws MarginaliaError `pdf-page-missing`, `pdf-page-damaged` */
  text(number: number): Promise<PageText> {
    return this.#withPage(number, (page) => pageText(page));
  }

  /**
   * Parts of a page as PNG files on white, `scale` pixels for each point, or fewer where the picture would
   * be too large. @throws MarginaliaError `pdf-page-missing`, `pdf-page-damaged`
   */
  crops(number: number, rectangles: readonly Crop[], scale: number): Promise<Uint8Array[]> {
    return this.#withPage(number, (page) =>
      pictures(
        page,
        rectangles.map((rectangle) => ({ rectangle, strangers: [] })),
        scale,
      ),
    );
  }

  /** As `crops`, of formulas: with a margin, and without pieces of the letters beside them. */
  formulas(number: number, rectangles: readonly Crop[], scale: number): Promise<Uint8Array[]> {
    return this.#withPage(number, async (page) => {
      const text = await pageText(page);
      const cuts = rectangles.map((region) => {
        const { rectangle, strangers } = cutOf(region, text, FORMULA_MARGIN);
        return { rectangle: grow(rectangle, FORMULA_MARGIN), strangers };
      });
      return pictures(page, cuts, scale);
    });
  }

  async #withPage<T>(number: number, use: (page: PDFPageProxy) => Promise<T>): Promise<T> {
    if (number > this.#document.numPages) throw pdfPageMissing(number, this.#document.numPages);
    try {
      const page = await this.#document.getPage(number);
      const result = await use(page);
      page.cleanup();
      return result;
    } catch (error) {
      throw pdfPageDamaged(number, reasonOf(error));
    }
  }
}

/** Draws what holds all of them once, and cuts it. */
async function pictures(
  page: PDFPageProxy,
  cuts: readonly Cut[],
  scale: number,
): Promise<Uint8Array[]> {
  const { width, height } = page.getViewport({ scale: 1 });
  const boxes = cuts.map(({ rectangle }) => inside(rectangle, width, height));
  const all = bounds(boxes);
  if (all === null) return [];
  const fits = Math.sqrt(MOST_DRAWN_PIXELS / ((all.x2 - all.x1) * (all.y2 - all.y1)));
  const used = Math.min(scale, fits);
  const drawn = await draw(page, all, used);
  const encoded: Uint8Array[] = [];
  for (const [index, box] of boxes.entries())
    encoded.push(await cut(drawn, all, { box, strangers: cuts[index]!.strangers }, used));
  return encoded;
}

/** At least one point wide and high, and on the page. */
function inside(box: Crop, width: number, height: number): Crop {
  const x1 = Math.min(Math.max(box.x1, 0), width - 1);
  const y1 = Math.min(Math.max(box.y1, 0), height - 1);
  const x2 = Math.max(Math.min(box.x2, width), x1 + 1);
  const y2 = Math.max(Math.min(box.y2, height), y1 + 1);
  return { x1, y1, x2, y2 };
}

/** Loaded when something is drawn: text can be read where there is no build of the library. */
const canvasMaker = async () => (await import('@napi-rs/canvas')).createCanvas;

const pixels = (points: number, scale: number): number => Math.max(1, Math.round(points * scale));

async function draw(page: PDFPageProxy, part: Crop, scale: number): Promise<Canvas> {
  const offsets = { offsetX: -part.x1 * scale, offsetY: -part.y1 * scale };
  const createCanvas = await canvasMaker();
  const canvas = createCanvas(pixels(part.x2 - part.x1, scale), pixels(part.y2 - part.y1, scale));
  await page.render({
    // pdf.js asks of a canvas only what this one has, though it is no element of a browser's page.
    canvas: canvas as never,
    viewport: page.getViewport({ scale, ...offsets }),
    background: '#ffffff',
    annotationMode: 0,
  }).promise;
  return canvas;
}

async function cut(
  drawn: Canvas,
  all: Crop,
  { box, strangers }: { box: Crop; strangers: readonly Crop[] },
  scale: number,
): Promise<Uint8Array> {
  const [width, height] = [pixels(box.x2 - box.x1, scale), pixels(box.y2 - box.y1, scale)];
  const createCanvas = await canvasMaker();
  const picture = createCanvas(width, height);
  const context = picture.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  const [x, y] = [Math.round((box.x1 - all.x1) * scale), Math.round((box.y1 - all.y1) * scale)];
  context.drawImage(drawn, x, y, width, height, 0, 0, width, height);
  if (strangers.length > 0)
    context.fillStyle = paperColor(context.getImageData(0, 0, width, height).data);
  for (const { x1, y1, x2, y2 } of strangers) {
    const [left, top] = [(x1 - box.x1) * scale, (y1 - box.y1) * scale];
    context.fillRect(left, top, (x2 - x1) * scale, (y2 - y1) * scale);
  }
  return await picture.encode('png');
}

/** pdf.js's words, without a full stop, on one line. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, 300).replace(/\.$/, '') || 'pdf.js cannot say why';
}
