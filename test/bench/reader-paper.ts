/** The long paper of the reader's bench: typeset with mathematics where there is a TeX, else numbered pages. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numbered } from '../fixtures/pdf/make.ts';
import { fontSets, layouts, writeDocument } from './formulas-source.ts';

export interface Paper {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Paragraphs of about 300 pages. */
const paragraphs = 1_900;

/** `folder` is where TeX works. */
export function longPaper(folder: string): Paper {
  const fonts = fontSets.find(({ name }) => name === 'Latin Modern')!;
  const { tex } = writeDocument(fonts, layouts[0]!, 300, paragraphs);
  writeFileSync(join(folder, 'paper.tex'), tex.replaceAll(/\\color\[RGB\]\{[^}]*\}/g, ''));
  try {
    const asked = ['-interaction=batchmode', 'paper.tex'];
    execFileSync('pdflatex', asked, { cwd: folder, stdio: 'ignore' });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { name: 'numbered pages (there is no pdflatex)', bytes: numbered(300) };
    throw error;
  }
  const bytes = readFileSync(join(folder, 'paper.pdf'));
  return { name: 'typeset for the bench, text and mathematics', bytes };
}
