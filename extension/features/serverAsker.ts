/** Puts questions to the server in use, else to the model on this machine. */
import type { AskOptions, EngineClient } from '../../engine/client.ts';
import type { Answer } from '../../engine/protocol.ts';
import type { EngineHandle } from '../engine.ts';
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
  async ask(question: string, options: AskOptions): Promise<Answer> {
    const server = await this.#server.allowed();
    if (server === undefined) return await this.#engine.ask(question, options);
    const wanted = JSON.stringify([server.endpoint.base, server.model, server.key]);
    if (wanted !== this.#made) this.dispose();
    this.#made = wanted;
    this.#client ??= this.#connect(server);
    return await this.#server.during(this.#client.ask(question, options));
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
