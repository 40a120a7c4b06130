/** A tool for chat models: reads a formula from an image of the workspace. It changes nothing. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import { tools } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { registerTool } from '../vscode.ts';
import { shownName, workspaceFile } from './toolFiles.ts';

const input = v.object({ path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)) });

export const languageModelTools: Feature = {
  register(context) {
    return registerTool(tools.readFormula, {
      prepareInvocation({ input: given }) {
        const name = basename(given);
        return {
          invocationMessage: vscode.l10n.t('Reading the formula in {0}', name),
          confirmationMessages: {
            title: vscode.l10n.t('Read a formula'),
            message: vscode.l10n.t('Marginalia reads the formula in {0} on this machine.', name),
          },
        };
      },
      async invoke({ input: given }, token) {
        const { latex, confidence, alternatives } = await read(given, context, token);
        const answer = { latex, confidence: Math.round(confidence * 1_000) / 1_000, alternatives };
        return new vscode.LanguageModelToolResult([
          new vscode.LanguageModelTextPart(JSON.stringify(answer)),
        ]);
      },
    });
  },
};

async function read(
  given: unknown,
  { reader, readings }: FeatureContext,
  token: vscode.CancellationToken,
) {
  const [started] = reader.read([fileSource(imageOf(given))]);
  if (started === undefined) throw new vscode.CancellationError();
  const cancel = token.onCancellationRequested(() => reader.cancel(started.id));
  try {
    await started.settled;
  } finally {
    cancel.dispose();
  }
  const view = readings.get(started.id);
  if (view?.status === 'read') return view;
  if (view?.status === 'failed') throw new Error(`${view.problem.message} ${view.problem.action}`);
  throw new vscode.CancellationError();
}

/** Only files of the workspace: what a model asks for is not what a person chose. */
function imageOf(given: unknown): vscode.Uri {
  const { success, output } = v.safeParse(input, given);
  const inside = success ? workspaceFile(output.path) : undefined;
  if (inside !== undefined) return inside;
  throw new MarginaliaError({
    code: 'bad-input',
    message: vscode.l10n.t('This is no image file of the workspace.'),
    action: vscode.l10n.t('Give the path of an image inside the open folder.'),
  });
}

function basename(given: unknown): string {
  const { success, output } = v.safeParse(input, given);
  return shownName(success ? output.path : '') || vscode.l10n.t('an image');
}
