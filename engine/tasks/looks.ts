/** Solving at several sizes of the picture: what most looks agree on is more often right than the first. Pure. */
import { readingConfidence, type Calibration, type Signs } from '../runtime/calibration.ts';
import { listingOf } from '../solve/given.ts';
import { leveled } from '../solve/levels.ts';
import { mergedFacts, type Listed } from '../solve/merge.ts';
import type { Solution } from '../solve/messages.ts';
import type { Place } from '../solve/places.ts';

/** A solution whose text is less likely than this as a whole is looked at again. */
const LOOK_AGAIN_BELOW = 0.9;
/** How many times larger the other looks show the picture. */
export const ZOOMS: readonly number[] = [0.87, 1.15, 0.76, 1.32];

export interface Look {
  /** Undefined: the usual size. */
  readonly zoom: number | undefined;
  readonly solution: Solution;
  /** Its facts as they were written. */
  readonly listed: readonly Listed[];
  /** Undefined of a model that does not tell. */
  readonly signs: Signs | undefined;
  readonly calibration: Calibration | null;
}

export const asksForMore = (look: Look): boolean =>
  look.signs !== undefined && likelihood(look) < LOOK_AGAIN_BELOW;

/** What a look whose numbers come from nowhere counts, beside one whose numbers are found. */
const UNSOUND = 0.3;

/** Two looks came to the same: that a third comes to something else changes little. */
export const isDecided = (looks: readonly Look[]): boolean => groupsOf(looks).length < looks.length;

/** Where all looks came to something else: the facts as most of them read each, for one more solution to begin with. */
export function beginning(looks: readonly Look[]): (string | Place)[] | null {
  const solving = looks.filter(({ solution }) => solution.refused === null);
  if (looks.length <= ZOOMS.length || solving.length < looks.length) return null;
  if (groupsOf(looks).length < looks.length) return null;
  const facts = mergedFacts(leveled(looks.map(({ listed }) => listed)));
  const alike = textOf(facts ?? []) === textOf(looks[0]?.listed ?? []);
  return facts === null || alike ? null : listingOf(facts);
}

const textOf = (facts: readonly Listed[]): string => facts.map(({ item }) => item).join('; ');

/**
 * The likeliest of the solutions that most looks came to, and what its confidence rests on: how many looks came to
 * something else is a part of it. `merged`: the solution from the facts of all looks, which counts more than any of theirs.
 */
export function mostAgreed(
  looks: readonly Look[],
  merged?: Look,
): {
  solution: Solution;
  signs: Signs | undefined;
} {
  if (merged?.signs?.sound === true && merged.solution.refused === null) {
    const { solution } = merged;
    const same = looks.filter((look) => outcomeOf(look.solution) === outcomeOf(solution));
    // Its facts were not written by the model: of how sure those are the looks tell.
    const likely = (same.length > 0 ? same : looks).reduce((a, b) =>
      likelihood(b) > likelihood(a) ? b : a,
    );
    const disagreement = (looks.length - same.length) / looks.length;
    const told = likely.signs && { ...likely.signs, sound: true, disagreement };
    const confidence = told ? readingConfidence(told, likely.calibration) : null;
    const facts = placed(solution.facts, looks);
    return { solution: { ...solution, facts, confidence }, signs: told };
  }
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

/** Facts with the places at which the looks found them. */
function placed(facts: Solution['facts'], looks: readonly Look[]): Solution['facts'] {
  return facts.map((fact) => {
    const found = looks
      .flatMap(({ solution }) => solution.facts)
      .find(({ symbol, places }) => symbol === fact.symbol && places !== undefined);
    return found?.places === undefined ? fact : { ...fact, places: found.places };
  });
}

function groupsOf(looks: readonly Look[]): Look[][] {
  return [...Map.groupBy(looks, ({ solution }) => outcomeOf(solution)).values()];
}

/** A refusal, whatever its reason, or the answer as it is written. */
const outcomeOf = ({ refused, final }: Solution): string =>
  refused === null ? final.replace(/\s+/g, '') : 'refused';

/** A look counts as much as it is likely: measured, EXPERIMENTS.md. */
const weightOf = (group: readonly Look[]): number =>
  group.reduce((sum, look) => sum + likelihood(look), 0);

/** Of the whole text, as the model saw it, and less where its numbers come from nowhere; in 0..1. */
const likelihood = ({ signs }: Look): number =>
  (signs?.probabilities ?? []).reduce((product, p) => product * p, signs?.sound ? 1 : UNSOUND);
