/**
 * Every id that the manifest and the code share, typed once. A test holds this table against
 * package.json, so neither can drift. No `vscode` here: tests and scripts import it too.
 */

import type { Preference } from './formats/index.ts';

/** What a PDF editor does with its pages; the keys are the names that its webview knows them by. */
export const pdfCommands = {
  zoomIn: 'marginalia.pdf.zoomIn',
  zoomOut: 'marginalia.pdf.zoomOut',
  actualSize: 'marginalia.pdf.actualSize',
  fitWidth: 'marginalia.pdf.fitWidth',
  fitPage: 'marginalia.pdf.fitPage',
  rotateClockwise: 'marginalia.pdf.rotateClockwise',
  rotateCounterclockwise: 'marginalia.pdf.rotateCounterclockwise',
  nextPage: 'marginalia.pdf.nextPage',
  previousPage: 'marginalia.pdf.previousPage',
  firstPage: 'marginalia.pdf.firstPage',
  lastPage: 'marginalia.pdf.lastPage',
  goToPage: 'marginalia.pdf.goToPage',
  goBack: 'marginalia.pdf.goBack',
  goForward: 'marginalia.pdf.goForward',
  findText: 'marginalia.pdf.findText',
  findNext: 'marginalia.pdf.findNext',
  findPrevious: 'marginalia.pdf.findPrevious',
  toggleSidebar: 'marginalia.pdf.toggleSidebar',
  toggleDarkPages: 'marginalia.pdf.toggleDarkPages',
  selectRegion: 'marginalia.pdf.selectRegion',
  nextFormula: 'marginalia.pdf.nextFormula',
  previousFormula: 'marginalia.pdf.previousFormula',
} as const;

export const commands = {
  openPdf: 'marginalia.openPdf',
  copyPage: 'marginalia.pdf.copyPage',
  convertPdf: 'marginalia.convertPdf',
  readImages: 'marginalia.readImages',
  readClipboard: 'marginalia.readClipboard',
  readBatch: 'marginalia.readBatch',
  readSample: 'marginalia.readSample',
  readLink: 'marginalia.readLink',
  askLink: 'marginalia.askLink',
  describeLink: 'marginalia.describeLink',
  openReadings: 'marginalia.openReadings',
  clearReadings: 'marginalia.clearReadings',
  askImage: 'marginalia.askImage',
  solveImage: 'marginalia.solveImage',
  solveLink: 'marginalia.solveLink',
  solveClipboard: 'marginalia.solveClipboard',
  askPage: 'marginalia.askPage',
  askSelection: 'marginalia.askSelection',
  exportMargin: 'marginalia.exportMargin',
  exportMargins: 'marginalia.exportMargins',
  showPassage: 'marginalia.showPassage',
  useServer: 'marginalia.useServer',
  stopServer: 'marginalia.stopServer',
  restartEngine: 'marginalia.restartEngine',
  showEngine: 'marginalia.showEngine',
  showLog: 'marginalia.showLog',
  installModel: 'marginalia.installModel',
  pauseInstalling: 'marginalia.pauseInstalling',
  chooseModel: 'marginalia.chooseModel',
  removeModel: 'marginalia.removeModel',
} as const;

export const settings = {
  device: 'marginalia.engine.device',
  modelFolder: 'marginalia.model.folder',
  serverUrl: 'marginalia.server.url',
  serverModel: 'marginalia.server.model',
  serverFormulas: 'marginalia.server.formulas',
  modelsFolder: 'marginalia.models.folder',
  modelsSource: 'marginalia.models.source',
  historySize: 'marginalia.readings.historySize',
  pasteImages: 'marginalia.paste.images',
  pasteDelimiters: 'marginalia.paste.delimiters',
  linkLenses: 'marginalia.imageLinks.codeLens',
  pdfPages: 'marginalia.pdf.pages',
} as const;

/** Which server is used, and for what. */
export const serverSettings = [
  settings.serverUrl,
  settings.serverModel,
  settings.serverFormulas,
] as const;

/** A change of these takes another engine; a workspace must not make it. */
export const engineSettings = [settings.device, settings.modelFolder, ...serverSettings] as const;

/** What a workspace must not choose: where models come from, where they go, which one runs and where. */
export const machineSettings = [
  ...engineSettings,
  settings.modelsFolder,
  settings.modelsSource,
] as const;

/** What each setting holds. */
export interface SettingTypes {
  [settings.device]: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';
  [settings.modelFolder]: string;
  [settings.serverUrl]: string;
  [settings.serverModel]: string;
  [settings.serverFormulas]: boolean;
  [settings.modelsFolder]: string;
  [settings.modelsSource]: string;
  /** Megabytes; 0 keeps nothing. */
  [settings.historySize]: number;
  [settings.pasteImages]: 'offered' | 'default' | 'off';
  [settings.pasteDelimiters]: Preference;
  [settings.linkLenses]: boolean;
  [settings.pdfPages]: 'auto' | 'light' | 'dark';
}

export const views = {
  container: 'marginalia',
  readings: 'marginalia.readings',
} as const;

/** Custom editors; `activeCustomEditorId` in when-clauses. */
export const editors = { pdf: 'marginalia.pdf' } as const;

/** The readings as an editor tab; `activeWebviewPanelId` in when-clauses. */
export const panels = { readings: 'marginalia.readingsTab', solve: 'marginalia.solve' } as const;

/** Tools that chat models may call. */
export const tools = {
  readFormula: 'marginalia_read_formula',
  pdfOutline: 'marginalia_pdf_outline',
  pdfPage: 'marginalia_pdf_page_markdown',
  pdfFind: 'marginalia_pdf_find',
  pdfAsk: 'marginalia_pdf_ask',
} as const;

/** `@margin` in the chat. */
export const chatParticipant = 'marginalia.margin';

/** Under which our models are offered to chats. */
export const chatModelVendor = 'marginalia';

/** The id under which the MCP server is offered to VS Code. */
export const mcpProvider = 'marginalia';

/** Context keys for when-clauses. */
export const contextKeys = { hasReadings: 'marginalia.hasReadings' } as const;

/** File name extensions that the engine decodes; the menus' when-clauses list the same. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif', 'svg'] as const;
