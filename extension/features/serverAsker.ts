/** Puts questions to the server in use, else to the model on this machine. */
import type { AskOptions, EngineClient } from '../../engine/client.ts';
import type { Answer } from '../../engine/protocol.ts';
import type { Client, EngineHandle } from '../engine.ts';
import type { ChosenServer, ServerChoice } from './serverChoice.ts';

export class Asker {
  readonly #server: ServerChoice;
  readonly #engine: EngineHandle;
  readonly #connect: (server: ChosenServer) => EngineClient;
  #client: EngineClient | undefined;
  /** What the client was made for: another choice makes another client. */
  #made = '';

  constructor(
    server: ServerChoice,
    engine: EngineHandle,
    connect: (server: ChosenServer) => EngineClient,
  ) {
    this.#server = server;
    this.#engine = engine;
    this.#connect = connect;
    server.onChange(() => this.#letGo());
  }

  /** Rejects with MarginaliaError; what `onDelta` heard before stays good. */
  ask(question: string, options: AskOptions): Promise<Answer> {
    return this.using((client) => client.ask(question, options));
  }

  /** Any other work with the client of the server in use, else of the model on this machine. */
  async using<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const server = await this.#server.allowed();
    if (server === undefined) return await this.#engine.using(work);
    const wanted = JSON.stringify([server.endpoint.base, server.model, server.key]);
    if (wanted !== this.#made) this.dispose();
    this.#made = wanted;
    this.#client ??= this.#connect(server);
    return await this.#server.during(work(this.#client));
  }

  dispose(): void {
    this.#client?.dispose();
    this.#client = undefined;
  }

  /** A server that is no longer chosen hears nothing more, not even the rest of a question. */
  #letGo(): void {
    if (this.#server.named === undefined) this.dispose();
  }
}
