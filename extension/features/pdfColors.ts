/** Tells each PDF reader what the setting says about the colors of pages. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { settings, type SettingTypes } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { readSetting } from '../vscode.ts';

/** The reader decides by the theme that it has; it has nothing to say back. */
const fromReader = v.never();

export const pdfColors: Feature = {
  register({ pdf }) {
    return pdf.attach((session) => {
      const channel = session.channel<
        typeof fromReader,
        { pages: SettingTypes[typeof settings.pdfPages] }
      >('colors', fromReader);
      const tell = (): void => channel.post({ pages: readSetting(settings.pdfPages, 'auto') });
      tell();
      return vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.pdfPages)) tell();
      });
    });
  },
};
