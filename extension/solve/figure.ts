/** The picture of a problem, and where it came from. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { PrintedQuestion } from '../../document/questions.ts';
import { rectangle } from '../../webview/margin/protocol.ts';
import { printedQuestions } from '../../webview/point/protocol.ts';
import type { Shelved } from './shelf.ts';

/** A region of a PDF's page: points, origin top left, pages from 1. */
export interface FigurePlace {
  readonly pdf: vscode.Uri;
  readonly page: number;
  readonly rectangle: v.InferOutput<typeof rectangle>;
}

export interface Figure {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For showing it; '' where only its bytes say. */
  readonly mime: string;
  readonly place?: FigurePlace;
  /** What the page asks beside it. */
  readonly questions?: readonly PrintedQuestion[];
}

const place = v.object({
  pdf: v.custom<vscode.Uri>((value) => value instanceof vscode.Uri),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  rectangle,
});
const figure = v.object({
  name: v.pipe(v.string(), v.maxLength(2_000)),
  bytes: v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length > 0),
  mime: v.pipe(v.string(), v.regex(/^(?:image\/[\w.+-]{1,40})?$/)),
  place: v.optional(place),
  questions: v.optional(printedQuestions),
});

/** What another part of the extension hands over to be solved; undefined for anything else. */
export function figureOf(value: unknown): Figure | undefined {
  const { success, output } = v.safeParse(figure, value);
  if (!success) return undefined;
  const { place: from, questions, ...rest } = output;
  return { ...rest, ...(from && { place: from }), ...(questions && { questions }) };
}

/** The figure of a tab that was open before. */
export function figureAgain({ name, mime, place: from }: Shelved, bytes: Uint8Array): Figure {
  if (from === null) return { name, mime, bytes };
  return { name, mime, bytes, place: { ...from, pdf: vscode.Uri.parse(from.pdf, true) } };
}

const mimes: Readonly<Record<string, string>> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp' },
  ...{ gif: 'image/gif', bmp: 'image/bmp', avif: 'image/avif', svg: 'image/svg+xml' },
};

/** The type of a picture by its file's name; '' for one that is not known. */
export const mimeOf = (name: string): string =>
  mimes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? '';
