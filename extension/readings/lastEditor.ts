/** The text editor that a person wrote in last, which Insert writes into while a view has the focus. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import { documentKind, insertion, type Preference } from '../formats/index.ts';

/** Schemes of documents that are not a person's text: output, logs, comparisons. */
const notText = new Set(['output', 'vscode-terminal', 'comment', 'vscode-scm', 'git', 'debug']);

export class LastEditor implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  readonly #preference: () => Preference;
  #editor: vscode.TextEditor | undefined;

  /** Fires with the name of the document that Insert would write into; empty when there is none. */
  readonly onChange = this.#changed.event;

  constructor(preference: () => Preference) {
    this.#preference = preference;
    this.#take(vscode.window.activeTextEditor);
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#take(editor)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (this.#editor?.document !== document) return;
        this.#editor = undefined;
        this.#take(vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn));
        this.#changed.fire(this.name);
      }),
    );
  }

  get name(): string {
    const path = this.#editor?.document.uri.path ?? '';
    return path.slice(path.lastIndexOf('/') + 1);
  }

  /**
   * Writes a formula at the cursor, with the delimiters that fit there, as one step to undo, and puts the
   * focus there. Resolves with the document's name.
   * @throws MarginaliaError `no-editor`, `not-inserted`, `not-in-typst`
   */
  async insert(latex: string): Promise<string> {
    const editor = await this.#shown();
    const { document, selection } = editor;
    const size = editor.options.indentSize;
    const text = insertion(latex, {
      text: document.getText(),
      offset: document.offsetAt(selection.start),
      kind: documentKind(document.languageId, document.uri.path),
      preference: this.#preference(),
      indent: editor.options.insertSpaces === false ? '\t' : ' '.repeat(Number(size) || 2),
    });
    const version = document.version;
    const done = await editor.edit((edit) => edit.replace(selection, text));
    if (!done) throw notInserted(this.name, document.version !== version);
    const end = editor.selection.end;
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(editor.selection);
    return this.name;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take(editor: vscode.TextEditor | undefined): void {
    // A view that takes the focus leaves no active editor: the last one is still the one meant.
    if (editor === undefined || notText.has(editor.document.uri.scheme)) return;
    this.#editor = editor;
    this.#changed.fire(this.name);
  }

  /** The editor, brought back to the front where it was: its tab may be hidden behind another. */
  async #shown(): Promise<vscode.TextEditor> {
    const last = this.#editor;
    if (last === undefined || last.document.isClosed) throw noEditor();
    if (last.document.uri.scheme === 'vscode-notebook-cell') {
      const visible = vscode.window.visibleTextEditors.find((it) => it.document === last.document);
      if (visible === undefined) throw noEditor();
      return visible;
    }
    const { document, selection, viewColumn } = last;
    return vscode.window.showTextDocument(document, {
      selection,
      preserveFocus: false,
      viewColumn: viewColumn ?? vscode.ViewColumn.One,
    });
  }
}

function noEditor(): MarginaliaError {
  return new MarginaliaError({
    code: 'no-editor',
    message: 'There is no open document to insert into.',
    action: 'Open one and click where the formula belongs, then insert again.',
  });
}

function notInserted(name: string, changed: boolean): MarginaliaError {
  return new MarginaliaError({
    code: 'not-inserted',
    message: `${name} did not take the formula${changed ? ': it changed at the same moment' : ''}.`,
    action: 'Check that it can be edited, then insert again, or copy the formula instead.',
  });
}
