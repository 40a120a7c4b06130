/** Solving a problem from a picture: any model that writes, its calculations made and its steps checked here. */
import type { Ask, AskJob } from '../backends/backend.ts';
import { MarginaliaError } from '../errors.ts';
import type { Answer } from '../protocol.ts';
import { Calculator } from '../solve/calculator.ts';
import { checkText } from '../solve/check.ts';
import { loadAlgebra } from '../solve/exact.ts';
import { findDerived, findFacts } from '../solve/facts.ts';
import { givenWords, type GivenFacts } from '../solve/given.ts';
import type { Solution } from '../solve/messages.ts';
import type { SolveForm } from '../runtime/generation-config.ts';
import { findChains } from '../solve/statements.ts';
import { interjectorOf } from './interjector.ts';
import { solveTrained } from './solve-trained.ts';

export interface SolveJob extends Omit<
  AskJob,
  'interjector' | 'task' | 'zoom' | 'begun' | 'onPlaces'
> {
  /** Facts as a person corrected them: solved with these. */
  readonly given?: GivenFacts | undefined;
}

/** What the model is asked for: a form in which facts, law and steps can be found again. */
export function solvePrompt(question: string, given?: GivenFacts): string {
  return `Solve the problem shown in the image.

Question: ${question.trim()}
${given === undefined ? '' : `\n${givenWords(given)}\n`}
Write in this form:

Facts:
- name: $symbol = value unit$ (picture)   [one line a fact; (question) when the question tells it]

Law: the law or theorem that is used, as an equation of the symbols.

Steps: each step on a line of its own as an equation between dollar signs: symbols first, then the numbers put in, then the value with its unit, as in $T = 2\\pi\\sqrt{m/k} = 2\\pi\\sqrt{0.5/80} \\approx 0.497\\,\\text{s}$. Units stand in \\text{}.

Where a number must be worked out write a calculator call such as <<2*pi*sqrt(0.5/80)>> or <<12 V/(320 ohm) in mA>>; its result is written for you behind it.

Answer: $symbol = value unit$

If the image does not show what is needed, or the facts contradict each other, write "Cannot be solved:" and the reason instead of a guess.`;
}

/**
 * `form`: the model was trained to solve and is asked as in its training; else it is told in words what to do.
 * @throws MarginaliaError as asking does; `model-cannot-answer` says what solves instead
 */
export async function solveProblem(ask: Ask, job: SolveJob, form?: SolveForm): Promise<Solution> {
  try {
    if (form !== undefined) return await solveTrained(ask, job);
    const calculator = new Calculator(await loadAlgebra());
    const question = solvePrompt(job.question, job.given);
    const interjector = interjectorOf(calculator);
    const answer = await ask({ ...job, question, interjector, task: 'solve' });
    return solutionOf(answer, calculator.calculations);
  } catch (error) {
    if (error instanceof MarginaliaError && error.code === 'model-cannot-answer')
      throw cannotSolve(error);
    throw error;
  }
}

/** Facts, steps and answer of what a model wrote. Pure. */
export function solutionOf(written: Answer, calculations: Solution['calculations'] = []): Solution {
  const { thought, answer, stopReason, thoughtCut, tokens, millis, device, model } = written;
  const inAnswer = findFacts(answer);
  const facts = inAnswer.length > 0 ? inAnswer : findFacts(thought);
  const ofThought = checkText(thought).map((step) => ({ ...step, part: 'thought' as const }));
  const chains = (ofThought.at(-1)?.chain ?? -1) + 1;
  const ofAnswer = checkText(answer).map((step) => ({
    ...step,
    ...{ chain: step.chain + chains, part: 'answer' as const },
  }));
  const inText = findDerived(answer, facts);
  const derived = inText.length > 0 ? inText : findDerived(thought, facts);
  const final = finalOf(answer);
  const first = findChains(final)[0]?.members[0]?.expression;
  const symbol = first?.kind === 'symbol' ? first.name : undefined;
  return {
    ...{ thought, answer, facts, derived, final },
    steps: [...ofAnswer, ...ofThought],
    calculations: [...calculations],
    finalSymbol: derived.find((each) => each.symbol === symbol)?.symbol ?? null,
    refused: /(?:^|\n)\W*cannot be solved:?\s*([^\n]{1,300})/i.exec(answer)?.[1]?.trim() ?? null,
    confidence: written.confidence ?? null,
    ...{ stopReason, thoughtCut, tokens, millis, device, model },
  };
}

/** The line that says "Answer", else what is boxed, else the last formula. */
function finalOf(answer: string): string {
  const line = /(?:^|\n)[\s*#]*(?:final )?answer[\s*]*:[\s*]*([^\n]{1,500})/i.exec(answer)?.[1];
  if (line !== undefined) return line.replace(/\*+$/, '').trim();
  const boxed = /\\boxed\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/.exec(answer)?.[0];
  if (boxed !== undefined) return `$${boxed}$`;
  return /\$[^$\n]+\$(?=[^$]*$)/.exec(answer)?.[0] ?? '';
}

const cannotSolve = (error: MarginaliaError): MarginaliaError =>
  new MarginaliaError(
    {
      code: error.code,
      message: 'This model reads formulas; it cannot solve problems.',
      action: error.action,
    },
    error,
  );
