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
const NEAR = 0.55;
const LONGEST_RULE = 420;

export function structuresOf(letters: readonly Letter[], rules: readonly Rectangle[]): Structure[] {
  const found: { letters: Set<Letter>; rules: Rectangle[]; axis: number }[] = [];
  for (const rule of rules) {
    if (width(rule) <= height(rule) || width(rule) > LONGEST_RULE) continue;
    const members = radical(rule, letters) ?? fraction(rule, letters);
    if (members === null) continue;
    const set = new Set(members.letters);
    const joined = found.filter((other) => [...set].some((letter) => other.letters.has(letter)));
    for (const other of joined) {
      for (const letter of other.letters) set.add(letter);
      found.splice(found.indexOf(other), 1);
    }
    const wide = joined.find((other) => other.rules.some((line) => width(line) > width(rule)));
    found.push({
      letters: set,
      rules: [rule, ...joined.flatMap((other) => other.rules)],
      axis: wide?.axis ?? members.axis,
    });
  }
  return found.map(({ letters: set, rules: lines, axis }) => ({
    letters: set,
    rules: lines,
    box: bounds([...[...set].map(({ box }) => box), ...lines])!,
    axis,
    size: Math.max(...[...set].map(({ size }) => size)),
  }));
}

/** The letter that ends where the line begins, at its height, and all that is under the line. */
function radical(rule: Rectangle, letters: readonly Letter[]): Members | null {
  const sign = letters.find(
    ({ box, size, blank }) =>
      !blank &&
      Math.abs(box.x2 - rule.x1) < 0.12 * size &&
      Math.abs(box.y1 - rule.y1) < 0.12 * size &&
      height(box) > 0.6 * size,
  );
  if (sign === undefined) return null;
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

function fraction(rule: Rectangle, letters: readonly Letter[]): Members | null {
  const slack = 1.5;
  const inside = letters.filter(
    ({ box, blank }) => !blank && centerX(box) > rule.x1 - slack && centerX(box) < rule.x2 + slack,
  );
  const above = inside.filter(
    ({ box, size }) => box.y2 < rule.y2 + 0.1 * size && rule.y1 - box.y2 < NEAR * size,
  );
  const below = inside.filter(
    ({ box, size }) => box.y1 > rule.y1 - 0.1 * size && box.y1 - rule.y2 < NEAR * size,
  );
  if (below.length === 0) return null;
  const content = bounds([...above, ...below].map(({ box }) => box))!;
  const fits = width(rule) < width(content) + 1.2 * below[0]!.size;
  if (!fits) return null;
  if (above.length === 0) return overline(rule, below);
  // Underlined words have their letters right above the line and those of the next line far below.
  const gap = rule.y1 - Math.max(...above.map(({ box }) => box.y2));
  const room = Math.min(...below.map(({ box }) => box.y1)) - rule.y2;
  if (gap > NEAR * above[0]!.size || room > NEAR * below[0]!.size) return null;
  const level = new Set(above.map(({ baseline }) => Math.round(baseline)));
  const wide =
    Math.max(...above.map(({ box }) => box.x2)) - Math.min(...above.map(({ box }) => box.x1));
  if (level.size === 0 || wide <= 0) return null;
  return { letters: [...above, ...below], axis: centerY(rule) };
}

function overline(rule: Rectangle, below: readonly Letter[]): Members | null {
  const near = below.filter(({ box, size }) => box.y1 - rule.y2 < 0.35 * size);
  const box = bounds(near.map((letter) => letter.box));
  if (box === null || Math.abs(width(box) - width(rule)) > 0.6 * near[0]!.size) return null;
  if (shared(box.x1, box.x2, rule.x1, rule.x2) <= 0) return null;
  const axis = near[0]!.baseline - 0.25 * near[0]!.size;
  return { letters: near, axis };
}
