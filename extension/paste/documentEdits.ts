/** Edits of documents that hold placeholders, and how the placeholders look meanwhile. */
import * as vscode from 'vscode';
import { settings } from '../contributions.ts';
import { documentKind, insertion } from '../formats/index.ts';
import { readSetting } from '../vscode.ts';
import type { ExpectedPaste } from './dropped.ts';
import { placeholderText, typedInto, type PlaceholderTracker } from './tracker.ts';

/** How often an edit is tried again when the document changed at the same moment. */
const mostTries = 10;
/** Steps of undo or redo that may lie between a paste and its formula. */
const mostSteps = 50;

/** The text for a placeholder, given the document without it and where it was. */
type TextFor = (document: vscode.TextDocument, text: string, offset: number) => string;

export class DocumentEdits implements vscode.Disposable {
  readonly #tracker: PlaceholderTracker;
  readonly #look = vscode.window.createTextEditorDecorationType({
    color: new vscode.ThemeColor('editorCodeLens.foreground'),
    fontStyle: 'italic',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  #decorated = false;
  #own: number | undefined;
  #stepping = false;

  constructor(tracker: PlaceholderTracker) {
    this.#tracker = tracker;
  }

  /** The placeholder that an edit of ours is replacing at this moment. */
  get own(): number | undefined {
    return this.#own;
  }

  /** Puts the formula in the place of its placeholder, everywhere. False when that is nowhere. */
  insert(id: number, latex: string): Promise<boolean> {
    return this.replace(id, (document, text, offset) =>
      insertion(latex, {
        text,
        offset,
        kind: documentKind(document.languageId, document.uri.path),
        preference: readSetting(settings.pasteDelimiters, 'auto'),
        indent: indentOf(document),
      }),
    );
  }

  /** @throws whatever `textFor` throws, and then nothing has changed */
  async replace(id: number, textFor: TextFor): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const spans = this.#tracker.spans(id);
      if (spans.length === 0) return false;
      const edit = new vscode.WorkspaceEdit();
      for (const { document: name, from, to } of spans) {
        const document = openDocument(name);
        if (document === undefined) continue;
        const text = document.getText();
        const typed = typedInto(id, text.slice(from, to));
        const written = textFor(document, text.slice(0, from) + text.slice(to), from) + typed;
        const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
        edit.replace(document.uri, range, written);
      }
      this.#own = id;
      try {
        // Refused when the document changed in this moment: the tracker knows where the place is now.
        if (await vscode.workspace.applyEdit(edit)) {
          this.#tracker.replaced(id);
          return true;
        }
      } finally {
        this.#own = undefined;
        this.decorate();
      }
    }
    return false;
  }

  /** Writes the placeholders of a paste that VS Code gave up. */
  async place(name: string, expected: ExpectedPaste): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const document = openDocument(name);
      if (document === undefined) return;
      const edit = new vscode.WorkspaceEdit();
      for (const offset of expected.offsets) {
        edit.insert(document.uri, document.positionAt(offset), expected.text);
      }
      if (await vscode.workspace.applyEdit(edit)) return;
    }
  }

  /** A document that was saved and closed with the placeholder in it is opened for the formula. */
  async reopen(id: number, name: string): Promise<void> {
    if (this.#tracker.spans(id).length > 0 || openDocument(name) !== undefined) return;
    const uri = vscode.Uri.parse(name);
    if (uri.scheme === 'untitled' || uri.scheme === 'vscode-notebook-cell') return;
    const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, () => undefined);
    if (bytes === undefined) return; // deleted meanwhile: nothing is left to write into
    if (!new TextDecoder().decode(bytes).includes(placeholderText(id))) return;
    const document = await vscode.workspace.openTextDocument(uri);
    this.#tracker.opened(name, document.getText());
  }

  /**
   * Undo brought a placeholder back whose formula had been inserted: the paste is undone with it, so that
   * one key press undoes all. What was typed between the two stays, unless undone before already.
   */
  async stepOver(id: number, name: string, step: 'undo' | 'redo', mixed: boolean): Promise<void> {
    if (this.#stepping) return;
    const document = openDocument(name);
    const active = vscode.window.activeTextEditor?.document === document;
    if (document === undefined || !active || (mixed && step === 'undo')) {
      await this.replace(id, () => '');
      return;
    }
    this.#stepping = true;
    try {
      for (let left = mostSteps; left > 0 && this.#tracker.spans(id).length > 0; left -= 1) {
        await vscode.commands.executeCommand(step);
      }
    } finally {
      this.#stepping = false;
    }
    await this.replace(id, () => '');
  }

  decorate(): void {
    let any = false;
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const name = document.uri.toString();
      const spans = this.#tracker.idsIn(name).flatMap((id) => this.#tracker.spans(id));
      const ranges = spans
        .filter((span) => span.document === name)
        .map(
          ({ from, to }) => new vscode.Range(document.positionAt(from), document.positionAt(to)),
        );
      if (ranges.length > 0 || this.#decorated) editor.setDecorations(this.#look, ranges);
      any ||= ranges.length > 0;
    }
    this.#decorated = any;
  }

  dispose(): void {
    this.#look.dispose();
  }
}

function openDocument(name: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === name);
}

function indentOf(document: vscode.TextDocument): string {
  const editor = vscode.window.visibleTextEditors.find((it) => it.document === document);
  if (editor?.options.insertSpaces === false) return '\t';
  const size = Number(editor?.options.indentSize ?? editor?.options.tabSize);
  return ' '.repeat(size > 0 ? size : 2);
}
