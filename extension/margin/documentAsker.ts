/** One PDF's questions: opens it in the process that answers, and again when that process was replaced. */
import type { AskOptions, FindOptions } from '../../engine/client.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import type {
  DocumentAnswer,
  DocumentAsk,
  DocumentPassage,
  MarkdownPage,
} from '../../engine/protocol.ts';
import type { Client, EngineHandle } from '../engine.ts';
import type { Asker } from '../features/serverAsker.ts';

export interface PdfSource {
  bytes(): Promise<Uint8Array>;
  readonly password: string | undefined;
}

/** `use`: whatever answers now, a server or a model. `quotes`: the engine here, which quotes. */
export type AnswerBy = 'use' | 'quotes';

type Question = Omit<DocumentAsk, 'kind' | 'id' | 'document' | 'by'>;
type Opened = Awaited<ReturnType<Client['openDocument']>>;
type Progress = Pick<FindOptions, 'onStep'> & Pick<AskOptions, 'signal' | 'onDelta'>;

export class DocumentAsker {
  readonly #source: PdfSource;
  readonly #asker: Pick<Asker, 'using'>;
  readonly #engine: Pick<EngineHandle, 'using'>;
  /** A number is good for the process that gave it. */
  #opened = new WeakMap<Client, { pid: number | undefined; document: Promise<Opened> }>();

  constructor(
    source: PdfSource,
    { asker, engine }: { asker: Pick<Asker, 'using'>; engine: Pick<EngineHandle, 'using'> },
  ) {
    [this.#source, this.#asker, this.#engine] = [source, asker, engine];
  }

  /** Rejects with MarginaliaError; what `onDelta` heard before stays good. */
  ask(question: Question, by: AnswerBy, progress: Progress = {}): Promise<DocumentAnswer> {
    return (by === 'quotes' ? this.#engine : this.#asker).using((client) =>
      this.#with(client, ({ document }) =>
        client.askDocument(
          { ...question, document, by: by === 'quotes' ? 'quotes' : 'model' },
          progress,
        ),
      ),
    );
  }

  find(query: string, options: FindOptions = {}): Promise<DocumentPassage[]> {
    return this.#here((client, { document }) => client.findInDocument(document, query, options));
  }

  /** Page count, labels, title and outline. */
  details(): Promise<Opened> {
    return this.#here((_, opened) => Promise.resolve(opened));
  }

  /** A page as Markdown with LaTeX, and what it lacks. */
  page(number: number, signal?: AbortSignal): Promise<MarkdownPage> {
    const options = signal === undefined ? {} : { signal };
    return this.#here((client, { document }) => client.documentPage(document, number, options));
  }

  /** The file has other bytes now. */
  forget(): void {
    this.#opened = new WeakMap();
  }

  #here<T>(work: (client: Client, opened: Opened) => Promise<T>): Promise<T> {
    return this.#engine.using((client) => this.#with(client, (opened) => work(client, opened)));
  }

  async #with<T>(client: Client, work: (opened: Opened) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open(client));
    } catch (error) {
      // The engine keeps as many files as it has room for; this one had to go meanwhile.
      if (!(error instanceof MarginaliaError) || error.code !== 'pdf-closed') throw error;
      this.#opened.delete(client);
      return await work(await this.#open(client));
    }
  }

  async #open(client: Client): Promise<Opened> {
    await client.start();
    const known = this.#opened.get(client);
    if (known !== undefined && known.pid === client.pid) return await known.document;
    const { password } = this.#source;
    const document = this.#source
      .bytes()
      .then((bytes) => client.openDocument(bytes, password === undefined ? {} : { password }));
    this.#opened.set(client, { pid: client.pid, document });
    document.catch(() => this.#opened.delete(client));
    return await document;
  }
}
