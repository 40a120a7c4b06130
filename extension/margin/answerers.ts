/** Who can answer a question about a PDF. */
import * as vscode from 'vscode';
import type { ModelChoice } from '../../webview/margin/protocol.ts';
import type { FeatureContext } from '../feature.ts';
import type { AnswerBy } from './documentAsker.ts';

const quotes = 'quotes';

/** The one in use first. Quoting is always possible. */
export async function modelChoices({
  server,
  readingModels,
  log,
}: Pick<FeatureContext, 'server' | 'readingModels' | 'log'>): Promise<ModelChoice[]> {
  const quoting = { id: quotes, name: vscode.l10n.t('Quote the document') };
  try {
    const { named } = server;
    if (named !== undefined && vscode.workspace.isTrusted) {
      const name =
        named.model === '' ? named.endpoint.host : `${named.model} (${named.endpoint.host})`;
      return [{ id: 'server', name: name.slice(0, 200) }, quoting];
    }
  } catch (error) {
    log.warn(`Margin: ${error instanceof Error ? error.message : String(error)}`); // a bad address
  }
  const [inUse] = await readingModels.list();
  // The bundled model reads formulas; it writes no answers.
  if (inUse === undefined || inUse.folder === '') return [quoting];
  return [{ id: 'local', name: inUse.name.slice(0, 200) }, quoting];
}

export const answererOf = (model: string | undefined): AnswerBy =>
  model === quotes ? 'quotes' : 'use';
