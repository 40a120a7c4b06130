/** Offers Marginalia's models to the editor's chats, where the host takes models from extensions. */
import * as vscode from 'vscode';
import { ChatModels } from '../chat/modelProvider.ts';
import { chatModelVendor } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { disposable, languageModels } from '../vscode.ts';

export const chatModels: Feature = {
  register(context) {
    const { registerLanguageModelChatProvider: offer } = languageModels();
    if (offer === undefined) return disposable(() => undefined);
    const models = new ChatModels(context);
    try {
      const offered = offer(chatModelVendor, models);
      models.announce();
      return vscode.Disposable.from(models, offered);
    } catch (error) {
      context.log.warn(`Chat models: ${error instanceof Error ? error.message : String(error)}`);
      return new vscode.Disposable(() => models.dispose());
    }
  },
};
