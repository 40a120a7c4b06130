/**
 * Reads pasted images into documents: finds the placeholder once VS Code has inserted it, has the image
 * read, and puts the formula in its place, wherever edits have moved it meanwhile.
 */
import * as vscode from 'vscode';
import type { ReadingServices } from '../feature.ts';
import type { ImageSource } from '../readings/reader.ts';
import { disposable } from '../vscode.ts';
import { DocumentEdits } from './documentEdits.ts';
import { ExpectedPaste } from './dropped.ts';
import { PlaceholderTracker, type PlaceholderEvent, type TextChange } from './tracker.ts';
import { documentClosed, tell } from './tell.ts';

interface Job {
  readonly source: ImageSource;
  /** The document it was pasted into. */
  document?: string;
  /** The reading under way. */
  reading?: string;
  /** The formula is in the document. */
  done: boolean;
  /** Something else happened between the paste and the formula. */
  mixed: boolean;
}

/** Pastes whose images are kept: as many as anyone has in flight, or goes back to in the paste menu. */
const mostJobs = 64;

/** A paste that has not come by then, in milliseconds, was not wanted. */
const longestWait = 3_000;

export class Inserter implements vscode.Disposable {
  readonly #services: ReadingServices;
  readonly #tracker = new PlaceholderTracker();
  readonly #jobs = new Map<number, Job>();
  readonly #expected = new Map<string, { paste: ExpectedPaste; until: number; late: boolean }>();
  readonly #edits = new DocumentEdits(this.#tracker);
  readonly #subscription: vscode.Disposable;

  constructor(services: ReadingServices) {
    this.#services = services;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#tracker.closed(uri.toString())),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (this.#jobs.size === 0) return;
        this.#tracker.opened(document.uri.toString(), document.getText());
        this.#edits.decorate();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#edits.decorate()),
      this.#edits,
      disposable(() => this.#jobs.clear()),
    );
  }

  /** The text that stands for the image until it is read; nothing happens before it is inserted. */
  placeholder(source: ImageSource): string {
    const { id, text } = this.#tracker.make();
    this.#jobs.set(id, { source, done: false, mixed: false });
    for (const [old, { reading }] of this.#jobs) {
      if (this.#jobs.size <= mostJobs) break;
      if (reading === undefined) this.#jobs.delete(old);
    }
    return text;
  }

  /** The text is what VS Code will paste over `ranges`: should a key make it give up, it comes all the same. */
  expect(text: string, document: vscode.TextDocument, ranges: readonly vscode.Range[]): void {
    const offsets = ranges.map(({ start }) => document.offsetAt(start));
    const until = Date.now() + longestWait;
    const paste = new ExpectedPaste(text, offsets);
    this.#expected.set(document.uri.toString(), { paste, until, late: false });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #changed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (this.#jobs.size === 0 || contentChanges.length === 0) return;
    const name = document.uri.toString();
    this.#awaited(name, contentChanges, reason);
    const waiting = this.#tracker.idsIn(name);
    const stepped = reason === undefined ? undefined : document.getText();
    const events = this.#tracker.changed(name, contentChanges, stepped);
    for (const id of reason === undefined ? waiting : []) {
      const job = this.#jobs.get(id);
      if (job !== undefined && id !== this.#edits.own) job.mixed = true;
    }
    for (const event of events) this.#follow(event, reason);
    if (events.length > 0) this.#edits.decorate();
  }

  /** Looks whether an expected paste has come, or must be made up for. */
  #awaited(
    name: string,
    changes: readonly TextChange[],
    reason: vscode.TextDocumentChangeReason | undefined,
  ): void {
    const expected = this.#expected.get(name);
    if (expected === undefined) return;
    const next = expected.paste.next(changes);
    const over = !expected.late && Date.now() > expected.until;
    if (next !== 'overtaken' || reason !== undefined || over) {
      this.#expected.delete(name);
    } else if (!expected.late) {
      expected.late = true;
      this.#report(this.#edits.place(name, expected.paste));
    }
  }

  #follow(event: PlaceholderEvent, reason: vscode.TextDocumentChangeReason | undefined): void {
    const job = this.#jobs.get(event.id);
    if (event.kind === 'removed') {
      if (job?.reading !== undefined) this.#services.reader.cancel(job.reading);
    } else if (event.kind === 'returned' && job?.done === true) {
      const step = reason === vscode.TextDocumentChangeReason.Redo ? 'redo' : 'undo';
      this.#report(this.#edits.stepOver(event.id, event.document, step, job.mixed));
      job.mixed = false;
    } else if (job === undefined) {
      this.#report(this.#edits.replace(event.id, () => ''));
    } else {
      job.document = event.document;
      this.#report(this.#read(event.id, job));
    }
  }

  async #read(id: number, job: Job): Promise<void> {
    const { reader, readings } = this.#services;
    job.done = false;
    job.mixed = false;
    const [started] = reader.read([job.source]);
    if (started === undefined) return;
    job.reading = started.id;
    await started.settled;
    // Undone and done again meanwhile: the newer reading has the word.
    if (job.reading !== started.id) return;
    delete job.reading;
    const view = readings.get(started.id);
    if (view?.status === 'read') await this.#insert(id, job, view.edited);
    else await this.#edits.replace(id, () => '');
    if (view?.status === 'failed') void tell(view.problem);
  }

  async #insert(id: number, job: Job, latex: string): Promise<void> {
    try {
      await this.#edits.reopen(id, job.document ?? '');
      job.done = true;
      if (!(await this.#edits.insert(id, latex))) void tell(documentClosed(), latex);
    } catch (error) {
      await this.#edits.replace(id, () => '');
      void tell(error, latex);
    }
  }

  #report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#services.log.error('Pasting:', error instanceof Error ? error : String(error));
      void tell(error);
    });
  }
}
