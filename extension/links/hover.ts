/** A hover with the picture and what can be done with it. */
import * as vscode from 'vscode';
import type { Picture } from './resolve.ts';

/** VS Code cuts longer Markdown off, and a cut picture is none. */
const longestData = 90_000;

/** In pixels: a line of a formula at its usual width fits into a hover. */
const shownHeight = 100;

export function pictureHover(picture: Picture, actions: readonly vscode.Command[]) {
  const text = new vscode.MarkdownString('', true);
  // Only our own commands run, whatever a file is called.
  text.isTrusted = { enabledCommands: actions.map(({ command }) => command) };
  const links = actions.map(({ title, command, arguments: args }) => {
    const query = encodeURIComponent(JSON.stringify(args ?? []));
    return `[${title}](command:${command}?${query})`;
  });
  // First what can be done: under a picture it would lie below the edge of the hover.
  text.appendMarkdown(links.join(' · '));
  const source = sourceOf(picture);
  if (source !== undefined) text.appendMarkdown(`\n\n![](${source}|height=${shownHeight})`);
  return text;
}

function sourceOf(picture: Picture): string | undefined {
  if (picture.kind === 'file') return picture.uri.toString();
  const data = `data:${picture.mime};base64,${Buffer.from(picture.bytes).toString('base64')}`;
  return data.length > longestData ? undefined : data;
}
