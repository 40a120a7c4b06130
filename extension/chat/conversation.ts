/** What the participant remembers of its own answers, in the results that the chat keeps. */
import * as v from 'valibot';
import * as vscode from 'vscode';

const LONGEST_KEPT = 6_000;
const MOST_TURNS = 20;

const remembered = v.object({
  document: v.string(),
  question: v.string(),
  answer: v.string(),
  quoted: v.boolean(),
  /** Pages that were cited, the first ones. */
  pages: v.array(v.number()),
});

/** Plain JSON: the chat stores it. */
export type Remembered = v.InferOutput<typeof remembered>;

export const rememberAnswer = (answer: Remembered): Remembered => ({
  ...answer,
  question: answer.question.slice(0, LONGEST_KEPT),
  answer: answer.answer.slice(0, LONGEST_KEPT),
});

/** What a result holds; undefined for one of another command. */
export function rememberedOf(metadata: unknown): Remembered | undefined {
  const { success, output } = v.safeParse(remembered, metadata);
  return success ? output : undefined;
}

/** The answers of this conversation, the oldest first. */
export function answersOf({ history }: vscode.ChatContext): Remembered[] {
  return history.flatMap((turn) => {
    if (!('result' in turn)) return [];
    const found = rememberedOf(turn.result.metadata);
    return found === undefined ? [] : [found];
  });
}

/** Questions and answers about one document, as the engine takes them. */
export function exchangesAbout(
  document: vscode.Uri,
  answers: readonly Remembered[],
): { question: string; answer: string }[] {
  const id = document.toString();
  return answers
    .filter((one) => one.document === id && one.answer !== '' && !one.quoted)
    .slice(-MOST_TURNS)
    .map(({ question, answer }) => ({ question, answer }));
}

export function lastDocument(answers: readonly Remembered[]): vscode.Uri | undefined {
  const last = answers.at(-1);
  return last === undefined ? undefined : vscode.Uri.parse(last.document, true);
}
