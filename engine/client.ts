/** The engine as others see it: what can be asked of it, each answer held to its kind. */
import { engineDied } from './errors.ts';
import type {
  Answer,
  Delta,
  DocumentAnswer,
  DocumentAsk,
  DocumentPassage,
  MarkdownPage,
  Mode,
  ModelInfo,
  OpenedDocument,
  Reading,
  ReadingToken,
  Said,
  ServerModel,
  ServerProbe,
  ToolOffer,
} from './protocol.ts';
import type { GivenFacts } from './solve/given.ts';
import type { Derived, Fact, Recomputed, Solution } from './solve/messages.ts';
import { EngineSupervisor } from './supervisor.ts';

export type { EngineClientOptions } from './supervisor.ts';

export interface ReadOptions {
  signal?: AbortSignal;
  onToken?: (token: ReadingToken) => void;
  /** What the image is called in messages. */
  name?: string;
  /** Looks at the image this many times larger than usual, 0.25 to 4, and at no other size. */
  zoom?: number | undefined;
}

export interface AskOptions {
  /** Bytes of image files: those of `history` first. */
  images?: readonly Uint8Array[];
  /** What was said before, the oldest first. */
  history?: readonly Said[];
  /** Tools that the model of a server may call; its calls are in the answer. */
  offer?: ToolOffer;
  mode?: Mode;
  maxTokens?: number;
  temperature?: number;
  seed?: number;
  signal?: AbortSignal;
  onDelta?: (delta: Delta) => void;
}

export interface PageOptions {
  /** The folder that links to the page's pictures name; left out, it comes without pictures. */
  figures?: string;
  signal?: AbortSignal;
  /** Hears how many of the page's formulas are read. */
  onStep?: (done: number, total: number) => void;
}

export interface FindOptions {
  limit?: number;
  signal?: AbortSignal;
  /** Hears of the pages that are in the index, while it is built. */
  onStep?: (done: number, total: number) => void;
}

export class EngineClient extends EngineSupervisor {
  /** Reads one image. @throws MarginaliaError for bad input, cancellation and a dead engine */
  async read(image: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
    await this.start();
    const { signal, onToken, name, zoom } = options;
    const result = await this.request(
      (id) => ({
        ...{ kind: 'read', id, image },
        ...(name === undefined ? {} : { name }),
        ...(zoom === undefined ? {} : { zoom }),
      }),
      { signal, onToken },
    );
    if (result?.kind !== 'reading') throw engineDied('it answered a reading with something else');
    return result.reading;
  }

  /**
   * Asks the model; `onDelta` hears thought and answer as they are written.
   * @throws MarginaliaError for bad input, a model that cannot answer, a server's failure, cancellation
   */
  async ask(question: string, options: AskOptions = {}): Promise<Answer> {
    await this.start();
    const { images = [], history, mode = 'auto', signal, onDelta, ...settings } = options;
    const before = history === undefined ? {} : { history: [...history] };
    const result = await this.request(
      (id) => ({ kind: 'ask', id, images: [...images], question, ...before, mode, ...settings }),
      { signal, onDelta },
    );
    if (result?.kind !== 'answer') throw engineDied('it answered a question with something else');
    return result.answer;
  }

  /**
   * Opens a PDF in a process of its own; its number is good until it is closed or the engine ends.
   * @throws MarginaliaError `pdf-…`, cancellation, a dead engine
   */
  async openDocument(
    file: Uint8Array,
    { password, signal }: { password?: string; signal?: AbortSignal } = {},
  ): Promise<OpenedDocument> {
    await this.start();
    const result = await this.request(
      (id) => {
        const request = { kind: 'document-open', id, bytes: file } as const;
        return password === undefined ? request : { ...request, password };
      },
      { signal },
    );
    if (result?.kind !== 'document') throw engineDied('it answered with something else');
    return result.document;
  }

  /** One page as Markdown, its formulas read. @throws MarginaliaError `pdf-…`, cancellation, a dead engine */
  async documentPage(
    document: number,
    page: number,
    { figures, signal, onStep }: PageOptions = {},
  ): Promise<MarkdownPage> {
    await this.start();
    const result = await this.request(
      (id) => {
        const request = { kind: 'document-page', id, document, page } as const;
        return figures === undefined ? request : { ...request, figures };
      },
      { signal, onStep },
    );
    if (result?.kind !== 'document-page') throw engineDied('it answered with something else');
    return result.page;
  }

  /** Passages of an open PDF, the best first. @throws MarginaliaError `pdf-…`, cancellation, a dead engine */
  async findInDocument(
    document: number,
    query: string,
    { limit = 8, signal, onStep }: FindOptions = {},
  ): Promise<DocumentPassage[]> {
    await this.start();
    const result = await this.request(
      (id) => ({ kind: 'document-find', id, document, query, limit }),
      { signal, onStep },
    );
    if (result?.kind !== 'document-passages') throw engineDied('it answered with something else');
    return result.passages;
  }

  /**
   * Asks about an open PDF. `onStep` hears of pages while the document is indexed, `onDelta` of the answer.
   * @throws MarginaliaError as `ask`, `pdf-…`
   */
  async askDocument(
    question: Omit<DocumentAsk, 'kind' | 'id'>,
    { signal, onDelta, onStep }: Pick<AskOptions, 'signal' | 'onDelta'> & FindOptions = {},
  ): Promise<DocumentAnswer> {
    await this.start();
    const result = await this.request((id) => ({ kind: 'document-ask', id, ...question }), {
      ...{ signal, onDelta, onStep },
    });
    if (result?.kind !== 'document-answer') throw engineDied('it answered with something else');
    return result.answer;
  }

  /** Lets go of an open PDF; closing twice does no harm. */
  async closeDocument(document: number): Promise<void> {
    await this.start();
    await this.request((id) => ({ kind: 'document-close', id, document }));
  }

  /**
   * Solves a problem in pictures; `onDelta` hears thought and answer as they are written. `given`: from these facts, in place
   * of those that the model reads.
   * @throws MarginaliaError as `ask` does
   */
  async solve(
    question: string,
    options: Omit<AskOptions, 'history' | 'offer'> & { given?: GivenFacts } = {},
  ): Promise<Solution> {
    await this.start();
    const { images = [], mode = 'auto', signal, onDelta, given, ...settings } = options;
    const from = given && { given: { thought: given.thought, facts: [...given.facts] } };
    const result = await this.request(
      (id) => ({ kind: 'solve', id, images: [...images], question, mode, ...settings, ...from }),
      { signal, onDelta },
    );
    if (result?.kind !== 'solution') throw engineDied('it answered a problem with something else');
    return result.solution;
  }

  /** Quantities of a solution from corrected facts, without the model. */
  async recompute(facts: readonly Fact[], derived: readonly Derived[]): Promise<Recomputed[]> {
    await this.start();
    const result = await this.request((id) => ({
      ...{ kind: 'recompute', id, facts: [...facts], derived: [...derived] },
    }));
    if (result?.kind !== 'recomputed') throw engineDied('it answered with something else');
    return result.quantities;
  }

  /** The chosen server's models. @throws MarginaliaError `server-…` */
  async serverModels(signal?: AbortSignal): Promise<ServerModel[]> {
    await this.start();
    const result = await this.request((id) => ({ kind: 'server-models', id }), { signal });
    if (result?.kind !== 'server-models') throw engineDied('it answered with something else');
    return result.models;
  }

  /** Sends a test image to a model of the chosen server. @throws MarginaliaError `server-…` */
  async probeServer(model: string, signal?: AbortSignal): Promise<ServerProbe> {
    await this.start();
    const result = await this.request((id) => ({ kind: 'server-probe', id, model }), { signal });
    if (result?.kind !== 'server-probe') throw engineDied('it answered with something else');
    return result.probe;
  }

  /** The installed models, as the engine sees them. */
  async models(): Promise<ModelInfo[]> {
    await this.start();
    const result = await this.request((id) => ({ kind: 'models', id }));
    if (result?.kind !== 'models') throw engineDied('it answered a question with something else');
    return result.models;
  }

  /** Resolves with the milliseconds that the engine took to answer. */
  async ping(): Promise<number> {
    await this.start();
    const from = performance.now();
    await this.request((id) => ({ kind: 'ping', id }));
    return performance.now() - from;
  }
}
