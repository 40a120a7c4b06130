/** Solving at several sizes of the picture: what most looks agree on is more often right than the first. Pure. */
import { readingConfidence, type Calibration, type Signs } from '../runtime/calibration.ts';
import type { Solution } from '../solve/messages.ts';

/** A solution whose text is less likely than this as a whole is looked at again. */
const LOOK_AGAIN_BELOW = 0.9;
/** How many times larger the other looks show the picture. */
export const ZOOMS: readonly number[] = [0.87, 1.15];
/** What the usual size counts, beside 1 of the others: there the model is right most often. */
const USUAL = 1.3;

export interface Look {
  /** Undefined: the usual size. */
  readonly zoom: number | undefined;
  readonly solution: Solution;
  /** Undefined of a model that does not tell. */
  readonly signs: Signs | undefined;
  readonly calibration: Calibration | null;
}

export const asksForMore = (look: Look): boolean =>
  look.signs !== undefined && likelihood(look) < LOOK_AGAIN_BELOW;

/** What a look whose numbers come from nowhere counts, beside one whose numbers are found. */
const UNSOUND = 0.3;

/** However `left` more looks end, the outcome stays. */
export function isDecided(looks: readonly Look[], left: number): boolean {
  const [best = 0, next = 0] = groupsOf(looks)
    .map(weightOf)
    .toSorted((a, b) => b - a);
  return best > next + left;
}

/**
 * The likeliest of the solutions that most looks came to, and what its confidence rests on: how many looks came to
 * something else is a part of it.
 */
export function mostAgreed(looks: readonly Look[]): {
  solution: Solution;
  signs: Signs | undefined;
} {
  const group = groupsOf(looks).reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  const { solution, signs, calibration } = group.reduce((a, b) =>
    likelihood(b) > likelihood(a) ? b : a,
  );
  if (signs === undefined) return { solution, signs };
  const disagreement = (looks.length - group.length) / Math.max(looks.length - 1, 1);
  const told = { ...signs, disagreement };
  const confidence = solution.confidence === null ? null : readingConfidence(told, calibration);
  return { solution: { ...solution, confidence }, signs: told };
}

function groupsOf(looks: readonly Look[]): Look[][] {
  return [...Map.groupBy(looks, ({ solution }) => outcomeOf(solution)).values()];
}

/** A refusal, whatever its reason, or the answer as it is written. */
const outcomeOf = ({ refused, final }: Solution): string =>
  refused === null ? final.replace(/\s+/g, '') : 'refused';

const weightOf = (group: readonly Look[]): number =>
  group.reduce((sum, look) => sum + weight(look), 0);

/** Each look counts; of two that count alike the likelier one counts more. */
function weight(look: Look): number {
  const size = look.zoom === undefined ? USUAL : 1;
  return size * (look.signs?.sound === false ? UNSOUND : 1) * (0.8 + 0.2 * likelihood(look));
}

/** Of the whole text, as the model saw it, and less where its numbers come from nowhere; in 0..1. */
const likelihood = ({ signs }: Look): number =>
  (signs?.probabilities ?? []).reduce((product, p) => product * p, signs?.sound ? 1 : UNSOUND);
