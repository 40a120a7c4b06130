/**
 * Threads as Markdown that reads well by itself. A comment stands before each part and carries what people
 * need not see; texts between the comments are the threads themselves and may be edited.
 */
import type { Citation, Turn } from '../thread.ts';
import type { KeptThread, KeptTurn, Sidecar } from './model.ts';
import {
  commentJson,
  escapeBody,
  escapeLine,
  normalLine,
  normalText,
  rectangleText,
  roundRectangle,
} from './text.ts';

export type Mark =
  'thread' | 'turn' | 'thought' | 'answer' | 'sources' | 'file' | 'loose' | 'deleted';

export const mark = (name: Mark, data?: unknown): string =>
  data === undefined
    ? `<!-- marginalia ${name} -->`
    : `<!-- marginalia ${name} ${commentJson(data)} -->`;

export const defaultHead = (pdf: string): string =>
  [
    `# Questions about ${escapeLine(pdf)}`,
    'Kept by Marginalia. The text may be edited; each comment belongs to what follows it.',
  ].join('\n\n');

export const defaultHeading = (page: number): string => `## Page ${page}`;

/** `name` is the PDF's file name, for links to its pages. */
export function serialize(sidecar: Sidecar, name: string): string {
  const { head, pdf, threads, deleted, loose } = sidecar;
  const parts = [head ?? defaultHead(name)];
  if (pdf !== undefined) parts.push(mark('file', { pdf }));
  for (const thread of sorted(threads)) parts.push(...threadParts(thread, name));
  // Without a mark of its own it would be read as a part of the last thread.
  if (loose.length > 0 && threads.length > 0) parts.push(mark('loose'));
  parts.push(...loose);
  if (deleted.size > 0) {
    const times = [...deleted].sort(([a], [b]) => (a < b ? -1 : 1));
    parts.push(mark('deleted', Object.fromEntries(times.map(([id, at]) => [id, isoTime(at)]))));
  }
  return `${join(parts)}\n`;
}

/** For other readers than us: no comments, no thoughts. */
export function exportMarkdown(threads: readonly KeptThread[], name: string): string {
  const parts = sorted(threads).flatMap((thread) => exportParts(thread, name));
  return `${join([`# Questions about ${escapeLine(name)}`, ...parts])}\n`;
}

export function exportThread(thread: KeptThread, name: string): string {
  return join(exportParts(thread, name));
}

export function exportTurn(turn: Turn, name: string): string {
  return join([questionText(turn), turn.answer, sourcesText(turn, name, false)]);
}

/** In the order of the pages, so that threads about different places seldom meet in a merge. */
export function sorted(threads: readonly KeptThread[]): KeptThread[] {
  const key = ({ anchor, turns, id }: KeptThread) =>
    [anchor.page, anchor.rectangle?.y1 ?? -1, turns[0]?.made ?? 0, id] as const;
  return [...threads].sort((a, b) => compare(key(a), key(b)));
}

export const sortedTurns = <T extends Turn>(turns: readonly T[]): T[] =>
  [...turns].sort((a, b) => compare([a.made, a.id], [b.made, b.id]));

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value < b[i]! ? -1 : 1;
  return 0;
}

function threadParts({ id, anchor, turns, heading, extra, more }: KeptThread, name: string) {
  const { page, rectangle, quote } = anchor;
  const place = rectangle === undefined ? {} : { at: rectangleText(roundRectangle(rectangle)) };
  return [
    mark('thread', { id, page, ...place, ...more }),
    heading ?? defaultHeading(page),
    quote === undefined ? '' : `> ${escapeLine(quote)}`,
    extra ?? '',
    ...sortedTurns(turns).flatMap((turn) => turnParts(turn, name)),
  ];
}

function turnParts(turn: KeptTurn, name: string): string[] {
  const { id, made, mode, state, quoted, cut, problem, model, device, millis, more } = turn;
  const data = {
    ...{ id, made: isoTime(made), mode },
    ...(state === 'answered' ? {} : { state: state === 'failed' ? state : 'stopped' }),
    ...(quoted ? { quoted } : {}),
    ...(cut === undefined ? {} : { cut }),
    ...(problem === undefined ? {} : { problem }),
    ...(model === '' ? {} : { model }),
    ...(device === '' ? {} : { device }),
    ...(millis === 0 ? {} : { millis: Math.round(millis) }),
    ...more,
  };
  const thought = escapeBody(normalText(turn.thought));
  const answer = escapeBody(normalText(turn.answer));
  return [
    mark('turn', data),
    questionText(turn),
    ...(thought === ''
      ? []
      : [mark('thought'), '<details><summary>Thought</summary>', thought, '</details>']),
    ...(answer === '' ? [] : [mark('answer'), answer]),
    mark('sources'),
    sourcesText(turn, name, true),
    turn.extra ?? '',
  ];
}

function exportParts(thread: KeptThread, name: string): string[] {
  const { page, quote } = thread.anchor;
  return [
    thread.heading ?? `## [Page ${page}](${linkOf(name, page)})`,
    quote === undefined ? '' : `> ${escapeLine(quote)}`,
    thread.extra ?? '',
    ...sortedTurns(thread.turns).flatMap((turn) => [exportTurn(turn, name), turn.extra ?? '']),
  ];
}

const questionText = ({ question }: Turn): string => `### ${escapeBody(normalText(question))}`;

function sourcesText(turn: Turn, name: string, places: boolean): string {
  const lines = turn.citations.map((citation) => citationLine(citation, name, places));
  return join([lines.join('\n'), footer(turn)]);
}

function citationLine(citation: Citation, name: string, places: boolean): string {
  const { number, page, label, rectangles, quote } = citation;
  const shown = `page ${escapeLine(label ?? String(page))}`;
  const at = rectangles.map((box) => rectangleText(roundRectangle(box))).join(', ');
  const comment = places && at !== '' ? ` <!-- ${at} -->` : '';
  return `- [${number}] [${shown}](${linkOf(name, page)}): “${escapeLine(quote)}”${comment}`;
}

/** What a reader must know of how the answer came about. */
export function footer({ state, quoted, cut, problem, model, made }: Turn): string {
  const remarks = [
    ...(model === '' ? [] : [escapeLine(model)]),
    isoTime(made).slice(0, 10),
    ...(quoted ? ['passages of the document, word for word: no model wrote this'] : []),
    ...(cut === undefined ? [] : [`the ${cut} was cut at the limit of tokens`]),
    ...(state === 'answered' || state === 'failed' ? [] : ['stopped before its end']),
    ...(problem === undefined ? [] : [`not finished: ${escapeLine(problem.message)}`]),
  ];
  return `*${normalLine(remarks.join('; '))}*`;
}

function linkOf(name: string, page: number): string {
  const address = encodeURIComponent(name.toWellFormed()).replace(/[()'*!]/g, (sign) => {
    return `%${sign.charCodeAt(0).toString(16)}`;
  });
  return `${address}#page=${page}`;
}

/** The latest time that a date can hold is far enough. */
const isoTime = (millis: number): string =>
  new Date(Math.min(Math.round(millis), 8_640_000_000_000_000)).toISOString();

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
