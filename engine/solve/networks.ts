/**
 * What is said of how resistors are put together has to be possible where they stand, and the law and the calculation are
 * those of what was said. Pure.
 */
import type { Place, ToldPlace } from './places.ts';
import { itemsOf, listedFacts, listing } from './told.ts';

interface Resistor {
  readonly name: string;
  /** As it is written; empty where it is not known. */
  readonly value: string;
  /** Undefined for what the question tells. */
  readonly place: Place | undefined;
}

/** A way to put them together. */
interface Network {
  readonly sentence: string;
  readonly law: string;
  readonly call: string;
  readonly possible: boolean;
}

/** In shares of the picture: labels no farther apart are above one another, or level. */
const sameColumn = 0.12;
const sameRow = 0.08;

/** Whether `next` may stand behind `text`, where that is about a network of two or three resistors. */
export function mayConnect(text: string, next: string, places: readonly ToldPlace[]): boolean {
  const list = listing.exec(text)?.[0];
  if (list === undefined || list.length === text.trimEnd().length) return true;
  const said = bare(text.slice(list.length));
  if (!/^(?:Theway|Allin)/.test(said)) return true;
  const resistors = resistorsOf(text, places);
  if (resistors.length < 2 || resistors.length > 3) return true;
  const written = said + bare(next);
  return networksOf(resistors)
    .filter(({ possible }) => possible)
    .map(({ sentence, law, call }) => bare(`${sentence} Law: $${law}$. $R=$ <<${call}>>`))
    .some((whole) => whole.startsWith(written) || written.startsWith(whole));
}

function resistorsOf(text: string, places: readonly ToldPlace[]): Resistor[] {
  const listed = listedFacts(text, places);
  return itemsOf(text).flatMap(({ item }, i) => {
    const [, name, value = ''] = /^\s*\$(R_\d)=(\d+(?:\.\d+)?)?/.exec(bare(item)) ?? [];
    const place = item.includes('(question)') ? undefined : listed[i]?.places[0];
    return name === undefined ? [] : [{ name, value, place }];
  });
}

function networksOf(all: readonly Resistor[]): Network[] {
  const names = (some: readonly Resistor[]): string =>
    some.map(({ name }) => `$${name}$`).join(', ');
  const join = (some: readonly Resistor[], by: string, of: 'name' | 'value' = 'name'): string =>
    some.map((one) => one[of]).join(by);
  const inverse = (some: readonly Resistor[]): string =>
    `1/(${some.map(({ value }) => `1/${value}`).join('+')})`;
  const parts = 'The way parts and meets: ';
  const networks: Network[] = [
    {
      ...{ sentence: 'All in one row.', law: `R=${join(all, '+')}` },
      ...{ call: join(all, '+', 'value'), possible: true },
    },
    {
      sentence: `${parts}${names(all)} side by side.`,
      law: `\\frac{1}{R}=${all.map(({ name }) => `\\frac{1}{${name}}`).join('+')}`,
      ...{ call: inverse(all), possible: all.length < 3 || areBeside(all) },
    },
  ];
  if (all.length < 3) return networks;
  for (const one of all) {
    const pair = all.filter((each) => each !== one);
    networks.push(
      {
        sentence: `${parts}${names(pair)} side by side, in a row with ${names([one])}.`,
        law: `R=${one.name}+\\frac{${join(pair, '')}}{${join(pair, '+')}}`,
        ...{ call: `${one.value}+${inverse(pair)}`, possible: areBeside(pair) },
      },
      {
        sentence: `${parts}${names([one])} beside the row of ${names(pair)}.`,
        law: `R=\\frac{${one.name}(${join(pair, '+')})}{${join(all, '+')}}`,
        call: `${one.value}*(${join(pair, '+', 'value')})/(${join(all, '+', 'value')})`,
        possible: !shareColumn(all),
      },
    );
  }
  return networks;
}

/** Those side by side are drawn above one another, or as upright ones in a row; of what has no place nothing is known. */
function areBeside(some: readonly Resistor[]): boolean {
  const known = some.filter(({ place }) => place !== undefined);
  return spread(known, 'x') < sameColumn || spread(known, 'y') < sameRow;
}

const shareColumn = (all: readonly Resistor[]): boolean =>
  all
    .filter(({ place }) => place !== undefined)
    .some((a, i, known) => known.slice(0, i).some((b) => spread([a, b], 'x') < sameRow));

function spread(some: readonly Resistor[], axis: 'x' | 'y'): number {
  const along = some.flatMap(({ place }) => place?.[axis] ?? []);
  return along.length === 0 ? 0 : Math.max(...along) - Math.min(...along);
}

const bare = (text: string): string => text.replace(/\s/g, '');
