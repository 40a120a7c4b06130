/** A page in reading order, before its formulas are read: what document/markdown.ts writes down. */
import type { Rectangle } from '../geometry.ts';

/** A stretch of a line or paragraph. */
export type Inline =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly bold: boolean;
      readonly italic: boolean;
      readonly monospace: boolean;
    }
  /** `formula` is the index in the draft's formulas. */
  | { readonly kind: 'formula'; readonly formula: number }
  /** A mark that leads to a footnote of this page. */
  | { readonly kind: 'note'; readonly mark: string };

export const blockKinds = [
  ...(['heading', 'paragraph', 'item', 'quote', 'code', 'display'] as const),
  ...(['table', 'figure', 'caption', 'note'] as const),
] as const satisfies readonly Block['kind'][];

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'paragraph';
      readonly inlines: readonly Inline[];
      /** It may go on from the page before, or on the next page. */
      readonly continues: boolean;
      readonly open: boolean;
    }
  | {
      readonly kind: 'item';
      readonly depth: number;
      /** `-`, or the number with its sign: `3.` */
      readonly marker: string;
      readonly inlines: readonly Inline[];
    }
  | { readonly kind: 'quote'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** A formula on lines of its own, with the number printed beside it or ''. */
  | { readonly kind: 'display'; readonly formula: number; readonly tag: string }
  /** The first row is the head. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  /** `figure` is the index in the draft's figures. */
  | { readonly kind: 'figure'; readonly figure: number }
  | { readonly kind: 'caption'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'note'; readonly mark: string; readonly inlines: readonly Inline[] };

export interface DraftFormula {
  readonly kind: 'inline' | 'display';
  readonly rectangle: Rectangle;
  /** Its LaTeX where the letters alone tell it exactly, else null: the model is asked. */
  readonly exact: string | null;
  /** Its letters in the order of drawing: what is shown where the model could not read it. */
  readonly text: string;
}

export interface PageDraft {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** Points of the letters that most of the text is set in. */
  readonly bodySize: number;
  readonly blocks: readonly Block[];
  readonly formulas: readonly DraftFormula[];
  readonly figures: readonly Rectangle[];
  /** A picture fills the page and there is no text that was typed: `ocr` when hidden text lies under it. */
  readonly scan: 'no' | 'ocr' | 'picture';
}
