/** The chat participant `@margin`, where the host has a chat, and the command that its links run. */
import * as vscode from 'vscode';
import { followups, chatHandler } from '../chat/participant.ts';
import { AnswerPlaces } from '../chat/places.ts';
import { showPassage } from '../chat/showPassage.ts';
import { chatParticipant as id, commands } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { DocumentAskers } from '../margin/askers.ts';
import { registerCommand } from '../vscode.ts';

export const chatParticipant: Feature = {
  register(context) {
    const { extension, log, pdf } = context;
    const places = new AnswerPlaces(extension.workspaceState);
    const askers = new DocumentAskers(context);
    const open = registerCommand(commands.showPassage, (...given) =>
      showPassage(given, { places, pdf }),
    );
    const participant = createParticipant(chatHandler({ ...context, askers, places }), log);
    return vscode.Disposable.from(open, askers, ...participant);
  },
};

/** Other hosts have no chat, or one that does not know of ours. */
function createParticipant(
  handler: vscode.ChatRequestHandler,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const chat = (vscode as { chat?: Partial<typeof vscode.chat> }).chat;
  if (typeof chat?.createChatParticipant !== 'function') return [];
  try {
    const participant = chat.createChatParticipant(id, handler);
    participant.iconPath = new vscode.ThemeIcon('book');
    participant.followupProvider = followups;
    return [new vscode.Disposable(() => participant.dispose())];
  } catch (error) {
    log.warn(`Chat: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
