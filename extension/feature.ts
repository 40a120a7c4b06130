/** What a feature is: one file that registers itself and can be taken away again. */
import type * as vscode from 'vscode';
import type { EngineHandle } from './engine.ts';
import type { Asker } from './features/serverAsker.ts';
import type { ServerChoice } from './features/serverChoice.ts';
import type { Margins } from './margin/margins.ts';
import type { PdfEditors } from './pdf/provider.ts';
import type { Archive } from './readings/archive.ts';
import type { LastEditor } from './readings/lastEditor.ts';
import type { ReadingModels } from './readings/models.ts';
import type { ReadingPlaces } from './readings/places.ts';
import type { Reader } from './readings/reader.ts';
import type { ReadingStore } from './readings/store.ts';

/** What reading and showing need. */
export interface ReadingServices {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly engine: EngineHandle;
  readonly readings: ReadingStore;
  readonly reader: Reader;
  readonly archive: Archive;
  readonly lastEditor: LastEditor;
  readonly readingModels: ReadingModels;
}

/** What the features share; made once in activate(). */
export interface FeatureContext extends ReadingServices {
  readonly places: ReadingPlaces;
  /** The open PDF editors. */
  readonly pdf: PdfEditors;
  readonly margins: Margins;
  readonly server: ServerChoice;
  readonly asker: Asker;
}

export interface Feature {
  register(context: FeatureContext): vscode.Disposable;
}
