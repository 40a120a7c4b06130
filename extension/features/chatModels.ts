/** Offers Marginalia's models to the editor's chats, where the host takes models from extensions. */
import * as vscode from 'vscode';
import { ChatModels } from '../chat/modelProvider.ts';
import { chatModelVendor } from '../contributions.ts';
import type { Feature } from '../feature.ts';

export const chatModels: Feature = {
  register(context) {
    const lm = (vscode as { lm?: Partial<typeof vscode.lm> }).lm;
    if (typeof lm?.registerLanguageModelChatProvider !== 'function')
      return new vscode.Disposable(() => undefined);
    const models = new ChatModels(context);
    try {
      const offered = lm.registerLanguageModelChatProvider(chatModelVendor, models);
      return vscode.Disposable.from(models, offered);
    } catch (error) {
      context.log.warn(`Chat models: ${error instanceof Error ? error.message : String(error)}`);
      return new vscode.Disposable(() => models.dispose());
    }
  },
};
