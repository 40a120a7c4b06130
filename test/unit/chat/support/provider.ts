/** Our provider of chat models as a host has it, with real parts behind it. */
import type { TestContext } from 'node:test';
import type * as vscode from 'vscode';
import { EngineClient } from '../../../../engine/client.ts';
import type { OfferedModel } from '../../../../extension/chat/offeredModels.ts';
import type { FeatureContext } from '../../../../extension/feature.ts';
import { cancellation, editor } from './editor.ts';

const { chatModels } = await import('../../../../extension/features/chatModels.ts');
const { ServerChoice } = await import('../../../../extension/features/serverChoice.ts');
const { Asker } = await import('../../../../extension/features/serverAsker.ts');
const { ReadingModels } = await import('../../../../extension/readings/models.ts');
const api = (await import('vscode')) as typeof vscode;

export interface Installed {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
}

/** The provider with real parts behind it; `consented`: the server's origin has been agreed to; `context`: tokens that it told. */
export function provider(
  t: TestContext,
  installed: readonly Installed[] = [],
  consented = true,
  context?: number,
) {
  const state = new Map<string, unknown>();
  const address = editor.settings['marginalia.server.url'];
  const url = typeof address === 'string' ? URL.parse(address) : null;
  if (consented && url !== null) state.set('server.consent', [url.origin]);
  const extension = {
    globalState: { get: (id: string, fallback: unknown) => state.get(id) ?? fallback },
    secrets: { get: () => Promise.resolve(undefined) },
  };
  if (url !== null && context !== undefined)
    state.set('server.contexts', [[`${url.href} `, context]]);
  const server = new ServerChoice(extension as unknown as vscode.ExtensionContext);
  const never = { using: () => Promise.reject(new Error('the engine in use was asked')) };
  const asker = new Asker(server, never as never, ({ endpoint, model }) => {
    const client = new EngineClient({ server: { url: endpoint.base, model: model || 'm' } });
    t.after(() => client.dispose());
    return client;
  });
  const readingModels = new ReadingModels({
    ...{ engine: never as never, inUse: () => '', installed: () => Promise.resolve(installed) },
    connect: (folder) => new EngineClient({ modelDir: folder, device: 'cpu' }),
  });
  t.after(() => readingModels.dispose());
  t.after(() => asker.dispose());
  const log = { warn: () => undefined, error: () => undefined };
  chatModels.register({
    server,
    asker,
    engine: never,
    readingModels,
    log,
  } as unknown as FeatureContext);
  const made = editor.providers.get('marginalia') as vscode.LanguageModelChatProvider<OfferedModel>;
  const list = async (): Promise<OfferedModel[]> =>
    (await made.provideLanguageModelChatInformation({ silent: true }, cancellation().token)) ?? [];
  const say = async (
    id: string,
    messages: readonly unknown[],
    {
      token = cancellation().token,
      onPart = (): void => undefined,
      ...options
    }: Partial<vscode.ProvideLanguageModelChatResponseOptions> & {
      token?: vscode.CancellationToken;
      onPart?: () => void;
    } = {},
  ) => {
    const parts: { kind: string; value: string }[] = [];
    const calls: unknown[] = [];
    const done = made.provideLanguageModelChatResponse(
      { id } as OfferedModel,
      messages as vscode.LanguageModelChatRequestMessage[],
      { toolMode: api.LanguageModelChatToolMode.Auto, ...options },
      {
        report: (part) => {
          if (part instanceof api.LanguageModelToolCallPart) {
            const { callId, name, input } = part;
            calls.push({ callId, name, input });
          }
          parts.push({ kind: part.constructor.name, value: (part as { value: string }).value });
          onPart();
        },
      },
      token,
    );
    const text = (kind: string): string =>
      parts.map((part) => (part.kind === kind ? part.value : '')).join('');
    const error = await Promise.resolve(done).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    return {
      text: text('LanguageModelTextPart'),
      thought: text('ThinkingPart'),
      ...{ calls, error },
    };
  };
  return { made, list, say, server, readingModels };
}

export const words = (role: number, ...texts: string[]) => ({
  role,
  content: texts.map((text) => new api.LanguageModelTextPart(text)),
});
