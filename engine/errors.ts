/** Errors that a person can act on: a code for programs, a message for people, an action to take. */

export interface ErrorPayload {
  code: string;
  message: string;
  action: string;
}

/** The one error class of the engine: it crosses the process boundary and is rebuilt there. */
export class MarginaliaError extends Error {
  override readonly name = 'MarginaliaError';
  readonly code: string;
  readonly action: string;

  constructor(payload: ErrorPayload, cause?: unknown) {
    super(payload.message, cause === undefined ? undefined : { cause });
    this.code = payload.code;
    this.action = payload.action;
  }
}

/** The input is at fault, not the engine: the command line goes on with the next file. */
const inputCodes = new Set([
  'bad-input',
  'bad-image',
  'image-missing',
  'image-too-large',
  'image-empty',
  'image-is-pdf',
]);

export const isInputError = (error: unknown): error is MarginaliaError =>
  error instanceof MarginaliaError && (inputCodes.has(error.code) || error.code.startsWith('pdf-'));

/** What crosses the boundary for any thrown value; an unknown one keeps its message. */
export function toPayload(error: unknown): ErrorPayload {
  if (error instanceof MarginaliaError)
    return { code: error.code, message: error.message, action: error.action };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `The engine met an unexpected error: ${message}`,
    action: 'Try again; if it comes back, report it with the image that caused it.',
  };
}

/** The words of a command line, or a file that they name, do not fit. */
export const badInput = (message: string, action: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError({ code: 'bad-input', message, action }, cause);

export const badImage = (message: string, action: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError({ code: 'bad-image', message, action }, cause);

export const imageMissing = (message: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    { code: 'image-missing', message, action: 'Check the path and that the file may be read.' },
    cause,
  );

export const imageTooLarge = (width: number, height: number, limit: number): MarginaliaError =>
  new MarginaliaError({
    code: 'image-too-large',
    message: `The image has ${width}×${height} pixels, more than the limit of ${Math.round(limit / 1e6)} million.`,
    action: 'Crop it to the formula or save it smaller, then read it again.',
  });

export const imageIsPdf = (): MarginaliaError =>
  new MarginaliaError({
    code: 'image-is-pdf',
    message: 'This is a PDF document, not an image.',
    action:
      'Take a screenshot of the formula, or turn a page into an image first: pdftoppm -r 150 -png FILE.pdf page.',
  });

export const imageEmpty = (message: string): MarginaliaError =>
  new MarginaliaError({
    code: 'image-empty',
    message,
    action: 'Choose an image in which the formula can be seen.',
  });

export const modelMissing = (directory: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-missing',
    message: `There is no model in ${directory}: ${detail}.`,
    action: 'Check the folder, or use the bundled model by leaving --model out.',
  });

export const modelCorrupt = (file: string, detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'model-corrupt',
      message: `The model file ${file} is damaged: ${detail}.`,
      action: 'Restore the file (git checkout, or reinstall the extension) and try again.',
    },
    cause,
  );

export const modelUnsupported = (directory: string, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-unsupported',
    message: `The model in ${directory} is not one that the engine can run: ${detail}.`,
    action: 'Choose a folder whose config.json says "model_type": "phi4-siglip".',
  });

export const engineDied = (detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'engine-died',
    message: `The engine process ended: ${detail}.`,
    action: 'It is started again by itself; send the request once more.',
  });

/** The process ended and is left alone: it does not come up, or died too often. */
export const engineGaveUp = (detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'engine-died',
    message: `The engine process does not stay up: ${detail}.`,
    action: 'Restart the engine; if it ends again, its log says why.',
  });

export const cancelled = (): MarginaliaError =>
  new MarginaliaError({
    code: 'cancelled',
    message: 'The request was cancelled.',
    action: 'Send it again when you want the answer.',
  });

export const badMessage = (detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'bad-message',
    message: `A message that is not in the protocol arrived: ${detail}.`,
    action: 'Use a client and an engine of the same version.',
  });
