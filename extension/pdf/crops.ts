/** Regions of PDF pages on their way to the readings: each reading keeps the id that its view gave it. Pure. */
import type { PointProblem, PointReading } from '../../webview/point/protocol.ts';
import type { ReadingView } from '../../webview/protocol.ts';
import { bytesSource } from '../readings/bytesSource.ts';
import type { ImageSource } from '../readings/reader.ts';

/** What a region is called where it is shown elsewhere: `paper.pdf, p. iii`. */
export const pageName = (file: string, label: string): string => `${file}, p. ${label}`;

/** A region as an image to read. It is shown as its page. */
export function cropSource(
  file: string,
  label: string,
  png: Uint8Array,
  open: () => Promise<void>,
): ImageSource {
  const name = pageName(file, label);
  return { ...bytesSource(name, png, open), place: name };
}

/** What the view that pointed hears of a reading. */
export function pointReading(id: string, reading: ReadingView): PointReading {
  const latex =
    reading.status === 'read' ? reading.edited : 'latex' in reading ? reading.latex : '';
  const problem: PointProblem | undefined =
    reading.status === 'failed' ? reading.problem : undefined;
  const { status } = reading;
  return { type: 'reading', id, status, latex, ...(problem === undefined ? {} : { problem }) };
}
