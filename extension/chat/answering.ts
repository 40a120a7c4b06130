/** Answers of the model or server in use, written into the chat as they come. */
import * as vscode from 'vscode';
import type { Delta, DocumentAnswer, DocumentCitation } from '../../engine/protocol.ts';
import { commands } from '../contributions.ts';
import { escapeLine } from '../margin/sidecar/text.ts';
import { passageLink, trusted } from './places.ts';
import { ChatText } from './text.ts';

/** Passages that a model is shown at most: no answer can cite a higher number. */
const MOST_PASSAGES = 12;
const LONGEST_QUOTE = 160;

/** Markdown that may run our one command. All parts are alike, so that the chat joins them. */
export function ourMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: [...trusted.enabledCommands] };
  return markdown;
}

/** Hears the deltas of an answer; `cite`: the answer's id, where it is about a document. */
export class Answering {
  readonly #stream: vscode.ChatResponseStream;
  readonly #text: ChatText;
  #thinking = false;

  constructor(stream: vscode.ChatResponseStream, cite?: string) {
    this.#stream = stream;
    this.#text = new ChatText((number) =>
      cite === undefined
        ? `\\[${number}\\]`
        : number <= MOST_PASSAGES
          ? passageLink(cite, number)
          : '',
    );
  }

  hear(delta: Delta): void {
    switch (delta.kind) {
      case 'answer':
        this.#say(this.#text.push(delta.text));
        return;
      case 'thought':
        if (!this.#thinking) this.#stream.progress(vscode.l10n.t('Thinking…'));
        this.#thinking = true;
        return;
      case 'was-thought':
        // What stands in the chat cannot be taken back.
        this.#say(this.#text.end());
        this.#say(`\n\n*${vscode.l10n.t('Up to here the model was thinking.')}*\n\n---\n\n`);
    }
  }

  /** Shows what still waited for its end. */
  end(): void {
    this.#say(this.#text.end());
  }

  #say(text: string): void {
    if (text !== '') this.#stream.markdown(ourMarkdown(text));
  }
}

interface Written {
  readonly stopReason: 'end' | 'length';
  readonly thoughtCut: boolean;
  readonly model: string;
  readonly device: string;
}

/** What a reader must know of how an answer came about, as one quiet line. */
export function remarksOf({ stopReason, thoughtCut, model, device }: Written): string {
  const remarks = [
    ...(model === '' ? [] : [vscode.l10n.t('{0} on {1}', model, device)]),
    ...(thoughtCut ? [vscode.l10n.t('its thought was cut at the limit of tokens')] : []),
    ...(stopReason === 'length' && !thoughtCut
      ? [vscode.l10n.t('the answer was cut at the limit of tokens')]
      : []),
  ];
  return remarks.length === 0 ? '' : `\n\n*${escapeLine(remarks.join('; '))}*`;
}

/** The passages of an answer as a list of links, each with how it begins. */
export function sourcesOf(id: string, citations: readonly DocumentCitation[]): string {
  return citations.map((citation) => `- ${sourceLine(id, citation)}`).join('\n');
}

function sourceLine(id: string, { number, page, label, quote }: DocumentCitation): string {
  const where = vscode.l10n.t('page {0}', label ?? String(page));
  const begins = quote.replace(/\s+/g, ' ').slice(0, LONGEST_QUOTE);
  const rest = begins.length < quote.length ? '…' : '';
  return `\\[${number}\\] ${passageLink(id, number, escapeLine(where))}: “${escapeLine(begins)}${rest}”`;
}

/** Says that passages are quoted, and the first time how answers can be had. */
export function sayQuoted(
  stream: vscode.ChatResponseStream,
  name: string,
  { citations }: DocumentAnswer,
  first: boolean,
): void {
  const why = vscode.l10n.t('The bundled model does not write answers.');
  const what =
    citations.length === 0
      ? vscode.l10n.t('Only what {0} says word for word can be shown.', name)
      : vscode.l10n.t('These are passages of {0}, word for word.', name);
  stream.markdown(ourMarkdown(`\n\n*${escapeLine(`${what} ${why}`)}*`));
  if (!first) return;
  stream.button({ command: commands.installModel, title: vscode.l10n.t('Install a Model…') });
  stream.button({ command: commands.useServer, title: vscode.l10n.t('Use a Server…') });
}
