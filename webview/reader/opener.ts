/** Opens a document with pdf.js: its workers, its bytes, its password. */
import {
  getDocument,
  GlobalWorkerOptions,
  PasswordResponses,
  VerbosityLevel,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from 'pdfjs-dist';
import { openOptions } from '../../document/glyphs.ts';
import { HostRanges } from './ranges.ts';

/** Files up to this size travel whole; of larger ones only what is looked at does. */
const small = 4 * 1024 * 1024;
const chunk = 256 * 1024;
/** Pixels of one picture inside a document; what is larger is left out. */
const largestPicture = 100_000_000;

export interface OpenParts {
  readonly length: number;
  /** Where decoders, character maps and standard fonts lie, with a slash at the end. */
  readonly assets: string;
  ask(begin: number, end: number): void;
  /** Asks the person; `wrong` when what they typed did not fit. */
  askPassword(wrong: boolean): Promise<string>;
}

export interface Opening {
  readonly ranges: HostRanges;
  readonly document: Promise<PDFDocumentProxy>;
  /** What opened it, once it is open. */
  readonly password: string | undefined;
  /** Ends the workers with everything in them; also of an open document. */
  close(): Promise<void>;
}

/**
 * The workers' code, as addresses that a strict policy allows: a worker may not come from where a view's
 * resources lie, but from a blob of the view's own.
 */
export async function loadWorkers(assets: string): Promise<void> {
  const blobOf = async (name: string): Promise<string> => {
    const response = await fetch(assets + name);
    if (!response.ok) throw new Error(`${name} cannot be loaded: ${response.status}`);
    const code = await response.text();
    return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  };
  const [parser, painter] = await Promise.all([
    blobOf('pdf.worker.min.mjs'),
    blobOf('pdf.renderer.min.mjs'),
  ]);
  GlobalWorkerOptions.workerSrc = parser;
  GlobalWorkerOptions.rendererSrc = painter;
}

export function openDocument(parts: OpenParts): Opening {
  const { length, assets } = parts;
  const ranges = new HostRanges(length, (begin, end) => parts.ask(begin, end));
  const task: PDFDocumentLoadingTask = getDocument({
    // Formulas are found by the names of their fonts.
    ...openOptions,
    range: ranges,
    rangeChunkSize: length <= small ? small : chunk,
    disableStream: true,
    disableAutoFetch: true,
    cMapUrl: `${assets}cmaps/`,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}wasm/`,
    iccUrl: `${assets}iccs/`,
    enableXfa: false,
    maxImageSize: largestPicture,
    verbosity: VerbosityLevel.ERRORS,
  });
  let typed: string | undefined;
  task.onPassword = (answer: (password: string | Error) => void, reason: number): void => {
    parts.askPassword(reason === PasswordResponses.INCORRECT_PASSWORD).then(
      (password) => {
        typed = password;
        answer(password);
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return {
    ranges,
    document: task.promise,
    get password() {
      return typed;
    },
    close: () => task.destroy(),
  };
}
