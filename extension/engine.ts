/**
 * The extension's hold on the engine process: started at the first reading, replaced when a setting
 * changes, restarted on request. Knows no VS Code; where the parts lie is handed in.
 */
import type { AskOptions, EngineClient, PageOptions } from '../engine/client.ts';
import type {
  Answer,
  EngineState,
  MarkdownPage,
  OpenedDocument,
  Reading,
} from '../engine/protocol.ts';
import { Emitter, type Subscription } from './emitter.ts';
import type { ReadingEngine } from './readings/reader.ts';

export type Client = Pick<
  EngineClient,
  | 'start'
  | 'read'
  | 'ask'
  | 'solve'
  | 'recompute'
  | 'openDocument'
  | 'documentPage'
  | 'findInDocument'
  | 'askDocument'
  | 'pid'
  | 'restart'
  | 'dispose'
  | 'state'
  | 'onState'
>;

export class EngineHandle implements ReadingEngine {
  readonly #connect: () => Client;
  readonly #prepare: () => Promise<void>;
  readonly #states = new Emitter<EngineState>();
  #client: Client | undefined;
  #subscription: Subscription | undefined;

  /**
   * `connect` makes a client with the settings of the moment; it starts nothing yet. `prepare` settles
   * before each use what `connect` needs, and may refuse.
   */
  constructor(connect: () => Client, prepare: () => Promise<void> = () => Promise.resolve()) {
    this.#connect = connect;
    this.#prepare = prepare;
  }

  get state(): EngineState {
    return this.#client?.state ?? { kind: 'stopped' };
  }

  onState(listener: (state: EngineState) => void): Subscription {
    return this.#states.on(listener);
  }

  /** Reads one image, starting the engine when it is not running. Rejects with MarginaliaError. */
  async read(image: Uint8Array, options: Parameters<ReadingEngine['read']>[1]): Promise<Reading> {
    await this.#prepare();
    return await this.#ensure().read(image, options);
  }

  /** Asks the model on this machine. Rejects with MarginaliaError. */
  async ask(question: string, options: AskOptions): Promise<Answer> {
    await this.#prepare();
    return await this.#ensure().ask(question, options);
  }

  /** Opens a PDF in the engine. Rejects with MarginaliaError. */
  async openDocument(
    file: Uint8Array,
    options: { password?: string; signal?: AbortSignal },
  ): Promise<OpenedDocument> {
    await this.#prepare();
    return await this.#ensure().openDocument(file, options);
  }

  /** One page of it as Markdown. Rejects with MarginaliaError, `pdf-closed` after a restart. */
  async documentPage(document: number, page: number, options: PageOptions): Promise<MarkdownPage> {
    await this.#prepare();
    return await this.#ensure().documentPage(document, page, options);
  }

  /** Any other work with the engine's client. */
  async using<T>(work: (client: Client) => Promise<T>): Promise<T> {
    await this.#prepare();
    return await work(this.#ensure());
  }

  /** Ends the process, if there is one, and starts a new one. Rejects when that fails. */
  async restart(): Promise<void> {
    await this.#prepare();
    if (this.#client === undefined) await this.#ensure().start();
    else await this.#client.restart();
  }

  /** Lets go of the process; the next reading starts one with the settings of then. */
  reset(): void {
    if (this.#client === undefined) return;
    this.dispose();
    this.#states.fire(this.state);
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#client?.dispose();
    this.#subscription = undefined;
    this.#client = undefined;
  }

  #ensure(): Client {
    if (this.#client === undefined) {
      this.#client = this.#connect();
      this.#subscription = this.#client.onState((state) => this.#states.fire(state));
    }
    return this.#client;
  }
}
