/** Tools for chat models over PDFs of the workspace or the reader. They change nothing. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { toldAnswer, toldOutline, toldPage, toldPassages } from '../../document/toolAnswers.ts';
import { joinBlocks } from '../../document/markdown.ts';
import { MarginaliaError } from '../../engine/errors.ts';
import { tools } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { DocumentAskers } from '../margin/askers.ts';
import type { DocumentAsker } from '../margin/documentAsker.ts';
import { problemOf } from '../readings/problem.ts';
import { registerTool } from '../vscode.ts';
import { shownName, workspaceFile } from './toolFiles.ts';

const path = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)));
const page = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000));
const limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)));
const named = v.object({ path });

const inputs = {
  outline: named,
  page: v.object({ path, page }),
  find: v.object({ path, query: text, limit }),
  ask: v.object({ path, question: text, page: v.optional(page) }),
};

type Reads<T> = (asker: DocumentAsker, given: T, signal: AbortSignal) => Promise<unknown>;

export const pdfTools: Feature = {
  register(context) {
    const askers = new DocumentAskers(context);
    const add = <S extends v.GenericSchema<unknown, { path?: string | undefined }>>(
      name: string,
      schema: S,
      words: (file: string) => string,
      reads: Reads<v.InferOutput<S>>,
    ): vscode.Disposable =>
      registerTool(name, {
        prepareInvocation({ input }) {
          const message = words(fileName(input, context));
          const title = vscode.l10n.t('Read a PDF');
          return { invocationMessage: message, confirmationMessages: { title, message } };
        },
        async invoke({ input }, token) {
          return await withSignal(token, async (signal) => {
            const { success, output, issues } = v.safeParse(schema, input);
            if (!success)
              throw new Error(`${v.getDotPath(issues[0]) ?? 'input'}: ${issues[0].message}`);
            const asker = await askers.of(pdfOf(output.path, context));
            const told = await reads(asker, output, signal);
            return new vscode.LanguageModelToolResult([
              new vscode.LanguageModelTextPart(JSON.stringify(told)),
            ]);
          });
        },
      });
    return vscode.Disposable.from(
      askers,
      add(
        tools.pdfOutline,
        inputs.outline,
        (file) => vscode.l10n.t('Marginalia reads the outline of {0}.', file),
        async (asker) => toldOutline(await asker.details()),
      ),
      add(
        tools.pdfPage,
        inputs.page,
        (file) => vscode.l10n.t('Marginalia reads a page of {0} as Markdown.', file),
        async (asker, given, signal) => {
          const made = await asker.page(given.page, signal);
          return toldPage(given.page, joinBlocks(made.blocks), made);
        },
      ),
      add(
        tools.pdfFind,
        inputs.find,
        (file) => vscode.l10n.t('Marginalia looks for passages in {0}.', file),
        async (asker, { query, limit: most = 8 }, signal) =>
          toldPassages(await asker.find(query, { limit: most, signal })),
      ),
      add(
        tools.pdfAsk,
        inputs.ask,
        (file) =>
          vscode.l10n.t('Marginalia asks {0}, with the model or server that it uses.', file),
        async (asker, given, signal) => {
          const place = given.page === undefined ? {} : { place: { page: given.page, quote: '' } };
          const question = {
            question: given.question,
            mode: 'auto' as const,
            history: [],
            ...place,
          };
          return toldAnswer(await asker.ask(question, 'use', { signal }));
        },
      ),
    );
  },
};

/** A file of the workspace, or the PDF in front, which the person opened. */
function pdfOf(given: string | undefined, { pdf }: FeatureContext): vscode.Uri {
  const uri = given === undefined ? pdf.active?.uri : workspaceFile(given);
  if (uri !== undefined) return uri;
  throw new MarginaliaError({
    code: 'bad-input',
    message:
      given === undefined
        ? vscode.l10n.t('No PDF is in front in the reader.')
        : vscode.l10n.t('This is no PDF file of the workspace.'),
    action: vscode.l10n.t('Give the path of a PDF inside the open folder.'),
  });
}

function fileName(input: unknown, { pdf }: FeatureContext): string {
  const { success, output } = v.safeParse(named, input);
  const known = success ? (output.path ?? pdf.active?.uri.path ?? '') : '';
  return shownName(known) || vscode.l10n.t('a PDF');
}

/** The model that called hears what was wrong and what to do. */
async function withSignal<T>(
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = token.onCancellationRequested(() => controller.abort());
  try {
    return await work(controller.signal);
  } catch (error) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (!(error instanceof MarginaliaError)) throw error;
    const { message, action } = problemOf(error);
    throw new Error(`${message} ${action}`, { cause: error });
  } finally {
    cancel.dispose();
  }
}
