/** How a solution compares with the problem that it solves. Pure. */
import type { ErrorPayload } from '../errors.ts';
import type { Fact, Solution } from '../solve/messages.ts';
import { toldFacts } from '../solve/told.ts';
import { isRight } from './diagrams-answer.ts';
import { judgeStep } from './diagrams-judge.ts';
import type { DiagramProblem } from './diagrams-set.ts';

export type DiagramMode = 'think' | 'nothink';
/** `family`: there is an answer. The others are to be refused. */
export type Kind = 'family' | 'other' | 'missing' | 'contradicted';

export interface DiagramRow {
  readonly file: string;
  readonly family: string;
  readonly kind: Kind;
  readonly mode: DiagramMode;
  readonly right: boolean;
  readonly refused: boolean;
  /** Of the facts that the picture holds; null where it holds none or none are listed in this mode. */
  readonly facts: { readonly read: number; readonly of: number } | null;
  /** Steps marked verified, those judged a second time by another algebra, and those found false by it. */
  readonly verified: number;
  readonly judged: number;
  readonly falseSteps: readonly string[];
  readonly refuted: number;
  readonly confidence: number | null;
  readonly millis: number;
  readonly error: ErrorPayload | null;
}

export function kindOf({ family, refusal }: DiagramProblem): Kind {
  if (refusal === '') return 'family';
  if (family === 'other') return 'other';
  return refusal.includes('not given') ? 'missing' : 'contradicted';
}

export function scoreDiagram(
  problem: DiagramProblem,
  mode: DiagramMode,
  solution: Solution,
): DiagramRow {
  const kind = kindOf(problem);
  const { refused, final, steps, confidence, millis } = solution;
  const verified = steps.filter(({ mark }) => mark === 'verified');
  const verdicts = verified.map((step) => ({ step, verdict: judgeStep(step) }));
  const wrong = verdicts.filter(({ verdict }) => verdict === false);
  return {
    ...{ file: problem.file, family: problem.family, kind, mode },
    right: kind === 'family' ? refused === null && isRight(problem, final) : refused !== null,
    refused: refused !== null,
    facts: mode === 'think' && kind === 'family' ? factsRead(problem, solution.facts) : null,
    verified: verified.length,
    judged: verdicts.filter(({ verdict }) => verdict !== null).length,
    falseSteps: wrong.map(({ step }) => `${step.left} ${step.relation} ${step.right}`),
    refuted: steps.filter(({ mark }) => mark === 'refuted').length,
    ...{ confidence, millis, error: null },
  };
}

/** A fact is read when its symbol, value and unit are listed. */
function factsRead(
  { thought }: DiagramProblem,
  listed: readonly Fact[],
): { read: number; of: number } | null {
  const shown = toldFacts(thought).filter(({ source }) => source === 'picture');
  if (shown.length === 0) return null;
  const read = shown.filter(({ symbol, value, unit }) =>
    listed.some(
      (fact) =>
        fact.symbol === symbol && Number(fact.value) === Number(value) && fact.unit === unit,
    ),
  );
  return { read: read.length, of: shown.length };
}
