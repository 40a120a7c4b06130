/** PDFs made for tests: as many pages of text as wanted, each with its own words. */
import { pdfOf, stream } from '../../fixtures/pdf/make.ts';

/** A PDF of pages whose text is what `text` gives for each, one line a string. */
export function textPdf(count: number, text: (page: number) => readonly string[]): Uint8Array {
  const kids = Array.from({ length: count }, (_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const resources = '/Resources << /Font << /F1 3 0 R >> >>';
  const pages = Array.from({ length: count }, (_, index) => {
    const lines = text(index + 1).map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`);
    const content = `BT /F1 11 Tf 14 TL 72 720 Td ${lines.join(' ')} ET`;
    const box = '/MediaBox [0 0 612 792]';
    return [
      `<< /Type /Page /Parent 2 0 R ${box} ${resources} /Contents ${5 + 2 * index} 0 R >>`,
      stream('', Buffer.from(content, 'latin1')),
    ];
  });
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flat(),
  ]);
}
