/** A PDF file that is open: its bytes, shared by its editors, and what happens to it on disk. */
import * as vscode from 'vscode';
import { FileWatch } from './fileWatch.ts';

export class PdfDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly file: FileWatch;
  readonly #watcher: vscode.Disposable;

  constructor(uri: vscode.Uri, report: (error: unknown) => void) {
    this.uri = uri;
    const { fs } = vscode.workspace;
    this.file = new FileWatch({
      stat: async () => fs.stat(uri),
      read: async () => fs.readFile(uri),
    });
    const folder = vscode.Uri.joinPath(uri, '..');
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    // Letters that mean something in a pattern stand for themselves in a file's name.
    const pattern = name.replace(/[[\]{}*?]/g, (letter) => (letter === '[' ? '[[]' : '?'));
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, pattern),
    );
    const touched = (changed: vscode.Uri): void => {
      if (changed.toString() === uri.toString()) this.file.touched().catch(report);
    };
    this.#watcher = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
    );
  }

  dispose(): void {
    this.#watcher.dispose();
    this.file.dispose();
  }
}
