/**
 * Every id that the manifest and the code share, typed once. A test holds this table against
 * package.json, so neither can drift. No `vscode` here: tests and scripts import it too.
 */

import type { Preference } from './formats/index.ts';

export const commands = {
  readImages: 'marginalia.readImages',
  openReadings: 'marginalia.openReadings',
  clearReadings: 'marginalia.clearReadings',
  askImage: 'marginalia.askImage',
  useServer: 'marginalia.useServer',
  stopServer: 'marginalia.stopServer',
  restartEngine: 'marginalia.restartEngine',
  showEngine: 'marginalia.showEngine',
  showLog: 'marginalia.showLog',
} as const;

export const settings = {
  device: 'marginalia.engine.device',
  modelFolder: 'marginalia.model.folder',
  serverUrl: 'marginalia.server.url',
  serverModel: 'marginalia.server.model',
  serverFormulas: 'marginalia.server.formulas',
  historySize: 'marginalia.readings.historySize',
  pasteImages: 'marginalia.paste.images',
  pasteDelimiters: 'marginalia.paste.delimiters',
} as const;

/** Which server is used, and for what. */
export const serverSettings = [
  settings.serverUrl,
  settings.serverModel,
  settings.serverFormulas,
] as const;

/** A change of these takes another engine; a workspace must not make it. */
export const engineSettings = [settings.device, settings.modelFolder, ...serverSettings] as const;

/** What each setting holds. */
export interface SettingTypes {
  [settings.device]: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';
  [settings.modelFolder]: string;
  [settings.serverUrl]: string;
  [settings.serverModel]: string;
  [settings.serverFormulas]: boolean;
  /** Megabytes; 0 keeps nothing. */
  [settings.historySize]: number;
  [settings.pasteImages]: 'offered' | 'default' | 'off';
  [settings.pasteDelimiters]: Preference;
}

export const views = {
  container: 'marginalia',
  readings: 'marginalia.readings',
} as const;

/** The readings as an editor tab; `activeWebviewPanelId` in when-clauses. */
export const panels = { readings: 'marginalia.readingsTab' } as const;

/** Context keys for when-clauses. */
export const contextKeys = { hasReadings: 'marginalia.hasReadings' } as const;

/** File name extensions that the engine decodes; the menus' when-clauses list the same. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif', 'svg'] as const;
