/** Pasting and dropping images into documents as formulas, beside VS Code's own ways with images. */
import * as vscode from 'vscode';
import { settings } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { imagesIn } from '../paste/images.ts';
import { Inserter } from '../paste/inserter.ts';
import { readSetting } from '../vscode.ts';

const mimeTypes = ['image/*', 'text/uri-list'];
const title = (): string => vscode.l10n.t('Read as LaTeX');

export const pasteImage: Feature = {
  register(context) {
    const inserter = new Inserter(context);
    const Kind = vscode.DocumentDropOrPasteEditKind;
    const kind = Kind.Empty.append('latex', 'ocr');
    /** Ways of inserting an image as an image, or its address as text. */
    const others = [
      ...['markdown', 'html', 'uri', 'latex.image', 'typst'].map((id) => Kind.Empty.append(id)),
      Kind.Text,
    ];

    /** What to insert now, and after which other offers; nothing where there is nothing to read. */
    const offer = async (transfer: vscode.DataTransfer, asked: boolean) => {
      const mode = readSetting(settings.pasteImages, 'offered');
      if (mode === 'off' && !asked) return undefined;
      const sources = await imagesIn(transfer);
      if (sources.length === 0) return undefined;
      const text = sources.map((source) => inserter.placeholder(source)).join('\n');
      return { text, yieldTo: mode === 'default' || asked ? [] : others };
    };

    const selector: vscode.DocumentSelector = { pattern: '**' };
    return vscode.Disposable.from(
      inserter,
      vscode.languages.registerDocumentPasteEditProvider(
        selector,
        {
          async provideDocumentPasteEdits(_document, _ranges, transfer, paste, token) {
            const asked = paste.only !== undefined && kind.intersects(paste.only);
            const offered = await offer(transfer, asked);
            if (offered === undefined || token.isCancellationRequested) return undefined;
            const edit = new vscode.DocumentPasteEdit(offered.text, title(), kind);
            edit.yieldTo = offered.yieldTo;
            return [edit];
          },
        },
        { providedPasteEditKinds: [kind], pasteMimeTypes: mimeTypes },
      ),
      vscode.languages.registerDocumentDropEditProvider(
        selector,
        {
          async provideDocumentDropEdits(_document, _position, transfer, token) {
            const offered = await offer(transfer, false);
            if (offered === undefined || token.isCancellationRequested) return undefined;
            const edit = new vscode.DocumentDropEdit(offered.text, title(), kind);
            edit.yieldTo = offered.yieldTo;
            return edit;
          },
        },
        { providedDropEditKinds: [kind], dropMimeTypes: mimeTypes },
      ),
    );
  },
};
