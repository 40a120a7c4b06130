/**
 * A PDF → a Markdown file beside a folder of pictures, page by page, resumable. Knows neither disk nor
 * editor: where files go is handed in, so that the command line and the editor convert in one way.
 *
 * For paper.pdf: `paper.md`, `paper-figures/page-3-figure-1.png`, and, until it is whole, `paper.pages/`
 * with one JSON file for each finished page.
 */
import { assemble } from './assemble.ts';
import { escapeText } from './escape.ts';
import { blockKinds } from './layout/draft.ts';
import type { MarkdownBlock } from './markdown.ts';

/** What the engine makes of a page. */
export interface ConvertedPage {
  readonly page: number;
  readonly blocks: readonly MarkdownBlock[];
  readonly images: readonly { readonly name: string; readonly png: Uint8Array }[];
  readonly scan: 'no' | 'ocr' | 'picture';
  readonly formulas: { readonly read: number; readonly exact: number; readonly failed: number };
}

/** A folder; names may hold one `/`. */
export interface Folder {
  /** Undefined when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** A folder with all that is in it; nothing when it is not there. */
  remove(name: string): Promise<void>;
}

export interface ConversionOptions {
  /** The PDF's name without its ending. */
  readonly name: string;
  /** The PDF's path from the folder, with slashes: links to pages lead there. */
  readonly link: string;
  /** Tells this file's bytes from those of another or older one. */
  readonly fingerprint: string;
  readonly from: number;
  readonly to: number;
  readonly folder: Folder;
  readonly signal: AbortSignal;
  /** @throws what keeps a page, or all of them, from being read */
  readonly readPage: (page: number, figures: string) => Promise<ConvertedPage>;
  /** Whether the error concerns this page alone: it is noted in the text, and the next one is read. */
  readonly isPageError: (error: unknown) => boolean;
  readonly onPage?: (page: number, state: PageState) => void;
}

export type PageState =
  | { readonly kind: 'read'; readonly page: ConvertedPage }
  | { readonly kind: 'kept' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Conversion {
  /** The Markdown file's name. */
  readonly file: string;
  readonly failed: readonly number[];
  /** Pages without a text layer. */
  readonly scanned: readonly number[];
}

const VERSION = 1;

/** A finished page in the journal. */
interface Kept {
  readonly version: number;
  readonly fingerprint: string;
  readonly page: number;
  readonly scan: ConvertedPage['scan'];
  readonly blocks: readonly MarkdownBlock[];
}

/** @throws what `readPage` and the folder throw; what was finished is kept, and the next call goes on */
export async function convertDocument(options: ConversionOptions): Promise<Conversion> {
  const { name, link, from, to, folder, signal, onPage } = options;
  const journal = `${name}.pages`;
  const pages: { page: number; blocks: readonly MarkdownBlock[] }[] = [];
  const [failed, scanned]: [number[], number[]] = [[], []];
  for (let page = from; page <= to; page++) {
    signal.throwIfAborted();
    const known = await keptPage(options, journal, page);
    if (known !== null) onPage?.(page, { kind: 'kept' });
    const made = known ?? (await readOne(options, journal, page));
    if (made === null) failed.push(page);
    else if (made.scan === 'picture') scanned.push(page);
    pages.push({ page, blocks: made?.blocks ?? [missing(page)] });
  }
  const file = `${name}.md`;
  await folder.write(file, new TextEncoder().encode(assemble(pages, link)));
  if (failed.length === 0) await folder.remove(journal);
  return { file, failed, scanned };
}

async function readOne(
  { name, fingerprint, folder, readPage, isPageError, onPage }: ConversionOptions,
  journal: string,
  page: number,
): Promise<Kept | null> {
  const figures = `${name}-figures`;
  let made: ConvertedPage;
  try {
    made = await readPage(page, figures);
  } catch (error) {
    if (!isPageError(error)) throw error;
    onPage?.(page, { kind: 'failed', error });
    return null;
  }
  // The pictures first: a page that the journal names is whole.
  for (const image of made.images) await folder.write(`${figures}/${image.name}`, image.png);
  const entry: Kept = {
    version: VERSION,
    fingerprint,
    page,
    scan: made.scan,
    blocks: [...made.blocks],
  };
  await folder.write(
    `${journal}/page-${page}.json`,
    new TextEncoder().encode(JSON.stringify(entry)),
  );
  onPage?.(page, { kind: 'read', page: made });
  return entry;
}

/** Null when the journal has no such page, or one of another file. */
async function keptPage(
  { folder, fingerprint }: ConversionOptions,
  journal: string,
  page: number,
): Promise<Kept | null> {
  const bytes = await folder.read(`${journal}/page-${page}.json`);
  if (bytes === undefined) return null;
  const entry = json(new TextDecoder().decode(bytes));
  return isKept(entry) && entry.fingerprint === fingerprint && entry.page === page ? entry : null;
}

/** The journal lies in a folder that anybody may write to. */
function isKept(value: unknown): value is Kept {
  if (!isRecord(value) || value['version'] !== VERSION || !Array.isArray(value['blocks']))
    return false;
  const { fingerprint, page, scan, blocks } = value as Record<string, unknown> & {
    blocks: unknown[];
  };
  return (
    typeof fingerprint === 'string' &&
    typeof page === 'number' &&
    ['no', 'ocr', 'picture'].some((known) => known === scan) &&
    blocks.every(
      (block: unknown) =>
        isRecord(block) &&
        blockKinds.some((kind) => kind === block['kind']) &&
        typeof block['markdown'] === 'string' &&
        typeof block['continues'] === 'boolean' &&
        typeof block['open'] === 'boolean',
    )
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // torn: the page is read again
  }
}

const missing = (page: number): MarkdownBlock => ({
  kind: 'figure',
  markdown: `*${escapeText(`Page ${page} could not be read.`)}*`,
  continues: false,
  open: false,
});
