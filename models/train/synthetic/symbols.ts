/** The shortest formulas, plain: one symbol, one number, a letter and its script. The same one comes again in other fonts. */
import { SYMBOLS } from '../../../engine/text/latex/tables.ts';
import { randomFrom } from './random.ts';
import { GREEK, LETTERS, RELATIONS } from './school.ts';

const DIGITS = '0123456789'.split('');
const COMMON = '+ = < > ( ) [ ] - / , . ! \\leq \\geq \\neq \\approx \\equiv \\sim \\infty \\partial \\nabla \\in \\notin \\subset \\subseteq \\cup \\cap \\to \\rightarrow \\leftarrow \\Rightarrow \\Leftrightarrow \\leftrightarrow \\mapsto \\times \\pm \\div \\cdot \\circ \\int \\sum \\prod \\forall \\exists \\emptyset \\ell \\hbar \\ldots \\perp \\parallel \\mid \\propto \\oplus \\otimes \\wedge \\vee \\neg \\angle'.split(' '); // prettier-ignore

/** Yields `n` formulas, most of them one symbol; the same seed yields the same formulas. */
export function* symbolFormulas(n: number, seed = 13): Generator<string> {
  const { pick, integer, chance } = randomFrom(seed);
  const letter = (): string => (chance(0.75) ? pick(LETTERS) : pick(GREEK));
  const makers: (() => string)[] = [
    () => pick(LETTERS),
    () => pick(LETTERS),
    () => pick(LETTERS),
    () => pick(GREEK),
    () => pick(DIGITS),
    () => pick(DIGITS),
    () => pick(COMMON),
    () => pick(COMMON),
    () => pick([...SYMBOLS]),
    () => String(integer(pick([100, 1000, 10000]))),
    () => `${letter()} ${pick(COMMON)} ${chance(0.5) ? letter() : pick(DIGITS)}`,
    () => `${letter()}_{${chance(0.5) ? pick(DIGITS) : letter()}}`,
    () => `${letter()}^{${chance(0.5) ? pick(DIGITS) : letter()}}`,
    () => `${pick(DIGITS)}${letter()}`,
    () => `${letter()}${pick(RELATIONS)} ${pick(DIGITS)}`,
    () => pick([`-${pick(DIGITS)}`, `${letter()}'`, `${letter()}!`, `${integer(360)}^{\\circ}`]),
    () => `${letter()}(${letter()})`,
    () => `${letter()} ${letter()}`,
  ];
  for (let i = 0; i < n; i++) yield pick(makers)();
}
