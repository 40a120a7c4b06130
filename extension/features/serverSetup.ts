/** The way to a server, step by step: address, consent, key, model, a test image, what it is for. */
import * as vscode from 'vscode';
import { parseEndpoint, type Endpoint } from '../../engine/backends/endpoint.ts';
import type { EngineClient } from '../../engine/client.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import type { ServerModel } from '../../engine/protocol.ts';
import { settings } from '../contributions.ts';
import { problemOf } from '../readings/problem.ts';
import { refuseUntrusted, type ServerChoice } from './serverChoice.ts';

/** Connects to a server before it is chosen. */
export type Connect = (url: string, key: string | undefined) => EngineClient;

/** Resolves to true when a server is in use at the end; any step may be left by Escape. */
export async function setUpServer(choice: ServerChoice, connect: Connect): Promise<boolean> {
  refuseUntrusted();
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Use a Server'),
    prompt: vscode.l10n.t(
      'Address of an OpenAI-compatible chat server: vLLM, llama-server, LM Studio, Ollama…',
    ),
    value: choice.named?.endpoint.base ?? 'http://localhost:8000/v1',
    ignoreFocusOut: true,
    validateInput: (text) => addressProblem(text),
  });
  if (typed === undefined) return false;
  const endpoint = parseEndpoint(typed);
  if (!(await choice.consent(endpoint))) return false;
  const chosen = await chooseModel(choice, endpoint, connect);
  if (chosen === undefined) return false;
  const model = chosen.name;
  if (!(await seesImages(choice, endpoint, model, connect))) return false;
  const use = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('Questions'),
        detail: vscode.l10n.t('Formulas are still read on this machine.'),
        formulas: false,
      },
      {
        label: vscode.l10n.t('Questions and formulas'),
        detail: vscode.l10n.t('All images are sent.'),
        formulas: true,
      },
    ],
    { title: vscode.l10n.t('What is {0} for?', endpoint.host), ignoreFocusOut: true },
  );
  if (use === undefined) return false;
  const configuration = vscode.workspace.getConfiguration();
  const { Global } = vscode.ConfigurationTarget;
  await choice.storeContext(endpoint, model, chosen.context);
  await configuration.update(settings.serverModel, model, Global);
  await configuration.update(settings.serverFormulas, use.formulas, Global);
  await configuration.update(settings.serverUrl, endpoint.base, Global);
  return true;
}

function addressProblem(text: string): string | undefined {
  try {
    parseEndpoint(text);
    return undefined;
  } catch (error) {
    const { message, action } = problemOf(error);
    return `${message} ${action}`;
  }
}

/** Lists the models; a server that wants a key gets one. Undefined when the person leaves. */
async function chooseModel(
  choice: ServerChoice,
  endpoint: Endpoint,
  connect: Connect,
): Promise<ServerModel | undefined> {
  let key = await choice.key(endpoint);
  for (;;) {
    try {
      const list = (client: EngineClient, signal: AbortSignal): Promise<ServerModel[]> =>
        client.serverModels(signal);
      const offered = await withServer(
        connect(endpoint.base, key),
        vscode.l10n.t('its models'),
        endpoint,
        list,
      );
      const models = offered.map(({ name }) => name);
      if (models.length === 1) return offered[0];
      const title = vscode.l10n.t('Models of {0}', endpoint.host);
      const name = await (models.length > 1
        ? vscode.window.showQuickPick(models, { title, ignoreFocusOut: true })
        : vscode.window.showInputBox({
            title,
            prompt: vscode.l10n.t('It lists none. Name of the model'),
          }));
      if (name === undefined) return undefined;
      return offered.find((one) => one.name === name) ?? { name };
    } catch (error) {
      if (!(error instanceof MarginaliaError) || error.code !== 'server-unauthorized') throw error;
      key = await vscode.window.showInputBox({
        title: vscode.l10n.t('Key for {0}', endpoint.host),
        prompt: vscode.l10n.t('{0} It is kept in the secret storage.', error.message),
        password: true,
        ignoreFocusOut: true,
      });
      if (key === undefined || key.trim() === '') return undefined;
      key = key.trim();
      await choice.storeKey(endpoint, key);
    }
  }
}

/** Sends a test image. A model that does not see may still be wanted. */
async function seesImages(
  choice: ServerChoice,
  endpoint: Endpoint,
  model: string,
  connect: Connect,
): Promise<boolean> {
  const key = await choice.key(endpoint);
  const { images, detail } = await withServer(
    connect(endpoint.base, key),
    vscode.l10n.t('whether {0} sees images', model),
    endpoint,
    (client, signal) => client.probeServer(model, signal),
  );
  if (images === 'seen') return true;
  const said = detail.slice(0, 300);
  const text =
    images === 'refused'
      ? vscode.l10n.t('The model {0} does not take images.', model)
      : vscode.l10n.t('The model {0} took a test image but did not name what it shows.', model);
  const anyway = vscode.l10n.t('Use It Anyway');
  const options = { modal: true, detail: `${endpoint.host}: ${said}` };
  return (await vscode.window.showWarningMessage(text, options, anyway)) === anyway;
}

async function withServer<T>(
  client: EngineClient,
  what: string,
  endpoint: Endpoint,
  ask: (client: EngineClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Asking {0} for {1}', endpoint.host, what);
  try {
    return await vscode.window.withProgress(
      { location, title, cancellable: true },
      async (_, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return await ask(client, controller.signal);
      },
    );
  } finally {
    client.dispose();
  }
}
