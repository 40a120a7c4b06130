/**
 * Another extension beside ours. "Carry Out the Task" asks the model that task.json names, has its calls of our tools
 * carried out and goes on until it answers; "Call the Tools" carries out the calls that calls.json lists. What came of
 * it lies in result.json.
 */
import * as vscode from 'vscode';

export interface Called {
  readonly name: string;
  readonly said?: string;
  readonly error?: string;
}

interface Call {
  readonly name: string;
  readonly input: object;
}

const none = new vscode.CancellationTokenSource().token;
const ours = (): vscode.LanguageModelToolInformation[] =>
  vscode.lm.tools.filter(({ name }) => name.startsWith('marginalia_'));

function file(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

const readJson = async (name: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file(name))));

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Errors are what came of it, too. */
const writing = (work: () => Promise<unknown>) => async (): Promise<void> => {
  const result = await work().catch((error: unknown) => ({ error: words(error) }));
  const text = JSON.stringify(result, undefined, 2);
  await vscode.workspace.fs.writeFile(file('result.json'), new TextEncoder().encode(text));
};

async function carryOut({ name, input }: Call): Promise<Called> {
  try {
    const options = { input, toolInvocationToken: undefined };
    const { content } = await vscode.lm.invokeTool(name, options, none);
    return { name, said: content.map(textOf).join('') };
  } catch (error) {
    return { name, error: words(error) };
  }
}

const textOf = (part: unknown): string =>
  part instanceof vscode.LanguageModelTextPart ? part.value : '';

async function task(): Promise<unknown> {
  const { question, model: wanted } = (await readJson('task.json')) as Record<string, string>;
  const models = await vscode.lm.selectChatModels({ vendor: 'marginalia' });
  const names = models.map(({ name }) => name);
  const model = models.find(({ name }) => name === wanted);
  if (model === undefined) throw new Error(`no ${wanted} among ${names.join(', ')}`);
  const messages = [vscode.LanguageModelChatMessage.User(question ?? '')];
  const calls: object[] = [];
  for (let round = 0; round < 5; round += 1) {
    const response = await model.sendRequest(messages, { tools: ours() }, none);
    const said: (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] = [];
    for await (const part of response.stream)
      if (
        part instanceof vscode.LanguageModelTextPart ||
        part instanceof vscode.LanguageModelToolCallPart
      )
        said.push(part);
    const called = said.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    if (called.length === 0) return { names, calls, answer: said.map(textOf).join('') };
    messages.push(vscode.LanguageModelChatMessage.Assistant(said));
    const results: vscode.LanguageModelToolResultPart[] = [];
    for (const { callId, name, input } of called) {
      const done = await carryOut({ name, input });
      calls.push({ ...done, callId, input });
      const told = new vscode.LanguageModelTextPart(done.said ?? done.error ?? '');
      results.push(new vscode.LanguageModelToolResultPart(callId, [told]));
    }
    messages.push(vscode.LanguageModelChatMessage.User(results));
  }
  throw new Error('it never answered');
}

async function callAll(): Promise<unknown> {
  const results: Called[] = [];
  for (const call of (await readJson('calls.json')) as Call[]) results.push(await carryOut(call));
  return { tools: ours().map(({ name }) => name), results };
}

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  subscriptions.push(
    vscode.commands.registerCommand('tests.task', writing(task)),
    vscode.commands.registerCommand('tests.calls', writing(callAll)),
  );
}
