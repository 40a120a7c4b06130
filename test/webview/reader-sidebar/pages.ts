/** PDFs made for tests: as many pages of text as wanted, each with its own words. */

/** A PDF of pages whose text is what `text` gives for each, one line a string. */
export function textPdf(count: number, text: (page: number) => readonly string[]): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('');
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const kids: string[] = [];
  for (let page = 1; page <= count; page += 1) {
    const lines = text(page).map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`);
    const content = `BT /F1 11 Tf 14 TL 72 720 Td ${lines.join(' ')} ET`;
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const resources = '/Resources << /Font << /F1 3 0 R >> >>';
    const box = '/MediaBox [0 0 612 792]';
    kids.push(
      `${add(`<< /Type /Page /Parent 2 0 R ${box} ${resources} /Contents ${stream} 0 R >>`)} 0 R`,
    );
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${count} >>`;
  return serialize(objects);
}

function serialize(objects: readonly string[]): Uint8Array {
  let file = '%PDF-1.7\n';
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const xref = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
