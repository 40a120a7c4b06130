/** One request in the chat, and what it is answered with. */
import type * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import type { FeatureContext } from '../feature.ts';
import type { DocumentAskers } from '../margin/askers.ts';
import type { Remembered } from './conversation.ts';
import type { AnswerPlaces } from './places.ts';

export type Services = Pick<FeatureContext, 'asker' | 'engine' | 'pdf' | 'log'> & {
  readonly askers: Pick<DocumentAskers, 'of'>;
  readonly places: AnswerPlaces;
};

/** One request on its way. */
export interface Turn {
  readonly request: vscode.ChatRequest;
  readonly before: readonly Remembered[];
  readonly stream: vscode.ChatResponseStream;
  readonly signal: AbortSignal;
}

export const nameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);

/** What the person can put right. */
export const badRequest = (message: string, action: string): MarginaliaError =>
  new MarginaliaError({ code: 'bad-input', message, action });
