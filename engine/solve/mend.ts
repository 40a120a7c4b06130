/**
 * What places and names of a list of facts say of it. Where it is mended the model goes on from the mended list, and where
 * something was not read that should be there the model looks there.
 */
import type { Plane } from '../image/picture.ts';
import { asAssigned } from './assigned.ts';
import { drawnGraph } from './edges.ts';
import { listingOf } from './given.ts';
import { leveled } from './levels.ts';
import type { Listed } from './merge.ts';
import { withoutRepeats } from './parts.ts';
import type { Place } from './places.ts';
import { missingRegions, namedRegions, thirdSet } from './regions.ts';

export interface Mended {
  readonly facts: readonly Listed[];
  readonly changed: boolean;
  /** What the model's text begins with where it is to look for one more value; it ends where that is to be read. */
  readonly gap: (string | Place)[] | null;
}

/** Half of the side of what is looked at for ink, in shares of the picture. */
const around = 0.03;
/** Darker than this is ink: thin and colored letters too. */
const dark = 190;

/** `ink`: the picture, dark on white. */
export async function mendedFacts(
  question: string,
  facts: readonly Listed[],
  ink: () => Promise<Plane>,
): Promise<Mended> {
  const named = withoutRepeats(question, namedRegions(asAssigned(question, facts)));
  const [level = named] = leveled([named]);
  const graph = await drawnGraph(question, level, ink);
  const mended = graph?.facts ?? level;
  if (mended.length === 0) return { facts, changed: false, gap: null };
  const changed = textOf(mended) !== textOf(facts);
  const before = (some: readonly Listed[]): (string | Place)[] => [
    ...listingOf(some).slice(0, -1),
    '; ',
  ];
  const third = thirdSet(mended);
  if (third !== null)
    return {
      ...{ facts: third.facts, changed },
      gap: [...before(third.facts), third.place, '$\\text {only }\\text {'],
    };
  for (const { place, name } of missingRegions(mended))
    if (hasInk(await ink(), place))
      return { facts: mended, changed, gap: [...before(mended), place, `$${name}=`] };
  const [edge] = graph?.open ?? [];
  if (edge === undefined) return { facts: mended, changed, gap: null };
  const { place, names, corners } = edge;
  const gap = [...before(mended), place, '$', corners[0], names[0], corners[1], `${names[1]}=`];
  return { facts: mended, changed, gap };
}

function hasInk({ width, height, data }: Plane, { x, y }: Place): boolean {
  const reach = around * Math.max(width, height);
  for (let row = Math.ceil(y * height - reach); row <= y * height + reach; row++)
    for (let column = Math.ceil(x * width - reach); column <= x * width + reach; column++)
      if (row >= 0 && row < height && column >= 0 && column < width)
        if (data[row * width + column]! < dark) return true;
  return false;
}

const textOf = (facts: readonly Listed[]): string =>
  facts.map(({ item }) => item.trim()).join('; ');
