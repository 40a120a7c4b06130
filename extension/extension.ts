/** The extension's entry: makes what the features share, then registers them. */
import * as vscode from 'vscode';
import { EngineHandle } from './engine.ts';
import { connectEngine } from './engineParts.ts';
import type { Feature, FeatureContext } from './feature.ts';
import { engineStatus } from './features/engineStatus.ts';
import { engineControl } from './features/engineControl.ts';
import { readImages } from './features/readImages.ts';
import { readingsViews } from './features/readingsViews.ts';
import { ReadingPlaces } from './readings/places.ts';
import { Reader } from './readings/reader.ts';
import { ReadingStore } from './readings/store.ts';

const features: readonly Feature[] = [engineStatus, engineControl, readingsViews, readImages];

export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Marginalia', { log: true });
  const engine = new EngineHandle(() =>
    connectEngine(extension.extensionPath, (line) => log.info(line)),
  );
  const readings = new ReadingStore();
  const reader = new Reader(readings, engine, (error, name) => {
    log.error(`Reading ${name}:`, error instanceof Error ? error : String(error));
  });
  const services = { extension, log, engine, readings, reader };
  const context: FeatureContext = { ...services, places: new ReadingPlaces(services) };
  extension.subscriptions.push(
    log,
    engine,
    ...features.map((feature) => feature.register(context)),
  );
}
