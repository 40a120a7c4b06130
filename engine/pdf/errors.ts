/** What can be wrong with a PDF, and what a person can do about it. */
import { MarginaliaError } from '../errors.ts';

export const pdfDamaged = (detail: string, cause?: unknown): MarginaliaError =>
  new MarginaliaError(
    {
      code: 'pdf-damaged',
      message: `The file is not a PDF that can be read: ${detail}.`,
      action: 'Fetch or make the file again; it may have been cut off on its way.',
    },
    cause,
  );

/** `wrong`: one was given, and it does not open the file. */
export const pdfLocked = (wrong: boolean): MarginaliaError =>
  new MarginaliaError({
    code: wrong ? 'pdf-password-wrong' : 'pdf-password-needed',
    message: wrong
      ? 'The password does not open this PDF.'
      : 'The PDF is encrypted and wants a password.',
    action: 'Give its password: --password on the command line, the input box in the editor.',
  });

export const pdfEmpty = (): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-empty',
    message: 'The PDF has no pages.',
    action: 'Make the file again with the program that wrote it.',
  });

export const pdfTooLarge = (what: string): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-too-large',
    message: `The PDF has ${what}.`,
    action: 'Split it into smaller files and read those.',
  });

export const pdfPageMissing = (page: number, pages: number): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-page-missing',
    message: `There is no page ${page}: the PDF has ${pages}.`,
    action: `Choose pages from 1 to ${pages}.`,
  });

export const pdfPageDamaged = (page: number, detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-page-damaged',
    message: `Page ${page} cannot be read: ${detail}.`,
    action: 'Leave this page out; the others can be read.',
  });

/** Its process was ended, for time, memory, or because it ended itself. */
export const pdfGaveUp = (detail: string): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-gave-up',
    message: `Reading the PDF was stopped: ${detail}.`,
    action: 'The file may be damaged, or made to harm; leave out the page at fault, or the file.',
  });

/** The handle was freed: closed, or the longest unused one when memory was short. */
export const pdfClosed = (): MarginaliaError =>
  new MarginaliaError({
    code: 'pdf-closed',
    message: 'The PDF is no longer open in the engine.',
    action: 'Open it again.',
  });
