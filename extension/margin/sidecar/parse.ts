/**
 * Reads the file of threads. Whatever people have changed in it is taken as it stands; what cannot be
 * understood is kept word for word, and nothing is ever dropped.
 */
import type { KeptThread, KeptTurn, Sidecar } from './model.ts';
import { fileData, parseCitation, threadData, timeOf, turnData } from './fields.ts';
import { sectionsOf, trimLines, type Section } from './sections.ts';
import { defaultHead, defaultHeading, footer } from './serialize.ts';
import { normalLine, unescapeBody, unescapeLine } from './text.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type ThreadDraft = Draft<Omit<KeptThread, 'turns'>> & { turns: Draft<KeptTurn>[] };

/** `name` is the PDF's file name. Never throws. */
export function parseSidecar(text: string, name: string): Sidecar {
  const reading = new SidecarReading();
  for (const section of sectionsOf(text)) reading.take(section);
  return reading.end(name);
}

class SidecarReading {
  readonly #threads: ThreadDraft[] = [];
  readonly #loose: string[] = [];
  readonly #deleted = new Map<string, number>();
  readonly #ids = new Set<string>();
  #head: string[] = [];
  #pdf: string | undefined;
  #thread: ThreadDraft | undefined;
  #turn: Draft<KeptTurn> | undefined;
  /** The head is over: what belongs to no thread stands behind all of them. */
  #started = false;
  /** Parts of the turn that have come: a second one is somebody's copy and stays as it is. */
  #seen = new Set<string>();

  take(section: Section): void {
    switch (section.name) {
      case '':
        if (section.body !== '') this.#head.push(section.body);
        return;
      case 'file':
        return this.#takeFile(section);
      case 'thread':
        return this.#takeThread(section);
      case 'turn':
        return this.#takeTurn(section);
      case 'thought':
      case 'answer':
      case 'sources':
        return this.#takePart(section, section.name);
      case 'loose':
        [this.#thread, this.#turn] = [undefined, undefined];
        this.#started = true;
        return this.#keep(section.body);
      case 'deleted':
        return this.#takeDeleted(section);
      default:
        return this.#keep(section.raw);
    }
  }

  end(name: string): Sidecar {
    const head = this.#head.join('\n\n');
    for (const turn of this.#threads.flatMap(({ turns }) => turns)) splitSources(turn);
    return {
      ...(head === defaultHead(name) || head === '' ? {} : { head }),
      ...(this.#pdf === undefined ? {} : { pdf: this.#pdf }),
      threads: this.#threads,
      deleted: this.#deleted,
      loose: this.#loose,
    };
  }

  /** What is not ours stays with the part that it stands in. */
  #keep(raw: string): void {
    if (raw === '') return;
    const scope = this.#turn ?? this.#thread;
    if (scope === undefined) (this.#started ? this.#loose : this.#head).push(raw);
    else scope.extra = scope.extra === undefined ? raw : `${scope.extra}\n\n${raw}`;
  }

  #takeFile({ data, body, raw }: Section): void {
    const pdf = fileData(data);
    if (this.#thread !== undefined || this.#pdf !== undefined || pdf === undefined)
      return this.#keep(raw);
    this.#pdf = pdf;
    this.#keep(body);
  }

  #takeThread({ data, body, raw }: Section): void {
    [this.#thread, this.#turn] = [undefined, undefined];
    const fields = threadData(data);
    if (fields === undefined) {
      this.#setAside(raw);
      return;
    }
    const [, heading = '', rest = ''] = /^(#{1,6} [^\n]*)?\n*([^]*)$/.exec(body) ?? [];
    const [, quoted = '', extra = ''] = /^((?:>[^\n]*(?:\n|$))*)([^]*)$/.exec(rest) ?? [];
    const quote = unescapeLine(quoted.replace(/^> ?/gm, ''));
    const { id, page, rectangle, more } = fields;
    this.#thread = {
      id: this.#unique(id),
      anchor: {
        page,
        ...(rectangle === undefined ? {} : { rectangle }),
        ...(quote === '' ? {} : { quote }),
      },
      turns: [],
      ...(heading === '' || heading === defaultHeading(page) ? {} : { heading }),
      ...(more === undefined ? {} : { more }),
    };
    this.#threads.push(this.#thread);
    this.#started = true;
    this.#keep(trimLines(extra));
  }

  #takeTurn({ data, body, raw }: Section): void {
    this.#turn = undefined;
    const fields = turnData(data);
    if (this.#thread === undefined || fields === undefined) return this.#keep(raw);
    const question = unescapeBody(trimLines(body.replace(/^#{1,6}(?: |$)/, '')));
    const { id, ...rest } = fields;
    this.#turn = { id: this.#unique(id), question, ...rest };
    this.#thread.turns.push(this.#turn);
    this.#seen = new Set();
  }

  #takePart({ body, raw }: Section, name: 'thought' | 'answer' | 'sources'): void {
    const turn = this.#turn;
    if (turn === undefined || this.#seen.has(name)) return this.#keep(raw);
    this.#seen.add(name);
    if (name === 'sources') return this.#keep(body);
    if (name === 'answer') turn.answer = unescapeBody(body);
    else {
      const inner = body.replace(/^<details><summary>[^\n]*<\/summary>/, '');
      turn.thought = unescapeBody(trimLines(inner.replace(/<\/details>$/, '')));
    }
  }

  #takeDeleted({ data, body, raw }: Section): void {
    [this.#thread, this.#turn] = [undefined, undefined];
    if (data === undefined) {
      this.#setAside(raw);
      return;
    }
    for (const [id, at] of Object.entries(data))
      if (/^[\w-]{1,64}$/.test(id)) this.#deleted.set(id, timeOf(at));
    if (body !== '') this.#setAside(body);
  }

  #setAside(text: string): void {
    this.#loose.push(text);
    this.#started = true;
  }

  /** Somebody's copy of a part gets an id of its own, the same each time. */
  #unique(id: string): string {
    let free = id;
    for (let n = 2; this.#ids.has(free); n++) free = `${id.slice(0, 56)}-${n}`;
    this.#ids.add(free);
    return free;
  }
}

/** Takes citations and our own last line out of what stands under the turn. */
function splitSources(turn: Draft<KeptTurn>): void {
  if (turn.extra === undefined) return;
  const ours = footer(turn);
  const rest: string[] = [];
  let footers = 0;
  for (const line of turn.extra.split('\n')) {
    const citation = parseCitation(line);
    if (citation !== undefined) turn.citations = [...turn.citations, citation];
    else if (normalLine(line) !== ours || footers++ > 0) rest.push(line);
  }
  const extra = trimLines(rest.join('\n'));
  if (extra === '') delete turn.extra;
  else turn.extra = extra;
}
