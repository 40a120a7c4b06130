/** A question and its answer as a Markdown document. Pure. */
import type { Answer, Delta, Mode } from '../../engine/protocol.ts';
import { checkSummary, withMarks } from './checkMarks.ts';
import type { Problem } from '../../webview/protocol.ts';

/** Tags by which a document could load something from elsewhere, or change how it looks. */
const loading =
  /<(?=\s*\/?\s*(?:img|image|video|audio|source|picture|svg|object|embed|iframe|link|style|input|base|meta|script)\b)/gi;

/**
 * A model's text as Markdown that loads nothing: an image in it would tell its address what was asked.
 * Its LaTeX delimiters become those that Markdown knows.
 */
export function safeMarkdown(text: string): string {
  return text
    .replace(/\\\[([\s\S]+?)\\\]/g, (_, latex: string) => `$$${latex}$$`)
    .replace(/\\\((.+?)\\\)/g, (_, latex: string) => `$${latex.trim()}$`)
    .replaceAll('![', '!\\[')
    .replace(loading, '&lt;');
}

export class AnswerText {
  readonly #head: string;
  #thought = '';
  #answer = '';
  #tail = '*Waiting for the model…*';

  constructor(question: string, images: readonly string[], mode: Mode) {
    const quoted = safeMarkdown(question).replace(/^/gm, '> ');
    const names = images.map((name) => `\`${name.replace(/[`\s]+/g, ' ')}\``).join(', ');
    this.#head = `${quoted}\n\n*${[names, `mode ${mode}`].filter((part) => part !== '').join(' · ')}*`;
  }

  add(delta: Delta): void {
    this.#tail = '';
    if (delta.kind === 'thought') this.#thought += delta.text;
    else if (delta.kind === 'answer') this.#answer += delta.text;
    else [this.#thought, this.#answer] = [this.#answer, ''];
  }

  finish({ thought, answer, checks = [], thoughtCut, stopReason, ...rest }: Answer): void {
    const { model, device, millis } = rest;
    [this.#thought, this.#answer] = [thought, withMarks(answer, checks)];
    const remarks = [`${model} on ${device}, ${(millis / 1000).toFixed(1)} s`];
    if (thoughtCut) remarks.push('the thought was cut at its limit of tokens');
    if (stopReason === 'length' && answer !== '') remarks.push('the answer was cut at the limit');
    if (answer === '') remarks.push('there is no answer');
    const found = safeMarkdown(checkSummary(checks));
    this.#tail = `---\n${found === '' ? '' : `${found}\n\n`}*${remarks.map(safeMarkdown).join('; ')}*`;
  }

  /** What was written before stays. */
  fail({ message, action }: Problem): void {
    this.#tail = `---\n**${safeMarkdown(message)}** ${safeMarkdown(action)}`;
  }

  toString(): string {
    const thought = safeMarkdown(this.#thought.trim());
    const parts = [
      this.#head,
      thought === '' ? '' : `<details><summary>Thought</summary>\n\n${thought}\n\n</details>`,
      safeMarkdown(this.#answer.trim()),
      this.#tail,
    ];
    return parts.filter((part) => part !== '').join('\n\n') + '\n';
  }
}
