/** Signs of mathematics and their LaTeX commands; only those that look like one thing. */
import type { PageFont } from '../page.ts';

export const functionNames: ReadonlySet<string> = new Set(
  'sin cos tan cot sec csc log ln exp lim max min sup inf det dim ker deg arg gcd hom Pr sinh cosh tanh arcsin arccos arctan'.split(
    ' ',
  ),
);

const greek =
  'αalpha βbeta γgamma δdelta ζzeta ηeta ιiota κkappa λlambda μmu νnu ξxi πpi ρrho σsigma τtau υupsilon χchi ψpsi ωomega ' +
  'ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ΣSigma ΥUpsilon ΦPhi ΨPsi ΩOmega ϑvartheta ϱvarrho ςvarsigma ϖvarpi ';
const others =
  '≤leq ≥geq ≠neq ≈approx ≡equiv ∼sim ≃simeq ≅cong ∝propto ∈in ∉notin ∋ni ⊂subset ⊆subseteq ⊃supset ⊇supseteq ∪cup ∩cap ' +
  '∖setminus ×times ÷div ±pm ∓mp ⋅cdot ∘circ ⊕oplus ⊗otimes ∧wedge ∨vee ¬neg ∀forall ∃exists ∅emptyset ∞infty ∂partial ' +
  '∇nabla ℓell ℏhbar →to ←leftarrow ↔leftrightarrow ⇒Rightarrow ⇐Leftarrow ⇔Leftrightarrow ↦mapsto …ldots ⋯cdots ≪ll ≫gg ' +
  '⟨langle ⟩rangle ′prime ⊥perp ∥parallel †dagger ‡ddagger ℜRe ℑIm ℵaleph ';

const commands = new Map<string, string>([
  ...(greek + others)
    .trim()
    .split(' ')
    .map((entry) => [entry.slice(0, 1), `\\${entry.slice(1)}`] as const),
  ...([
    ...[
      ['−', '-'],
      ['∗', '*'],
      ['·', '\\cdot'],
      ['<', '<'],
      ['>', '>'],
    ],
    ...[
      ['{', '\\{'],
      ['}', '\\}'],
      ['%', '\\%'],
    ],
  ] as [string, string][]),
]);

/** LaTeX of a sign, whatever its font; undefined for one that is not in the table. */
export const signCommand = (sign: string): string | undefined => commands.get(sign);

const plainSign = /^[a-zA-Z0-9+=()[\],;:!/|*.-]$/;
/** Fonts whose letters are calligraphic, blackboard bold and Fraktur ones, by TeX's and Unicode's names. */
const alphabets: readonly (readonly [RegExp, string])[] = [
  [/^(?:msbm|bbm|dsrom)/i, 'mathbb'],
  [/^(?:cmsy|euscr|eusm|rsfs)/i, 'mathcal'],
  [/^(?:eufm)/i, 'mathfrak'],
];
/** Fonts in which a letter means itself: others may number their signs as they like. */
const known =
  /^(?:cmmi|cmr|cmsy|cmbx|cmmib|cmti|msam|msbm|lmroman|lmmath|sfrm|eufm|rsfs|eusm|euscr)/i;
/** Two epsilons, two phis, two thetas have one code in many fonts: the picture tells them apart. */
const ambiguous = new Set(Array.from('ϵεφϕθϑ∅'));

/** LaTeX of one letter of a font; null when the picture must tell. */
export function commandOf(letter: string, font: PageFont): string | null {
  if (!known.test(font.name) || ambiguous.has(letter)) return null;
  const alphabet = alphabets.find(([name]) => name.test(font.name))?.[1];
  if (alphabet !== undefined && /^[A-Za-z]$/.test(letter))
    return alphabet === 'mathcal' && !/^[A-Z]$/.test(letter) ? null : `\\${alphabet}{${letter}}`;
  const bold = font.bold || /^(?:cmbx|cmmib)/i.test(font.name);
  if (bold)
    return /^[A-Za-z]$/.test(letter) && /^cmbx/i.test(font.name) ? `\\mathbf{${letter}}` : null;
  if (plainSign.test(letter)) return letter;
  return commands.get(letter) ?? null;
}
