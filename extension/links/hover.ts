/** A hover with the picture and what can be done with it. */
import * as vscode from 'vscode';
import type { Picture } from './resolve.ts';

/** VS Code cuts longer Markdown off, and a cut picture is none. */
const longestData = 90_000;

export function pictureHover(picture: Picture, actions: readonly vscode.Command[]) {
  const text = new vscode.MarkdownString('', true);
  // Only our own commands run, whatever a file is called.
  text.isTrusted = { enabledCommands: actions.map(({ command }) => command) };
  const source = sourceOf(picture);
  if (source !== undefined) text.appendMarkdown(`![](${source}|height=240)\n\n`);
  const links = actions.map(({ title, command, arguments: args }) => {
    const query = encodeURIComponent(JSON.stringify(args ?? []));
    return `[${title}](command:${command}?${query})`;
  });
  text.appendMarkdown(links.join(' · '));
  return text;
}

function sourceOf(picture: Picture): string | undefined {
  if (picture.kind === 'file') return picture.uri.toString();
  const data = `data:${picture.mime};base64,${Buffer.from(picture.bytes).toString('base64')}`;
  return data.length > longestData ? undefined : data;
}
