/** "Read a Sample": a screenshot that comes along, for the first minute. */
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { fileSource } from '../readings/fileSource.ts';
import { registerCommand } from '../vscode.ts';

export const sampleReading: Feature = {
  register({ extension, reader, places }) {
    return registerCommand(commands.readSample, async () => {
      const uri = vscode.Uri.joinPath(extension.extensionUri, 'extension', 'media', 'sample.png');
      const [started] = reader.read([fileSource(uri)]);
      if (started === undefined) return;
      places.reveal(started.id);
      await started.settled;
    });
  },
};
