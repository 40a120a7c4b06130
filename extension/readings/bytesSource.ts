/** An image that came as bytes alone: pasted into the view or dropped on it. */
import type { ImageSource } from './reader.ts';

const longestName = 120;

/**
 * `openKept` shows the picture that the history keeps of it, the only one there is. Bytes that are still
 * on their way are waited for when the image is read.
 */
export function bytesSource(
  name: string,
  bytes: Uint8Array | Promise<Uint8Array>,
  openKept: () => Promise<void>,
): ImageSource {
  // A copy of its own: the message's buffer may be larger than the picture in it.
  const own = bytes instanceof Uint8Array ? new Uint8Array(bytes) : undefined;
  const shown = plainName(name);
  const load = async (): Promise<Uint8Array<ArrayBuffer>> => own ?? new Uint8Array(await bytes);
  return { name: shown, place: shown, load, open: openKept };
}

/** The last part of a name, without control characters: it is shown and never used as a path. */
function plainName(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const visible = last.replace(/\p{C}/gu, '').trim().slice(0, longestName);
  return visible === '' ? 'Pasted image' : visible;
}
