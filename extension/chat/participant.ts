/** `@margin`: questions about PDFs and images in the chat, answered by Marginalia's own model or server. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { askImages, readImages, solveImages } from './aboutImages.ts';
import { askPdf, findPassages, showPage } from './aboutPdf.ts';
import { answersOf, lastDocument, rememberedOf } from './conversation.ts';
import { attachedPdf, meantPdf } from './documents.ts';
import { attachedImages } from './images.ts';
import { toldProblem } from './problems.ts';
import { badRequest, type Services, type Turn } from './turn.ts';

export function chatHandler(services: Services): vscode.ChatRequestHandler {
  return async (request, context, stream, token) => {
    const controller = new AbortController();
    const cancel = token.onCancellationRequested(() => controller.abort());
    const turn = { request, before: answersOf(context), stream, signal: controller.signal };
    try {
      return await answer(services, turn);
    } catch (error) {
      return token.isCancellationRequested ? {} : complain(services, error, stream);
    } finally {
      cancel.dispose();
    }
  };
}

async function answer(services: Services, turn: Turn): Promise<vscode.ChatResult> {
  const { command, prompt, references } = turn.request;
  const images = await attachedImages(references);
  if (command === 'read' || command === 'solve') {
    if (images.length === 0) throw noImage();
    const about = command === 'read' ? readImages : solveImages;
    return await about(services, turn, images);
  }
  if (command === undefined && images.length > 0 && attachedPdf(references) === undefined)
    return await askImages(services, turn, images);
  const pdf = await meantPdf(turn.request, lastDocument(turn.before), services.pdf);
  if (pdf === undefined) return sayHowToOpen(turn.stream);
  if (command === 'page') return await showPage(services, turn, pdf);
  if (prompt.trim() === '') throw noQuestion();
  if (command === 'find') return await findPassages(services, turn, pdf);
  return await askPdf(services, turn, pdf, images[0]?.bytes);
}

function sayHowToOpen(stream: vscode.ChatResponseStream): vscode.ChatResult {
  stream.markdown(
    vscode.l10n.t(
      'No PDF is open. Open one in the Marginalia PDF Reader, attach it to your question, or write its name.',
    ),
  );
  stream.button({ command: commands.openPdf, title: vscode.l10n.t('Open a PDF…') });
  return {};
}

function complain(
  { log }: Services,
  error: unknown,
  stream: vscode.ChatResponseStream,
): vscode.ChatResult {
  const { code, message, action } = toldProblem(error);
  log.error('Chat:', error instanceof Error ? error : String(error));
  if (code === 'model-cannot-answer' || code.startsWith('server-'))
    stream.button({ command: commands.useServer, title: vscode.l10n.t('Use a Server…') });
  if (code.startsWith('engine-'))
    stream.button({ command: commands.restartEngine, title: vscode.l10n.t('Restart Engine') });
  return { errorDetails: { message: `${message} ${action}` } };
}

const noImage = (): Error =>
  badRequest(
    vscode.l10n.t('No image is attached.'),
    vscode.l10n.t('Paste one into the question, or attach a file.'),
  );

const noQuestion = (): Error =>
  badRequest(vscode.l10n.t('There is no question.'), vscode.l10n.t('Write what you want to know.'));

/** What to go on with after an answer. */
export const followups: vscode.ChatFollowupProvider = {
  provideFollowups({ metadata }) {
    const last = rememberedOf(metadata);
    if (last === undefined) return [];
    const [page] = last.pages;
    return [
      {
        ...{ prompt: last.question, command: 'find' },
        label: vscode.l10n.t('Show all passages about this'),
      },
      ...(page === undefined
        ? []
        : [
            {
              ...{ prompt: String(page), command: 'page' },
              label: vscode.l10n.t('Show page {0} as Markdown', page),
            },
          ]),
    ];
  },
};
