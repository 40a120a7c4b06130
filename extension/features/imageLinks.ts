/** Pictures that documents link to: seen in a hover, read, asked about, described. */
import * as vscode from 'vscode';
import * as v from 'valibot';
import { commands, settings } from '../contributions.ts';
import type { Feature, FeatureContext } from '../feature.ts';
import { altEdit } from '../links/altText.ts';
import { linkAt, linksOf, pictureOf, type FoundLink } from '../links/documentLinks.ts';
import { pictureHover } from '../links/hover.ts';
import { tell } from '../paste/tell.ts';
import { bytesSource } from '../readings/bytesSource.ts';
import { fileSource } from '../readings/fileSource.ts';
import type { ImageSource } from '../readings/reader.ts';
import { mimeOf, type Figure } from '../solve/figure.ts';
import { readSetting, registerCommand } from '../vscode.ts';

const languages = [
  'latex',
  'tex',
  'markdown',
  'typst',
  'html',
  'quarto',
  'rmd',
  'mdx',
  'plaintext',
];

/** Pictures whose files are looked for at once, for lenses. */
const mostLenses = 100;

export const imageLinks: Feature = {
  register(context) {
    return vscode.Disposable.from(
      vscode.languages.registerHoverProvider(languages, {
        async provideHover(document, position) {
          const found = linkAt(document, document.offsetAt(position));
          const picture = found === undefined ? undefined : await pictureOf(document, found);
          if (found === undefined || picture === undefined) return undefined;
          return new vscode.Hover(
            pictureHover(picture, actions(document, found, context)),
            found.range,
          );
        },
      }),
      vscode.languages.registerCodeActionsProvider(
        languages,
        {
          async provideCodeActions(document, range) {
            const found = linkAt(document, document.offsetAt(range.start));
            if (found === undefined || (await pictureOf(document, found)) === undefined) return [];
            return actions(document, found, context).map((command) => {
              const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.Empty);
              action.command = command;
              return action;
            });
          },
        },
        { providedCodeActionKinds: [vscode.CodeActionKind.Empty] },
      ),
      vscode.languages.registerCodeLensProvider(languages, {
        async provideCodeLenses(document) {
          if (!readSetting(settings.linkLenses, false)) return [];
          const links = linksOf(document).slice(0, mostLenses);
          const pictures = await Promise.all(links.map((link) => pictureOf(document, link)));
          return links
            .filter((_, index) => pictures[index] !== undefined)
            .flatMap((link) =>
              actions(document, link, context).map((it) => new vscode.CodeLens(link.range, it)),
            );
        },
      }),
      registerCommand(commands.readLink, (...args) => read(args, context)),
      registerCommand(commands.askLink, (...args) => ask(args)),
      registerCommand(commands.solveLink, (...args) => solve(args)),
      registerCommand(commands.describeLink, (...args) => describe(args, context)),
    );
  },
};

/** What can be done with a picture here and now; questions only where something can answer them. */
function actions(
  document: vscode.TextDocument,
  { from, alt, isFile }: FoundLink,
  { server }: FeatureContext,
): vscode.Command[] {
  // Where the link is, and never a path: the command finds the picture again by itself.
  const link = [document.uri.toString(), from];
  const answers = server.named !== undefined || readSetting(settings.modelFolder, '') !== '';
  const describes = answers && alt !== undefined && vscode.workspace.isTrusted;
  return [
    { title: vscode.l10n.t('Read as LaTeX'), command: commands.readLink, arguments: link },
    ...(answers && isFile
      ? [
          {
            title: vscode.l10n.t('Ask about this figure'),
            command: commands.askLink,
            arguments: link,
          },
        ]
      : []),
    {
      title: vscode.l10n.t('Solve this problem'),
      command: commands.solveLink,
      arguments: link,
    },
    ...(describes
      ? [
          {
            title: vscode.l10n.t('Write alt text'),
            command: commands.describeLink,
            arguments: link,
          },
        ]
      : []),
  ];
}

const place = v.tuple([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))]);

/** The link that a command means, with its picture; undefined when the document has changed since. */
async function linked(args: readonly unknown[]) {
  const given = v.safeParse(place, args.slice(0, 2));
  if (!given.success) return undefined;
  const [name, offset] = given.output;
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === name);
  const found = document === undefined ? undefined : linkAt(document, offset);
  if (document === undefined || found === undefined) return undefined;
  const picture = await pictureOf(document, found);
  return picture === undefined ? undefined : { document, found, picture };
}

async function sourceOf(args: readonly unknown[]) {
  const link = await linked(args);
  if (link === undefined) {
    const gone = vscode.l10n.t('There is no picture at this place any more. Point at it again.');
    void vscode.window.showWarningMessage(gone);
    return undefined;
  }
  const { picture } = link;
  const source: ImageSource =
    picture.kind === 'file'
      ? fileSource(picture.uri)
      : bytesSource(picture.name, picture.bytes, () => Promise.resolve());
  return { ...link, source };
}

async function read(args: readonly unknown[], { reader, places }: FeatureContext): Promise<void> {
  const link = await sourceOf(args);
  if (link === undefined) return;
  const [started] = reader.read([link.source]);
  if (started === undefined) return;
  places.reveal(started.id);
  await started.settled;
}

async function ask(args: readonly unknown[]): Promise<void> {
  const link = await sourceOf(args);
  if (link?.picture.kind !== 'file') return;
  await vscode.commands.executeCommand(commands.askImage, link.picture.uri);
}

async function solve(args: readonly unknown[]): Promise<void> {
  const link = await sourceOf(args);
  if (link === undefined) return;
  const { picture, source } = link;
  const mime = picture.kind === 'file' ? mimeOf(picture.uri.path) : picture.mime;
  try {
    const figure: Figure = { name: source.name, bytes: await source.load(), mime };
    await vscode.commands.executeCommand(commands.solveImage, figure);
  } catch (error) {
    await tell(error);
  }
}

const question =
  'Write alternative text for this picture: one sentence of at most 150 characters that says what it shows to someone who cannot see it. Answer with that sentence only.';

async function describe(args: readonly unknown[], { asker, log }: FeatureContext): Promise<void> {
  const link = await sourceOf(args);
  if (link?.found.alt === undefined) return;
  const { document, found, source } = link;
  const title = vscode.l10n.t('Describing {0}', source.name);
  const location = vscode.ProgressLocation.Notification;
  try {
    await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const images = [await source.load()];
      const options = { images, mode: 'nothink' as const, signal: abort.signal };
      const { answer } = await asker.ask(question, options);
      // The document may have changed while the model wrote: the link is looked for again.
      const now = linksOf(document).find(
        ({ target, from }) => target === found.target && from === found.from,
      );
      if (now?.alt === undefined || answer.trim() === '' || !vscode.workspace.isTrusted) return;
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.Range(
        document.positionAt(now.alt.from),
        document.positionAt(now.alt.to),
      );
      edit.replace(document.uri, range, altEdit(now.alt, answer));
      await vscode.workspace.applyEdit(edit);
    });
  } catch (error) {
    log.error('Describing:', error instanceof Error ? error : String(error));
    await tell(error);
  }
}
