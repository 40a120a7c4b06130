/** The image that a tool's caller means: a file on this machine or bytes in base64. */
import { badInput, imageMissing, MarginaliaError } from '../errors.ts';
import { fileBytes } from './file.ts';

/** Bytes of one image, decoded. */
export const largestImage = 32 * 1024 * 1024;

export interface ImageArguments {
  readonly path?: string | undefined;
  readonly base64?: string | undefined;
}

/** @throws MarginaliaError `bad-input`, `image-missing` or `image-too-large` */
export async function imageOf({ path, base64 }: ImageArguments): Promise<Uint8Array> {
  if (path !== undefined && base64 === undefined) return fileBytes(path, imageFile);
  if (base64 !== undefined && path === undefined) return decoded(base64);
  throw badInput('Exactly one of "path" and "base64" is needed.', 'Give one of them, not both.');
}

function decoded(base64: string): Uint8Array {
  const data = base64.replace(/^data:image\/[\w.+-]+;base64,/, '').replace(/\s+/g, '');
  if ((data.length / 4) * 3 > largestImage + 3) throw tooLarge((data.length / 4) * 3);
  if (data === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(data)) {
    throw badInput('"base64" is not base64.', 'Give the bytes of an image file in base64.');
  }
  return Buffer.from(data, 'base64');
}

const imageFile = {
  ...{ name: 'image file', largest: largestImage },
  ...{ tooLarge, missing: imageMissing },
};

function tooLarge(bytes: number): MarginaliaError {
  return new MarginaliaError({
    code: 'image-too-large',
    message: `The image has ${Math.ceil(bytes / 1e6)} MB; at most ${Math.floor(largestImage / 1e6)} MB are read.`,
    action: 'Crop it to the formula or save it smaller.',
  });
}
