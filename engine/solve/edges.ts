/**
 * Which corners of a graph a number belongs to: those between which a line is drawn beside it. The model tells the places of
 * numbers and corners well and mixes up the lines where they cross.
 */
import type { Plane } from '../image/picture.ts';
import type { Listed } from './merge.ts';
import type { Place } from './places.ts';

interface Corner {
  readonly place: Place;
  /** As often as it was called each. */
  readonly names: Map<string, number>;
}

interface Weight {
  readonly listed: Listed;
  readonly place: Place;
  readonly value: string;
}

/** Pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** In shares of the picture: what is nearer is the same corner. */
const near = 0.07;
/** Of the way between two corners so much is drawn at least. */
const drawn = 0.8;
/** Darker than this is ink. */
const dark = 190;
/** A number is no farther from the middle of its line, in shares of the picture. */
const beside = 0.12;

/** A graph as its picture has it. */
export interface Graph {
  /** The list with each number between the corners whose line it stands at. */
  readonly facts: readonly Listed[];
  /** Lines at which no number was read: the corners, and where their number may stand. */
  readonly open: readonly { names: [string, string]; corners: [Place, Place]; place: Place }[];
}

/** Null where the facts are none of a graph's, or corners cannot be told apart. */
export async function drawnGraph(
  question: string,
  facts: readonly Listed[],
  picture: () => Promise<Plane>,
): Promise<Graph | null> {
  const weights: Weight[] = [];
  const corners: Corner[] = [];
  for (const listed of facts) {
    const [, a, b, value] = /^\s*\$(\w)(\w)=([^$]*)\$$/.exec(listed.item) ?? [];
    const [place, first, second] = listed.places;
    if (a === undefined || b === undefined || value === undefined) return null;
    if (place === undefined || first === undefined || second === undefined) return null;
    weights.push({ listed, place, value });
    count(corners, first, a);
    count(corners, second, b);
  }
  if (weights.length < 2 || corners.length > 12) return null;
  const names = namesOf(corners, question);
  if (names === null) return null;
  const ink = await picture();
  const scale = (place: Place): Point => ({ x: place.x * ink.width, y: place.y * ink.height });
  const size = Math.max(ink.width, ink.height);
  const points = corners.map(({ place }) => scale(place));
  const pairs = points.flatMap((_, j) =>
    points.slice(0, j).flatMap((_, i) => (isLine(ink, points, i, j) ? [[i, j] as const] : [])),
  );
  const fits = weights
    .flatMap((weight) =>
      pairs.map((pair) => {
        const [a, b] = [points[pair[0]]!, points[pair[1]]!];
        return { weight, pair, off: fromMiddle(scale(weight.place), a, b) / size };
      }),
    )
    .filter(({ off }) => off < beside)
    .toSorted((a, b) => a.off - b.off);
  const found = new Map<Weight, readonly [number, number]>();
  const used = new Set<readonly [number, number]>();
  for (const { weight, pair } of fits) {
    if (found.has(weight) || used.has(pair)) continue;
    used.add(pair);
    found.set(weight, pair);
  }
  const ends = ([i, j]: readonly [number, number]): {
    names: [string, string];
    corners: [Place, Place];
  } => {
    const [first, second] = order(corners[i]!.place, corners[j]!.place) < 0 ? [i, j] : [j, i];
    return {
      names: [names[first]!, names[second]!],
      corners: [corners[first]!.place, corners[second]!.place],
    };
  };
  // Numbers stand beside their lines as those do that were found.
  const aside = mean(
    [...found].map(([{ place }, pair]) => {
      const [a, b] = ends(pair).corners;
      return { x: place.x - (a.x + b.x) / 2, y: place.y - (a.y + b.y) / 2 };
    }),
  );
  return {
    facts: weights.flatMap((weight) => {
      const pair = found.get(weight);
      if (pair === undefined) return [];
      const { names, corners } = ends(pair);
      return [{ item: `$${names.join('')}=${weight.value}$`, places: [weight.place, ...corners] }];
    }),
    open: pairs.flatMap((pair) => {
      if (used.has(pair)) return [];
      const of = ends(pair);
      const [a, b] = of.corners;
      return [{ ...of, place: { x: (a.x + b.x) / 2 + aside.x, y: (a.y + b.y) / 2 + aside.y } }];
    }),
  };
}

const mean = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / Math.max(points.length, 1),
  y: points.reduce((sum, { y }) => sum + y, 0) / Math.max(points.length, 1),
});

/** From left to right, then from below. */
const order = (a: Place, b: Place): number => a.x - b.x || b.y - a.y;

function count(corners: Corner[], place: Place, name: string): void {
  let corner = corners.find(
    (one) => Math.hypot(one.place.x - place.x, one.place.y - place.y) < near,
  );
  if (corner === undefined) corners.push((corner = { place, names: new Map() }));
  corner.names.set(name, (corner.names.get(name) ?? 0) + 1);
}

/** A name of its own for each corner: as it was called most often, or the one that the question asks for and nobody has. */
function namesOf(corners: readonly Corner[], question: string): string[] | null {
  const votes = corners
    .flatMap(({ names }, i) => [...names].map(([name, times]) => ({ i, name, times })))
    .toSorted((a, b) => b.times - a.times);
  const names: (string | undefined)[] = corners.map(() => undefined);
  for (const { i, name } of votes)
    if (names[i] === undefined && !names.includes(name)) names[i] = name;
  const asked = [...question.matchAll(/\$(\w)\$/g)].map(([, name]) => name!);
  for (const name of asked.filter((each) => !names.includes(each))) {
    const free = names.indexOf(undefined);
    if (free >= 0) names[free] = name;
  }
  // Between others it does not matter what a corner is called.
  const spare = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').filter((name) => !names.includes(name));
  const all = names.map((name) => name ?? spare.shift());
  return all.every((name) => name !== undefined) ? all : null;
}

/** Whether a line is drawn between two corners and passes by no third; ends may be a little off. */
function isLine(ink: Plane, points: readonly Point[], i: number, j: number): boolean {
  const [a, b] = [points[i]!, points[j]!];
  const long = Math.hypot(b.x - a.x, b.y - a.y);
  const size = Math.max(ink.width, ink.height);
  const passed = points.some(
    (point, k) => k !== i && k !== j && fromSegment(point, a, b) < 0.04 * size,
  );
  if (passed || long < 0.05 * size) return false;
  const [across, down] = [-(b.y - a.y) / long, (b.x - a.x) / long];
  const step = Math.max(1, size / 250);
  const reach = Math.round((0.03 * size) / step);
  const shifts = Array.from({ length: 2 * reach + 1 }, (_, k) => (k - reach) * step);
  return shifts.some((from) =>
    shifts.some((to) => {
      const start = { x: a.x + across * from, y: a.y + down * from };
      const end = { x: b.x + across * to, y: b.y + down * to };
      return shareDrawn(ink, start, end) >= drawn;
    }),
  );
}

/** Of the middle part of the way the share that is dark, or next to what is. */
function shareDrawn(ink: Plane, a: Point, b: Point): number {
  const samples = Math.max(12, Math.round(Math.hypot(b.x - a.x, b.y - a.y) / 3));
  let found = 0;
  for (let k = 0; k <= samples; k++) {
    const along = 0.22 + (0.56 * k) / samples;
    if (isDark(ink, a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along)) found++;
  }
  return found / (samples + 1);
}

function isDark({ width, height, data }: Plane, x: number, y: number): boolean {
  const [column, row] = [Math.round(x), Math.round(y)];
  for (let down = -1; down <= 1; down++)
    for (let across = -1; across <= 1; across++) {
      const [at, on] = [column + across, row + down];
      if (at >= 0 && at < width && on >= 0 && on < height && data[on * width + at]! < dark)
        return true;
    }
  return false;
}

const between = (a: Point, b: Point, along: number): Point => ({
  x: a.x + (b.x - a.x) * along,
  y: a.y + (b.y - a.y) * along,
});

function fromSegment(point: Point, a: Point, b: Point, least = 0, most = 1): number {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = ((point.x - a.x) * x + (point.y - a.y) * y) / (x * x + y * y || 1);
  const { x: nearX, y: nearY } = between(a, b, Math.min(Math.max(along, least), most));
  return Math.hypot(point.x - nearX, point.y - nearY);
}

/** Numbers stand about half way along. */
const fromMiddle = (point: Point, a: Point, b: Point): number =>
  fromSegment(point, a, b, 0.42, 0.58);
