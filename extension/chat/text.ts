/**
 * A model's Markdown on its way into the chat, as it streams: numbers in brackets become links to their
 * passages, and nothing else in it leads anywhere but to the web. Code and formulas stay as they are, unless
 * told otherwise. Pure.
 */

/** Looked for between one pair of delimiters; what never closes is text. */
const LONGEST_FORMULA = 5_000;
const LONGEST_LIST = 60;
const LONGEST_RANGE = 20;

const fence = /[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}(?![^\n]*`)|~{3,})/y;
const beginningOfFence =
  /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:[-*+]|\d{1,9}[.)]?|[`~]{1,2})?[ \t]*$/;
const dull = /[^\\`$[\]<!\n]+/y;
const numbers = /\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]/y;
const beginningOfNumbers = /^\[[\d\s,;–-]*$/;
/** The addresses that a link may lead to. */
const web = ['https://', 'http://', 'mailto:'] as const;

/** What stands at one place: the text for it and where the rest begins; undefined where more must come first. */
type Step = { readonly out: string; readonly end: number } | undefined;

/** Markdown for a formula. */
type WriteFormula = (latex: string, display: boolean) => string;

/** The same formula, but nothing in it is a link, a picture or HTML where nobody typesets formulas. */
export const plainFormula = (latex: string): string =>
  latex.replace(/\](?=[(:[])|!(?=\[)|<(?=[a-z/!?])/gi, '$& ');

const asDollars: WriteFormula = (latex, display) =>
  display ? `$$${plainFormula(latex)}$$` : `$${plainFormula(latex)}$`;

export class ChatText {
  readonly #link: (number: number) => string;
  readonly #formula: WriteFormula;
  #held = '';
  #lineStart = true;
  #fence: string | undefined;
  /** In this line code holds a bar: in a table it would end a cell, and the code with it. */
  #barred = false;

  /** `link`: Markdown for a cited number; '' where there is no such passage. */
  constructor(link: (number: number) => string, formula = asDollars) {
    [this.#link, this.#formula] = [link, formula];
  }

  /** Takes a piece cut anywhere; returns what can be shown by now. */
  push(text: string): string {
    this.#held += text;
    return this.#drain(false);
  }

  /** The rest: what still waited for its end is text, and code that nobody closed ends here. */
  end(): string {
    const rest = this.#drain(true);
    const marks = this.#fence;
    this.#fence = undefined;
    return marks === undefined ? rest : `${rest}\n${marks}\n`;
  }

  #drain(final: boolean): string {
    const text = this.#held;
    let [at, out] = [0, ''];
    while (at < text.length) {
      const step = this.#step(text, at, final);
      if (step === undefined) break;
      out += step.out;
      this.#lineStart = text[step.end - 1] === '\n';
      this.#barred &&= !this.#lineStart;
      at = step.end;
    }
    this.#held = text.slice(at);
    return out;
  }

  #step(text: string, at: number, final: boolean): Step {
    if (this.#fence !== undefined) return this.#codeLine(text, at, final);
    if (this.#lineStart) {
      const opened = this.#opening(text, at, final);
      if (opened !== null) return opened;
    }
    fence.lastIndex = dull.lastIndex = at;
    const plain = dull.exec(text);
    if (plain !== null) return { out: plain[0], end: at + plain[0].length };
    switch (text.charAt(at)) {
      case '`':
        return this.#code(text, at, final);
      case '$':
        return dollars(text, at, final, this.#formula);
      case '\\':
        return backslash(text, at, final, this.#formula);
      case '[':
        return this.#bracket(text, at, final);
      case ']':
        return closing(text, at, final);
      case '<':
        return angle(text, at, final);
      case '!':
        if (at + 1 === text.length && !final) return undefined;
        return one(text[at + 1] === '[' ? '!\\[' : '!', text[at + 1] === '[' ? at + 2 : at + 1);
      default:
        return one(text[at]!, at + 1);
    }
  }

  /** A line that opens a block of code; null for any other line. */
  #opening(text: string, at: number, final: boolean): Step | null {
    const line = text.indexOf('\n', at);
    const end = line < 0 ? text.length : line + 1;
    fence.lastIndex = at;
    const opened = fence.exec(text)?.[1];
    if (opened !== undefined && (line >= 0 || final)) {
      this.#fence = opened;
      return one(text.slice(at, end), end);
    }
    if (opened !== undefined) return undefined;
    // The fence itself may still be on its way.
    return line < 0 && !final && beginningOfFence.test(text.slice(at)) ? undefined : null;
  }

  #codeLine(text: string, at: number, final: boolean): Step {
    const line = text.indexOf('\n', at);
    if (line < 0 && !final) return undefined;
    const end = line < 0 ? text.length : line + 1;
    const words = text.slice(at, end);
    const marks = this.#fence ?? '';
    const rest = words.trim().replace(/^[>\s]*/, '');
    if (rest.startsWith(marks) && rest.replaceAll(marks.charAt(0), '') === '')
      this.#fence = undefined;
    return one(words, end);
  }

  /**
   * Code ends in its line, for a heading or a table may end there too and would let out what is in it; marks that do
   * not find their like in it are text.
   */
  #code(text: string, at: number, final: boolean): Step {
    const marks = /^`+/.exec(text.slice(at))![0];
    const from = at + marks.length;
    const line = text.indexOf('\n', from);
    const limit = line < 0 ? text.length : line;
    const found = new RegExp(`(?<!\`)${marks}(?!\`)`).exec(text.slice(from, limit));
    const end = found === null ? from : from + found.index + marks.length;
    // A run that ends the text may become longer.
    if (
      !final &&
      (found === null ? line < 0 : end === text.length) &&
      text.length - at <= LONGEST_FORMULA
    )
      return undefined;
    if (found === null) return one('\\`'.repeat(marks.length), from);
    const code = text.slice(at, end);
    this.#barred ||= code.includes('|');
    return one(this.#barred ? plainFormula(code) : code, end);
  }

  #bracket(text: string, at: number, final: boolean): Step {
    numbers.lastIndex = at;
    const found = numbers.exec(text);
    if (found === null) {
      const waits = !final && beginningOfNumbers.test(text.slice(at, at + LONGEST_LIST));
      return waits && text.length - at < LONGEST_LIST ? undefined : one('[', at + 1);
    }
    const end = at + found[0].length;
    if (end === text.length && !final) return undefined;
    const named = text[end] === '(' ? undefined : listed(found[1]!);
    return named === undefined ? one('[', at + 1) : one(named.map(this.#link).join(''), end);
  }
}

const one = (out: string, end: number): Step => ({ out, end });

/** '1, 3–5' as 1, 3, 4, 5; undefined for what is no list of passages. */
function listed(inside: string): number[] | undefined {
  const all: number[] = [];
  for (const part of inside.split(/[,;]/)) {
    const [from = 0, to = from] = part.split(/[–-]/).map(Number);
    if (from < 1 || to < from || to - from > LONGEST_RANGE) return undefined;
    for (let n = from; n <= to; n++) all.push(n);
  }
  return [...new Set(all)];
}

function dollars(text: string, at: number, final: boolean, write: WriteFormula): Step {
  if (at + 1 === text.length) return final ? one('$', at + 1) : undefined;
  if (text[at + 1] === '$') return between(text, at, '$$', final, write);
  if (/\s/.test(text[at + 1]!)) return one('$', at + 1);
  const limit = paragraphEnd(text, at + 1);
  const end = unescaped(text, at + 1, '$', limit);
  if (end !== undefined) return one(write(text.slice(at + 1, end), false), end + 1);
  const waits = !final && limit === text.length && text.length - at < LONGEST_FORMULA;
  return waits ? undefined : one('$', at + 1);
}

/** Escapes, and LaTeX's own delimiters as those that the chat knows. */
function backslash(text: string, at: number, final: boolean, write: WriteFormula): Step {
  const next = text[at + 1];
  if (next === undefined) return final ? one('\\', at + 1) : undefined;
  if (next === '(') return between(text, at, '\\)', final, write);
  if (next === '[') return between(text, at, '\\]', final, write);
  return one(`\\${next}`, at + 2);
}

function between(
  text: string,
  at: number,
  closer: string,
  final: boolean,
  write: WriteFormula,
): Step {
  const from = at + 2;
  const end = unescaped(text, from, closer, Math.min(text.length, from + LONGEST_FORMULA));
  if (end !== undefined) {
    const latex = text.slice(from, end);
    const inline = closer === '\\)';
    return one(write(inline ? latex.trim() : latex, !inline), end + 2);
  }
  const waits = !final && text.length - from < LONGEST_FORMULA;
  return waits ? undefined : one(text.slice(at, from), from);
}

/** A link leads to the web or is no link: a space makes text of it, in a formula and in code too. */
function closing(text: string, at: number, final: boolean): Step {
  const next = text[at + 1];
  if (next === undefined) return final ? one(']', at + 1) : undefined;
  if (next !== '(' && next !== ':') return one(']', at + 1);
  const address = text.slice(at + 2).replace(next === ':' ? /^ / : '', '');
  const leads = leadsToWeb(address, final);
  if (leads === undefined) return undefined;
  return one(leads ? ']' : '] ', at + 1);
}

/** HTML shows as it is written; addresses between angles are links. */
function angle(text: string, at: number, final: boolean): Step {
  const next = text[at + 1];
  if (next === undefined) return final ? one('<', at + 1) : undefined;
  if (!/[a-z/!?]/i.test(next)) return one('<', at + 1);
  const leads = leadsToWeb(text.slice(at + 1), final);
  if (leads === undefined) return undefined;
  return one(leads ? '<' : '\\<', at + 1);
}

/** Undefined where more of the address must come first. */
function leadsToWeb(address: string, final: boolean): boolean | undefined {
  const lower = address.toLowerCase();
  if (web.some((scheme) => lower.startsWith(scheme))) return true;
  return !final && web.some((scheme) => scheme.startsWith(lower)) ? undefined : false;
}

function unescaped(text: string, from: number, mark: string, limit: number): number | undefined {
  for (let at = from; at + mark.length <= limit; at += 1) {
    if (text.startsWith(mark, at)) return at;
    if (text[at] === '\\') at += 1;
  }
  return undefined;
}

function paragraphEnd(text: string, from: number): number {
  const empty = /\n[ \t]*\n/g;
  empty.lastIndex = from;
  return empty.exec(text)?.index ?? text.length;
}
