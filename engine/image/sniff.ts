/** What a file is by its first bytes, whatever its name says. */

export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'tiff' | 'svg';
export type Sniffed = ImageFormat | 'pdf' | 'heic' | 'text' | 'unknown';

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Names the format of `bytes` without decoding anything. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 0, 2) === 'BM' && bytes.length > 26 && !looksLikeText(bytes)) return 'bmp';
  if (/^(II\*\0|MM\0\*)/.test(ascii(bytes, 0, 4))) return 'tiff';
  if (ascii(bytes, 4, 8) === 'ftyp') return isAvif(bytes) ? 'avif' : 'heic';
  // A PDF may have up to a kilobyte of anything before its header.
  if (ascii(bytes, 0, 1024).includes('%PDF-')) return 'pdf';
  if (!looksLikeText(bytes)) return 'unknown';
  return isSvg(bytes) ? 'svg' : 'text';
}

/** The brands of an ISO media file, major and compatible, name AVIF. */
function isAvif(bytes: Uint8Array): boolean {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return /avif|avis/.test(ascii(bytes, 8, Math.min(size, 64)));
}

function isSvg(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 4096));
  const markup = head
    .replace(/^\uFEFF/, '')
    .replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>/gi, '');
  return /^\s*<(\w+:)?svg[\s>]/i.test(markup);
}

/** No control bytes but white space in the first half kilobyte. */
function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((b) => b >= 0x20 || (b >= 0x09 && b <= 0x0d));
}
