/** The data of the file's comments and its lines of sources, checked: anything may have happened to them. */
import * as v from 'valibot';
import {
  modes,
  type Citation,
  type Rectangle,
  type TurnView,
} from '../../../webview/margin/protocol.ts';
import { parseRectangle, roundRectangle, unescapeLine } from './text.ts';

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const page = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000));
const word = v.pipe(v.string(), v.maxLength(200));
const line = v.pipe(v.string(), v.maxLength(2_000));

const thread = v.looseObject({ id, page, at: v.optional(v.string()) });

const turn = v.looseObject({
  id,
  made: v.string(),
  mode: v.optional(v.fallback(v.picklist(modes), 'auto'), 'auto'),
  state: v.optional(
    v.fallback(v.picklist(['answered', 'stopped', 'failed']), 'stopped'),
    'answered',
  ),
  quoted: v.optional(v.fallback(v.boolean(), false), false),
  cut: v.optional(v.picklist(['thought', 'answer'])),
  problem: v.optional(v.object({ code: line, message: line, action: line })),
  model: v.optional(word, ''),
  device: v.optional(word, ''),
  millis: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
});

type Data = Readonly<Record<string, unknown>> | undefined;
type More = Readonly<Record<string, unknown>>;

export interface ThreadFields {
  readonly id: string;
  readonly page: number;
  readonly rectangle?: Rectangle;
  readonly more?: More;
}

export type TurnFields = Omit<TurnView, 'question'> & { readonly more?: More };

export function threadData(data: Data): ThreadFields | undefined {
  const { success, output } = v.safeParse(thread, data);
  if (!success) return undefined;
  const { id, page, at, ...more } = output;
  const rectangle = at === undefined ? null : parseRectangle(at);
  if (at !== undefined && rectangle === null) return undefined;
  return { id, page, ...(rectangle === null ? {} : { rectangle }), ...moreOf(more) };
}

export function turnData(data: Data): TurnFields | undefined {
  const { success, output } = v.safeParse(turn, data);
  if (!success) return undefined;
  const { id, made, mode, state, quoted, cut, problem, model, device, millis, ...more } = output;
  return {
    ...{ id, made: timeOf(made), mode, state, thought: '', answer: '', citations: [] },
    ...{ quoted, model, device, millis },
    ...(cut === undefined ? {} : { cut }),
    ...(problem === undefined ? {} : { problem }),
    ...moreOf(more),
  };
}

export function fileData(data: Data): string | undefined {
  const pdf = data?.['pdf'];
  return typeof pdf === 'string' && /^[0-9a-f]{8,128}$/.test(pdf) ? pdf : undefined;
}

/** Milliseconds since 1970; 0 for what is no time. */
export function timeOf(text: unknown): number {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isFinite(time) && time > 0 ? time : 0;
}

const citation =
  /^- \[(\d{1,6})\] \[page ((?:\\.|[^\]\\])*)\]\([^)\s]*#page=(\d{1,8})\): “(.*)”(?: <!-- ([-\d.e+, ]+) -->)?\s*$/;

/** One line of sources; undefined for any other line. */
export function parseCitation(text: string): Citation | undefined {
  const found = citation.exec(text);
  if (found === null) return undefined;
  const [, number, label, page, quote, places] = found;
  const boxes = places === undefined ? [] : places.split(',').map(parseRectangle);
  if (Number(number) < 1 || Number(page) < 1 || boxes.includes(null)) return undefined;
  const shown = unescapeLine(label!);
  return {
    number: Number(number),
    page: Number(page),
    ...(shown === String(Number(page)) ? {} : { label: shown }),
    rectangles: boxes.flatMap((box) => (box === null ? [] : [roundRectangle(box)])),
    quote: unescapeLine(quote!),
  };
}

const moreOf = (more: More): { more?: More } => (Object.keys(more).length === 0 ? {} : { more });
