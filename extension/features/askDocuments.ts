/** The documents in which answers appear while they are written: read-only, never asking to be saved. */
import * as vscode from 'vscode';
import type { AnswerText } from './askMarkdown.ts';

export const answerScheme = 'marginalia-answer';

/** Between two changes on screen: faster is of no use to a reader. */
const pauseMillis = 120;

export class AnswerDocuments implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, AnswerText>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #pending = new Map<string, NodeJS.Timeout>();
  readonly onDidChange = this.#changes.event;
  #count = 0;

  /** Shows a text beside the active editor and returns where it is. */
  async open(text: AnswerText): Promise<vscode.Uri> {
    this.#count += 1;
    const uri = vscode.Uri.from({ scheme: answerScheme, path: `/Answer ${this.#count}.md` });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    // Beside nothing would leave half of the window empty.
    const alone = vscode.window.tabGroups.activeTabGroup.tabs.length === 0;
    await vscode.window.showTextDocument(document, {
      viewColumn: alone ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    return uri;
  }

  /** The text has changed; it shows soon. */
  touch(uri: vscode.Uri): void {
    const id = uri.toString();
    if (this.#pending.has(id)) return;
    const show = (): void => {
      this.#pending.delete(id);
      this.#changes.fire(uri);
    };
    this.#pending.set(id, setTimeout(show, pauseMillis));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString())?.toString() ??
      `${vscode.l10n.t('This answer is gone; ask again.')}\n`
    );
  }

  closed(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
  }

  dispose(): void {
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#changes.dispose();
  }
}
