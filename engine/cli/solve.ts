/** `solve`: a problem in a picture; thought to standard error, facts, checked steps and answer to standard output. */
import type { EngineClient } from '../client.ts';
import { badInput } from '../errors.ts';
import type { Delta } from '../protocol.ts';
import type { Solution, SolutionStep } from '../solve/messages.ts';
import { AnswerPrinter, parseAskArguments, printable, type AskArguments } from './ask.ts';
import { imageBytes } from './images.ts';
import { out, warn } from './output.ts';

export const solveUsage =
  'solve IMAGE [--mode auto|think|nothink] [--max-tokens N] [--temperature T] [--seed N] [--json] "QUESTION"';

export type SolveArguments = AskArguments;

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseSolveArguments(words: readonly string[]): SolveArguments {
  // The first word that is no option is the image, as `read` takes it.
  const takesValue = new Set(['--mode', '--max-tokens', '--temperature', '--seed', '--image']);
  const at = words.findIndex(
    (word, i) => !word.startsWith('--') && !takesValue.has(words[i - 1] ?? ''),
  );
  const usage = `Usage: ${solveUsage}`;
  if (at < 0) throw badInput('solve needs an image and a question.', usage);
  const rest = words.filter((_, i) => i !== at);
  const parsed = parseAskArguments(rest, 'solve', solveUsage);
  return { ...parsed, images: [words[at]!, ...parsed.images] };
}

/** A solution of which a calibrated model is less sure is more often wrong than right. */
const LEAST_CONFIDENCE = 0.5;

/** Exit code 0 when there is an answer, 2 when the model says that there is none. */
export async function solveCommand(
  { question, images, mode, json, settings }: SolveArguments,
  client: Pick<EngineClient, 'solve'>,
  signal: AbortSignal,
): Promise<0 | 2> {
  const bytes = await Promise.all(images.map(imageBytes));
  const printer = new AnswerPrinter();
  let heard = '';
  const onDelta = (delta: Delta): void => {
    if (delta.kind === 'answer') heard += delta.text;
    printer.print(delta, true);
  };
  const options = { images: bytes, mode, signal, ...settings };
  try {
    const solution = await client.solve(question, json ? options : { ...options, onDelta });
    printer.end();
    if (heard !== '' && bare(heard) !== bare(solution.answer))
      warn('The model looked again at other sizes of the picture and came to something else:');
    if (json) out(JSON.stringify({ question, images, mode, ...solution }));
    else for (const line of solutionLines(solution)) out(printable(line));
    if (solution.notice !== undefined) warn(solution.notice);
    if (solution.refused !== null && !solution.device.startsWith('server'))
      warn('A larger model (--model NAME) or a server (--server URL) may know more.');
    if (solution.confidence !== null && solution.confidence < LEAST_CONFIDENCE)
      warn('The model is not sure of this solution: compare the facts with the picture.');
    if (solution.stopReason === 'length')
      warn('The solution was cut at the limit of tokens. Allow more with --max-tokens.');
    return solution.refused === null ? 0 : 2;
  } catch (error) {
    printer.end();
    throw error;
  }
}

/** Spacing is settled after it was heard. */
const bare = (text: string): string => text.replace(/\s+/g, '');

const signs = { verified: '✓', refuted: '✗', unchecked: '·' } as const;

/** What a person reads: facts, each step with its mark and reason, and the answer. */
export function solutionLines(solution: Solution): string[] {
  const { facts, steps, final, refused, confidence, model, device, millis } = solution;
  const shown = steps.filter(({ part, mark }) => part === 'answer' || mark !== 'unchecked');
  const count = (mark: SolutionStep['mark']): number =>
    steps.filter((step) => step.mark === mark).length;
  const sure = confidence === null ? [] : [`confidence ${confidence.toFixed(2)}`];
  return [
    'Facts',
    ...(facts.length === 0 ? ['  none were listed'] : []),
    ...facts.map(
      ({ name, symbol, value, unit, source }) =>
        `  ${symbol} = ${`${value === '' ? '?' : value} ${unit}`.trim()}  (${name === symbol ? '' : `${name}, `}${source})`,
    ),
    'Steps',
    ...shown.map(
      ({ mark, left, relation, right, reason, correct, part }) =>
        `  ${signs[mark]} ${left} ${relation} ${right}  — ${reason}` +
        (correct === undefined || reason.includes(correct) ? '' : `; right is ${correct}`) +
        (part === 'thought' ? ' (thought)' : ''),
    ),
    `  ${count('verified')} verified, ${count('refuted')} refuted, ${count('unchecked')} not checkable`,
    refused === null ? 'Answer' : 'No answer',
    `  ${refused ?? (final === '' ? 'none was given' : final)}`,
    [`${model} on ${device}, ${(millis / 1000).toFixed(1)} s`, ...sure].join(', '),
  ];
}
