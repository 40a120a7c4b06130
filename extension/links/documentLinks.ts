/** Links to pictures in an open document, found again only when it has changed. */
import * as vscode from 'vscode';
import { documentKind } from '../formats/index.ts';
import { findLinks } from './find.ts';
import type { ImageLink } from './link.ts';
import { resolveLink, type Picture } from './resolve.ts';

export interface FoundLink extends ImageLink {
  readonly range: vscode.Range;
  /** The picture is a file, not bytes in the document. */
  readonly isFile: boolean;
}

/** Documents beyond this are not searched: a hover must not stall the editor. */
const largestDocument = 2_000_000;

const found = new WeakMap<vscode.TextDocument, { version: number; links: FoundLink[] }>();

export function linksOf(document: vscode.TextDocument): readonly FoundLink[] {
  const known = found.get(document);
  if (known?.version === document.version) return known.links;
  const text = document.getText();
  const kind = documentKind(document.languageId, document.uri.path);
  const all = text.length > largestDocument ? [] : findLinks(text, kind, document.languageId);
  const links = all.map((link) => ({
    ...link,
    range: new vscode.Range(document.positionAt(link.from), document.positionAt(link.to)),
    isFile: !/^(?:data|attachment):/.test(link.target),
  }));
  found.set(document, { version: document.version, links });
  return links;
}

export function linkAt(document: vscode.TextDocument, offset: number): FoundLink | undefined {
  return linksOf(document).find(({ from, to }) => from <= offset && offset <= to);
}

export function pictureOf(
  document: vscode.TextDocument,
  link: ImageLink,
): Promise<Picture | undefined> {
  return resolveLink(document, documentKind(document.languageId, document.uri.path), link);
}
