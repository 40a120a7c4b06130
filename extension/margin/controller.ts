/** The threads of one open PDF: asked, answered, kept and shown. */
import type { Delta } from '../../engine/protocol.ts';
import type { FromMargin, ToMargin } from '../../webview/margin/protocol.ts';
import { Emitter, type Subscription } from '../emitter.ts';
import type { FeatureContext } from '../feature.ts';
import type { PdfSession } from '../pdf/session.ts';
import { problemOf } from '../readings/problem.ts';
import { answererOf, modelChoices } from './answerers.ts';
import { DocumentAsker } from './documentAsker.ts';
import { ThreadKeeper } from './keeper.ts';
import type { KeptAnswer, Margin, MarginRequest } from './margin.ts';
import { conflictNotice, unreadableNotice, unsavedNotice } from './notices.ts';
import { Placing } from './placing.ts';
import { Run } from './runs.ts';
import { exportMarkdown, exportThread, exportTurn } from './sidecar/serialize.ts';
import { mergeSidecars } from './sidecar/merge.ts';
import type { KeptThread } from './sidecar/model.ts';
import { readSidecar } from './sidecar/read.ts';
import { MarginStore } from './store.ts';
import { newId, type Turn } from './thread.ts';
import { viewOf } from './views.ts';

type Asked = Extract<FromMargin, { type: 'ask' }>;
type Asking = Pick<Asked, 'mode' | 'model'>;
type Services = Pick<
  FeatureContext,
  'extension' | 'log' | 'engine' | 'asker' | 'server' | 'readingModels'
>;

/** A deleted thread can be taken back as long as its PDF is open. */
export function openMargin(session: PdfSession, services: Services): Margin {
  return new PdfMargin(session, services);
}

class PdfMargin implements Margin {
  readonly #services: Services;
  readonly #name: string;
  readonly #store: MarginStore;
  readonly #keeper: ThreadKeeper;
  readonly #asker: DocumentAsker;
  readonly #placing: Placing;
  readonly #messages = new Emitter<ToMargin>();
  readonly #subscriptions: Subscription[];
  /** By thread. */
  readonly #runs = new Map<string, Run>();
  readonly #crops = new Map<string, Uint8Array>();
  readonly #deleted = new Map<string, KeptThread>();
  #ready = false;
  /** To be shown as soon as the view listens. */
  #wanted: string | undefined;
  #notice: Extract<ToMargin, { type: 'threads' }>['notice'];
  #loaded: Promise<void> | undefined;

  constructor(session: PdfSession, services: Services) {
    this.#services = services;
    const { path } = session.uri;
    this.#name = path.slice(path.lastIndexOf('/') + 1);
    this.#store = new MarginStore(session.uri, services.extension);
    this.#keeper = new ThreadKeeper(this.#store, this.#name);
    this.#asker = new DocumentAsker(session, services);
    this.#placing = new Placing({
      ...{ session, keeper: this.#keeper, asker: this.#asker },
      moved: (id, anchor) => this.#replace(id, (thread) => ({ ...thread, anchor })),
      changed: (id) => this.#show(id),
    });
    this.#subscriptions = [
      this.#store,
      this.#store.onChange(() => void this.#load()),
      this.#keeper.onChange((conflict) => {
        this.#notice = conflictNotice(conflict, this.#name);
        this.#showAll();
      }),
      services.server.onChange(() => void this.#postModels()),
      services.readingModels.onChange(() => void this.#postModels()),
    ];
  }

  onMessage(listener: (message: ToMargin) => void): Subscription {
    return this.#messages.on(listener);
  }

  get threads(): readonly KeptThread[] {
    return this.#keeper.threads;
  }

  get file(): string | undefined {
    return this.#store.inStorage ? undefined : this.#store.beside.toString();
  }

  receive(request: MarginRequest): void {
    this.#take(request).catch((error: unknown) => this.#complain(error));
  }

  markdown(thread?: string, turn?: string): string {
    if (thread === undefined) return exportMarkdown(this.#keeper.threads, this.#name);
    const kept = this.#thread(thread);
    if (kept === undefined) return '';
    const only = kept.turns.find(({ id }) => id === turn);
    return only === undefined ? exportThread(kept, this.#name) : exportTurn(only, this.#name);
  }

  reloaded(): void {
    this.#asker.forget();
    void this.#placeAgain();
  }

  async flush(): Promise<void> {
    await this.#keeper.settled();
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.stop();
    for (const each of this.#subscriptions) each.dispose();
  }

  async keep({ thread, anchor, turn, crop }: KeptAnswer): Promise<string> {
    this.#loaded ??= this.#load();
    await this.#loaded;
    const known = thread === undefined ? undefined : this.#thread(thread);
    const id = known?.id ?? newId();
    if (known === undefined) {
      const made = { id, anchor, turns: [turn] };
      this.#keeper.change((all) => ({ ...all, threads: [...all.threads, made] }));
    } else this.#replace(id, (old) => ({ ...old, turns: [...old.turns, turn] }));
    this.#crops.set(id, crop);
    this.#show(id);
    await this.#save();
    return id;
  }

  async show(thread: string): Promise<boolean> {
    this.#loaded ??= this.#load();
    await this.#loaded;
    if (this.#thread(thread) === undefined) return false;
    this.#wanted = thread;
    if (this.#ready) this.#showWanted();
    return true;
  }

  #showWanted(): void {
    if (this.#wanted !== undefined) this.#post({ type: 'show-thread', thread: this.#wanted });
    this.#wanted = undefined;
  }

  async #take(request: MarginRequest): Promise<void> {
    switch (request.type) {
      case 'margin-ready':
        this.#ready = true;
        this.#loaded ??= this.#load();
        await this.#loaded;
        this.#showAll();
        await this.#placeAgain();
        return;
      case 'ask':
        await this.#ask(request);
        return;
      case 'follow-up':
        if (this.#runs.has(request.thread)) return;
        await this.#addTurn(request.thread, request.question, request);
        return;
      case 'retry':
        await this.#retry(request);
        return;
      case 'stop':
        this.#runs.get(request.thread)?.stop();
        return;
      case 'delete':
        await this.#delete(request.thread);
        return;
      case 'undelete':
        await this.#undelete(request.thread);
        return;
      case 'want-crop': {
        const bytes = this.#crops.get(request.thread);
        if (bytes !== undefined)
          this.#post({ type: 'crop', thread: request.thread, bytes: new Uint8Array(bytes) });
      }
    }
  }

  async #ask({ anchor, question, mode, model, crop }: Asked): Promise<void> {
    const id = newId();
    if (crop !== undefined) this.#crops.set(id, crop);
    const { quote: words = '', ...place } = anchor;
    const quote = words.replace(/\s+/g, ' ').trim();
    const thread = { id, anchor: quote === '' ? place : { ...place, quote }, turns: [] };
    this.#keeper.change((all) => ({ ...all, threads: [...all.threads, thread] }));
    const asking = { mode, ...(model === undefined ? {} : { model }) };
    await this.#addTurn(id, question, asking);
  }

  async #addTurn(id: string, question: string, asking: Asking): Promise<void> {
    const turn: Turn = {
      ...{ id: newId(), question: question.trim(), made: Date.now(), mode: asking.mode },
      ...{ state: 'stopped', thought: '', answer: '', citations: [], quoted: false },
      ...{ model: '', device: '', millis: 0 },
    };
    this.#replace(id, (thread) => ({ ...thread, turns: [...thread.turns, turn] }));
    await this.#run(id, turn, asking);
  }

  /** The turn is asked anew under a new id, so that no other window's merge takes the old answer for ours. */
  async #retry({ thread: id, turn, ...asking }: Extract<FromMargin, { type: 'retry' }>) {
    const kept = this.#thread(id);
    const at = kept?.turns.findIndex((one) => one.id === turn) ?? -1;
    if (kept === undefined || at < 0 || this.#runs.has(id)) return;
    const gone = kept.turns.slice(at);
    this.#replace(id, (thread) => ({ ...thread, turns: thread.turns.slice(0, at) }));
    this.#markDeleted(gone.map((one) => one.id));
    await this.#addTurn(id, gone[0]!.question, asking);
  }

  async #run(id: string, turn: Turn, { mode, model }: Asking): Promise<void> {
    const run = new Run(turn);
    this.#runs.set(id, run);
    this.#show(id);
    // A question is on disk before it is answered: a window that closes does not lose it.
    const saved = this.#save();
    const { anchor, turns } = this.#thread(id)!;
    const history = turns
      .filter((one) => one.id !== turn.id && one.answer !== '')
      .slice(-20)
      .map(({ question, answer }) => ({ question, answer }));
    const image = this.#crops.get(id);
    const question = {
      ...{ question: turn.question, mode, history },
      place: {
        ...{ page: anchor.page, quote: anchor.quote ?? '' },
        ...(anchor.rectangle === undefined ? {} : { rectangle: anchor.rectangle }),
      },
      ...(image === undefined ? {} : { image }),
    };
    await run.begin(
      (signal, onDelta) => this.#asker.ask(question, answererOf(model), { signal, onDelta }),
      {
        started: () => this.#show(id),
        delta: (delta) => this.#stream(id, turn.id, delta),
        ended: (ended) => {
          this.#runs.delete(id);
          this.#replace(id, (thread) => ({
            ...thread,
            turns: thread.turns.map((one) => (one.id === turn.id ? { ...one, ...ended } : one)),
          }));
          if (ended.problem !== undefined)
            this.#services.log.error(`Asking about ${this.#name}: ${ended.problem.message}`);
          this.#show(id);
        },
      },
    );
    await saved;
    await this.#save();
  }

  async #delete(id: string): Promise<void> {
    const thread = this.#thread(id);
    if (thread === undefined) return;
    this.#runs.get(id)?.stop();
    this.#deleted.set(id, thread);
    this.#keeper.change((all) => ({ ...all, threads: all.threads.filter((one) => one.id !== id) }));
    this.#markDeleted([id, ...thread.turns.map((turn) => turn.id)]);
    this.#post({ type: 'removed', ids: [id] });
    await this.#save();
  }

  async #undelete(id: string): Promise<void> {
    const thread = this.#deleted.get(id);
    if (thread === undefined || this.#thread(id) !== undefined) return;
    this.#deleted.delete(id);
    this.#keeper.change((all) => {
      const deleted = new Map(all.deleted);
      for (const one of [id, ...thread.turns.map((turn) => turn.id)]) deleted.delete(one);
      return { ...all, threads: [...all.threads, thread], deleted };
    });
    this.#show(id);
    await this.#save();
  }

  #markDeleted(ids: readonly string[]): void {
    const now = Date.now();
    this.#keeper.change((all) => ({
      ...all,
      deleted: new Map([...all.deleted, ...ids.map((id) => [id, now] as const)]),
    }));
  }

  #thread(id: string): KeptThread | undefined {
    return this.#keeper.threads.find((thread) => thread.id === id);
  }

  #replace(id: string, make: (thread: KeptThread) => KeptThread): void {
    this.#keeper.change((all) => ({
      ...all,
      threads: all.threads.map((thread) => (thread.id === id ? make(thread) : thread)),
    }));
  }

  async #load(): Promise<void> {
    try {
      await this.#keeper.load();
      const others = await this.#store.elsewhere();
      if (others !== undefined) {
        const { sidecar } = readSidecar(others, this.#name);
        this.#keeper.change((all) => mergeSidecars(undefined, all, sidecar));
      }
    } catch (error) {
      this.#notice = unreadableNotice(error);
      this.#post({ type: 'notice', notice: this.#notice });
    }
  }

  async #save(): Promise<void> {
    try {
      await this.#placing.fingerprint();
      await this.#keeper.save();
      await this.#store.clearStorage();
      await this.#tidy();
      if (this.#notice?.code === 'margin-unsaved') {
        this.#notice = undefined;
        this.#post({ type: 'notice' });
      }
    } catch (error) {
      this.#services.log.error('Margin:', error instanceof Error ? error : String(error));
      this.#notice = unsavedNotice(error);
      this.#post({ type: 'notice', notice: this.#notice });
    }
  }

  /** What cannot be tidied up stays: the threads are safe without. */
  async #tidy(): Promise<void> {
    try {
      await this.#store.tidy();
    } catch (error) {
      this.#services.log.warn(`Margin: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #placeAgain(): Promise<void> {
    try {
      await this.#placing.again();
    } catch (error) {
      this.#services.log.error('Margin:', error instanceof Error ? error : String(error));
    }
  }

  #stream(thread: string, turn: string, delta: Delta): void {
    const text = delta.kind === 'was-thought' ? '' : delta.text;
    this.#post({ type: 'delta', thread, turn, kind: delta.kind, text });
  }

  #show(id: string): void {
    const thread = this.#thread(id);
    if (thread !== undefined) this.#post({ type: 'thread', thread: this.#view(thread) });
  }

  #view(thread: KeptThread) {
    const { id } = thread;
    const state = this.#placing.stateOf(id);
    return viewOf(thread, { state, hasCrop: this.#crops.has(id), run: this.#runs.get(id) });
  }

  #showAll(): void {
    modelChoices(this.#services).then(
      (models) => {
        // As they are by now: what was asked meanwhile must not vanish from the view.
        const threads = this.#keeper.threads.filter(({ turns }) => turns.length > 0);
        const notice = this.#notice === undefined ? {} : { notice: this.#notice };
        const views = threads.slice(0, 5_000).map((thread) => this.#view(thread));
        this.#post({ type: 'threads', threads: views, models, ...notice });
        this.#showWanted();
      },
      (error: unknown) => this.#complain(error),
    );
  }

  async #postModels(): Promise<void> {
    this.#post({ type: 'models', models: await modelChoices(this.#services) });
  }

  #post(message: ToMargin): void {
    if (this.#ready) this.#messages.fire(message);
  }

  #complain(error: unknown): void {
    this.#services.log.error('Margin:', error instanceof Error ? error : String(error));
    this.#post({ type: 'notice', notice: problemOf(error) });
  }
}
