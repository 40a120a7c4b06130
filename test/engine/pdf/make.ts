/** Typesets the fixtures with pdflatex: `node test/engine/pdf/make.ts`. Their PDFs are committed. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtures, type Fixture, type Part } from './content.ts';

/** Where a figure stands in the source: a drawing of strokes, so that no file is needed. */
const drawing =
  '\\begin{picture}(120,60)\\put(0,0){\\framebox(120,60){}}\\put(10,10){\\line(1,0){100}}\\put(10,10){\\line(2,1){80}}\\put(30,30){\\circle{30}}\\end{picture}';

export function latexOf({ preamble, columns, title, abstract, notes, parts }: Fixture): string {
  const text = (words: string): string =>
    words.replaceAll(
      /\[\^(\d+)\]/g,
      (_, number: string) => `\\footnote{${notes[Number(number) - 1] ?? ''}}`,
    );
  const body = parts.map((part) => partOf(part, text)).join('\n\n');
  const [before, after] = columns === 3 ? ['\\begin{multicols}{3}', '\\end{multicols}'] : ['', ''];
  return [
    `\\documentclass[a4paper${columns === 2 ? ',twocolumn' : ''}]{article}`,
    // The text of a PDF is what it shows; a page's number and a running head are none of it.
    `${preamble}\\usepackage{amsmath,booktabs,fancyhdr}\\pagestyle{fancy}`,
    '\\fancyhead{}\\fancyhead[C]{A Running Head}\\pdfinfoomitdate=1\\pdftrailerid{}\\pdfsuppressptexinfo=15',
    `\\title{${title}}\\author{}\\date{}\\begin{document}\\maketitle`,
    abstract === undefined ? '' : `\\begin{abstract}${abstract}\\end{abstract}`,
    `${before}${body}${after}\\end{document}`,
  ].join('\n');
}

function partOf(part: Part, text: (words: string) => string): string {
  switch (part.kind) {
    case 'heading':
      return `\\${part.level === 2 ? 'section' : 'subsection'}{${part.text}}`;
    case 'paragraph':
      return text(part.text);
    case 'quote':
      return `\\begin{quote}${text(part.text)}\\end{quote}`;
    case 'display':
      return part.number === undefined
        ? `\\[${part.latex}\\]`
        : `\\begin{equation}${part.latex}\\end{equation}`;
    case 'list': {
      const name = part.ordered ? 'enumerate' : 'itemize';
      return `\\begin{${name}}${part.items.map((item) => `\\item ${item}`).join('\n')}\\end{${name}}`;
    }
    case 'code':
      return `\\begin{verbatim}\n${part.text}\n\\end{verbatim}`;
    case 'table': {
      const [head = [], ...rows] = part.rows.map((row) => `${row.join(' & ')} \\\\`);
      const body = [head, '\\midrule', ...rows].join('\n');
      return `\\begin{table}[!h]\\centering\\begin{tabular}{lrl}\\toprule ${body}\\bottomrule\\end{tabular}\\caption{${part.caption}}\\end{table}`;
    }
    case 'figure':
      return `\\begin{figure}[t]\\centering ${drawing}\\caption{${part.caption}}\\end{figure}`;
  }
}

function main(): void {
  for (const fixture of fixtures) {
    const folder = mkdtempSync(join(tmpdir(), 'marginalia-tex-'));
    writeFileSync(join(folder, 'x.tex'), latexOf(fixture));
    const run = (): unknown =>
      execFileSync('pdflatex', ['-interaction=nonstopmode', 'x.tex'], { cwd: folder });
    run();
    run();
    copyFileSync(join(folder, 'x.pdf'), join(import.meta.dirname, `${fixture.name}.pdf`));
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) main();
