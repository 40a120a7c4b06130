/** A reading as it lies on disk; checked when it is read, for anything may have happened to the file. */
import * as v from 'valibot';
import { reading } from '../../webview/protocol.ts';
import { pictureExtensions } from './mime.ts';

const entry = v.object({
  version: v.literal(1),
  reading,
  /** The ending of the picture's file name, or null when there is no picture. */
  picture: v.nullable(v.picklist(pictureExtensions)),
  /** The address of the file that was read, if it was one. */
  origin: v.nullable(v.pipe(v.string(), v.maxLength(8_192))),
});

export type HistoryEntry = v.InferOutput<typeof entry>;

/** @throws Error that says what is wrong with the text */
export function parseEntry(text: string, id: string): HistoryEntry {
  const { output, issues } = v.safeParse(entry, JSON.parse(text));
  if (issues !== undefined) {
    throw new Error(`${v.getDotPath(issues[0]) ?? 'entry'}: ${issues[0].message}`);
  }
  if (output.reading.id !== id) throw new Error(`it holds the reading ${output.reading.id}`);
  return output;
}
