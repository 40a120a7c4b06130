/** Which way of writing mathematics a document has. */

export type DocumentKind = 'latex' | 'markdown' | 'typst' | 'other';

const languages: Readonly<Record<string, DocumentKind>> = {
  latex: 'latex',
  tex: 'latex',
  'latex-expl3': 'latex',
  rsweave: 'latex',
  pweave: 'latex',
  jlweave: 'latex',
  markdown: 'markdown',
  mdx: 'markdown',
  quarto: 'markdown',
  rmd: 'markdown',
  juliamarkdown: 'markdown',
  markdown_latex_combined: 'markdown',
  typst: 'typst',
  'typst-code': 'typst',
};

const endings: Readonly<Record<string, DocumentKind>> = {
  tex: 'latex',
  ltx: 'latex',
  md: 'markdown',
  markdown: 'markdown',
  qmd: 'markdown',
  rmd: 'markdown',
  typ: 'typst',
};

/**
 * By the language that VS Code gives the document; where no extension knows the language (Typst needs
 * one) a plain text file is told by its name's ending. A notebook's cell goes by its language alone.
 */
export function documentKind(languageId: string, path = ''): DocumentKind {
  const known = languages[languageId];
  if (known !== undefined) return known;
  if (languageId !== 'plaintext') return 'other';
  return endings[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'other';
}
