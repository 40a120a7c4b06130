import { MarginaliaError } from '../errors.ts';
import { promptLength, type Segment } from './segments.ts';

/**
 * One sequence of embeddings from a prompt's segments: rows of the text's tokens and of the
 * images, in the order of the prompt.
 *
 * `textRows` is f32 [text tokens, width]; `images[i]` is f32 [rows, width]. Returns f32
 * [positions, width]. Throws `image-rows` when an image has another number of rows than its
 * segment has positions: a model that sees half a picture answers wrongly without a sign.
 */
export function mergeRows(
  segments: readonly Segment[],
  textRows: Float32Array,
  images: readonly Float32Array[],
  width: number,
): Float32Array<ArrayBuffer> {
  const merged = new Float32Array(promptLength(segments) * width);
  let [written, textRead] = [0, 0];
  for (const segment of segments) {
    let rows: Float32Array;
    if (segment.kind === 'text') {
      const end = textRead + segment.ids.length * width;
      rows = textRows.subarray(textRead, end);
      textRead = end;
    } else {
      rows = images[segment.index] ?? new Float32Array(0);
      checkRows(segment, rows.length, width);
    }
    merged.set(rows, written);
    written += rows.length;
  }
  return merged;
}

function checkRows(segment: Segment & { kind: 'image' }, values: number, width: number): void {
  if (values === segment.rows * width) return;
  throw new MarginaliaError({
    code: 'image-rows',
    message: `Image ${segment.index + 1} has ${values / width} rows for ${segment.rows} places in the prompt.`,
    action: 'The vision graph does not fit the image processor; reinstall the model.',
  });
}
