/** PDFs that the engine has open for the editor: opened once for the same bytes, again when it lost them. */
import * as vscode from 'vscode';
import type { PageOptions } from '../../engine/client.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import type { MarkdownPage, OpenedDocument } from '../../engine/protocol.ts';
import type { EngineHandle } from '../engine.ts';

/** A PDF whose bytes are at hand. */
export interface PdfSource {
  readonly name: string;
  /** The same array for the same content, as PDF editors hand it out. */
  readonly bytes: Uint8Array;
  /** What the person typed before, if they did. */
  readonly password?: string | undefined;
}

type Engine = Pick<EngineHandle, 'openDocument' | 'documentPage'>;

export class EngineDocuments {
  readonly #engine: Engine;
  readonly #open = new WeakMap<Uint8Array, Promise<OpenedDocument>>();
  readonly #passwords = new WeakMap<Uint8Array, string>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Opens it, or hands back what is open. An encrypted one is asked for its password.
   * @throws MarginaliaError `pdf-…`, `cancelled` when no password is given
   */
  async open(source: PdfSource, signal: AbortSignal): Promise<OpenedDocument> {
    const known = this.#open.get(source.bytes);
    if (known !== undefined) return await known;
    const opening = this.#unlock(source, signal);
    this.#open.set(source.bytes, opening);
    opening.catch(() => this.#open.delete(source.bytes));
    return await opening;
  }

  /** A page as Markdown; the engine may have been started anew since the file was opened. */
  async page(
    source: PdfSource,
    page: number,
    options: PageOptions & { signal: AbortSignal },
  ): Promise<MarkdownPage> {
    const { document } = await this.open(source, options.signal);
    try {
      return await this.#engine.documentPage(document, page, options);
    } catch (error) {
      if (!(error instanceof MarginaliaError) || error.code !== 'pdf-closed') throw error;
      this.#open.delete(source.bytes);
      const again = await this.open(source, options.signal);
      return await this.#engine.documentPage(again.document, page, options);
    }
  }

  async #unlock(source: PdfSource, signal: AbortSignal): Promise<OpenedDocument> {
    let password = this.#passwords.get(source.bytes) ?? source.password;
    for (;;) {
      try {
        const how = password === undefined ? { signal } : { signal, password };
        const opened = await this.#engine.openDocument(source.bytes, how);
        if (password !== undefined) this.#passwords.set(source.bytes, password);
        return opened;
      } catch (error) {
        if (!(error instanceof MarginaliaError) || !error.code.startsWith('pdf-password'))
          throw error;
        password = await askPassword(source.name, error);
        if (password === undefined) throw error;
      }
    }
  }
}

async function askPassword(
  name: string,
  { code, message }: MarginaliaError,
): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('Password of {0}', name),
    prompt: code === 'pdf-password-wrong' ? message : '',
    password: true,
    ignoreFocusOut: true,
  });
}
