/** The extension's entry: makes what the features share, then registers them. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { settings } from './contributions.ts';
import { EngineHandle } from './engine.ts';
import { connectEngine, connectServer } from './engineParts.ts';
import type { Feature, FeatureContext } from './feature.ts';
import { askImage } from './features/askImage.ts';
import { engineStatus } from './features/engineStatus.ts';
import { engineControl } from './features/engineControl.ts';
import { models } from './features/models.ts';
import { batch } from './features/batch.ts';
import { clipboard } from './features/clipboard.ts';
import { imageLinks } from './features/imageLinks.ts';
import { languageModelTools } from './features/languageModelTools.ts';
import { mcpServer } from './features/mcpServer.ts';
import { sampleReading } from './features/sampleReading.ts';
import { exportMargin } from './features/exportMargin.ts';
import { chatModels } from './features/chatModels.ts';
import { chatParticipant } from './features/chatParticipant.ts';
import { convertPdf } from './features/convertPdf.ts';
import { pdfColors } from './features/pdfColors.ts';
import { pdfPoint } from './features/pdfPoint.ts';
import { pdfTools } from './features/pdfTools.ts';
import { pdfReader } from './features/pdfReader.ts';
import { pasteImage } from './features/pasteImage.ts';
import { readImages } from './features/readImages.ts';
import { solve } from './features/solve.ts';
import { readingsViews } from './features/readingsViews.ts';
import { Asker } from './features/serverAsker.ts';
import { ServerChoice, type ChosenServer } from './features/serverChoice.ts';
import { serverUse } from './features/serverUse.ts';
import { pdfMargin } from './margin/marginView.ts';
import { Margins } from './margin/margins.ts';
import { chosenFolder, installedModels } from './models.ts';
import { PdfPlaces } from './pdf/places.ts';
import { PdfEditors } from './pdf/provider.ts';
import { Archive } from './readings/archive.ts';
import { History } from './readings/history.ts';
import { LastEditor } from './readings/lastEditor.ts';
import { ReadingPlaces } from './readings/places.ts';
import { ReadingModels } from './readings/models.ts';
import { Reader } from './readings/reader.ts';
import { ReadingStore } from './readings/store.ts';
import { readSetting } from './vscode.ts';

const features: readonly Feature[] = [
  engineStatus,
  engineControl,
  readingsViews,
  readImages,
  pasteImage,
  clipboard,
  imageLinks,
  batch,
  sampleReading,
  languageModelTools,
  mcpServer,
  askImage,
  solve,
  serverUse,
  models,
  pdfReader,
  pdfMargin,
  pdfColors,
  pdfPoint,
  convertPdf,
  pdfTools,
  chatParticipant,
  chatModels,
  exportMargin,
];

/** What must be on disk before VS Code ends the extension. */
let pending: Archive | undefined;

export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Marginalia', { log: true });
  const root = extension.extensionPath;
  const logLine = (line: string): void => log.info(line);
  const server = new ServerChoice(extension);
  const connect = ({ endpoint, model, key }: ChosenServer) =>
    connectServer(root, { url: endpoint.base, model, key }, logLine);
  let reading: ChosenServer | undefined;
  const engine = new EngineHandle(
    () => (reading === undefined ? connectEngine(root, logLine) : connect(reading)),
    async () => {
      reading = server.readsFormulas ? await server.allowed() : undefined;
    },
  );
  const asker = new Asker(server, engine, connect);
  const readings = new ReadingStore();
  const readingModels = new ReadingModels({
    engine,
    inUse: chosenFolder,
    installed: () => installedModels(extension),
    connect: (folder) => connectEngine(root, logLine, folder),
  });
  const reader = new Reader(readings, readingModels, (error, name) => {
    log.error(`Reading ${name}:`, error instanceof Error ? error : String(error));
  });
  const archive = new Archive({
    store: readings,
    history: new History(join(extension.globalStorageUri.fsPath, 'readings'), (line) =>
      log.warn(line),
    ),
    limit: () => readSetting(settings.historySize, 200) * 1024 * 1024,
    originOf: (id) => reader.sourceOf(id)?.origin,
    report: (error) =>
      log.error('Readings history:', error instanceof Error ? error : String(error)),
  });
  pending = archive;
  const lastEditor = new LastEditor(() => readSetting(settings.pasteDelimiters, 'auto'));
  const services = {
    ...{ extension, log, engine, readings, reader },
    ...{ archive, lastEditor, readingModels },
  };
  const context: FeatureContext = {
    ...{ ...services, server, asker },
    places: new ReadingPlaces(services),
    margins: new Margins(),
    pdf: new PdfEditors({
      extension: extension.extensionUri,
      places: new PdfPlaces(extension.globalState),
      log,
    }),
  };
  extension.subscriptions.push(
    log,
    engine,
    readingModels,
    asker,
    ...features.map((feature) => feature.register(context)),
  );
}

export async function deactivate(): Promise<void> {
  await pending?.flush();
}
