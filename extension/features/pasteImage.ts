/** Pasting and dropping images into documents as formulas, beside VS Code's own ways with images. */
import * as vscode from 'vscode';
import { settings } from '../contributions.ts';
import type { Feature } from '../feature.ts';
import { imagesIn } from '../paste/images.ts';
import { Inserter } from '../paste/inserter.ts';
import { readSetting } from '../vscode.ts';

const mimeTypes = ['image/*', 'text/uri-list'];
/** Every kind by its name and by those above it: versions of VS Code differ in which of the two they compare. */
const otherKinds = [
  ...['markdown', 'markdown.link', 'markdown.link.image', 'markdown.link.image.attachment'],
  ...['markdown.link.uri', 'html', 'html.image', 'uri', 'uri.path', 'uri.path.absolute'],
  ...['uri.path.relative', 'latex.image', 'typst', 'typst.image', 'text'],
];
/** Languages in which VS Code pastes images by itself, so that ours comes second where it is only offered. */
const hasOwnImages = new Set(['markdown', 'html', 'prompt', 'instructions', 'chatagent', 'skill']);

const title = (): string => vscode.l10n.t('Read as LaTeX');

export const pasteImage: Feature = {
  register(context) {
    const inserter = new Inserter(context);
    const Kind = vscode.DocumentDropOrPasteEditKind;
    const kind = Kind.Empty.append('latex', 'ocr');
    /** Ways of inserting an image as an image, or its address as text. */
    const others = otherKinds.map((id) => Kind.Empty.append(id));

    /** What to insert now, and after which other offers; nothing where there is nothing to read. */
    const offer = async (
      document: vscode.TextDocument,
      transfer: vscode.DataTransfer,
      asked = false,
    ) => {
      const mode = readSetting(settings.pasteImages, 'offered');
      if (mode === 'off' && !asked) return undefined;
      const sources = await imagesIn(transfer);
      if (sources.length === 0) return undefined;
      const text = sources.map((source) => inserter.placeholder(source)).join('\n');
      const first = mode === 'default' || !hasOwnImages.has(document.languageId);
      return { text, first, yieldTo: mode === 'default' || asked ? [] : others };
    };

    const selector: vscode.DocumentSelector = { pattern: '**' };
    return vscode.Disposable.from(
      inserter,
      vscode.languages.registerDocumentPasteEditProvider(
        selector,
        {
          async provideDocumentPasteEdits(document, ranges, transfer, paste) {
            const asked = paste.only !== undefined && kind.intersects(paste.only);
            const offered = await offer(document, transfer, asked);
            if (offered === undefined) return undefined;
            const edit = new vscode.DocumentPasteEdit(offered.text, title(), kind);
            edit.yieldTo = offered.yieldTo;
            const automatic = paste.triggerKind === vscode.DocumentPasteTriggerKind.Automatic;
            if (automatic && offered.first) inserter.expect(offered.text, document, ranges);
            return [edit];
          },
        },
        { providedPasteEditKinds: [kind], pasteMimeTypes: mimeTypes },
      ),
      vscode.languages.registerDocumentDropEditProvider(
        selector,
        {
          async provideDocumentDropEdits(document, _position, transfer, token) {
            const offered = await offer(document, transfer);
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
