/** One webview that shows the readings, be it the tab or the side bar: messages in and out. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  assertNever,
  parseFromWebview,
  type EngineView,
  type FromWebview,
  type ToWebview,
} from '../../webview/protocol.ts';
import { commands } from '../contributions.ts';
import type { ReadingServices } from '../feature.ts';
import { addImages, copyAs, openReading, savePng } from './actions.ts';
import { deviceLabel } from './device.ts';
import { readingsPage } from './html.ts';
import { problemOf } from './problem.ts';

export class ReadingsWebview {
  readonly #webview: vscode.Webview;
  readonly #context: ReadingServices;
  readonly #disposable: vscode.Disposable;
  #ready = false;
  #wanted: string | undefined;

  constructor(webview: vscode.Webview, context: ReadingServices) {
    this.#webview = webview;
    this.#context = context;
    const { engine, readings, lastEditor, readingModels } = context;
    this.#disposable = vscode.Disposable.from(
      webview.onDidReceiveMessage((raw: unknown) => this.#receive(raw)),
      engine.onState(() => this.#post({ type: 'engine', engine: this.#engineView() })),
      readingModels.onChange(() => void this.#sendModels()),
      lastEditor.onChange((name) => this.#post({ type: 'target', name })),
      readings.onChange((change) => {
        if (change.kind === 'put') {
          // A view knows its own edits; sent back late, they would undo the keys pressed since.
          if (change.from !== this) this.#post({ type: 'reading', reading: change.reading });
        } else if (change.kind === 'picture') {
          this.#post({ type: 'image', id: change.id, ...change.picture });
        } else {
          this.#post({ type: 'removed', ids: [...change.ids] });
        }
      }),
    );
    this.#load();
  }

  /** Scrolls to a reading, now or as soon as the page is up. */
  show(id: string): void {
    this.#wanted = id;
    this.#post({ type: 'show', id });
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #load(): void {
    const root = vscode.Uri.joinPath(this.#context.extension.extensionUri, 'dist', 'webview');
    this.#webview.options = { enableScripts: true, localResourceRoots: [root] };
    const uri = (name: string): string =>
      this.#webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    this.#webview.html = readingsPage({
      cspSource: this.#webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      language: vscode.env.language,
      texts: vscode.l10n.bundle ?? {},
      script: uri('readings.js'),
      style: uri('readings.css'),
    });
  }

  #post(message: ToWebview): void {
    // Before `ready` the page cannot listen; it will get everything then.
    if (this.#ready) void this.#webview.postMessage(message);
  }

  #receive(raw: unknown): void {
    try {
      this.#handle(parseFromWebview(raw));
    } catch (error) {
      this.#context.log.error('Readings view:', error instanceof Error ? error : String(error));
    }
  }

  #handle(message: FromWebview): void {
    const { reader, readings, log } = this.#context;
    switch (message.type) {
      case 'ready':
        this.#report(this.#sendAll());
        break;
      case 'choose':
        void vscode.commands.executeCommand(commands.readImages);
        break;
      case 'add': {
        const id = addImages(message.images, this.#context);
        if (id !== undefined) this.show(id);
        break;
      }
      case 'picture':
        this.#report(this.#sendPicture(message.id));
        break;
      case 'copy':
        this.#report(this.#copied(message.id, copyAs(message.latex, message.format)));
        break;
      case 'copy-text':
        this.#report(this.#copied(message.id, vscode.env.clipboard.writeText(message.text)));
        break;
      case 'save-png':
        this.#report(savePng(readings.get(message.id)?.name ?? '', message.bytes));
        break;
      case 'insert':
        this.#report(this.#insert(message.id, message.latex));
        break;
      case 'edit':
        this.#edit(message.id, message.latex);
        break;
      case 'open':
        this.#report(openReading(message.id, this.#context));
        break;
      case 'retry':
        this.#report(reader.retry(message.id, { zoom: message.zoom, model: message.model }));
        break;
      case 'cancel':
        reader.cancel(message.id);
        break;
      case 'remove':
        readings.remove([message.id]);
        break;
      case 'restart':
        void vscode.commands.executeCommand(commands.restartEngine);
        break;
      case 'log':
        log.show();
        break;
      case 'fault':
        log.error(`Readings view: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  async #sendAll(): Promise<void> {
    const { readings, archive, lastEditor } = this.#context;
    await archive.settled;
    this.#ready = true;
    this.#post({ type: 'all', engine: this.#engineView(), readings: readings.all() });
    this.#post({ type: 'target', name: lastEditor.name });
    if (this.#wanted !== undefined) this.#post({ type: 'show', id: this.#wanted });
    await this.#sendModels();
  }

  async #sendModels(): Promise<void> {
    try {
      const models = await this.#context.readingModels.list();
      const named = models.map(({ id, name }) => ({ id, name: name.slice(0, 200) }));
      this.#post({ type: 'models', models: named.slice(0, 100) });
    } catch (error) {
      // Nobody asked for it just now: the menu offers sizes alone, and the log says why.
      this.#context.log.warn(`The models could not be listed: ${problemOf(error).message}`);
    }
  }

  async #sendPicture(id: string): Promise<void> {
    const picture = await this.#context.readings.findPicture(id);
    this.#post(
      picture === undefined ? { type: 'no-image', id } : { type: 'image', id, ...picture },
    );
  }

  async #copied(id: string, copying: Thenable<void>): Promise<void> {
    await copying;
    this.#post({ type: 'copied', id });
  }

  async #insert(id: string, latex: string): Promise<void> {
    const into = await this.#context.lastEditor.insert(latex);
    this.#post({ type: 'inserted', id, into });
  }

  #edit(id: string, latex: string): void {
    const reading = this.#context.readings.get(id);
    if (reading?.status !== 'read') return;
    this.#context.readings.put({ ...reading, edited: latex }, this);
  }

  /** Tells the person when something they asked for could not be done. */
  #report(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const { message, action } = problemOf(error);
      this.#context.log.error('Readings view:', error instanceof Error ? error : String(error));
      void vscode.window.showWarningMessage(`${message} ${action}`);
    });
  }

  #engineView(): EngineView {
    const { state } = this.#context.engine;
    return state.kind === 'ready' ? { ...state, device: deviceLabel(state.device) } : state;
  }
}
