/** The PDF reader: the editor for *.pdf, the commands of its pages, and the way to it from a file. */
import * as vscode from 'vscode';
import { commands, editors, pdfCommands } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../vscode.ts';

export const pdfReader: Feature = {
  register({ pdf }) {
    const pages = Object.entries(pdfCommands).map(([name, id]) =>
      registerCommand(id, () => pdf.active?.run(name)),
    );
    return vscode.Disposable.from(
      pdf.register(),
      registerCommand(commands.openPdf, async (clicked, selected) => {
        for (const uri of await chosen(clicked, selected)) {
          await vscode.commands.executeCommand('vscode.openWith', uri, editors.pdf);
        }
      }),
      ...pages,
    );
  },
};

/** The files that a menu means, or those that the person picks. */
async function chosen(clicked: unknown, selected: unknown): Promise<readonly vscode.Uri[]> {
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  const named = all.filter((it) => it instanceof vscode.Uri);
  const files = named.filter(({ path }) => path.toLowerCase().endsWith('.pdf'));
  if (files.length > 0) return files;
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a PDF'),
    filters: { PDF: ['pdf'] },
  });
  return picked ?? [];
}
