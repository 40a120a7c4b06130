/** Which listed facts a trained model may tell again behind its list. Pure. */
import { namedFact, namesAsked, type NamedFact } from './named.ts';

/** Behind the largest or smallest value the fact that has it is told. */
const extreme = /<<(?:max|min)\([^<>]*\)>>=(-?\d+(?:\.\d+)?)\.\s*$/;

/**
 * Facts that may be told next, as they stand in the list; none: another may not be told. What the question names is what it
 * asks about, and no fact is told twice. `before`: what was told behind the list, words and formulas in turn.
 */
export function tellings(
  question: string,
  facts: readonly string[],
  before: readonly string[],
): readonly string[] {
  const named = facts.flatMap((fact) => namedFact(fact) ?? []);
  if (named.length === 0) return facts;
  const found = extreme.exec(before.at(-1) ?? '')?.[1];
  if (found !== undefined)
    return firstOf([named.filter(({ number }) => number === found), named]).map(writtenOf);
  const asked = namesAsked(
    question,
    named.flatMap(({ names }) => names).filter((name) => name !== 'none'),
  );
  const isAsked = ({ names }: NamedFact): boolean => names.some((name) => asked.has(name));
  if (named.some(({ inSets }) => inSets)) return regions(question, named, before, asked);
  // Of parts of a whole the one that is asked about is not listed.
  if (/\\%$|\\circ$/.test(named[0]!.value)) return [];
  const left = (some: readonly NamedFact[]): NamedFact[] =>
    some.filter(({ written }) => !before.includes(written));
  return firstOf([left(named.filter(isAsked)), left(named), named]).map(writtenOf);
}

const isShared = ({ names }: NamedFact): boolean => names.length > 1;
const ofNone = /\b(?:none|no|not|neither|outside)\b/i;
const ofSeveral = /\btwo\b|\bmore than one\b/i;

/** Of sets all regions of one sort, in their order: inside the set that is asked about, inside one only, where several meet. */
function regions(
  question: string,
  named: readonly NamedFact[],
  before: readonly string[],
  asked: ReadonlySet<string>,
): readonly string[] {
  const told = named.filter(({ written }) => before.includes(written));
  const inside = named.filter(({ names }) => names[0] !== 'none');
  const several = told[0] === undefined ? ofSeveral.test(question) : isShared(told[0]);
  const isSort = (each: NamedFact): boolean =>
    asked.size > 0 ? each.names.some((name) => asked.has(name)) : isShared(each) === several;
  const sort = inside.filter(isSort);
  const left = sort.filter((each) => !told.includes(each));
  if (before.at(-1)?.endsWith('one such region: ') === true) {
    const outside = named.filter((each) => !inside.includes(each));
    const one = asked.size > 0 ? left : ofNone.test(question) ? outside : inside.filter(isShared);
    return one.slice(0, 1).map(writtenOf);
  }
  return left.slice(0, 1).map(writtenOf);
}

const writtenOf = ({ written }: NamedFact): string => written;

const firstOf = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  lists.find(({ length }) => length > 0) ?? [];
