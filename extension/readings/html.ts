/** The page of the readings view. */
import { viewPage, type PageParts } from '../viewPage.ts';

/** It fetches the outlines of KaTeX's letters, for copies as SVG and PNG. */
export const readingsPage = (parts: PageParts): string =>
  viewPage(parts, { title: 'Marginalia Readings', fetches: true });
