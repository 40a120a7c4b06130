import { MarginaliaError } from '../errors.ts';
import type { TextCodec } from '../text/tokenizer.ts';

/** Where a picture goes in a prompt: a literal, not a token of any vocabulary. */
export const imageMark = '<image>';

export type Segment =
  | { readonly kind: 'text'; readonly ids: readonly number[] }
  /** `index` into the request's images; `rows` is the number of positions that it takes. */
  | { readonly kind: 'image'; readonly index: number; readonly rows: number };

/**
 * Splits a rendered prompt at `<image>`, tokenizes the pieces one by one as the official
 * processor does, and gives the i-th mark `imageRows[i]` positions.
 * Throws `image-count` unless there are as many marks as images.
 */
export function splitPrompt(
  prompt: string,
  imageRows: readonly number[],
  tokenizer: Pick<TextCodec, 'encode'>,
): Segment[] {
  const pieces = prompt.split(imageMark);
  if (pieces.length - 1 !== imageRows.length) {
    throw new MarginaliaError({
      code: 'image-count',
      message: `The prompt has ${pieces.length - 1} ${imageMark} marks for ${imageRows.length} images.`,
      action: `Write ${imageMark} once for each image.`,
    });
  }
  const segments: Segment[] = [];
  pieces.forEach((piece, i) => {
    if (i > 0) segments.push({ kind: 'image', index: i - 1, rows: imageRows[i - 1] ?? 0 });
    const ids = tokenizer.encode(piece);
    if (ids.length > 0) segments.push({ kind: 'text', ids });
  });
  return segments;
}

/** Number of positions of a prompt. */
export function promptLength(segments: readonly Segment[]): number {
  const lengthOf = (segment: Segment) =>
    segment.kind === 'text' ? segment.ids.length : segment.rows;
  return segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
}

/** All token ids of the text segments, in order. */
export function textIds(segments: readonly Segment[]): number[] {
  return segments.flatMap((segment) => (segment.kind === 'text' ? segment.ids : []));
}
