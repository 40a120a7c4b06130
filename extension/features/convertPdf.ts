/** "Copy Page as Markdown" and "Convert PDF to Markdown…". */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { convertDocument, type Conversion } from '../../document/conversion.ts';
import { joinBlocks } from '../../document/markdown.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import { commands } from '../contributions.ts';
import { EngineDocuments, type PdfSource } from '../convert/engineDocuments.ts';
import { linkTo } from '../convert/link.ts';
import { workspaceFolder } from '../convert/workspaceFolder.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';
import { isTrusted } from './trustedOnly.ts';

export const convertPdf: Feature = {
  register(context) {
    const documents = new EngineDocuments(context.engine);
    const told = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        await tell(error, context);
      }
    };
    return vscode.Disposable.from(
      registerCommand(commands.copyPage, () => told(() => copyPage(context, documents))),
      registerCommand(commands.convertPdf, (clicked) =>
        told(async () => {
          const uri = await chosenPdf(clicked, context);
          if (uri !== undefined) await convert(uri, context, documents);
        }),
      ),
    );
  },
};

/** Readable in a workspace that is not trusted: it writes nothing but the clipboard. */
async function copyPage({ pdf }: FeatureContext, documents: EngineDocuments): Promise<void> {
  const session = pdf.active;
  if (session?.place === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a PDF in the reader first.'));
    return;
  }
  const { page } = session.place;
  const source = {
    name: nameOf(session.uri),
    bytes: await session.bytes(),
    password: session.password,
  };
  const title = vscode.l10n.t('Reading page {0} as Markdown', page);
  const made = await withProgress(title, (report, signal) => {
    const onStep = (done: number, total: number): void =>
      report(100 / total, vscode.l10n.t('formula {0} of {1}', done, total));
    return documents.page(source, page, { signal, onStep });
  });
  if (made.scan === 'picture') {
    const words = vscode.l10n.t(
      'Page {0} is a picture without a text layer: there is no text to copy.',
      page,
    );
    void vscode.window.showWarningMessage(words);
    return;
  }
  await vscode.env.clipboard.writeText(`${joinBlocks(made.blocks)}\n`);
  const { read, exact, failed } = made.formulas;
  const words =
    failed === 0
      ? vscode.l10n.t('Page {0} is copied as Markdown, with {1} formulas.', page, read + exact)
      : vscode.l10n.t(
          'Page {0} is copied as Markdown; {1} formulas could not be read.',
          page,
          failed,
        );
  vscode.window.setStatusBarMessage(words, 5_000);
}

async function convert(
  uri: vscode.Uri,
  context: FeatureContext,
  documents: EngineDocuments,
): Promise<void> {
  const words = vscode.l10n.t(
    'A PDF is converted in trusted workspaces only, since that writes files.',
  );
  if (!(await isTrusted(words))) return;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Convert {0} to Markdown', nameOf(uri)),
    defaultUri: uri.with({ path: uri.path.replace(/\.pdf$/i, '') + '.md' }),
    filters: { Markdown: ['md'] },
    saveLabel: vscode.l10n.t('Convert'),
  });
  if (target === undefined) return;
  const session = context.pdf.all.find((open) => open.uri.toString() === uri.toString());
  const bytes =
    session === undefined ? await vscode.workspace.fs.readFile(uri) : await session.bytes();
  const source = { name: nameOf(uri), bytes, password: session?.password };
  const title = vscode.l10n.t('Converting {0}', source.name);
  try {
    const conversion = await withProgress(title, (report, signal) =>
      convertTo(target, { uri, source, documents, report, signal }),
    );
    await show(target, conversion, () => convert(uri, context, documents));
  } catch (error) {
    if (!(error instanceof MarginaliaError) || error.code !== 'cancelled') throw error;
    const words = vscode.l10n.t(
      'Stopped. The finished pages are kept: converting to the same file goes on from there.',
    );
    void vscode.window.showInformationMessage(words);
  }
}

interface Work {
  readonly uri: vscode.Uri;
  readonly source: PdfSource;
  readonly documents: EngineDocuments;
  readonly report: (increment: number, message: string) => void;
  readonly signal: AbortSignal;
}

async function convertTo(target: vscode.Uri, work: Work): Promise<Conversion> {
  const { uri, source, documents, report, signal } = work;
  const { pageCount } = await documents.open(source, signal);
  report(0, vscode.l10n.t('page {0} of {1}', 1, pageCount));
  return await convertDocument({
    name: nameOf(target).replace(/\.md$/i, ''),
    link: linkTo(uri, target),
    fingerprint: createHash('sha256').update(source.bytes).digest('hex'),
    ...{ from: 1, to: pageCount, signal },
    folder: workspaceFolder(vscode.Uri.joinPath(target, '..')),
    readPage: (page, figures) => documents.page(source, page, { figures, signal }),
    isPageError: (error) => error instanceof MarginaliaError && error.code.startsWith('pdf-'),
    onPage: (page) => {
      const next = Math.min(page + 1, pageCount);
      report(100 / pageCount, vscode.l10n.t('page {0} of {1}', next, pageCount));
    },
  });
}

async function show(
  target: vscode.Uri,
  { failed, scanned }: Conversion,
  again: () => Promise<void>,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(target);
  await vscode.window.showTextDocument(document, { preview: false });
  if (scanned.length > 0) {
    const words = vscode.l10n.t(
      '{0} pages have no text layer: they are given as pictures, and their text was not read.',
      scanned.length,
    );
    void vscode.window.showWarningMessage(words);
  }
  if (failed.length === 0) return;
  const words = vscode.l10n.t(
    '{0} pages could not be read: {1}.',
    failed.length,
    failed.slice(0, 10).join(', '),
  );
  const retry = vscode.l10n.t('Try These Again');
  if ((await vscode.window.showWarningMessage(words, retry)) === retry) await again();
}

/** The file that a menu means, the PDF in front, or one that the person picks. */
async function chosenPdf(
  clicked: unknown,
  { pdf }: FeatureContext,
): Promise<vscode.Uri | undefined> {
  if (clicked instanceof vscode.Uri) return clicked;
  if (pdf.active !== undefined) return pdf.active.uri;
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Convert a PDF to Markdown'),
    filters: { PDF: ['pdf'] },
  });
  return picked?.[0];
}

async function withProgress<T>(
  title: string,
  work: (report: (increment: number, message: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return await vscode.window.withProgress(
    { location, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return await work(
        (increment, message) => progress.report({ increment, message }),
        abort.signal,
      );
    },
  );
}

async function tell(error: unknown, { log }: FeatureContext): Promise<void> {
  const { code, message, action } = problemOf(error);
  if (code === 'cancelled') return;
  log.error('PDF to Markdown:', error instanceof Error ? error : String(error));
  await vscode.window.showErrorMessage(`${message} ${action}`);
}

const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);
