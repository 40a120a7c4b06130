/** Which characters a TrueType font has (OpenType specification, table "cmap", format 4). */
import { readFileSync } from 'node:fs';

export function charactersOf(path: string): Set<number> {
  const data = readFileSync(path);
  const tables = data.readUInt16BE(4);
  for (let i = 0; i < tables; i++) {
    const record = 12 + 16 * i;
    if (data.toString('latin1', record, record + 4) === 'cmap')
      return read(data.subarray(data.readUInt32BE(record + 8)), path);
  }
  throw new Error(`${path} has no character map`);
}

function read(cmap: Buffer, path: string): Set<number> {
  const out = new Set<number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * i + 4));
    if (table.readUInt16BE(0) !== 4) continue;
    const segments = table.readUInt16BE(6) / 2;
    const column = (number: number, row: number): number =>
      14 + 2 * (number * segments + row) + (number > 0 ? 2 : 0);
    for (let row = 0; row < segments; row++) {
      const [last, first] = [
        table.readUInt16BE(column(0, row)),
        table.readUInt16BE(column(1, row)),
      ];
      const shift = column(3, row);
      const range = table.readUInt16BE(shift);
      for (let code = first; code <= last && code !== 0xffff; code++) {
        const at = shift + range + 2 * (code - first);
        const glyph =
          range === 0
            ? (code + table.readUInt16BE(column(2, row))) & 0xffff
            : table.readUInt16BE(at);
        if (glyph !== 0) out.add(code);
      }
    }
  }
  if (out.size === 0) throw new Error(`${path} has no character map of format 4`);
  return out;
}
