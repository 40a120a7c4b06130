/** What can go wrong while a model is fetched and put in place: each names the file and the remedy. */
import { MarginaliaError } from '../errors.ts';

const resume = 'Then install again: what has arrived is kept.';

export const nameUnsafe = (name: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'name-unsafe',
    message: `The file name ${JSON.stringify(name.slice(0, 200))} is refused: ${detail}.`,
    action: 'Use another source for this model: this one is broken or hostile.',
  });

export const modelUnknown = (id: string, known: readonly string[]): MarginaliaError =>
  new MarginaliaError({
    code: 'bad-input',
    message: `There is no model "${id}".`,
    action: `Known: ${known.join(', ') || 'none'}. A Hugging Face repository (owner/name) or a folder with config.json will do too.`,
  });

export const alreadyInstalled = (id: string, directory: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-installed',
    message: `The model ${id} is installed already, in ${directory}.`,
    action: 'Choose it, or remove it first to install it anew.',
  });

export const notInstalled = (id: string): MarginaliaError =>
  new MarginaliaError({
    code: 'bad-input',
    message: `The model ${id} is not installed.`,
    action: 'See what is installed: npm start -- models list',
  });

export const installBusy = (who: string): MarginaliaError =>
  new MarginaliaError({
    code: 'install-busy',
    message: `Another installer is at work: ${who}.`,
    action: 'Wait until it has finished, or pause it in its own window.',
  });

export const installPaused = (id: string): MarginaliaError =>
  new MarginaliaError({
    code: 'install-paused',
    message: `Installing ${id} is paused.`,
    action: 'Install it again to go on where it stopped, or remove it to drop what has arrived.',
  });

export const diskFull = (file: string, detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'disk-full',
      message: `There is no room for ${file}: ${detail}.`,
      action: `Free some space, or choose another folder for models. ${resume}`,
    },
    cause,
  );

export const notWritable = (file: string, detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'model-not-writable',
      message: `${file} cannot be written (${detail}).`,
      action: 'Make the folder writable, or choose another folder for models.',
    },
    cause,
  );

export const downloadFailed = (file: string, from: string, detail: string, cause?: unknown) =>
  new MarginaliaError(
    {
      code: 'download-failed',
      message: `${file} could not be fetched from ${from}: ${detail}.`,
      action: `Check the network and the proxy (HTTPS_PROXY, or "http.proxy" in VS Code), or set a mirror. ${resume}`,
    },
    cause,
  );

export const downloadRefused = (file: string, from: string, status: number): MarginaliaError =>
  new MarginaliaError({
    code: 'download-refused',
    message: `${from} does not give ${file}: ${refusals[status] ?? `HTTP status ${status}`}.`,
    action: 'Check the name of the model, or set another mirror or a local folder as the source.',
  });

const refusals: Readonly<Record<number, string>> = {
  401: 'it wants a login (401)',
  403: 'access is denied (403)',
  404: 'it is not there (404)',
  410: 'it is gone (410)',
};

export const redirectRefused = (file: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'download-redirect',
    message: `The address of ${file} cannot be followed: ${detail}.`,
    action: 'Check the mirror, or the proxy between here and there.',
  });

export const downloadCorrupt = (file: string, from: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'download-corrupt',
    message: `${from} sends a wrong ${file}: ${detail}. It has been thrown away.`,
    action: 'Install again; if it stays so, use another mirror, or a local folder as the source.',
  });

export const listingBroken = (from: string, detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'listing-broken',
      message: `${from} gives no list of the model's files that can be used: ${detail}.`,
      action: 'Check the mirror: it must answer as huggingface.co does.',
    },
    cause,
  );

/** Turns a failed write into what the disk's owner can act on; other errors stay as they are. */
export function writingFailed(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(file, reason, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return notWritable(file, reason, error);
  return error;
}
