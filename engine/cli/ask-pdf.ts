/** `ask --pdf`: a question about a PDF. Passages are quoted, unless the model in use writes answers. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { EngineClient } from '../client.ts';
import { badInput, isInputError } from '../errors.ts';
import { isMissing } from '../files.ts';
import type { DocumentAnswer, Mode } from '../protocol.ts';
import { out, warn } from './output.ts';

export const askPdfUsage =
  'ask --pdf FILE [--page N] [--password TEXT] [--quote] [--mode auto|think|nothink] [--json] "QUESTION"';

export interface AskPdfArguments {
  pdf: string;
  question: string;
  page: number | undefined;
  password: string | undefined;
  /** Only passages of the document, whatever the model can do. */
  quote: boolean;
  mode: Mode;
  json: boolean;
}

const modes = ['auto', 'think', 'nothink'] as const;

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseAskPdfArguments(words: readonly string[]): AskPdfArguments {
  const usage = `Usage: ${askPdfUsage}`;
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        ...{ pdf: option, page: option, password: option, mode: option },
        ...{ quote: { type: 'boolean' }, json: { type: 'boolean' } },
      },
      allowPositionals: true,
    });
    const mode = modes.find((name) => name === (values.mode ?? 'auto'));
    if (mode === undefined) throw badInput(`There is no mode "${values.mode ?? ''}".`, usage);
    const question = positionals.join(' ').trim();
    if (values.pdf === undefined || question === '')
      throw badInput('A PDF and a question are needed.', usage);
    if (values.page !== undefined && !/^[1-9]\d{0,5}$/.test(values.page))
      throw badInput(`--page does not take "${values.page}".`, usage);
    return {
      ...{ pdf: values.pdf, question, mode, password: values.password },
      page: values.page === undefined ? undefined : Number(values.page),
      ...{ quote: values.quote ?? false, json: values.json ?? false },
    };
  } catch (error) {
    if (isInputError(error)) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

/** The answer goes to standard output, its thought and remarks to standard error. */
export async function askPdfCommand(
  { pdf, question, page, password, quote, mode, json }: AskPdfArguments,
  client: Pick<EngineClient, 'openDocument' | 'askDocument'>,
  signal: AbortSignal,
): Promise<0> {
  const opening = password === undefined ? { signal } : { password, signal };
  const { document } = await client.openDocument(await pdfBytes(pdf), opening);
  const place = page === undefined ? {} : { place: { page, quote: '' } };
  const by = quote ? 'quotes' : 'model';
  const answer = await client.askDocument(
    { document, question, mode, by, history: [], ...place },
    { signal, onStep: indexing() },
  );
  if (json) out(JSON.stringify({ pdf, question, mode, ...answer }));
  else print(answer);
  return 0;
}

function print({ thought, answer, citations, quoted }: DocumentAnswer): void {
  if (thought !== '') warn(thought);
  out(answer);
  if (quoted) {
    if (citations.length > 0) warn('Passages of the document, word for word: no model wrote this.');
    return;
  }
  for (const { number, page, label, quote } of citations) {
    const start = quote.length > 160 ? `${quote.slice(0, 160)} …` : quote;
    out(`[${number}] page ${label ?? page}: ${start}`);
  }
}

/** One line about a long document, so that nobody thinks it hangs. */
function indexing(): (done: number, all: number) => void {
  let told = false;
  return (_, all) => {
    if (!told && all > 50) warn(`The ${all} pages of the document are read first.`);
    told = true;
  };
}

async function pdfBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = isMissing(error) ? `There is no file ${path}.` : reason;
    throw badInput(message, 'Check the path and that the file may be read.', error);
  }
}
