/** The margin as a part of the PDF reader. */
import type { ReaderPart } from '../reader/reader.ts';
import { Margin } from './margin.ts';

export const marginPart: ReaderPart = (reader) => {
  new Margin(reader).begin();
};
