/**
 * Where the passages of answers in the chat lie, by an id that only we make: a link in the chat names an
 * answer and a number, never a file, so no text of a model can lead anywhere else. Kept over restarts, as the
 * chat's own history is.
 */
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { DocumentPassage } from '../../engine/protocol.ts';
import { commands } from '../contributions.ts';
import { newId } from '../margin/thread.ts';

const key = 'chat.places';
/** Answers that are remembered, the latest ones. */
const MOST_ANSWERS = 100;
const MOST_PLACES = 60;

const number = v.pipe(v.number(), v.finite());
const rectangle = v.object({ x1: number, y1: number, x2: number, y2: number });
const place = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  rectangle: v.optional(rectangle),
});
const kept = v.array(v.object({ id: v.string(), document: v.string(), places: v.array(place) }));
const link = v.strictTuple([
  v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
]);

type Kept = v.InferOutput<typeof kept>;
export type Place = Kept[number]['places'][number] & { readonly document: vscode.Uri };
type Located = Pick<DocumentPassage, 'page' | 'rectangles'> & { readonly number: number };

/** The only command that a text in the chat may run. */
export const trusted = { enabledCommands: [commands.showPassage] } as const;

export class AnswerPlaces {
  readonly #memory: vscode.Memento;
  #answers: Kept | undefined;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** For an answer that is being written: its links are made before its places are known. */
  begin(): string {
    return newId();
  }

  async remember(id: string, document: vscode.Uri, located: readonly Located[]): Promise<void> {
    const places = located.slice(0, MOST_PLACES).map((one) => {
      const [first] = one.rectangles;
      return {
        ...{ number: one.number, page: one.page },
        ...(first === undefined ? {} : { rectangle: first }),
      };
    });
    const answers = [...this.#all(), { id, document: document.toString(), places }];
    this.#answers = answers.slice(-MOST_ANSWERS);
    await this.#memory.update(key, this.#answers);
  }

  /** The place that the arguments of a link name; undefined for anything that is none of ours. */
  find(given: readonly unknown[]): Place | undefined {
    const { success, output } = v.safeParse(link, given);
    if (!success) return undefined;
    const [id, wanted] = output;
    const answer = this.#all().find((one) => one.id === id);
    const found = answer?.places.find((one) => one.number === wanted);
    if (answer === undefined || found === undefined) return undefined;
    return { ...found, document: vscode.Uri.parse(answer.document, true) };
  }

  #all(): Kept {
    if (this.#answers === undefined) {
      const read = v.safeParse(kept, this.#memory.get(key));
      this.#answers = read.success ? read.output : [];
    }
    return this.#answers;
  }
}

/** Markdown of a link to a passage of an answer. `text` is Markdown. */
export function passageLink(id: string, passage: number, text = `\\[${passage}\\]`): string {
  const given = encodeURIComponent(JSON.stringify([id, passage]));
  return `[${text}](command:${commands.showPassage}?${given})`;
}
