/** "Ask About Image…": a question about images, answered by the server in use or the model on this machine. */
import * as vscode from 'vscode';
import type { Mode } from '../../engine/protocol.ts';
import { commands } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { problemOf } from '../readings/problem.ts';
import { registerCommand } from '../vscode.ts';
import { AnswerDocuments, answerScheme } from './askDocuments.ts';
import { AnswerText } from './askMarkdown.ts';
import { chosenImages, pickImages } from './readImages.ts';

export const askImage: Feature = {
  register(context) {
    const documents = new AnswerDocuments();
    return vscode.Disposable.from(
      documents,
      vscode.workspace.registerTextDocumentContentProvider(answerScheme, documents),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => documents.closed(uri)),
      registerCommand(commands.askImage, async (clicked, selected) => {
        const named = chosenImages(clicked, selected);
        const title = { title: 'Ask About Images', openLabel: 'Ask' };
        const images = named.length > 0 ? named : await pickImages(title);
        if (images.length > 0) await ask(images, context, documents);
      }),
    );
  },
};

const modes: readonly (vscode.QuickPickItem & { mode: Mode })[] = [
  { label: 'Auto', detail: 'The model decides whether it thinks first.', mode: 'auto' },
  {
    label: 'Think',
    detail: 'It thinks before it answers: slower, for hard questions.',
    mode: 'think',
  },
  { label: 'Answer at once', detail: 'No thought: quicker, for clear questions.', mode: 'nothink' },
];

async function ask(
  images: readonly vscode.Uri[],
  context: FeatureContext,
  documents: AnswerDocuments,
): Promise<void> {
  const sources = images.map(fileSource);
  const names = sources.map(({ name }) => name);
  const question = await vscode.window.showInputBox({
    title: `Ask About ${names.join(', ')}`,
    prompt: 'Your question',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Write a question.' : undefined),
  });
  if (question === undefined) return;
  const picked = await vscode.window.showQuickPick(modes, { title: 'How?', ignoreFocusOut: true });
  if (picked === undefined) return;
  const { mode } = picked;
  const text = new AnswerText(question, names, mode);
  const uri = await documents.open(text);
  const progress = { location: vscode.ProgressLocation.Notification, cancellable: true };
  await vscode.window.withProgress(
    { ...progress, title: `Asking about ${names.join(', ')}` },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      try {
        const bytes = await Promise.all(sources.map((source) => source.load()));
        const answer = await context.asker.ask(question, {
          ...{ images: bytes, mode, signal: controller.signal },
          onDelta: (delta) => {
            text.add(delta);
            documents.touch(uri);
          },
        });
        text.finish(answer);
      } catch (error) {
        complain(error, text, context);
      } finally {
        documents.touch(uri);
      }
    },
  );
}

/** Told in the document, and where a server would help, with the way to one. */
function complain(error: unknown, text: AnswerText, { log }: FeatureContext): void {
  const problem = problemOf(error);
  text.fail(problem);
  if (problem.code === 'cancelled') return;
  log.error(`Asking: ${problem.message}`);
  const helps = problem.code === 'model-cannot-answer' || problem.code.startsWith('server-');
  const use = 'Use a Server…';
  const message = `${problem.message} ${problem.action}`;
  void vscode.window.showErrorMessage(message, ...(helps ? [use] : [])).then(async (choice) => {
    if (choice === use) await vscode.commands.executeCommand(commands.useServer);
  });
}
