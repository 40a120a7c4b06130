/** Borders -> rules: fraction lines, overlines, boxes, table lines. Runs inside the browser. */
import { hidden, type Put } from './glyphs.ts';
import { RULE } from './rows.ts';

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;
const mayHaveBorder = new Map<string, boolean>();

/** Rules of an element's visible borders. Backgrounds are not ink. */
export function boxRules(element: HTMLElement, put: Put): void {
  // Borders come from the class or the element's own style; most classes have none.
  const own = element.getAttribute('style')?.includes('border') === true;
  const key = element.className;
  const known = mayHaveBorder.get(key);
  if (known === false && !own) return;
  const style = getComputedStyle(element);
  const widths = SIDES.map((side) => parseFloat(style[`border${side}Width`]));
  const bordered = widths.some((width) => width > 0);
  if (known === undefined && !own) mayHaveBorder.set(key, bordered);
  if (!bordered) return;
  const box = element.getBoundingClientRect();
  const [top = 0, right = 0, bottom = 0, left = 0] = widths;
  const pieces = [
    { x: box.left, y: box.top + top, width: box.width, height: top },
    { x: box.right - right, y: box.bottom, width: right, height: box.height },
    { x: box.left, y: box.bottom, width: box.width, height: bottom },
    { x: box.left, y: box.bottom, width: left, height: box.height },
  ];
  SIDES.forEach((side, index) => {
    const { x, y, width, height } = pieces[index]!;
    if (!(width > 0 && height > 0) || hidden(style, style[`border${side}Color`])) return;
    const dashed = style[`border${side}Style`] === 'dashed';
    if (!dashed) put(RULE, height, x, y, width);
    else if (width > height)
      for (const [from, to] of dashes(width, height)) put(RULE, height, x + from, y, to - from);
    else
      for (const [from, to] of dashes(height, width))
        put(RULE, to - from, x, y - height + to, width);
  });
}

/** Where a thin dashed line has ink: dashes of three widths, gaps of about two, a dash at each end. */
function dashes(length: number, width: number): [number, number][] {
  const dash = 3 * width;
  const gaps = Math.round((length - dash) / (5 * width));
  if (gaps < 1) return [[0, length]];
  const step = (length - dash) / gaps;
  return Array.from({ length: gaps + 1 }, (_, i) => [i * step, i * step + dash]);
}
