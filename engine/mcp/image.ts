/** The image that a tool's caller means: a file on this machine or bytes in base64. */
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { badInput, imageMissing, MarginaliaError } from '../errors.ts';
import { isMissing } from '../files.ts';

/** Bytes of one image, decoded. */
export const largestImage = 32 * 1024 * 1024;

export interface ImageArguments {
  readonly path?: string | undefined;
  readonly base64?: string | undefined;
}

/** @throws MarginaliaError `bad-input`, `image-missing` or `image-too-large` */
export async function imageOf({ path, base64 }: ImageArguments): Promise<Uint8Array> {
  if (path !== undefined && base64 === undefined) return fileBytes(path);
  if (base64 !== undefined && path === undefined) return decoded(base64);
  throw badInput('Exactly one of "path" and "base64" is needed.', 'Give one of them, not both.');
}

async function fileBytes(path: string): Promise<Uint8Array> {
  if (!isAbsolute(path)) {
    throw badInput(`The path ${path} is not absolute.`, 'Give the whole path of the image file.');
  }
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > largestImage) throw tooLarge(size);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof MarginaliaError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw imageMissing(isMissing(error) ? `There is no file ${path}.` : reason, error);
  }
}

function decoded(base64: string): Uint8Array {
  const data = base64.replace(/^data:image\/[\w.+-]+;base64,/, '').replace(/\s+/g, '');
  if ((data.length / 4) * 3 > largestImage + 3) throw tooLarge((data.length / 4) * 3);
  if (data === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(data)) {
    throw badInput('"base64" is not base64.', 'Give the bytes of an image file in base64.');
  }
  return Buffer.from(data, 'base64');
}

function tooLarge(bytes: number): MarginaliaError {
  return new MarginaliaError({
    code: 'image-too-large',
    message: `The image has ${Math.ceil(bytes / 1e6)} MB; at most ${Math.floor(largestImage / 1e6)} MB are read.`,
    action: 'Crop it to the formula or save it smaller.',
  });
}
