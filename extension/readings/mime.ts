/** What kind of picture some bytes are, by their first bytes: enough to show them and to name a file. */

export const pictureExtensions = ['png', 'jpg', 'gif', 'webp', 'bmp', 'avif', 'svg'] as const;

export type PictureExtension = (typeof pictureExtensions)[number];

const mimes: Readonly<Record<PictureExtension, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
};

const heads: readonly (readonly [PictureExtension, RegExp])[] = [
  ['jpg', /^\u00ff\u00d8\u00ff/],
  ['gif', /^GIF8/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['bmp', /^BM/],
  ['avif', /^[^]{4}ftypavi[fs]/],
  ['svg', /^(?:\u00ef\u00bb\u00bf)?\s*</],
];

/** PNG where nothing else fits: a browser tells raster formats apart by itself. */
export function pictureExtension(bytes: Uint8Array): PictureExtension {
  const head = String.fromCharCode(...bytes.subarray(0, 256));
  return heads.find(([, pattern]) => pattern.test(head))?.[0] ?? 'png';
}

/** The media type under which a browser shows these bytes. */
export const mimeOf = (bytes: Uint8Array): string => mimes[pictureExtension(bytes)];
