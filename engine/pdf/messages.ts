/**
 * What the engine and the process that holds one PDF tell each other. That process reads what strangers
 * wrote: whatever it says is checked, and what it may not be trusted with stays out of it (no model, no key).
 */
import * as v from 'valibot';
import type { PageText } from '../../document/page.ts';
import { documentDetails } from './details.ts';
import { pageDraft } from './draft.ts';

const coordinate = v.pipe(v.number(), v.finite());
const rectangle = v.object({ x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate });
const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const page = v.pipe(v.number(), v.integer(), v.minValue(1));
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');

/** A part of a page as a picture: `scale` pixels for each point. */
export interface Crop {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export type PdfRequest =
  | { kind: 'open'; bytes: Uint8Array; password: string | null }
  | { kind: 'text'; page: number }
  | { kind: 'draft'; page: number }
  /** `alone`: formulas, without pieces of the letters around them. */
  | { kind: 'crops'; page: number; scale: number; rectangles: Crop[]; alone: boolean };

export type PdfCall = PdfRequest & { id: number };

const call = v.variant('kind', [
  v.object({ kind: v.literal('open'), id, bytes, password: v.nullable(v.string()) }),
  v.object({ kind: v.literal('text'), id, page }),
  v.object({ kind: v.literal('draft'), id, page }),
  v.object({
    kind: v.literal('crops'),
    ...{ id, page, scale: v.pipe(v.number(), v.minValue(0.05), v.maxValue(20)) },
    ...{ rectangles: v.array(rectangle), alone: v.boolean() },
  }),
]);

const pageFont = v.object({
  ...{ id: v.string(), name: v.string(), type3: v.boolean(), bold: v.boolean() },
  ...{ italic: v.boolean(), monospace: v.boolean(), ascent: v.number(), descent: v.number() },
});

const glyph = v.object({
  ...{ text: v.string(), code: v.number(), start: coordinate, end: coordinate },
  ...{ box: rectangle, blank: v.boolean() },
});

/** As it travels: fonts once, runs name them by number. */
const flatText = v.object({
  ...{ page, width: coordinate, height: coordinate },
  fonts: v.array(pageFont),
  runs: v.array(
    v.object({
      ...{ glyphs: v.array(glyph), font: id, size: coordinate, baseline: coordinate },
      ...{ angle: coordinate, hidden: v.boolean() },
    }),
  ),
  ...{ rules: v.array(rectangle), shapes: v.array(rectangle), images: v.array(rectangle) },
});

type FlatText = v.InferOutput<typeof flatText>;

const reply = v.object({
  id,
  result: v.variant('kind', [
    v.object({ kind: v.literal('open'), details: documentDetails }),
    v.object({ kind: v.literal('text'), text: flatText }),
    v.object({ kind: v.literal('draft'), draft: pageDraft }),
    v.object({ kind: v.literal('crops'), pictures: v.array(bytes) }),
    v.object({
      kind: v.literal('error'),
      error: v.object({ code: v.string(), message: v.string(), action: v.string() }),
    }),
  ]),
});

export type PdfReply = v.InferOutput<typeof reply>;
export type PdfResult = PdfReply['result'];

/** @throws ValiError when it is no call */
export const parseCall = (value: unknown): PdfCall => v.parse(call, value);
/** @throws ValiError when it is no reply */
export const parseReply = (value: unknown): PdfReply => v.parse(reply, value);

export function flatten(text: PageText): FlatText {
  const fonts = [...new Set(text.runs.map((run) => run.font))];
  const numbers = new Map(fonts.map((font, index) => [font, index]));
  const runs = text.runs.map((run) => ({
    ...{ size: run.size, baseline: run.baseline, angle: run.angle, hidden: run.hidden },
    ...{ font: numbers.get(run.font)!, glyphs: [...run.glyphs] },
  }));
  const { page: number, width, height } = text;
  const [rules, shapes, images] = [[...text.rules], [...text.shapes], [...text.images]];
  return { page: number, width, height, fonts: [...fonts], runs, rules, shapes, images };
}

/** The inverse of `flatten`: runs of one font share one object again. */
export function unflatten({ fonts, ...text }: FlatText): PageText {
  const runs = text.runs.flatMap((run) => {
    const font = fonts[run.font];
    return font === undefined ? [] : [{ ...run, font }];
  });
  return { ...text, runs };
}
