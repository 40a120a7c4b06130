/**
 * Questions as a model with a small vocabulary was taught them: printable ASCII, mathematics as LaTeX between
 * dollar signs, one blank behind a command. Pure.
 */

/** Letters and signs that have a command; between dollars where they stand in plain text. */
const commands: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'varepsilon', ϵ: 'epsilon', ζ: 'zeta' },
  ...{ η: 'eta', θ: 'theta', ϑ: 'vartheta', ι: 'iota', κ: 'kappa', λ: 'lambda', μ: 'mu' },
  ...{ ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', υ: 'upsilon', φ: 'varphi' },
  ...{ ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega', Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta' },
  ...{ Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
  ...{ '√': 'sqrt', '∞': 'infty', '∠': 'angle', '△': 'triangle', '∆': 'Delta', '∩': 'cap' },
  ...{ '∪': 'cup', '≤': 'leq', '≥': 'geq', '≠': 'neq', '≈': 'approx', '×': 'times', '·': 'cdot' },
  ...{ '⋅': 'cdot', '÷': 'div', '±': 'pm', '→': 'to', '⊥': 'perp', '∈': 'in', '∑': 'sum' },
  ...{ '∫': 'int', '∂': 'partial', '∅': 'emptyset', '∥': 'shortparallel' },
};
const plain: Readonly<Record<string, string>> = {
  ...{
    '′': "'",
    '‘': "'",
    '’': "'",
    '‚': "'",
    '‛': "'",
    '“': '"',
    '”': '"',
    '„': '"',
    '«': '"',
    '»': '"',
  },
  ...{ '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-', '…': '...', '⁄': '/', '∕': '/' },
  ...{ ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ı: 'i' },
  ...{ '•': '-', '€': 'EUR', '£': 'GBP' },
};
const raised: Readonly<Record<string, string>> = {
  ...{ '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8' },
  ...{ '⁹': '9', '⁻': '-', '⁺': '+', ⁿ: 'n' },
};
const lowered = '₀₁₂₃₄₅₆₇₈₉';
/** Spellings that training never used. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\\[()]|\\[[\]]|\$\$/g, '$'],
  [/\\[dt]frac(?![A-Za-z])/g, '\\frac'],
  [/\^\{\\circ\}|\^?\\degree(?![A-Za-z])/g, '^\\circ'],
  [/\\[,;:! ]|~/g, ' '],
];

export interface SpelledQuestion {
  readonly text: string;
  /** Characters that the model has no way to read, each once; they were left out. */
  readonly dropped: string;
}

export function spellQuestion(question: string): SpelledQuestion {
  const spelled = spellings.reduce((text, [form, by]) => text.replace(form, by), question);
  const dropped = new Set<string>();
  let [text, inMath] = ['', false];
  const say = (latex: string): string => (inMath ? latex : `$${latex}$`);
  for (const character of spelled.normalize('NFC')) {
    if (character === '$' && !text.endsWith('\\')) inMath = !inMath;
    // Accents are taken from letters, ligatures and wide forms apart.
    const said = spell(character, say) ?? spellParts(character, say);
    if (said === '') dropped.add(character);
    text += said;
  }
  return { text: tidy(text), dropped: [...dropped].join('') };
}

const spellParts = (character: string, say: (latex: string) => string): string =>
  Array.from(character.normalize('NFKD'), (part) => spell(part, say) ?? '').join('');

function spell(character: string, say: (latex: string) => string): string | null {
  if (/^[ -~]$/.test(character)) return character;
  if (/^\s$/u.test(character)) return ' ';
  if (character === '°' || character === 'º') return say('^\\circ ');
  if (character === 'µ') return say('\\mu ');
  if (Object.hasOwn(plain, character)) return plain[character]!;
  if (Object.hasOwn(commands, character)) return say(`\\${commands[character]!} `);
  if (Object.hasOwn(raised, character)) return say(`^${raised[character]!}`);
  if (lowered.includes(character)) return say(`_${lowered.indexOf(character)}`);
  return null;
}

function tidy(text: string): string {
  return (
    text
      // 30$^\circ$ is $30^\circ$, and what two signs side by side opened is one formula.
      .replace(/(?<![\d.$\\])(-?\d+(?:\.\d+)?)\$\^\\circ \$/g, '$$$1^\\circ $$')
      .replace(/\$\$/g, '')
      .replace(/(\\(?:begin|end)\{[A-Za-z]+\*?\}|\\[A-Za-z]+\*?) ?/g, spaced)
      .replace(/\\$/, '')
      .replace(/ {2,}/g, ' ')
      // A command at the end keeps its blank.
      .replace(/^ +|(?<!\\[A-Za-z]+\*?) +$/g, '')
  );
}

/** Control words are stored with the blank that ends them. */
const spaced = (whole: string, command: string): string =>
  command.includes('{') ? whole : `${command} `;
