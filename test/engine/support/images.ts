/** Pictures that tests make for themselves: a formula-like drawing and files that are broken. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Create } from 'sharp';

/** Two "letters" and a fraction bar between them, black on white. */
export async function drawing(width = 96, height = 64): Promise<Buffer> {
  const ink = (w: number, h: number): { create: Create } => ({
    create: { width: w, height: h, channels: 3, background: '#000' },
  });
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([
      { input: ink(8, 9), left: 30, top: 14 },
      { input: ink(8, 9), left: 44, top: 14 },
      { input: ink(40, 1), left: 24, top: 30 },
      { input: ink(8, 9), left: 36, top: 38 },
    ])
    .png()
    .toBuffer();
}

/** A PNG file from its parts: IHDR for the size, and whatever the data is to be. */
export function pngFile(width: number, height: number, idat: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit, gray
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    out.set(body, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', idat),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** 900 million pixels in a few kilobytes. */
export const hugePng = (): Buffer =>
  pngFile(30_000, 30_000, deflateSync(new Uint8Array(2_000_000), { level: 9 }));

/** A one-page PDF of nothing. */
export const pdfFile = (): Buffer =>
  Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );

/** A two-frame GIF: the given picture, then its negative. */
export async function animatedGif(first: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(first)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const frames = Buffer.concat([data, data.map((value) => 255 - value)]);
  return sharp(frames, {
    raw: { width: info.width, height: info.height * 2, channels: 3, pageHeight: info.height },
  })
    .gif({ delay: [100, 100], loop: 0 })
    .toBuffer();
}
