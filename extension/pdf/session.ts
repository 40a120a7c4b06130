/** One open PDF editor, as the extension's parts (margin, pointing, side bar) see it. */
import type { GenericSchema, InferOutput } from 'valibot';
import type * as vscode from 'vscode';
import type { Subscription } from '../emitter.ts';

/** A line to the part of the webview with the same name; messages are checked on receipt. */
export interface SessionChannel<From, To> {
  post(message: To): void;
  on(listener: (message: From) => void): Subscription;
}

export interface PdfSession {
  readonly uri: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  /** The file's bytes as they are shown now: one copy for all editors of the file. Never write into them. */
  bytes(): Promise<Uint8Array>;
  /** What the person typed to open an encrypted file; in memory only, for this session. */
  readonly password: string | undefined;
  /** Which page is read now, from 1, and the page count; undefined until the document is open. */
  readonly place: { readonly page: number; readonly count: number } | undefined;
  /** The file changed on disk and its new bytes are shown. */
  onReload(listener: () => void): Subscription;
  /** The place above changed. */
  onPlace(listener: () => void): Subscription;
  /** A typed line to the webview; posting waits until the page listens. */
  channel<S extends GenericSchema, To>(name: string, schema: S): SessionChannel<InferOutput<S>, To>;
  /** Scrolls the pages there and, with `light`, lets the rectangle glow (points, origin top left). */
  reveal(
    page: number,
    rectangle?: { x1: number; y1: number; x2: number; y2: number },
    light?: boolean,
  ): void;
}

/** The open PDF editors of this window. */
export interface PdfSessions {
  readonly all: readonly PdfSession[];
  /** The one in front, if a PDF editor is. */
  readonly active: PdfSession | undefined;
  /** Called for each editor now open and each one opened later; what it returns ends with the editor. */
  attach(part: (session: PdfSession) => vscode.Disposable): vscode.Disposable;
  /** Opens the file in the reader (or brings its editor to the front) and hands the session back. */
  open(uri: vscode.Uri): Promise<PdfSession>;
}
