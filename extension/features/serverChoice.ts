/**
 * The server that the person has chosen, if any: address and model in machine-scoped settings, consent by
 * origin in the global state, the key by origin in the secret storage. Nothing is sent without all that.
 */
import * as vscode from 'vscode';
import { parseEndpoint, type Endpoint } from '../../engine/backends/endpoint.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import { settings } from '../contributions.ts';
import { Emitter, type Subscription } from '../emitter.ts';
import { readSetting } from '../vscode.ts';

/** A server as the engine process gets it. */
export interface ChosenServer {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly key: string | undefined;
}

const consentKey = 'server.consent';
/** Lengths of contexts in tokens, by server and model, as the servers told when they were chosen. */
const contextsKey = 'server.contexts';
const mostContexts = 50;
const contextName = ({ base }: Endpoint, model: string): string => `${base} ${model}`;
const secretName = ({ origin }: Endpoint): string => `marginalia.server.key ${origin}`;

export class ServerChoice {
  readonly #extension: vscode.ExtensionContext;
  readonly #changes = new Emitter<undefined>();
  #asking: Promise<boolean> | undefined;
  #inUse = 0;

  constructor(extension: vscode.ExtensionContext) {
    this.#extension = extension;
  }

  /** What the settings name, whether it may be used or not. Throws `bad-input` for a bad address. */
  get named(): { endpoint: Endpoint; model: string } | undefined {
    const url = readSetting(settings.serverUrl, '').trim();
    if (url === '') return undefined;
    return { endpoint: parseEndpoint(url), model: readSetting(settings.serverModel, '').trim() };
  }

  /** Formulas are read by the server too. */
  get readsFormulas(): boolean {
    return this.named !== undefined && readSetting(settings.serverFormulas, false);
  }

  /** Requests on their way to the server. */
  get inUse(): number {
    return this.#inUse;
  }

  /** Hears changes of choice and of use. */
  onChange(listener: () => void): Subscription {
    return this.#changes.on(listener);
  }

  changed(): void {
    this.#changes.fire(undefined);
  }

  /**
   * The server, when something may be sent to it; undefined when none is chosen. Asks for consent where
   * a server of this origin has never been agreed to. Throws `server-untrusted` or `server-declined`.
   */
  async allowed(): Promise<ChosenServer | undefined> {
    const { named } = this;
    if (named === undefined) return undefined;
    refuseUntrusted();
    if (!this.#consented(named.endpoint)) {
      this.#asking ??= this.consent(named.endpoint).finally(() => (this.#asking = undefined));
      if (!(await this.#asking)) throw declined(named.endpoint);
    }
    return { ...named, key: await this.key(named.endpoint) };
  }

  /** Asks, and remembers a yes for this origin. */
  async consent(endpoint: Endpoint): Promise<boolean> {
    const use = vscode.l10n.t('Use This Server');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Use the server {0}?', endpoint.host),
      { modal: true, detail: consentText(endpoint) },
      use,
    );
    if (answer !== use) return false;
    const origins = this.#extension.globalState.get<string[]>(consentKey, []);
    await this.#extension.globalState.update(consentKey, [
      ...new Set([...origins, endpoint.origin]),
    ]);
    return true;
  }

  async key(endpoint: Endpoint): Promise<string | undefined> {
    return await this.#extension.secrets.get(secretName(endpoint));
  }

  async storeKey(endpoint: Endpoint, key: string): Promise<void> {
    await this.#extension.secrets.store(secretName(endpoint), key);
  }

  /** Tokens that the model takes and writes together; undefined where its server did not tell. */
  contextOf(endpoint: Endpoint, model: string): number | undefined {
    const known = this.#extension.globalState.get<[string, number][]>(contextsKey, []);
    return known.find(([name]) => name === contextName(endpoint, model))?.[1];
  }

  async storeContext(endpoint: Endpoint, model: string, context?: number): Promise<void> {
    const name = contextName(endpoint, model);
    const known = this.#extension.globalState.get<[string, number][]>(contextsKey, []);
    const others = known.filter(([other]) => other !== name).slice(1 - mostContexts);
    const all = context === undefined ? others : [...others, [name, context]];
    await this.#extension.globalState.update(contextsKey, all);
  }

  async forget(endpoint: Endpoint): Promise<void> {
    await this.#extension.secrets.delete(secretName(endpoint));
    const origins = this.#extension.globalState.get<string[]>(consentKey, []);
    const others = origins.filter((origin) => origin !== endpoint.origin);
    await this.#extension.globalState.update(consentKey, others);
  }

  /** Counts `work` as use of the server while it lasts. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#inUse++;
    this.changed();
    try {
      return await work;
    } finally {
      this.#inUse--;
      this.changed();
    }
  }

  #consented({ origin }: Endpoint): boolean {
    return this.#extension.globalState.get<string[]>(consentKey, []).includes(origin);
  }
}

/** Throws `server-untrusted` where somebody else's workspace could make use of the server. */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new MarginaliaError({
    code: 'server-untrusted',
    message: vscode.l10n.t(
      'This workspace is not trusted, so nothing is sent to a server from it.',
    ),
    action: 'Trust the workspace, or run "Marginalia: Stop Using the Server".',
  });
}

function consentText({ loopback, plain, origin }: Endpoint): string {
  const what = vscode.l10n.t('The images that you ask about, and your questions, are sent to it.');
  if (loopback) return vscode.l10n.t('{0} It runs on this machine: nothing leaves it.', what);
  const where = vscode.l10n.t('They leave this machine for {0}.', origin);
  return plain
    ? vscode.l10n.t(
        '{0} {1} The connection is not encrypted: others on the way can read them, and the key.',
        what,
        where,
      )
    : `${what} ${where}`;
}

const declined = ({ host }: Endpoint): MarginaliaError =>
  new MarginaliaError({
    code: 'server-declined',
    message: `Nothing was sent to ${host}: you have not agreed to it.`,
    action: 'Try again and agree, or run "Marginalia: Stop Using the Server".',
  });
