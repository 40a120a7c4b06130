/** Fractions, radicals and overlines: what a thin line holds together. */
import {
  bounds,
  centerX,
  centerY,
  grow,
  height,
  meets,
  shared,
  width,
  type Rectangle,
} from '../geometry.ts';
import type { Letter } from '../lines.ts';
import type { PageFont } from '../page.ts';
import type { FontRole } from './fonts.ts';

export interface Structure {
  readonly letters: ReadonlySet<Letter>;
  readonly rules: readonly Rectangle[];
  readonly box: Rectangle;
  /** The height at which it stands in its line: the fraction bar, or the middle. */
  readonly axis: number;
  /** Size of its letters at most. */
  readonly size: number;
}

/** How far from a fraction bar its numerator and denominator may stand, in em of theirs. */
const NEAR = 0.6;
const FAR = 0.95;
const LONGEST_RULE = 420;
/** Points above and below a line within which letters may belong to it, at most. */
const MOST_REACH = 40;
/** Height of a band, and the number of them that a letter is looked for in at most. */
const BAND = 16;
const TALLEST = 60;
/** Letters of text fonts alone, over and under a line. */
const MOST_PROSE = 40;
const SENTENCE = 16;

export function structuresOf(
  letters: readonly Letter[],
  rules: readonly Rectangle[],
  roles: ReadonlyMap<PageFont, FontRole>,
): Structure[] {
  const bands = bandsOf(letters.filter(({ blank }) => !blank));
  const reach = Math.min(
    letters.reduce((most, { size }) => Math.max(most, size), 0),
    MOST_REACH,
  );
  const owners = new Map<Letter, Draft>();
  for (const rule of rules) {
    if (width(rule) <= height(rule) || width(rule) > LONGEST_RULE) continue;
    const around = bands(rule.y1 - reach, rule.y2 + reach);
    if (around.length === 0) continue;
    const members = radical(rule, around, bands) ?? fraction(rule, around, roles);
    if (members === null) continue;
    const joined = new Set(members.letters.flatMap((letter) => owners.get(letter) ?? []));
    const wide = [...joined].find((other) => other.rules.some((line) => width(line) > width(rule)));
    const draft: Draft = {
      letters: new Set([...members.letters, ...[...joined].flatMap((other) => [...other.letters])]),
      rules: [rule, ...[...joined].flatMap((other) => other.rules)],
      axis: wide?.axis ?? members.axis,
    };
    for (const letter of draft.letters) owners.set(letter, draft);
  }
  return [...new Set(owners.values())].map(({ letters: set, rules: lines, axis }) => ({
    letters: set,
    rules: lines,
    box: bounds([...[...set].map(({ box }) => box), ...lines])!,
    axis,
    size: [...set].reduce((most, { size }) => Math.max(most, size), 0),
  }));
}

interface Draft {
  readonly letters: ReadonlySet<Letter>;
  readonly rules: readonly Rectangle[];
  readonly axis: number;
}

/** Finds the letters that meet a range of heights, in the order of drawing. */
type Bands = (y1: number, y2: number) => Letter[];

/** A page may have thousands of lines: each is only held against the letters about its height. */
function bandsOf(letters: readonly Letter[]): Bands {
  const rows = new Map<number, { letter: Letter; at: number }[]>();
  const row = (y: number): number => Math.floor(y / BAND);
  for (const [at, letter] of letters.entries()) {
    const last = Math.min(row(letter.box.y2), row(letter.box.y1) + TALLEST);
    for (let key = row(letter.box.y1); key <= last; key++) {
      const known = rows.get(key);
      if (known === undefined) rows.set(key, [{ letter, at }]);
      else known.push({ letter, at });
    }
  }
  return (y1, y2) => {
    const found: { letter: Letter; at: number }[] = [];
    for (let key = row(y1); key <= row(y2); key++)
      for (const entry of rows.get(key) ?? []) {
        const { box } = entry.letter;
        // A tall letter is in several bands and taken from the first.
        const first = key === Math.max(row(box.y1), row(y1));
        if (first && box.y2 >= y1 && box.y1 <= y2) found.push(entry);
      }
    return found.sort((a, b) => a.at - b.at).map(({ letter }) => letter);
  };
}

/** The letter that ends where the line begins, at its height, and all that is under the line. */
function radical(rule: Rectangle, around: readonly Letter[], bands: Bands): Members | null {
  const sign = around.find(
    ({ box, size, blank }) =>
      !blank &&
      Math.abs(box.x2 - rule.x1) < 0.12 * size &&
      Math.abs(box.y1 - rule.y1) < 0.12 * size &&
      height(box) > 0.6 * size,
  );
  if (sign === undefined) return null;
  const letters = bands(sign.box.y1 - sign.size, sign.box.y2 + sign.size);
  const room = {
    x1: sign.box.x1 - 0.4 * sign.size,
    y1: rule.y1,
    x2: rule.x2 + 0.5,
    y2: sign.box.y2,
  };
  const inner = letters.filter(
    ({ box, blank }) =>
      !blank &&
      centerX(box) > sign.box.x2 - 0.5 &&
      centerX(box) < room.x2 &&
      centerY(box) > room.y1 &&
      centerY(box) < room.y2 + 0.15 * sign.size,
  );
  const index = letters.filter(
    ({ box, size, blank }) =>
      !blank &&
      size < 0.85 * sign.size &&
      centerX(box) > sign.box.x1 - 0.2 * sign.size &&
      centerX(box) < sign.box.x1 + 0.6 * width(sign.box) &&
      meets(box, grow(sign.box, 0.2 * sign.size)),
  );
  return { letters: [sign, ...inner, ...index], axis: centerY(sign.box) };
}

interface Members {
  letters: Letter[];
  axis: number;
}

function fraction(
  rule: Rectangle,
  letters: readonly Letter[],
  roles: ReadonlyMap<PageFont, FontRole>,
): Members | null {
  const slack = 1.5;
  const inside = letters.filter(
    ({ box, blank }) => !blank && centerX(box) > rule.x1 - slack && centerX(box) < rule.x2 + slack,
  );
  const below = inside.filter(
    ({ box, size }) => box.y1 > rule.y1 - 0.1 * size && box.y1 - rule.y2 < NEAR * size,
  );
  if (below.length === 0) return null;
  const over = (reach: number): Letter[] =>
    inside.filter(
      ({ box, size }) => box.y2 < rule.y2 + 0.1 * size && rule.y1 - box.y2 < reach * size,
    );
  let above = over(NEAR);
  // A continued fraction's numerators stand higher.
  if (above.length === 0) above = over(FAR).filter(({ box }) => isMiddle(box, rule));
  const content = bounds([...above, ...below].map(({ box }) => box))!;
  const fits = width(rule) < width(content) + 1.2 * below[0]!.size;
  if (!fits) return null;
  if (above.length === 0) return overline(rule, below);
  // Underlined words have their letters right above the line and those of the next line far below.
  const room = Math.min(...below.map(({ box }) => box.y1)) - rule.y2;
  if (room > NEAR * below[0]!.size) return null;
  if (width(bounds(above.map(({ box }) => box))!) <= 0) return null;
  if (isTorn(above, inside) || isTorn(below, inside)) return null;
  if (goesOn(above, rule, letters) || goesOn(below, rule, letters)) return null;
  const members = [...above, ...below];
  // Lines of prose over and under the rule of a table or a footnote.
  const math = members.filter(({ font }) => roles.get(font) === 'math').length;
  if (math === 0 && members.length > MOST_PROSE) return null;
  return { letters: members, axis: centerY(rule) };
}

const isMiddle = (box: Rectangle, rule: Rectangle): boolean =>
  Math.abs(centerX(box) - centerX(rule)) < 0.25 * width(rule) && width(box) < width(rule);

/** Whether a row of letters runs on past the ends of the line, as rows of text over a footnote do. */
function goesOn(row: readonly Letter[], rule: Rectangle, letters: readonly Letter[]): boolean {
  const [first, last] = [
    row.reduce((a, b) => (b.start < a.start ? b : a)),
    row.reduce((a, b) => (b.end > a.end ? b : a)),
  ];
  // A word is cut by the line's end, or a sentence between two words.
  const reach = row.length > SENTENCE ? 0.6 : 0.12;
  const level = (a: Letter, b: Letter): boolean =>
    !a.blank &&
    Math.abs(a.baseline - b.baseline) < 0.05 * b.size &&
    Math.abs(a.size - b.size) < 0.05 * b.size;
  return letters.some((letter) => {
    const { start, end, size } = letter;
    const [after, before] = [(start - last.end) / size, (first.start - end) / size];
    return (
      (after > -0.1 && after < reach && end > rule.x2 + 0.25 * size && level(letter, last)) ||
      (before > -0.1 && before < reach && start < rule.x1 - 0.25 * size && level(letter, first))
    );
  });
}

/** Letters at the height of some that stand near the line, which do not: a row of text with tails. */
function isTorn(row: readonly Letter[], inside: readonly Letter[]): boolean {
  const members = new Set(row);
  const heights = new Set(row.map(({ baseline }) => baseline));
  const others = inside.filter((letter) => heights.has(letter.baseline) && !members.has(letter));
  return others.length > row.length;
}

function overline(rule: Rectangle, below: readonly Letter[]): Members | null {
  const near = below.filter(({ box, size }) => box.y1 - rule.y2 < 0.35 * size);
  const box = bounds(near.map((letter) => letter.box));
  if (box === null || Math.abs(width(box) - width(rule)) > 0.6 * near[0]!.size) return null;
  if (shared(box.x1, box.x2, rule.x1, rule.x2) <= 0) return null;
  const axis = near[0]!.baseline - 0.25 * near[0]!.size;
  return { letters: near, axis };
}
