/** Marginalia's models for any chat in the editor: the server in use and the models on this machine. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Answer, Delta, Said } from '../../engine/protocol.ts';
import type { MarginaliaError } from '../../engine/errors.ts';
import type { Client } from '../engine.ts';
import { chosenFolder } from '../models.ts';
import { problemOf } from '../readings/problem.ts';
import { conversationOf } from './messages.ts';
import { offeredModels, type OfferedModel, type Services } from './offeredModels.ts';
import { estimatedTokens } from './tokens.ts';
import { callPart, offerOf } from './tools.ts';
import { badRequest } from './turn.ts';

type Progress = vscode.Progress<vscode.LanguageModelResponsePart>;

const settings = v.object({
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

export class ChatModels implements vscode.LanguageModelChatProvider<OfferedModel> {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposable: vscode.Disposable;
  #listed = '';

  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    const look = (): void => void this.#look();
    const { server, readingModels } = services;
    const ours = server.onChange(look);
    this.#disposable = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      readingModels.onChange(look),
      new vscode.Disposable(() => ours.dispose()),
    );
  }

  /** Hosts ask for models when they hear of a change, some of them never before: after a restart nobody else tells. */
  announce(): void {
    void this.#look();
  }

  async provideLanguageModelChatInformation(): Promise<OfferedModel[]> {
    const offered = await offeredModels(this.#services);
    this.#listed = keyOf(offered);
    return offered;
  }

  /** Rejects with what a person can act on; what was reported before stays. */
  async provideLanguageModelChatResponse(
    { id }: OfferedModel,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: Progress,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const controller = new AbortController();
    const cancel = token.onCancellationRequested(() => controller.abort());
    try {
      const model = (await offeredModels(this.#services)).find((one) => one.id === id);
      if (model === undefined) throw gone();
      const fromServer = model.folder === undefined;
      const { question, history, images } = conversationOf(messages, fromServer);
      const offer = offerOf(options);
      if (!fromServer && offer?.choice === 'required') throw callsNothing(model.name);
      const wanted = v.safeParse(settings, options.modelOptions ?? {});
      const onDelta = reporter(progress);
      const { answer, calls = [] } = await this.#using(model, (client) =>
        client.ask(question, {
          ...{ history, images, mode: model.mode, signal: controller.signal, onDelta },
          ...(fromServer ? { maxTokens: model.maxOutputTokens } : {}),
          ...(wanted.success ? given(wanted.output) : {}),
          ...(fromServer && offer !== undefined ? { offer } : {}),
        }),
      );
      for (const call of calls) progress.report(callPart(call));
      if (answer === '' && calls.length === 0)
        progress.report(new vscode.LanguageModelTextPart(noAnswer()));
    } catch (error) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      throw this.#told(error);
    } finally {
      cancel.dispose();
    }
  }

  provideTokenCount(
    _: OfferedModel,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    if (typeof text === 'string') return Promise.resolve(estimatedTokens(text));
    const { history, question, images } = conversationOf([text], true);
    const told = (said: Said): string[] =>
      said.role === 'tool' ? [] : (said.calls ?? []).flatMap(({ name, input }) => [name, input]);
    const words = [...history.flatMap((said) => [said.text, ...told(said)]), question].join('');
    return Promise.resolve(estimatedTokens(words, images.length));
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  /** A model here is never replaced by a server, whatever else is in use. */
  #using({ folder }: OfferedModel, work: (client: Client) => Promise<Answer>): Promise<Answer> {
    const { asker, engine, readingModels, server } = this.#services;
    if (folder === undefined) return asker.using(work);
    if (folder === chosenFolder() && !server.readsFormulas) return engine.using(work);
    return readingModels.using(folder, work);
  }

  async #look(): Promise<void> {
    try {
      if (keyOf(await offeredModels(this.#services)) !== this.#listed) this.#changed.fire();
    } catch (error) {
      this.#services.log.warn(`Chat models: ${problemOf(error).message}`);
    }
  }

  #told(error: unknown): Error {
    if (error instanceof vscode.LanguageModelError) return error;
    const { code, message, action } = problemOf(error);
    this.#services.log.error('Chat model:', error instanceof Error ? error : String(error));
    const text = `${message} ${action}`;
    const refused = code === 'server-declined' || code === 'server-untrusted';
    return refused ? vscode.LanguageModelError.NoPermissions(text) : new Error(text);
  }
}

const keyOf = (models: readonly OfferedModel[]): string =>
  models.map(({ id, maxInputTokens }) => `${id} ${maxInputTokens}`).join('\n');

const given = (wanted: v.InferOutput<typeof settings>) => ({
  ...(wanted.temperature === undefined ? {} : { temperature: wanted.temperature }),
  ...(wanted.maxTokens === undefined ? {} : { maxTokens: wanted.maxTokens }),
  ...(wanted.seed === undefined ? {} : { seed: wanted.seed }),
});

/** Not part of the stable API: thought is told apart where the host knows how, and else left out. */
type ThinkingPart = new (text: string) => vscode.LanguageModelTextPart;

function reporter(progress: Progress): (delta: Delta) => void {
  const { LanguageModelThinkingPart: Thinking } = vscode as { LanguageModelThinkingPart?: unknown };
  const say = (text: string): void => progress.report(new vscode.LanguageModelTextPart(text));
  return (delta) => {
    switch (delta.kind) {
      case 'answer':
        say(delta.text);
        return;
      case 'thought':
        if (typeof Thinking === 'function')
          progress.report(new (Thinking as ThinkingPart)(delta.text));
        return;
      case 'was-thought':
        say('\n\n---\n\n'); // what was reported cannot be taken back
    }
  };
}

const noAnswer = (): string =>
  vscode.l10n.t('The thought took all the tokens: there is no answer. Ask for less at once.');

const callsNothing = (name: string): MarginaliaError =>
  badRequest(
    vscode.l10n.t('The model {0} calls no tools.', name),
    vscode.l10n.t('Choose the model of a server, or ask without tools.'),
  );

const gone = (): vscode.LanguageModelError =>
  vscode.LanguageModelError.NotFound(
    vscode.l10n.t('This model is not there any more. Choose another one in the chat.'),
  );
