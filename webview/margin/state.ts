/** What is kept of the margin per file: open or not, which thread, what was being written. */
import * as v from 'valibot';
import { rectangle } from './protocol.ts';

const draft = v.pipe(v.string(), v.maxLength(20_000));

const schema = v.object({
  open: v.optional(v.boolean()),
  focused: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** Questions not sent yet, by their thread; the new one's is under `new`. */
  drafts: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), draft), {}),
  composing: v.optional(
    v.object({
      page: v.pipe(v.number(), v.integer(), v.minValue(1)),
      rectangle: v.optional(rectangle),
      quote: v.optional(draft),
    }),
  ),
});

export type MarginState = v.InferOutput<typeof schema>;

/** What does not fit is not worth an error: the margin then starts as if new. */
export function parseMarginState(raw: unknown): MarginState {
  const result = v.safeParse(schema, raw);
  return result.success ? result.output : { drafts: {} };
}

export function withDraft(state: MarginState, id: string, text: string): MarginState {
  const others = Object.entries(state.drafts).filter(([other]) => other !== id);
  const own = text === '' ? [] : [[id, text] as const];
  return { ...state, drafts: Object.fromEntries([...others, ...own]) };
}
