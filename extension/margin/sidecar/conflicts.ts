/** A file in which git left its conflict markers: both sides, and the base where git wrote it. */

export interface Sides {
  readonly ours: string;
  readonly theirs: string;
  /** Undefined where the markers do not show it (git's default style). */
  readonly base: string | undefined;
}

type Place = 'both' | 'ours' | 'base' | 'theirs';

/** Undefined when there are no markers, or when they do not fit together: then they are text. */
export function conflictSides(text: string): Sides | undefined {
  const sides = { ours: [] as string[], base: [] as string[], theirs: [] as string[] };
  let [place, hunks, bases]: [Place, number, number] = ['both', 0, 0];
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const next = markerOf(line);
    if (next === undefined) {
      if (place === 'both') for (const side of Object.values(sides)) side.push(line);
      else sides[place].push(line);
      continue;
    }
    const fits: readonly Place[] = {
      ours: ['both'],
      base: ['ours'],
      theirs: ['ours', 'base'],
      both: ['theirs'],
    }[next] as Place[];
    if (!fits.includes(place)) return undefined;
    if (next === 'ours') hunks++;
    if (next === 'base') bases++;
    place = next;
  }
  if (hunks === 0 || place !== 'both') return undefined;
  const [ours, base, theirs] = [sides.ours, sides.base, sides.theirs].map((l) => l.join('\n'));
  return { ours: ours!, theirs: theirs!, base: bases === hunks ? base : undefined };
}

/** Any line that git writes at a conflict, fitting or not. */
export const hasMarkers = (text: string): boolean => /^(?:<{7}|>{7})(?: |\r?$)/m.test(text);

function markerOf(line: string): Place | undefined {
  if (/^<{7}(?: |$)/.test(line)) return 'ours';
  if (/^\|{7}(?: |$)/.test(line)) return 'base';
  if (/^={7}$/.test(line)) return 'theirs';
  return /^>{7}(?: |$)/.test(line) ? 'both' : undefined;
}
