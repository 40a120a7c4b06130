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
        const title = {
          title: vscode.l10n.t('Ask About Images'),
          openLabel: vscode.l10n.t('Ask'),
        };
        const images = named.length > 0 ? named : await pickImages(title);
        if (images.length > 0) await ask(images, context, documents);
      }),
    );
  },
};

const modes = (): readonly (vscode.QuickPickItem & { mode: Mode })[] => [
  {
    label: vscode.l10n.t('Auto'),
    detail: vscode.l10n.t('The model decides whether it thinks first.'),
    mode: 'auto',
  },
  {
    label: vscode.l10n.t('Think'),
    detail: vscode.l10n.t('It thinks before it answers: slower, for hard questions.'),
    mode: 'think',
  },
  {
    label: vscode.l10n.t('Answer at once'),
    detail: vscode.l10n.t('No thought: quicker, for clear questions.'),
    mode: 'nothink',
  },
];

async function ask(
  images: readonly vscode.Uri[],
  context: FeatureContext,
  documents: AnswerDocuments,
): Promise<void> {
  const sources = images.map(fileSource);
  const names = sources.map(({ name }) => name);
  const question = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ask About {0}', names.join(', ')),
    prompt: vscode.l10n.t('Your question'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write a question.') : undefined),
  });
  if (question === undefined) return;
  const picked = await vscode.window.showQuickPick(modes(), {
    title: vscode.l10n.t('How?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  const { mode } = picked;
  const text = new AnswerText(question, names, mode);
  const uri = await documents.open(text);
  const progress = { location: vscode.ProgressLocation.Notification, cancellable: true };
  await vscode.window.withProgress(
    { ...progress, title: vscode.l10n.t('Asking about {0}', names.join(', ')) },
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
  const use = vscode.l10n.t('Use a Server…');
  const message = `${problem.message} ${problem.action}`;
  void vscode.window.showErrorMessage(message, ...(helps ? [use] : [])).then(async (choice) => {
    if (choice === use) await vscode.commands.executeCommand(commands.useServer);
  });
}
