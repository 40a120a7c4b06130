/** The page of a solved problem. */
import { viewPage, type PageParts } from '../viewPage.ts';

export const solvePage = (parts: PageParts): string => viewPage(parts, { title: 'Solve' });
