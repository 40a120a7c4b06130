/** One PDF editor: its webview, the messages in and out, and its place in the file. */
import { randomBytes } from 'node:crypto';
import type { GenericSchema, InferOutput } from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../../webview/protocol.ts';
import {
  check,
  parseFromReader,
  type FromReader,
  type ToReader,
} from '../../webview/reader/protocol.ts';
import { Emitter, type Subscription } from '../emitter.ts';
import type { PdfDocument } from './document.ts';
import { openLink } from './links.ts';
import { readerPage } from './page.ts';
import type { PdfPlaces } from './places.ts';
import { fileProblem } from './problems.ts';
import type { PdfSession, SessionChannel } from './session.ts';

export interface EditorParts {
  readonly extension: vscode.Uri;
  readonly places: PdfPlaces;
  readonly log: vscode.LogOutputChannel;
}

export class PdfEditor implements PdfSession {
  readonly panel: vscode.WebviewPanel;
  readonly #document: PdfDocument;
  readonly #parts: EditorParts;
  readonly #disposable: vscode.Disposable;
  readonly #reloads = new Emitter<undefined>();
  readonly #placed = new Emitter<undefined>();
  readonly #incoming = new Emitter<{ name: string; message: unknown }>();
  /** Bytes of the documents that the webview holds: the shown one and the one that it opens. */
  readonly #generations = new Map<number, Uint8Array>();
  #generation = 0;
  #waiting: ToReader[] | undefined = [];
  #place: { page: number; count: number } | undefined;
  #password: string | undefined;

  constructor(document: PdfDocument, panel: vscode.WebviewPanel, parts: EditorParts) {
    this.#document = document;
    this.panel = panel;
    this.#parts = parts;
    this.#disposable = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((raw: unknown) => this.#receive(raw)),
      document.file.changes.on((state) => {
        if (state.kind === 'whole') this.#report(this.#offer());
        else if (state.kind === 'gone') {
          this.#post({ type: 'problem', problem: fileProblem(state.error) });
        } else {
          const text = vscode.l10n.t('The file is being written. These pages are from before.');
          this.#post({ type: 'notice', text });
        }
      }),
    );
    this.#load();
  }

  get uri(): vscode.Uri {
    return this.#document.uri;
  }

  get place() {
    return this.#place;
  }

  get password(): string | undefined {
    return this.#password;
  }

  bytes(): Promise<Uint8Array> {
    return this.#document.file.bytes();
  }

  onReload(listener: () => void): Subscription {
    return this.#reloads.on(listener);
  }

  onPlace(listener: () => void): Subscription {
    return this.#placed.on(listener);
  }

  channel<S extends GenericSchema, To>(
    name: string,
    schema: S,
  ): SessionChannel<InferOutput<S>, To> {
    return {
      post: (message) => this.#post({ type: 'part', name, message }),
      on: (listener) =>
        this.#incoming.on((part) => {
          if (part.name === name) listener(check(schema, part.message, 'The extension'));
        }),
    };
  }

  reveal(page: number, rectangle?: Rectangle, light = false): void {
    this.#post({
      ...{ type: 'reveal', page, light },
      ...(rectangle === undefined ? {} : { rectangle }),
    });
  }

  /** Has the webview do what a command or a keybinding asks for. */
  run(name: string): void {
    this.#post({ type: 'command', name });
  }

  dispose(): void {
    this.#disposable.dispose();
    this.#generations.clear();
  }

  #load(): void {
    const { webview } = this.panel;
    const root = vscode.Uri.joinPath(this.#parts.extension, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.html = readerPage({
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: vscode.env.language,
      script: uri('reader.js'),
      style: uri('reader.css'),
      assets: `${uri('pdf')}/`,
      texts: vscode.l10n.bundle ?? {},
    });
  }

  /** What is sent before the page listens waits for it. */
  #post(message: ToReader): void {
    if (this.#waiting === undefined) void this.panel.webview.postMessage(message);
    else this.#waiting.push(message);
  }

  #receive(raw: unknown): void {
    try {
      this.#handle(parseFromReader(raw));
    } catch (error) {
      this.#parts.log.error('PDF reader:', error instanceof Error ? error : String(error));
    }
  }

  #handle(message: FromReader): void {
    const { log, places } = this.#parts;
    switch (message.type) {
      case 'ready': {
        const waiting = this.#waiting ?? [];
        this.#waiting = undefined;
        for (const early of waiting) this.#post(early);
        this.#report(this.#offer());
        break;
      }
      case 'range':
        this.#sendRange(message.generation, message.begin, message.end);
        break;
      case 'opened':
        this.#opened(message.generation, message.password);
        break;
      case 'refused':
        this.#generations.delete(message.generation);
        log.warn(`${this.uri.toString(true)} was not opened: ${message.reason}`);
        break;
      case 'place':
        this.#report(Promise.resolve(places.set(this.uri.toString(), message.place)));
        break;
      case 'page':
        this.#place = { page: message.page, count: message.count };
        this.#placed.fire(undefined);
        break;
      case 'open-link':
        this.#report(openLink(message.url));
        break;
      case 'reload':
        this.#document.file.forget();
        this.#report(this.#offer());
        break;
      case 'part':
        this.#incoming.fire({ name: message.name, message: message.message });
        break;
      case 'fault':
        log.error(`PDF reader: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  /** Offers the file's bytes, under a new number. */
  async #offer(): Promise<void> {
    try {
      const bytes = await this.bytes();
      this.#generation += 1;
      this.#generations.set(this.#generation, bytes);
      const place = this.#parts.places.get(this.uri.toString());
      const name = this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
      this.#post({
        ...{ type: 'open', generation: this.#generation, name, length: bytes.length },
        ...(place === undefined ? {} : { place }),
      });
    } catch (error) {
      this.#parts.log.warn(`${this.uri.toString(true)} cannot be read: ${String(error)}`);
      this.#post({ type: 'problem', problem: fileProblem(error) });
    }
  }

  #sendRange(generation: number, begin: number, end: number): void {
    const bytes = this.#generations.get(generation);
    if (bytes === undefined || begin >= end || end > bytes.length) {
      throw new Error(`no bytes ${begin} to ${end} of generation ${generation}`);
    }
    // A plain Uint8Array of exactly these bytes: a Buffer does not arrive as bytes, and a view of a
    // larger buffer takes all of it along.
    this.#post({
      type: 'bytes',
      generation,
      begin,
      bytes: Uint8Array.from(bytes.subarray(begin, end)),
    });
  }

  #opened(generation: number, password: string | undefined): void {
    const again = [...this.#generations.keys()].some((other) => other < generation);
    for (const other of this.#generations.keys()) {
      if (other < generation) this.#generations.delete(other);
    }
    this.#password = password;
    if (again) this.#reloads.fire(undefined);
  }

  #report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#parts.log.error('PDF reader:', error instanceof Error ? error : String(error));
    });
  }
}

interface Rectangle {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
