/** Answers of problems, brought to what can be compared. Pure. */
import { plainUnit } from '../solve/retell.ts';
import { evaluate } from '../solve/evaluate.ts';
import { sameDimension } from '../solve/units.ts';
import { unitFromText } from '../solve/unitText.ts';
import type { DiagramProblem } from './diagrams-set.ts';

type Read =
  | { readonly kind: 'number'; readonly value: number; readonly unit: string }
  | { readonly kind: 'point'; readonly values: readonly [number, number] }
  | { readonly kind: 'words'; readonly text: string };

/** What stands behind the last equals sign of `$T = 0.497\,\text{s}$`, `$T=0.497$ s` or `(3, -2)`. */
export function readAnswer(written: string): Read {
  const plain = plainUnit(written)
    .replace(/\\(?:text|mathrm|textbf|mathbf|boxed)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\left|\\right|\*\*/g, '')
    .replace(/\\[,;:! ]|~/g, ' ')
    .replace(/\^\{?\\circ\s*\}?|\\degree|\bdegrees?\b/g, '°')
    .replace(/\\Omega/g, 'Ω')
    .replace(/\\mu/g, 'µ')
    .replace(/\\%/g, '%')
    .replace(/\\approx|≈/g, '=')
    .replace(/\$/g, '')
    .replace(/^[\s\S]*=/, '')
    .replace(/−/g, '-')
    .trim()
    .replace(/\.$/, '');
  const point = /^[A-Z]?\s*\((-?[\d.]+)\s*[,;|]\s*(-?[\d.]+)\)$/.exec(plain);
  if (point !== null) return { kind: 'point', values: [Number(point[1]), Number(point[2])] };
  const fraction = /^(-?)\\d?frac\{(\d+)\}\{(\d+)\}\s*(.*)$/s.exec(plain);
  if (fraction !== null) {
    const [, minus, over, under, unit = ''] = fraction;
    const value = (Number(over) / Number(under)) * (minus === '-' ? -1 : 1);
    return { kind: 'number', value, unit: unit.trim() };
  }
  const number =
    /^(-?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?)(?:\s*(?:\\times|\\cdot|[×·])\s*10\^\{?(-?\d+)\}?)?\s*(.*)$/s.exec(
      plain,
    );
  if (number === null) return { kind: 'words', text: plain.toLowerCase() };
  const [, digits = '', exponent = '0', unit = ''] = number;
  const value = Number(digits.replaceAll(',', '')) * 10 ** Number(exponent);
  return { kind: 'number', value, unit: unit.trim() };
}

/** How the recipe writes the answer. */
export const answerText = ({ answer, unit }: Pick<DiagramProblem, 'answer' | 'unit'>): string =>
  unit.startsWith('^') ? `$${answer}${unit}$` : `$${answer}$ ${unit}`.trim();

/**
 * A number is right when it has the same unit and is nearer to the worked-out value than half of the third digit that the
 * answer is printed with; where the answer is printed with all its digits, when it is equal; where nothing is worked
 * out, when it rounds to the printed digits. Places and words must be the same.
 */
export function isRight(problem: DiagramProblem, final: string): boolean {
  const [wanted, given] = [readAnswer(answerText(problem)), readAnswer(final)];
  if (wanted.kind === 'words') return given.kind === 'words' && given.text === wanted.text;
  if (wanted.kind === 'point')
    return given.kind === 'point' && given.values.every((each, i) => near(each, wanted.values[i]!));
  if (given.kind !== 'number') return false;
  const factor = unitFactor(given.unit, wanted.unit);
  if (factor === null) return false;
  const value = given.value * factor;
  const exact = workedOut(problem, wanted.value);
  if (exact === null) {
    const places = /\.(\d+)/.exec(problem.answer)?.[1]?.length;
    return Math.abs(value - wanted.value) <= (places === undefined ? 0 : 0.51 * 10 ** -places);
  }
  if (near(exact, wanted.value)) return near(value, exact);
  const half = 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(exact))) - 2);
  return Math.abs(value - exact) <= half * 1.02;
}

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** The last result of the worked thought, if the answer is its rounding; null where none is worked out. */
function workedOut({ thought }: DiagramProblem, printed: number): number | null {
  const last = [...thought.matchAll(/>>=(-?\d+(?:\.\d+)?)/g)].at(-1)?.[1];
  if (last === undefined) return null;
  return Math.abs(Number(last) - printed) <= 6e-3 * Math.abs(printed) ? Number(last) : printed;
}

/** How many of `wanted` one of `given` is; null where they do not measure the same. */
function unitFactor(given: string, wanted: string): number | null {
  if (given === wanted) return 1;
  const [a, b] = [unitFromText(given), unitFromText(wanted)];
  if (a === null || b === null) return null;
  const [one, other] = [evaluate(a, { digits: 30 }), evaluate(b, { digits: 30 })];
  const angles = [given, wanted].map((unit) => /^(?:°|deg|rad)$/.test(unit));
  if (!sameDimension(one.dimension, other.dimension) || angles[0] !== angles[1]) return null;
  return one.value.div(other.value).toNumber();
}
