/** "Export Margin…" and "Export Margins of a Folder…": questions and answers as Markdown or LaTeX. */
import * as vscode from 'vscode';
import { toldProblem } from '../chat/problems.ts';
import { nameOf } from '../chat/turn.ts';
import { commands } from '../contributions.ts';
import { linkTo } from '../convert/link.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import type { ExportedPdf } from '../margin/exported.ts';
import { exportedLatex } from '../margin/exportLatex.ts';
import { exportedMarkdown } from '../margin/exportMarkdown.ts';
import { mergeSidecars } from '../margin/sidecar/merge.ts';
import type { KeptThread } from '../margin/sidecar/model.ts';
import { readSidecar } from '../margin/sidecar/read.ts';
import { MarginStore } from '../margin/store.ts';
import { registerCommand } from '../vscode.ts';
import { isTrusted } from './trustedOnly.ts';

interface Form extends vscode.QuickPickItem {
  readonly extension: string;
  readonly write: (pdfs: readonly ExportedPdf[]) => string;
}

const forms = (): readonly Form[] => [
  {
    ...{ label: 'Markdown', extension: 'md', write: exportedMarkdown },
    detail: vscode.l10n.t(
      'A heading for each page, with a link to it; mathematics between dollars.',
    ),
  },
  {
    ...{ label: 'LaTeX', extension: 'tex', write: exportedLatex },
    detail: vscode.l10n.t(
      'A document with a section for each page; what is no formula is escaped.',
    ),
  },
];

/** Files of threads in one folder; a larger collection is exported in parts. */
const MOST_FILES = 1_000;
const ending = '.margin.md';

export const exportMargin: Feature = {
  register(context) {
    const told = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        const { message, action } = toldProblem(error);
        context.log.error('Export:', error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(`${message} ${action}`);
      }
    };
    return vscode.Disposable.from(
      registerCommand(commands.exportMargin, (clicked) =>
        told(() => exportOne(clicked instanceof vscode.Uri ? clicked : undefined, context)),
      ),
      registerCommand(commands.exportMargins, (clicked) =>
        told(() => exportFolder(clicked instanceof vscode.Uri ? clicked : undefined, context)),
      ),
    );
  },
};

async function exportOne(clicked: vscode.Uri | undefined, context: FeatureContext): Promise<void> {
  const pdf = clicked ?? context.pdf.active?.uri;
  if (pdf === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a PDF first.'));
    return;
  }
  const threads = await threadsOf(pdf, context);
  if (threads.length === 0) {
    const text = vscode.l10n.t('There are no questions in the margin of {0} yet.', nameOf(pdf));
    void vscode.window.showInformationMessage(text);
    return;
  }
  const beside = pdf.with({ path: `${pdf.path.replace(/\.pdf$/i, '')}-notes` });
  await save([{ pdf, threads }], beside);
}

async function exportFolder(
  clicked: vscode.Uri | undefined,
  context: FeatureContext,
): Promise<void> {
  const folder = clicked ?? (await chosenFolder());
  if (folder === undefined) return;
  const pattern = new vscode.RelativePattern(folder, `**/*${ending}`);
  const files = await vscode.workspace.findFiles(pattern, undefined, MOST_FILES);
  const found: { pdf: vscode.Uri; threads: readonly KeptThread[] }[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const pdf = file.with({ path: file.path.slice(0, -ending.length) });
    const threads = await threadsOf(pdf, context);
    if (threads.length > 0) found.push({ pdf, threads });
  }
  if (found.length === 0) {
    const text = vscode.l10n.t('No PDF in {0} has questions in its margin.', nameOf(folder));
    void vscode.window.showInformationMessage(text);
    return;
  }
  await save(found, vscode.Uri.joinPath(folder, 'notes'));
}

async function chosenFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

/** What is stored, and what an open editor has by now. */
async function threadsOf(
  pdf: vscode.Uri,
  { extension, margins, pdf: editors }: FeatureContext,
): Promise<readonly KeptThread[]> {
  const session = editors.all.find(({ uri }) => uri.toString() === pdf.toString());
  const open = session === undefined ? undefined : margins.of(session);
  await open?.flush();
  const store = new MarginStore(pdf, extension);
  try {
    const name = nameOf(pdf);
    const stored = readSidecar((await store.read()) ?? '', name).sidecar;
    const elsewhere = readSidecar((await store.elsewhere()) ?? '', name).sidecar;
    const merged = mergeSidecars(undefined, stored, elsewhere);
    // An open margin has what could not be written, too.
    return open === undefined || open.threads.length === 0 ? merged.threads : open.threads;
  } finally {
    store.dispose();
  }
}

async function save(
  found: readonly { readonly pdf: vscode.Uri; readonly threads: readonly KeptThread[] }[],
  proposed: vscode.Uri,
): Promise<void> {
  const words = vscode.l10n.t(
    'A margin is exported in trusted workspaces only, since that writes a file.',
  );
  if (!(await isTrusted(words))) return;
  const title = vscode.l10n.t('Export Questions and Answers');
  const form = await vscode.window.showQuickPick(forms(), { title });
  if (form === undefined) return;
  const target = await vscode.window.showSaveDialog({
    title,
    defaultUri: proposed.with({ path: `${proposed.path}.${form.extension}` }),
    filters: { [form.label]: [form.extension] },
    saveLabel: vscode.l10n.t('Export'),
  });
  if (target === undefined) return;
  const pdfs = found.map(({ pdf, threads }) => ({
    ...{ name: nameOf(pdf), path: linkTo(pdf, target), threads },
  }));
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(form.write(pdfs)));
  const document = await vscode.workspace.openTextDocument(target);
  await vscode.window.showTextDocument(document, { preview: false });
}
