/** Another model than the one in use, for one picture or one conversation: a second engine, while it is used. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../engine/client.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import type { Reading } from '../../engine/protocol.ts';
import { settings } from '../contributions.ts';
import type { ReadingEngine } from './reader.ts';

export interface NamedModel {
  /** What the view calls it by; the folder itself never leaves the host. */
  readonly id: string;
  readonly name: string;
  /** Its folder; empty for the bundled one. */
  readonly folder: string;
}

export interface ReadingModelsOptions {
  readonly engine: ReadingEngine;
  /** The folder of the model in use. */
  readonly inUse: () => string;
  /** All that are installed, without the bundled one. */
  readonly installed: () => Promise<readonly NamedModel[]>;
  /** A client for the model in a folder; starts nothing yet. */
  readonly connect: (folder: string) => EngineClient;
}

const bundled: NamedModel = { id: 'bundled', name: 'Marginalia Reader', folder: '' };

/** A second model in memory is let go when nobody has read with it for this long. */
const idle = 3 * 60_000;

export class ReadingModels implements ReadingEngine, vscode.Disposable {
  readonly #options: ReadingModelsOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #known: readonly NamedModel[] = [];
  #other: { folder: string; client: EngineClient; users: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Fires when another model is in use, and may be offered differently. */
  readonly onChange = this.#changed.event;

  constructor(options: ReadingModelsOptions) {
    this.#options = options;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settings.modelFolder)) this.#changed.fire();
    });
  }

  /** The models that a picture can be read with, the one in use first. */
  async list(): Promise<readonly NamedModel[]> {
    this.#known = [bundled, ...(await this.#options.installed())];
    const inUse = this.#options.inUse();
    const current = this.#known.filter(({ folder }) => folder === inUse);
    return [...current, ...this.#known.filter(({ folder }) => folder !== inUse)];
  }

  /** Reads with the model in use, or with the one that `options.model` names. */
  async read(image: Uint8Array, options: Parameters<ReadingEngine['read']>[1]): Promise<Reading> {
    const { model, ...how } = options;
    if (model === undefined) return await this.#options.engine.read(image, how);
    const found = this.#known.find(({ id }) => id === model);
    if (found === undefined) throw modelGone();
    if (found.folder === this.#options.inUse()) return await this.#options.engine.read(image, how);
    return await this.using(found.folder, (client) => client.read(image, how));
  }

  /** Work with a model that is not the one in use. It stays in memory for a while. */
  async using<T>(folder: string, work: (client: EngineClient) => Promise<T>): Promise<T> {
    const other = this.#open(folder);
    other.users++;
    try {
      return await work(other.client);
    } finally {
      other.users--;
      clearTimeout(this.#timer);
      if (this.#other?.users === 0) this.#timer = setTimeout(() => this.#close(), idle);
    }
  }

  dispose(): void {
    this.#close();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #open(folder: string) {
    clearTimeout(this.#timer);
    if (this.#other?.folder !== folder) {
      this.#close();
      this.#other = { folder, client: this.#options.connect(folder), users: 0 };
    }
    return this.#other;
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#other?.client.dispose();
    this.#other = undefined;
  }
}

function modelGone(): MarginaliaError {
  return new MarginaliaError({
    code: 'model-missing',
    message: 'That model is no longer installed.',
    action: 'Choose another one from the menu.',
  });
}
