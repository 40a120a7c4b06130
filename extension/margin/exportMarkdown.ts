/** The threads of PDFs as Markdown for other readers: no comments, no thoughts, no HTML. Pure. */
import { linkTarget, safeLatex } from '../../document/escape.ts';
import { plainFormula } from '../chat/text.ts';
import { harmless, holdsHtml, pagesOf, type ExportedPdf } from './exported.ts';
import type { KeptThread, KeptTurn } from './sidecar/model.ts';
import { footer, sortedTurns } from './sidecar/serialize.ts';
import { escapeLine, normalText } from './sidecar/text.ts';

type Write = (text: string) => string;

function formula(latex: string, display: boolean): string {
  const safe = plainFormula(safeLatex(latex));
  return display ? `\n\n$$\n${safe}\n$$\n\n` : `$${safe}$`;
}

/** Each page is a heading with a link to it; answers keep their Markdown and mathematics. */
export function exportedMarkdown(pdfs: readonly ExportedPdf[]): string {
  const written = compose(pdfs, (text) => harmless(normalText(text), formula));
  if (!holdsHtml(written)) return written;
  // Some reader would take a piece of code for HTML: then no angle stays.
  return compose(pdfs, (text) => harmless(normalText(text), formula).replaceAll('<', '&lt;'));
}

function compose(pdfs: readonly ExportedPdf[], write: Write): string {
  const parts = pdfs.flatMap((pdf) => [
    `# Questions about ${escapeLine(pdf.name)}`,
    ...[...pagesOf(pdf)].flatMap(([page, threads]) => [
      `## [Page ${page}](${linkTo(pdf, page)})`,
      ...threads.flatMap((thread) => threadParts(pdf, thread, write)),
    ]),
  ]);
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const linkTo = ({ path }: ExportedPdf, page: number): string =>
  `${linkTarget(path.toWellFormed())}#page=${page}`;

function threadParts(pdf: ExportedPdf, { anchor, turns, extra }: KeptThread, write: Write) {
  return [
    anchor.quote === undefined ? '' : `> ${escapeLine(anchor.quote)}`,
    write(extra ?? ''),
    ...sortedTurns(turns).flatMap((turn) => turnParts(pdf, turn, write)),
  ];
}

function turnParts(pdf: ExportedPdf, turn: KeptTurn, write: Write): string[] {
  const sources = turn.citations.map(({ number, page, label, quote }) => {
    const where = `[page ${escapeLine(label ?? String(page))}](${linkTo(pdf, page)})`;
    return `- \\[${number}\\] ${where}: “${escapeLine(quote)}”`;
  });
  const question = write(turn.question).replace(/\s+/g, ' ');
  return [
    question === '' ? '' : `### ${question}`,
    write(turn.answer),
    sources.join('\n'),
    footer(turn),
    write(turn.extra ?? ''),
  ];
}
