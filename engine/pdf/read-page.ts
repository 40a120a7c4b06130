/** One page of an open PDF as Markdown: layout from its process, formulas read by the model. */
import type { Rectangle } from '../../document/geometry.ts';
import type { PageDraft } from '../../document/layout/draft.ts';
import { linkTarget } from '../../document/escape.ts';
import { pageBlocks, type MarkdownBlock } from '../../document/markdown.ts';
import { isInputError } from '../errors.ts';
import type { Documents } from './documents.ts';

export interface PageImage {
  /** The file's name; the Markdown links to it as `FOLDER/NAME`. */
  readonly name: string;
  readonly png: Uint8Array;
}

export interface MarkdownResult {
  readonly page: number;
  readonly blocks: readonly MarkdownBlock[];
  readonly images: readonly PageImage[];
  /** `picture`: there is no text layer, and the page is given as an image. */
  readonly scan: PageDraft['scan'];
  /** Formulas that the model read, that their letters told, and that nobody could read. */
  readonly formulas: { readonly read: number; readonly exact: number; readonly failed: number };
}

export interface ReadPageOptions {
  readonly document: number;
  readonly page: number;
  /** Folder that the links to figures name; left out, figures are left out. */
  readonly figures?: string | undefined;
  readonly signal: AbortSignal;
  /** Hears of each formula that is done. */
  readonly onStep?: (done: number, total: number) => void;
  /** LaTeX of a picture. @throws MarginaliaError */
  readonly read: (picture: Uint8Array, signal: AbortSignal) => Promise<string>;
}

/** Pixels of an x-height that the model reads best, and its share of the letters' size. */
const X_HEIGHT_PIXELS = 12;
const X_HEIGHT = 0.43;
/** 216 dots an inch: sharp on a screen, small as a file. */
const FIGURE_SCALE = 3;
const SCAN_SCALE = 2;
/** Pictures that are drawn at a time: their bytes are held while they are read. */
const BATCH = 48;
/** Formulas of one page that the model is asked for; a page with more was made to keep it busy. */
const MOST_FORMULAS = 600;

/** @throws MarginaliaError `pdf-…`, `cancelled`, and what keeps the engine from reading at all */
export async function readPage(
  documents: Documents,
  options: ReadPageOptions,
): Promise<MarkdownResult> {
  const { document, page, signal, figures: folder } = options;
  const draft = await documents.draft(document, page, signal);
  const latex = draft.formulas.map(({ exact }) => exact);
  const wanted = draft.formulas.flatMap((formula, index) =>
    formula.exact === null ? [index] : [],
  );
  const asked = wanted.slice(0, MOST_FORMULAS);
  const scale = X_HEIGHT_PIXELS / (X_HEIGHT * draft.bodySize);
  let done = 0;
  for (let from = 0; from < asked.length; from += BATCH) {
    const batch = asked.slice(from, from + BATCH);
    const boxes = batch.map((index) => draft.formulas[index]!.rectangle);
    const pictures = await documents.formulas(document, page, boxes, scale, signal);
    for (const [at, index] of batch.entries()) {
      latex[index] = await readOne(options, pictures[at]!);
      options.onStep?.(++done, asked.length);
    }
  }
  const images = folder === undefined ? [] : await pageImages(documents, draft, options);
  const links = draft.scan === 'picture' ? [] : images.map(({ name }) => `${folder ?? ''}/${name}`);
  const blocks = pageBlocks(draft, {
    latex,
    figures: draft.figures.map((_, index) => links[index] ?? null),
  });
  return {
    page,
    blocks: draft.scan === 'picture' ? scanBlocks(draft, images, folder) : blocks,
    ...{ images, scan: draft.scan },
    formulas: {
      read: asked.filter((index) => latex[index] !== null).length,
      exact: draft.formulas.length - wanted.length,
      failed: wanted.filter((index) => latex[index] === null).length,
    },
  };
}

/** A picture in which the model sees nothing costs one formula, not the page. */
async function readOne(
  { read, signal }: ReadPageOptions,
  picture: Uint8Array,
): Promise<string | null> {
  try {
    const latex = (await read(picture, signal)).trim();
    return latex === '' ? null : latex;
  } catch (error) {
    if (isInputError(error)) return null;
    throw error;
  }
}

async function pageImages(
  documents: Documents,
  draft: PageDraft,
  { document, page, signal }: ReadPageOptions,
): Promise<PageImage[]> {
  const whole: Rectangle = { x1: 0, y1: 0, x2: draft.width, y2: draft.height };
  const scanned = draft.scan === 'picture';
  const boxes = scanned ? [whole] : draft.figures;
  const images: PageImage[] = [];
  for (const [index, box] of boxes.entries()) {
    const scale = scanned ? SCAN_SCALE : FIGURE_SCALE;
    const [png] = await documents.crops(document, page, [box], scale, signal);
    const name = scanned ? `page-${page}.png` : `page-${page}-figure-${index + 1}.png`;
    images.push({ name, png: png! });
  }
  return images;
}

/** What a page without a text layer gives: its picture, and a note that says so. */
function scanBlocks(
  draft: PageDraft,
  images: readonly PageImage[],
  folder: string | undefined,
): MarkdownBlock[] {
  const note = `*Page ${draft.page} is a picture without a text layer: its text was not read.*`;
  const image =
    images[0] === undefined
      ? []
      : [`![Page ${draft.page}](${linkTarget(`${folder ?? ''}/${images[0].name}`)})`];
  return [note, ...image].map((markdown) => {
    return { kind: 'figure', markdown, continues: false, open: false };
  });
}
