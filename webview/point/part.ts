/** Pointing as a part of the PDF reader. */
import type { ReaderPart } from '../reader/reader.ts';
import { Pointer } from './pointer.ts';

export const pointPart: ReaderPart = (reader) => {
  new Pointer(reader).begin();
};
