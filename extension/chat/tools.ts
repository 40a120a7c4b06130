/** Tools between a chat and a model: what is offered, what was called. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import {
  MAX_ARGUMENTS,
  MAX_TOOL_TEXT,
  MAX_TOOLS,
  type ToolCall,
  type ToolOffer,
} from '../../engine/protocol.ts';
import { badRequest } from './turn.ts';

type Given = Pick<vscode.ProvideLanguageModelChatResponseOptions, 'tools' | 'toolMode'>;

const LONGEST_NAME = 256;

/** The tools of a request; undefined where it has none. @throws MarginaliaError `bad-input` for too many */
export function offerOf({ tools = [], toolMode }: Given): ToolOffer | undefined {
  if (tools.length === 0) return undefined;
  if (tools.length > MAX_TOOLS) throw tooMuch(vscode.l10n.t('{0} tools', tools.length));
  return {
    tools: tools.map(({ name, description, inputSchema }) => {
      const parameters = inputSchema === undefined ? undefined : JSON.stringify(inputSchema);
      if (name.length > LONGEST_NAME || (parameters?.length ?? 0) > MAX_TOOL_TEXT)
        throw tooMuch(vscode.l10n.t('the tool {0}', name.slice(0, 80)));
      const told = { name, description: description.slice(0, MAX_TOOL_TEXT) };
      return parameters === undefined ? told : { ...told, parameters };
    }),
    choice: toolMode === vscode.LanguageModelChatToolMode.Required ? 'required' : 'auto',
  };
}

/** The id that a call and its result share; other providers' may be of any length. */
export const idOf = (id: string): string => (id === '' ? 'call' : id.slice(-LONGEST_NAME));

/** A call of the conversation. @throws MarginaliaError `bad-input` for one that is too long */
export function calledOf({ callId, name, input }: vscode.LanguageModelToolCallPart): ToolCall {
  const text = JSON.stringify(input) || '{}'; // other hosts may leave it out
  if (text.length > MAX_ARGUMENTS)
    throw tooMuch(vscode.l10n.t('a call of the tool {0}', name.slice(0, 80)));
  return { id: idOf(callId), name: name.slice(0, LONGEST_NAME) || 'tool', input: text };
}

const json = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** A call of the model, as the chat carries it out. */
export const callPart = ({ id, name, input }: ToolCall): vscode.LanguageModelToolCallPart =>
  new vscode.LanguageModelToolCallPart(id, name, v.parse(json, input));

const tooMuch = (what: string): Error =>
  badRequest(
    vscode.l10n.t('The chat sends more than a model is given: {0}.', what),
    vscode.l10n.t('Choose fewer tools in the chat, or begin a new one.'),
  );
