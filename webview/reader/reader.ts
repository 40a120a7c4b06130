/**
 * What the PDF reader offers to the parts around its pages: side bar, search, pointing, margin.
 *
 * Coordinates are points (1/72 inch) in the page's own rotation, origin at the top left, y down; pages are
 * numbered from 1. The rotation that a reader chooses never changes them.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { GenericSchema, InferOutput } from 'valibot';
import type { Tint } from './colors/colors.ts';

export interface Rectangle {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Rotation = 0 | 90 | 180 | 270;

/** How the zoom follows the window; `free` stays as it was set. */
export type Fit = 'free' | 'width' | 'page';

export interface Subscription {
  dispose(): void;
}

export interface ReaderEvents {
  /** A document is open: the first, or the same file after it changed on disk. Old proxies are dead. */
  document: PDFDocumentProxy;
  /** The page has been drawn for the first time since it came near; its overlay exists and is empty. */
  pageShown: { readonly page: number; readonly overlay: HTMLElement };
  /** The page left the neighborhood of the window; its overlay is gone. */
  pageHidden: { readonly page: number };
  /** The page that is read now, by what fills most of the window. */
  currentPage: number;
  /** Zoom, rotation, or the sizes of pages changed: places in the window moved without a scroll. */
  layout: undefined;
  scroll: undefined;
  /** A message such as `findText` that the host sent because a command of that name was run. */
  command: string;
}

export interface Pages {
  /** 0 while no document is open. */
  readonly count: number;
  /** What the document prints on its pages ('iv', 'A-2'); the number where it has no labels. */
  label(page: number): string;
  /** The page with this label, else with this number; undefined when there is none. */
  find(label: string): number | undefined;
  /** Rejects when the page is broken. */
  proxy(page: number): Promise<PDFPageProxy>;
  /** In points, in the page's own rotation; an estimate until the page has been near the window. */
  size(page: number): Size;
}

/** A line to the part of the extension with the same name; messages are checked on receipt. */
export interface Channel<To, From> {
  post(message: From): void;
  on(listener: (message: To) => void): Subscription;
}

export interface Toolbar {
  /** Adds a control; `start` is beside the side bar's switch, `end` before the menu. */
  add(element: HTMLElement, where: 'start' | 'end'): Subscription;
}

export interface Reader {
  readonly document: PDFDocumentProxy | undefined;
  /** The file's name, for texts. */
  readonly name: string;
  readonly pages: Pages;
  readonly currentPage: number;
  /** CSS pixels per point, without the devicePixelRatio. */
  readonly zoom: number;
  readonly fit: Fit;
  readonly rotation: Rotation;
  readonly toolbar: Toolbar;
  /** The element that scrolls the pages; focus goes here when a part gives it back. */
  readonly viewport: HTMLElement;
  on<K extends keyof ReaderEvents>(
    event: K,
    listener: (value: ReaderEvents[K]) => void,
  ): Subscription;
  /**
   * Brings a page, or a rectangle on it, into the window. `light` lets the rectangle glow for a moment;
   * `remember` (the default) makes Back lead to where the reader was.
   */
  scrollTo(
    page: number,
    rectangle?: Rectangle,
    options?: { readonly light?: boolean; readonly remember?: boolean },
  ): void;
  /** Follows a destination of the document: a name or the explicit array, as outlines and links give. */
  goTo(destination: unknown): Promise<void>;
  /** Asks the person, then leaves: only http, https and mailto; anything else is refused with a notice. */
  openLink(url: string): void;
  back(): void;
  forward(): void;
  /**
   * A layer over the page in page coordinates: a child at `left: 72px` is one inch from the left edge, at
   * every zoom and rotation. `var(--point)` is the length of one CSS pixel in it (for lines that stay thin).
   * Undefined while the page is not near the window.
   */
  overlay(page: number): HTMLElement | undefined;
  /** Where a rectangle of a page (or the whole page) is in the window now, near it or far. */
  clientRectangle(page: number, rectangle?: Rectangle): DOMRect;
  /** The page under a point of the window and the point in page coordinates. */
  pageAt(
    clientX: number,
    clientY: number,
  ): { readonly page: number; readonly x: number; readonly y: number } | undefined;
  setZoom(zoom: number | Exclude<Fit, 'free'>): void;
  rotate(by: 90 | -90): void;
  /** Draws all pages in other colors; undefined: in their own. */
  setTint(tint: Tint | undefined): void;
  /** Puts the side bar's or the margin's element into its place; `hidden` on the element closes it. */
  mountSidebar(element: HTMLElement): void;
  mountMargin(element: HTMLElement): void;
  /** A typed line to the extension; `name` as the extension's part has it, `schema` checks what arrives. */
  channel<S extends GenericSchema, From>(name: string, schema: S): Channel<InferOutput<S>, From>;
  /** A part's small state (a JSON value), kept per file across restarts together with the place. */
  partState(name: string): unknown;
  setPartState(name: string, state: unknown): void;
  /** A short message at the foot of the pages, also read aloud. */
  notice(text: string): void;
  /** Reports an unexpected failure to the extension's log. */
  report(error: unknown): void;
}

/** A part of the reader: called once, before a document is open. `parts.ts` lists them. */
export type ReaderPart = (reader: Reader) => void;
