/** The custom editor for PDF files, and the list of those that are open. */
import * as vscode from 'vscode';
import { editors } from '../contributions.ts';
import { disposable } from '../vscode.ts';
import { PdfDocument } from './document.ts';
import { PdfEditor, type EditorParts } from './editor.ts';
import type { PdfSession, PdfSessions } from './session.ts';

type Part = (session: PdfSession) => vscode.Disposable;

export class PdfEditors implements PdfSessions, vscode.CustomReadonlyEditorProvider<PdfDocument> {
  readonly #parts: EditorParts;
  readonly #open = new Map<PdfEditor, Map<Part, vscode.Disposable>>();
  readonly #attached = new Set<Part>();
  readonly #opened = new vscode.EventEmitter<PdfEditor>();

  constructor(parts: EditorParts) {
    this.#parts = parts;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#opened,
      vscode.window.registerCustomEditorProvider(editors.pdf, this, {
        supportsMultipleEditorsPerDocument: true,
        // Coming back to a tab must not read and draw the document again.
        webviewOptions: { retainContextWhenHidden: true },
      }),
    );
  }

  get all(): readonly PdfEditor[] {
    return [...this.#open.keys()];
  }

  get active(): PdfEditor | undefined {
    return this.all.find(({ panel }) => panel.active);
  }

  attach(part: Part): vscode.Disposable {
    this.#attached.add(part);
    for (const editor of this.all) this.#join(editor, part);
    return disposable(() => {
      this.#attached.delete(part);
      for (const joined of this.#open.values()) {
        joined.get(part)?.dispose();
        joined.delete(part);
      }
    });
  }

  async open(uri: vscode.Uri): Promise<PdfEditor> {
    const known = (): PdfEditor | undefined =>
      this.all.find((editor) => editor.uri.toString() === uri.toString());
    const before = known();
    if (before !== undefined) {
      before.panel.reveal(before.panel.viewColumn); // else a second one opens in the column in front
      return before;
    }
    await vscode.commands.executeCommand('vscode.openWith', uri, editors.pdf);
    const now = known();
    if (now !== undefined) return now;
    return new Promise((resolve) => {
      const waiting = this.#opened.event((editor) => {
        if (editor.uri.toString() !== uri.toString()) return;
        waiting.dispose();
        resolve(editor);
      });
    });
  }

  openCustomDocument(uri: vscode.Uri): PdfDocument {
    return new PdfDocument(uri, (error) => {
      this.#parts.log.error('PDF file:', error instanceof Error ? error : String(error));
    });
  }

  resolveCustomEditor(document: PdfDocument, panel: vscode.WebviewPanel): void {
    const editor = new PdfEditor(document, panel, this.#parts);
    const joined = new Map<Part, vscode.Disposable>();
    this.#open.set(editor, joined);
    for (const part of this.#attached) this.#join(editor, part);
    panel.onDidDispose(() => {
      this.#open.delete(editor);
      for (const each of joined.values()) each.dispose();
      editor.dispose();
    });
    this.#opened.fire(editor);
  }

  #join(editor: PdfEditor, part: Part): void {
    this.#open.get(editor)?.set(part, part(editor));
  }
}
