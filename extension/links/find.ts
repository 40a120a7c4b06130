import type { DocumentKind } from '../formats/index.ts';
import { latexLinks } from './latexLinks.ts';
import type { ImageLink } from './link.ts';
import { htmlLinks, markdownLinks } from './markdownLinks.ts';
import { typstLinks } from './typstLinks.ts';

/** Links to pictures in a document, in its order. HTML is known by its language. */
export function findLinks(text: string, kind: DocumentKind, languageId: string): ImageLink[] {
  switch (kind) {
    case 'latex':
      return latexLinks(text);
    case 'markdown':
      return markdownLinks(text);
    case 'typst':
      return typstLinks(text);
    case 'other':
      return languageId === 'html' ? htmlLinks(text) : [];
  }
}
