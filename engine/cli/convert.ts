/** `convert`: a PDF to Markdown with LaTeX, page by page; a second call goes on where the first stopped. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { convertDocument, type PageState } from '../../document/conversion.ts';
import type { EngineClient } from '../client.ts';
import { badInput, cancelled, isInputError, MarginaliaError } from '../errors.ts';
import { isMissing } from '../files.ts';
import { diskFolder } from '../pdf/folder.ts';
import { describeError, out, warn } from './output.ts';

export const convertUsage = 'convert FILE.pdf [--pages A-B] [--out DIR] [--password PASSWORD]';

export interface ConvertArguments {
  file: string;
  /** First and last page; the last is Infinity for "to the end". */
  pages: readonly [number, number] | null;
  out: string;
  password?: string;
}

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseConvertArguments(words: readonly string[]): ConvertArguments {
  const usage = `Usage: ${convertUsage}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        pages: { type: 'string' },
        out: { type: 'string' },
        password: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw badInput('convert needs one PDF file.', usage);
    const { password } = values;
    return {
      ...{ file, pages: pagesOf(values.pages, usage), out: values.out ?? dirname(file) },
      ...(password === undefined ? {} : { password }),
    };
  } catch (error) {
    if (isInputError(error)) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

/** `3`, `3-7`, `3-` or `-7`. */
function pagesOf(words: string | undefined, usage: string): readonly [number, number] | null {
  if (words === undefined) return null;
  const [, single, first, last] = /^(?:(\d{1,6})|(\d{0,6})-(\d{0,6}))$/.exec(words.trim()) ?? [];
  const from = Number(single ?? (first === '' ? 1 : first));
  const to = single === undefined ? (last === '' ? Infinity : Number(last)) : Number(single);
  if (!(from >= 1 && to >= from) || words.trim() === '-')
    throw badInput(`--pages ${words} names no pages.`, `${usage}, as in --pages 3-7.`);
  return [from, to];
}

type Client = Pick<EngineClient, 'openDocument' | 'documentPage' | 'closeDocument'>;

/** Prints the Markdown file's path. Resolves to the exit code: 0, or 2 when some page was bad. */
export async function convertCommand(
  { file, pages, out: folder, password }: ConvertArguments,
  client: Client,
  signal: AbortSignal,
): Promise<0 | 2> {
  const bytes = await pdfBytes(file);
  const opened = await client.openDocument(bytes, {
    signal,
    ...(password === undefined ? {} : { password }),
  });
  const [from, to] = [pages?.[0] ?? 1, Math.min(pages?.[1] ?? Infinity, opened.pageCount)];
  if (from > opened.pageCount)
    throw badInput(
      `The PDF has ${opened.pageCount} pages; page ${from} is not among them.`,
      'Choose other --pages.',
    );
  const base = basename(file, extname(file));
  const all = from === 1 && to === opened.pageCount;
  let started = performance.now();
  const conversion = await convertDocument({
    name: all ? base : `${base}-${from}${from === to ? '' : `-${to}`}`,
    link: relative(folder, resolve(file)).split(sep).join('/'),
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
    ...{ from, to, folder: diskFolder(folder), signal },
    readPage: (page, figures) => {
      started = performance.now();
      return client.documentPage(opened.document, page, { figures, signal });
    },
    isPageError: (error) => error instanceof MarginaliaError && error.code.startsWith('pdf-'),
    onPage: (page, state) =>
      warn(`page ${page} of ${to}: ${pageWords(state, performance.now() - started)}`),
  }).catch((error: unknown) => {
    if (signal.aborted) throw stopped();
    throw error;
  });
  await client.closeDocument(opened.document);
  const { scanned, failed } = conversion;
  if (scanned.length > 0)
    warn(`Without a text layer, given as pictures: ${counted(scanned)}. Their text was not read.`);
  if (failed.length > 0)
    warn(`Could not be read: ${counted(failed)}. A second call tries them again.`);
  out(resolve(folder, conversion.file));
  return failed.length > 0 ? 2 : 0;
}

function pageWords(state: PageState, millis: number): string {
  if (state.kind === 'kept') return 'kept from the last call';
  if (state.kind === 'failed') return describeError(state.error);
  const { read, exact, failed } = state.page.formulas;
  const bad = failed === 0 ? '' : `, ${failed} not read`;
  return `${read + exact} formulas (${read} by the model)${bad}, ${state.page.images.length} pictures, ${(millis / 1000).toFixed(1)} s`;
}

const counted = (pages: readonly number[]): string =>
  `${pages.length === 1 ? 'page' : 'pages'} ${pages.slice(0, 20).join(', ')}${pages.length > 20 ? ', …' : ''}`;

function stopped(): MarginaliaError {
  const { code } = cancelled();
  return new MarginaliaError({
    code,
    message: 'Stopped before the last page.',
    action: 'What is finished is kept: the same call goes on from there.',
  });
}

async function pdfBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = isMissing(error) ? 'There is no such file' : `It cannot be read (${reason})`;
    throw badInput(`${what}: ${file}.`, 'Check the path and that the file may be read.', error);
  }
}
